"""Every column of every sheet with a value that the database could not keep: an error of ours at that cell, and nothing
reaches PostgreSQL. And what is long but right comes back digit for digit."""

import contextlib
import csv
import io
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db.models import CharField

from accounts.models import User
from financing import models
from financing.books.facts import Appointment, Book, ShareLine
from financing.store import read_book
from financing.workbook.load import WorkbookRefused, load
from financing.workbook.sheets import BY_NAME, SHEETS, Sheet
from schools.models import Arrangement, ArrangementTerms, Employer, Municipality, NeighbourhoodTeam, SchoolBoard

from .stored import check_at_once, grids, take_in, undone
from .test_workbook import GOOD

#: Wrong in every column, and told at the cell.
NEVER = ("x" * 501, "0," + "9" * 501, "een\x00nul", "\x1b[0m")
#: Right in some columns; elsewhere refused, at the cell or where its code is used.
SOMETIMES = (
    "999999999999999",
    "2147483648",
    "99999999999999999999/3",
    "-1",
    "1e9",
    "0000-01-01",
    "99999-01-01",
    "x" * 60 + "@" + "y" * 250,
    "A@X.NL",
    "bestuur:" + "9" * 100,
    "٣",
)
CELLS = [(sheet, column.name) for sheet in SHEETS for column in sheet.columns]

#: The column of the database in which a text of the workbook ends.
KEPT_IN = {
    ("gemeenten", "naam"): (Municipality, "name"),
    ("schoolbesturen", "code"): (SchoolBoard, "code"),
    ("schoolbesturen", "naam"): (SchoolBoard, "name"),
    ("wijkteams", "code"): (NeighbourhoodTeam, "code"),
    ("wijkteams", "naam"): (NeighbourhoodTeam, "name"),
    ("vestigingen", "naam"): (Municipality, "name"),
    ("medewerkers", "medewerker"): (User, "email"),
    ("medewerkers", "naam"): (User, "name"),
    ("aanstellingen", "werkgever"): (Employer, "name"),
    ("verplichtingen", "code"): (models.YearlyCost, "code"),
    ("verplichtingen", "omschrijving"): (models.YearlyCost, "description"),
    ("verplichtingen", "besluit"): (models.YearlyCost, "decision"),
    ("arrangementen", "code"): (Arrangement, "code"),
    ("arrangementen", "naam"): (Arrangement, "name"),
    ("arrangementen", "besluit"): (ArrangementTerms, "decision"),
    ("plaatsingen", "leerling"): (models.Placement, "pupil_code"),
    ("verdeelsleutels", "sleutel"): (models.CostShareRule, "code"),
    ("verdeelsleutels", "betaler"): (models.CostShareLine, "payer"),
    ("verdeelsleutels", "arrangement"): (models.CostShareRule, "arrangement"),
    ("verdeelsleutels", "besluit"): (models.CostShareRule, "decision"),
    ("dekking", "betaler"): (models.FundingSource, "payer"),
    ("dekking", "naam"): (models.FundingSource, "name"),
    ("dekking", "besluit"): (models.FundingSource, "decision"),
    ("werkelijk", "verplichting"): (models.Actual, "name"),
}


def with_cell(sheet: Sheet, column: str, value: str) -> dict[str, str]:
    """The good workbook with one value in the last row of a sheet, the column added where it is not there."""
    rows = list(csv.reader(io.StringIO(GOOD[sheet.name]), delimiter=";"))
    if column not in rows[0]:
        rows = [[*rows[0], column], *([*row, ""] for row in rows[1:])]
    rows[-1][rows[0].index(column)] = value
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return GOOD | {sheet.name: text.getvalue()}


@pytest.mark.parametrize(("sheet", "column"), CELLS, ids=lambda part: getattr(part, "name", part))
def test_an_odd_value_is_refused_at_its_cell_or_can_be_stored(db, sheet, column):
    """Never an error of the database."""
    for value in NEVER:
        with pytest.raises(WorkbookRefused) as refused:
            load(grids(with_cell(sheet, column, value)), Book())
        assert (sheet.name, column) in {(error.sheet, error.column) for error in refused.value.errors}, value
    for value in SOMETIMES:
        sheets = with_cell(sheet, column, value)
        with contextlib.suppress(WorkbookRefused):
            load(grids(sheets), Book())
            with undone():
                take_in(sheets)
                check_at_once()


@pytest.mark.parametrize(("sheet", "column"), KEPT_IN)
def test_a_text_of_one_character_too_many_says_how_many_there_may_be(sheet, column):
    most = BY_NAME[sheet].by_name[column].kind.most
    with pytest.raises(WorkbookRefused, match=f"is te lang: {most + 1} tekens, hoogstens {most}"):
        load(grids(with_cell(BY_NAME[sheet], column, "x" * (most + 1))), Book())


def test_a_text_is_refused_at_the_length_of_its_column_in_the_database():
    kept = {place: model._meta.get_field(field) for place, (model, field) in KEPT_IN.items()}
    assert all(isinstance(field, CharField) for field in kept.values())
    told = {(sheet.name, column.name): column.kind.most for sheet in SHEETS for column in sheet.columns}
    assert {place: told[place] for place in kept} == {place: field.max_length for place, field in kept.items()}


def test_minutes_that_together_do_not_fit_are_refused_at_the_row_that_goes_over(db):
    sheet = "datum;vestiging;rol;medewerker;minuten\n" + "2018-01-08;10AB00;IB;a@x.nl;999999999\n" * 3
    with pytest.raises(WorkbookRefused) as refused:
        take_in(GOOD | {"uren": sheet})
    assert [(error.row, error.column) for error in refused.value.errors] == [(3, "minuten")]


def test_decimals_of_any_length_come_back_digit_for_digit(db):
    hours, third = "3," + "3" * 120, "1/" + "3" * 90
    rest = f"{int('3' * 90) - 1}/{'3' * 90}"
    take_in(
        GOOD
        | {
            "aanstellingen": GOOD["aanstellingen"].replace(";4;", f";{hours};"),
            "verdeelsleutels": GOOD["verdeelsleutels"].replace(";1/3;", f";{third};").replace(";2/3;", f";{rest};"),
        }
    )
    book = read_book()
    assert Decimal(hours.replace(",", ".")) in {one.hours for one in book.all(Appointment)}
    assert Fraction(third) in {one.fraction for one in book.all(ShareLine)}
