"""Taking in a release: what it makes, changes and ends; that twice is once, and that half is nothing."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Change
from schools.actions import register_sql
from schools.enums import Register
from schools.models import (
    LocationPeriod,
    Municipality,
    NeighbourhoodTeam,
    RegisterRelease,
    School,
    SchoolBoard,
    SchoolLocation,
    SupportTeam,
)
from tests.schools.duo_files import file, school
from tests.shared import shared

pytestmark = pytest.mark.django_db
PO, SPECIAL, VO = Register.PO, Register.SPECIAL, Register.VO
Day = datetime.date
FIRST, LATER, LAST = Day(2026, 8, 1), Day(2026, 10, 1), Day(2027, 1, 1)


@pytest.fixture
def take_in(tmp_path):
    """`take_in(PO, school(…), …, date=…)`: the import of a small file; gives what it printed."""

    def imported(register, *schools, date=FIRST, **options):
        path = tmp_path / "register.csv"
        path.write_bytes(file(register, *schools))
        return run(path, date=date, **options)

    return imported


def run(path, **options):
    out = io.StringIO()
    call_command("import_duo", path, stdout=out, **options)
    return out.getvalue()


def periods(code: str) -> list[tuple[str, DateRange]]:
    return list(LocationPeriod.objects.filter(location__code=code).order_by("period").values_list("name", "period"))


def teams(code: str) -> list[tuple[str, str, DateRange]]:
    found = SupportTeam.objects.filter(location__code=code).order_by("sector")
    return [(team.sector, team.name, team.period) for team in found]


def everything() -> dict[str, list[tuple]]:
    """All rows that an import may write."""
    models = (Municipality, SchoolBoard, School, SchoolLocation, LocationPeriod, SupportTeam, RegisterRelease)
    return {model.__name__: sorted(model.objects.values_list(), key=str) for model in models}


# ---- What it makes --------------------------------------------------------------------------------------------------
def test_a_first_release_makes_the_whole_map(take_in):
    out = take_in(
        PO,
        school("09ZZ00", "De Vlieger"),
        school("09ZZ01", "De Vlieger Noord"),
        school("08ZZ00", municipality="0148", board="40001"),
    )
    assert "3 nieuw, 0 terug, 0 gewijzigd, 0 verdwenen." in out
    assert "  09ZZ00 De Vlieger, Zwolle" in out
    assert sorted(Municipality.objects.values_list("code", "name")) == [("GM0148", "Zwolle"), ("GM0193", "Zwolle")]
    assert sorted(SchoolBoard.objects.values_list("code", "name")) == [("40001", "40001"), ("41234", "41234")]
    assert sorted(School.objects.values_list("brin", "name")) == [("08ZZ", "De Vlieger"), ("09ZZ", "De Vlieger")]
    location = SchoolLocation.objects.get(code="09ZZ01")
    assert (location.name, location.street, location.register) == ("De Vlieger Noord", "Dorpsstraat", "po")
    assert periods("09ZZ01") == [("De Vlieger Noord", DateRange(FIRST, None))]
    assert teams("09ZZ01") == [("PO", "De Vlieger Noord", DateRange(FIRST, None))]


def test_so_and_vso_at_one_place_are_two_teams(take_in):
    take_in(SPECIAL, school("09ZZ00", "De Ambelt"), school("08ZZ00", "De Brug", sort="SBAO"))
    assert teams("09ZZ00") == [
        ("PO", "De Ambelt (SO)", DateRange(FIRST, None)),
        ("VO", "De Ambelt (VSO)", DateRange(FIRST, None)),
    ]
    assert teams("08ZZ00") == [("PO", "De Brug", DateRange(FIRST, None))]


def test_a_team_ends_when_its_school_type_does(take_in):
    take_in(SPECIAL, school("09ZZ00", "De Ambelt"))
    out = take_in(SPECIAL, school("09ZZ00", "De Ambelt", taught="VSO LZ/P"), date=LATER)
    assert "    type: SO en VSO → VSO" in out
    assert teams("09ZZ00") == [
        ("PO", "De Ambelt (SO)", DateRange(FIRST, LATER)),
        ("VO", "De Ambelt", DateRange(FIRST, None)),
    ]


def test_only_one_municipality(take_in):
    out = take_in(PO, school("09ZZ00"), school("08ZZ00", municipality="0148"), only_municipality=["GM0193"])
    assert "1 vestigingen (gemeenten GM0193)" in out
    assert list(SchoolLocation.objects.values_list("code", flat=True)) == ["09ZZ00"]


def test_a_municipality_that_is_not_in_the_file_is_refused(take_in):
    take_in(PO, school("09ZZ00"))
    with pytest.raises(CommandError, match="regel 1, kolom 1: in het bestand staat geen gemeente GM0139"):
        take_in(PO, school("09ZZ00"), only_municipality=["GM0193", "GM0139"], date=LATER)
    assert periods("09ZZ00") == [("De Vlieger", DateRange(FIRST, None))]


def test_a_name_that_was_the_code_is_filled_in_and_a_known_one_kept(take_in):
    Municipality.objects.create(code="GM0193", name="GM0193")
    SchoolBoard.objects.create(code="41234", name="Stichting Voorbeeld")
    take_in(PO, school("09ZZ00"))
    assert (Municipality.objects.get().name, SchoolBoard.objects.get().name) == ("Zwolle", "Stichting Voorbeeld")


# ---- Twice is once ----------------------------------------------------------------------------------------------------
def test_taken_in_twice_nothing_changes(take_in):
    schools = [school("09ZZ00"), school("08ZZ00", 'De "Wilgen"', website="www.wilgen.test")]
    take_in(PO, *schools)
    before, history = everything(), Change.objects.count()
    assert "Er is niets veranderd." in take_in(PO, *schools)
    assert everything() == before
    assert Change.objects.count() == history


def test_the_same_facts_in_a_later_release_begin_no_new_period(take_in):
    take_in(PO, school("09ZZ00"))
    assert "Er is niets veranderd." in take_in(PO, school("09ZZ00"), date=LATER)
    assert periods("09ZZ00") == [("De Vlieger", DateRange(FIRST, None))]


# ---- What it changes ----------------------------------------------------------------------------------------------------
def test_a_change_of_name_and_board_is_dated_and_told(take_in):
    take_in(PO, school("09ZZ00", "De Vlieger", website="oud.test"))
    wijk = NeighbourhoodTeam.objects.create(code="noord", name="SWT Noord", municipality=Municipality.objects.get())
    LocationPeriod.objects.update(neighbourhood_team=wijk)
    out = take_in(PO, school("09ZZ00", "De Zweefvlieger", board="49999"), date=LATER)
    assert "    naam: De Vlieger → De Zweefvlieger\n    bestuur: 41234 → 49999\n    website: oud.test → (leeg)\n" in out
    assert periods("09ZZ00") == [("De Vlieger", DateRange(FIRST, LATER)), ("De Zweefvlieger", DateRange(LATER, None))]
    assert [p.neighbourhood_team for p in LocationPeriod.objects.order_by("period")] == [wijk, wijk]
    assert teams("09ZZ00") == [("PO", "De Zweefvlieger", DateRange(FIRST, None))]
    assert School.objects.get().name == SchoolLocation.objects.get().name == "De Zweefvlieger"


def test_another_address_begins_no_period(take_in):
    take_in(PO, school("09ZZ00"))
    out = take_in(PO, school("09ZZ00", street="Kerkstraat"), date=LATER)
    assert "    straat: Dorpsstraat → Kerkstraat" in out
    assert periods("09ZZ00") == [("De Vlieger", DateRange(FIRST, None))]


def test_a_move_to_another_municipality_leaves_the_wijkteam(take_in):
    take_in(PO, school("09ZZ00"))
    wijk = NeighbourhoodTeam.objects.create(code="noord", name="SWT Noord", municipality=Municipality.objects.get())
    LocationPeriod.objects.update(neighbourhood_team=wijk)
    take_in(PO, school("09ZZ00", municipality="0148"), date=LATER)
    assert [p.neighbourhood_team for p in LocationPeriod.objects.order_by("period")] == [wijk, None]
    assert SupportTeam.objects.get().municipality.code == "GM0148"


def test_a_mistake_in_a_release_is_put_right_on_its_own_day(take_in):
    take_in(PO, school("09ZZ00", "De Vliegre"))
    take_in(PO, school("09ZZ00", "De Vlieger"))
    assert periods("09ZZ00") == [("De Vlieger", DateRange(FIRST, None))]


def test_what_somebody_recorded_for_later_stays(take_in):
    take_in(PO, school("09ZZ00"))
    now = LocationPeriod.objects.get()
    now.period = DateRange(FIRST, LAST)
    now.save()
    now.pk, now.name, now.period = None, "De Toekomst", DateRange(LAST, None)
    now.save(force_insert=True)
    take_in(PO, school("09ZZ00", "De Zweefvlieger"), date=LATER)
    assert periods("09ZZ00") == [
        ("De Vlieger", DateRange(FIRST, LATER)),
        ("De Zweefvlieger", DateRange(LATER, LAST)),
        ("De Toekomst", DateRange(LAST, None)),
    ]


def test_two_types_in_the_other_order_are_the_same(take_in):
    take_in(SPECIAL, school("09ZZ00"))
    LocationPeriod.objects.update(type="VSO", second_type="SO")
    assert "Er is niets veranderd." in take_in(SPECIAL, school("09ZZ00"), date=LATER)


def test_history_names_the_import(take_in):
    take_in(PO, school("09ZZ00"))
    take_in(PO, school("09ZZ00", "De Wilgen"), date=LATER)
    told = Change.objects.filter(table_name="schools_supportteam").values_list("role", "action", "operation")
    assert list(told) == [("worker", "schools.take_in_release", "update")]


# ---- What it ends --------------------------------------------------------------------------------------------------------
def test_a_location_that_disappears_is_ended_with_its_team(take_in):
    take_in(PO, school("09ZZ00"), school("08ZZ00", "De Wilgen"))
    out = take_in(PO, school("09ZZ00"), date=LATER)
    assert "Verdwenen, beëindigd per 01-10-2026:\n  08ZZ00 De Wilgen, Zwolle\n" in out
    assert periods("08ZZ00") == [("De Wilgen", DateRange(FIRST, LATER))]
    assert teams("08ZZ00") == [("PO", "De Wilgen", DateRange(FIRST, LATER))]
    assert "Er is niets veranderd." in take_in(PO, school("09ZZ00"), date=LATER)


def test_one_that_returns_gets_a_new_period_and_its_team_back(take_in):
    take_in(PO, school("09ZZ00"), school("08ZZ00", "De Wilgen"))
    team = SupportTeam.objects.get(location__code="08ZZ00")
    take_in(PO, school("09ZZ00"), date=LATER)
    out = take_in(PO, school("09ZZ00"), school("08ZZ00", "De Wilgen"), date=LAST)
    assert "0 nieuw, 1 terug, 0 gewijzigd, 0 verdwenen." in out
    assert periods("08ZZ00") == [("De Wilgen", DateRange(FIRST, LATER)), ("De Wilgen", DateRange(LAST, None))]
    assert teams("08ZZ00") == [("PO", "De Wilgen", DateRange(FIRST, None))]
    assert SupportTeam.objects.get(location__code="08ZZ00") == team


def test_a_file_says_nothing_about_places_outside_it(take_in):
    """An excerpt of Zwolle ends nothing elsewhere, and a register nothing of another kind."""
    take_in(PO, school("09ZZ00"), school("08ZZ00", municipality="0148"))
    take_in(VO, school("07ZZ00"))
    take_in(SPECIAL, school("06ZZ00"))
    before = LocationPeriod.objects.filter(period__endswith__isnull=True).count()
    out = take_in(PO, school("09ZZ00"), date=LATER)
    assert "Er is niets veranderd." in out
    assert LocationPeriod.objects.filter(period__endswith__isnull=True).count() == before == 4


def test_a_location_that_no_register_named_is_never_ended(take_in, town):
    out = take_in(PO, school("09ZZ00"), date=LATER)
    assert "1 nieuw, 0 terug, 0 gewijzigd, 0 verdwenen." in out
    assert {p.period.upper for p in LocationPeriod.objects.all()} == {None}


def test_a_location_that_ends_on_the_day_it_began_never_was(take_in):
    take_in(PO, school("09ZZ00"), school("08ZZ00"))
    take_in(PO, school("09ZZ00"))
    assert periods("08ZZ00") == []
    assert [period.isempty for _, _, period in teams("08ZZ00")] == [True]


# ---- Refusals: nothing is saved --------------------------------------------------------------------------------------------
def many(number: int) -> list:
    return [school(f"{10 + n // 26}Z{chr(65 + n % 26)}00", f"School {n}") for n in range(number)]


def test_a_file_that_would_end_suspiciously_many_is_refused(take_in):
    take_in(PO, *many(40))
    before = everything()
    with pytest.raises(CommandError, match="zouden 20 van de 40 vestigingen in dit register verdwenen zijn"):
        take_in(PO, *many(20), date=LATER)
    assert everything() == before
    assert "20 verdwenen" in take_in(PO, *many(20), date=LATER, accept_gone=True)


def test_an_older_release_is_refused(take_in):
    take_in(PO, school("09ZZ00"), date=LATER)
    with pytest.raises(CommandError, match="de uitgave van 01-10-2026 is al ingelezen"):
        take_in(PO, school("09ZZ00"), date=FIRST)
    take_in(PO, school("08ZZ00", municipality="0148"), date=FIRST)  # about other places
    take_in(VO, school("07ZZ00"), date=FIRST)  # another register


def test_a_broken_file_changes_nothing(take_in, tmp_path):
    take_in(PO, school("09ZZ00"))
    before = everything()
    path = tmp_path / "po_2026-10.csv"
    path.write_bytes(file(PO, school("09ZZ00", "Anders"), school("08ZZ00", board="x")))
    with pytest.raises(CommandError) as refusal:
        run(path)
    assert refusal.value.returncode == 1
    assert str(refusal.value).splitlines() == [
        "po_2026-10.csv is niet ingelezen; er is niets veranderd. 1 fout(en):",
        "regel 3, kolom 2: ‘x’ is niet een nummer van vijf cijfers (BEVOEGD GEZAG NUMMER)",
    ]
    assert everything() == before


def test_a_failure_half_way_leaves_nothing(take_in, monkeypatch):
    """The last write fails: everything before it is undone."""
    take_in(PO, school("09ZZ00"))
    before = everything()
    monkeypatch.setattr(register_sql, "REMEMBER", "select 1 / 0")
    with pytest.raises(DatabaseError, match="division by zero"):
        take_in(PO, school("09ZZ00", "Anders"), school("08ZZ00"), date=LATER)
    assert everything() == before


def test_a_file_that_is_not_there():
    with pytest.raises(CommandError, match=r"nergens\.csv"):
        run("nergens.csv")


# ---- As the command is run -----------------------------------------------------------------------------------------------
def test_the_day_comes_from_the_file_name(tmp_path):
    path = tmp_path / "po_vestigingen_2026-10.csv"
    path.write_bytes(file(PO, school("09ZZ00")))
    run(path)
    assert periods("09ZZ00") == [("De Vlieger", DateRange(LATER, None))]


def test_without_a_month_in_the_name_it_is_today(tmp_path, time_machine):
    time_machine.move_to("2026-09-15 12:00:00+02:00")
    path = tmp_path / "po.csv"
    path.write_bytes(file(PO, school("09ZZ00")))
    run(path)
    assert periods("09ZZ00") == [("De Vlieger", DateRange(Day(2026, 9, 15), None))]


@pytest.mark.parametrize(("name", "value"), [("--date", "1-8-2026"), ("--only-municipality", "193")])
def test_an_unclear_argument_is_refused(tmp_path, name, value):
    with pytest.raises(CommandError, match="schrijf"):
        call_command("import_duo", str(tmp_path), f"{name}={value}")


def test_the_progress_bar_is_on_stderr(take_in, capfd):
    out = take_in(PO, school("09ZZ00"))
    assert "ondersteuningsteams" in capfd.readouterr().err
    assert "ondersteuningsteams" not in out


def test_the_worker_has_every_right_that_it_needs(take_in):
    """The command runs as `ot_worker`."""
    with connection.cursor() as cursor:
        cursor.execute("set role ot_worker")
    try:
        take_in(PO, school("09ZZ00"), school("08ZZ00"))
        out = take_in(PO, school("09ZZ00", "Anders"), date=LATER)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset role")
    assert "0 nieuw, 0 terug, 1 gewijzigd, 1 verdwenen." in out


# ---- The real files ----------------------------------------------------------------------------------------------------------
def test_the_two_real_releases_of_primary_schools():
    """17 new, 63 changed, 2 gone; each taken in twice."""
    with connection.cursor() as cursor:
        cursor.execute("analyze")  # PostgreSQL takes every table for empty, as it does on a new database
    older, newer = (shared(f"data/duo/po_vestigingen_2026-0{month}.csv") for month in (4, 8))
    assert "6107 nieuw, 0 terug, 0 gewijzigd, 0 verdwenen." in run(older)
    assert "Er is niets veranderd." in run(older)
    assert "17 nieuw, 0 terug, 63 gewijzigd, 2 verdwenen." in run(newer)
    assert "Er is niets veranderd." in run(newer)
    assert LocationPeriod.objects.on(Day(2026, 11, 22)).count() == 6122
    assert SupportTeam.objects.on(Day(2026, 11, 22)).count() == 6122
    assert LocationPeriod.objects.on(Day(2026, 11, 22)).filter(municipality__code="GM0193").count() == 45


def test_the_real_excerpts_of_zwolle_beside_each_other():
    run(shared("data/duo/vo_vestigingen_zwolle_2026-10_EXCERPT-handgekopieerd.csv"))
    run(shared("data/duo/sbo_so_vso_vestigingen_zwolle_2026_EXCERPT-handgekopieerd.csv"), date=LATER)
    kinds = LocationPeriod.objects.on(LATER)
    assert {kind: kinds.filter(type=kind).count() for kind in ("VO", "PRO", "SBO", "SO")} == {
        "VO": 22,
        "PRO": 3,
        "SBO": 5,
        "SO": 13,
    }
    assert SupportTeam.objects.on(LATER).count() == 25 + 5 + 2 * 13
