"""The commands of the controller, as they are typed: import, export, listing, closing [formats]."""

from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from accounts.models import Change, User
from financing.models import BudgetLine, ClosedMonth, CostShareLine, YearlyCost
from financing.store import read_book
from schools.models import Appointment, SchoolLocation
from tests.shared import shared

from .stored import command, table
from .test_examples import FOLDERS, answers, expected, without_header
from .test_workbook import GOOD

pytestmark = pytest.mark.django_db


def folder_of(tmp_path, sheets, name="werkmap"):
    folder = tmp_path / name
    folder.mkdir()
    for sheet, text in sheets.items():
        (folder / f"{sheet}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def good(tmp_path):
    return folder_of(tmp_path, GOOD)


# ---- The worked examples, byte for byte -----------------------------------------------------------------------------
@pytest.mark.parametrize(("folder", "period"), answers("begroot"))
def test_begroot(folder, period):
    command("import_workbook", str(shared(f"examples/{folder}")))
    rows = without_header(command("budget", period, "--op", "9999-12-31")).splitlines()
    cut = [";".join(row.split(";")[:4]) for row in rows]

    assert "".join(f"{row}\n" for row in cut if not row.endswith(";0.00")) == expected(folder, "begroot", period)


@pytest.mark.parametrize(("folder", "words"), answers("volledig"))
def test_whole_listing(folder, words):
    command("import_workbook", str(shared(f"examples/{folder}")))
    period, reference = words.split("-op-")

    assert without_header(command("budget", period, "--op", reference)) == expected(folder, "volledig", words)


@pytest.mark.parametrize(("folder", "year"), answers("cover"))
def test_cover(folder, year):
    command("import_workbook", str(shared(f"examples/{folder}")))

    assert without_header(command("budget", year, "--cover")) == expected(folder, "cover", year)


@pytest.mark.parametrize(("folder", "day"), answers("pools"))
def test_pools(folder, day):
    command("import_workbook", str(shared(f"examples/{folder}")))

    assert without_header(command("budget", day, "--pools")) == expected(folder, "pools", day)


# ---- In -------------------------------------------------------------------------------------------------------------
def test_the_same_workbook_twice_changes_nothing(good):
    command("import_workbook", str(good))
    book, changes = read_book(), Change.objects.count()

    said = command("import_workbook", str(good))

    assert said == "De werkmap is gelijk aan wat er al stond; er is niets veranderd.\n"
    assert read_book() == book
    assert Change.objects.count() == changes


def test_one_wrong_cell_and_nothing_is_imported(tmp_path, capfd):
    wrong = {
        **GOOD,
        "uurtarieven": "rol;van;tarief;weken;tot\nIB;2015-08-01;1.234;;\n",
        "dekking": GOOD["dekking"].replace("450000", "-1"),
    }
    with pytest.raises(CommandError, match="Er is niets ingelezen") as refused:
        call_command("import_workbook", str(folder_of(tmp_path, wrong)))

    assert refused.value.returncode == 1
    lines = capfd.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in lines] == ["uurtarieven, 2, tarief", "dekking, 2, maximum"]
    assert list(read_book()) == []
    assert SchoolLocation.objects.count() == 0


def test_a_later_workbook_replaces_adds_and_keeps(good, tmp_path):
    command("import_workbook", str(good))
    later = {
        "verplichtingen": (
            "code;soort;bedrag;jaarbasis;van\n"
            "jgw-po;jaarbedrag;99;schooljaar;2016-01-01\n"
            "nieuw;programma;1;kalenderjaar;2018-01-01\n"
        ),
        "verdeelsleutels": "sleutel;volgorde;betaler;deel;rol;van\nJGW;7;rsj;1;JGW;2015-01-01\n",
    }
    command("import_workbook", str(folder_of(tmp_path, later, "later")))

    assert dict(YearlyCost.objects.values_list("code", "basis")) == {"jgw-po": "schooljaar", "nieuw": "kalenderjaar"}
    lines = CostShareLine.objects.values_list("rule__code", "order", "payer")
    assert sorted(lines) == [("JGW", 7, "rsj"), ("fase2", 1, "woongemeente")]


def test_a_person_who_is_known_gets_another_name_and_nothing_else(good, tmp_path):
    """A workbook does not let somebody in again, take a password away, or undo what an appointment may decide."""
    command("import_workbook", str(good))
    email = User.objects.order_by("email").values_list("email", flat=True)[0]
    User.objects.filter(email=email).update(is_active=False, password="van deze persoon zelf")
    Appointment.objects.filter(person__email=email).update(mandate_limit="tot 10 gesprekken")
    sheets = {
        "medewerkers": f"medewerker;naam\n{email};Anders\n",
        "aanstellingen": GOOD["aanstellingen"].replace(";4;", ";5;"),
    }
    command("import_workbook", str(folder_of(tmp_path, sheets, "later")))

    known = User.objects.get(email=email)
    assert (known.name, known.is_active, known.password) == ("Anders", False, "van deze persoon zelf")
    assert set(Appointment.objects.filter(person=known).values_list("mandate_limit", flat=True)) == {
        "tot 10 gesprekken"
    }


def test_what_is_no_workbook_is_told(tmp_path):
    nothing = tmp_path / "iets.xlsx"
    nothing.write_bytes(b"geen zip")
    with pytest.raises(CommandError, match=r"dit bestand is geen \.xlsx-werkmap"):
        call_command("import_workbook", str(nothing))


# ---- Out and in again -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", ["map", "boek.xlsx"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_out_and_into_an_empty_database(folder, form, tmp_path):
    command("import_workbook", str(shared(f"examples/{folder}")))
    book = read_book()
    listings = [command("budget", year, "--op", "2018-05-17") for year in ("2017", "2018", "2017-2018")]
    out = tmp_path / form
    command("export_workbook", str(out))
    empty()

    command("import_workbook", str(out))

    assert read_book() == book
    assert [command("budget", year, "--op", "2018-05-17") for year in ("2017", "2018", "2017-2018")] == listings


def empty():
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        tables = [name for name in connection.introspection.table_names(cursor) if name.startswith("financing_")]
        cursor.execute(
            f"truncate {', '.join(tables)}, schools_appointment, schools_arrangement, schools_municipality, "
            "schools_schoolboard, schools_school, schools_employer, accounts_user cascade"
        )


def test_the_empty_workbook_comes_in_and_changes_nothing(tmp_path):
    path = tmp_path / "leeg.xlsx"
    command("export_workbook", str(path), empty=True)

    assert command("import_workbook", str(path)).startswith("De werkmap is gelijk")


# ---- Closing --------------------------------------------------------------------------------------------------------
@time_machine.travel(date(2018, 5, 17))
def test_the_first_close_takes_everything_before_it_and_then_only_the_next(good):
    command("import_workbook", str(good))

    said = command("close_month", "2018-02")

    assert said.startswith("2018-02 is afgesloten: ")
    frozen = BudgetLine.objects.filter(closed=True)
    assert frozen.earliest("month").month == date(2016, 1, 1)
    assert frozen.latest("month").month == date(2018, 2, 1)
    assert ClosedMonth.objects.latest("month").month == date(2018, 2, 1)
    command("close_month", "2018-03")
    assert ClosedMonth.objects.latest("month").month == date(2018, 3, 1)


@time_machine.travel(date(2018, 5, 17))
@pytest.mark.parametrize(
    ("month", "why"),
    [
        ("2018-05", "2018-05 is nog niet voorbij"),
        ("2018-02", "2018-02 is al afgesloten"),
        ("2018-04", "nu is 2018-03 aan de beurt"),
        ("2018-13", "is geen maand"),
    ],
)
def test_closing_out_of_order_is_refused_and_changes_nothing(good, month, why):
    command("import_workbook", str(good))
    command("close_month", "2018-02")
    before = table("financing_budgetline"), table("financing_closedmonth")

    with pytest.raises(CommandError, match=why) as refused:
        command("close_month", month)

    assert refused.value.returncode == 1
    assert (table("financing_budgetline"), table("financing_closedmonth")) == before


@time_machine.travel(date(2018, 5, 17))
def test_what_is_learned_later_is_a_correction_in_the_first_open_month(good, tmp_path):
    command("import_workbook", str(good))
    before = command("budget", "2018", "--op", "2018-05-17")
    command("close_month", "2018-03")
    dearer = {"verplichtingen": GOOD["verplichtingen"].replace("1.234,56", "1.834,56")}
    command("import_workbook", str(folder_of(tmp_path, dearer, "duurder")))

    after = command("budget", "2018", "--op", "2018-05-17")

    closed = [line for line in before.splitlines() if line[:7] in ("2018-01", "2018-02", "2018-03")]
    assert [line for line in after.splitlines() if line[:7] in ("2018-01", "2018-02", "2018-03")] == closed
    corrections = [line for line in after.splitlines() if ";correctie/2018-02/jgw-po;" in line]
    assert corrections == [
        "2018-04;correctie/2018-02/jgw-po;bestuur:*;16.66;16.66;16.66",
        "2018-04;correctie/2018-02/jgw-po;gemeente:GM0193;33.34;33.34;33.34",
    ]
