"""The fixed form of the listings [formats, "Out"]."""

import csv
import json
from fractions import Fraction
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from financing.books.cover import CoverRow
from financing.books.engine import Line
from financing.books.pools import Pool
from financing.listing import as_csv, as_json, as_xlsx, budget_table, cover_table, euros, hours, pools_table

LINES = [Line(2017 * 12, "jgw-po", "bestuur:*", 1333334, 5, -1)]
COVER = [CoverRow("rsj", 1, 'De "Springplank"; fase 2', 100, 0), CoverRow("rsj", None, "tekort", None, -7)]


@pytest.mark.parametrize(
    ("cents", "text"), [(0, "0.00"), (5, "0.05"), (-1, "-0.01"), (-1333334, "-13333.34"), (10**15, "10000000000000.00")]
)
def test_euros(cents, text):
    assert euros(cents) == text


@pytest.mark.parametrize(
    ("amount", "text"), [("0", "0"), ("6.50", "6.5"), ("-0.125", "-0.125"), ("40", "40"), ("1.0000001", "1.0000001")]
)
def test_hours(amount, text):
    assert hours(Fraction(amount)) == text


def test_csv_of_the_budget():
    assert as_csv(budget_table(LINES)) == (
        "maand;verplichting;betaler;begroot;gerealiseerd;prognose\n2017-01;jgw-po;bestuur:*;13333.34;0.05;-0.01\n"
    )


def test_a_listing_without_rows_still_has_its_header():
    assert as_csv(pools_table([])) == "wijkteam;vestigingen;norm;pool;afgesproken;vrij\n"
    assert json.loads(as_json(cover_table([]))) == []


def test_csv_of_the_cover_quotes_what_needs_it():
    text = as_csv(cover_table(COVER))

    assert text.splitlines()[2] == "rsj;;tekort;;-0.07"
    assert next(csv.DictReader(StringIO(text), delimiter=";"))["naam"] == 'De "Springplank"; fase 2'


def test_csv_of_the_pools():
    assert as_csv(pools_table([Pool("SWT2", 3, Fraction(4), Fraction("6.5"))])).splitlines()[1] == "SWT2;3;4;12;6.5;5.5"


def test_json_has_the_same_rows():
    assert json.loads(as_json(budget_table(LINES))) == [
        {
            "maand": "2017-01",
            "verplichting": "jgw-po",
            "betaler": "bestuur:*",
            "begroot": "13333.34",
            "gerealiseerd": "0.05",
            "prognose": "-0.01",
        }
    ]


def test_xlsx_has_real_numbers():
    sheet = load_workbook(BytesIO(as_xlsx(budget_table(LINES)))).active

    assert [cell.value for cell in sheet[1]][3:] == ["begroot", "gerealiseerd", "prognose"]
    assert [cell.value for cell in sheet[2]] == ["2017-01", "jgw-po", "bestuur:*", 13333.34, 0.05, -0.01]
