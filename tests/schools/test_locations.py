"""Locations and teams from facts: what ends what, and that telling it again changes nothing."""

import datetime

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Change
from schools.actions.locations import LocationFacts, put_locations
from schools.actions.organisations import (
    WijkTeam,
    put_boards,
    put_employers,
    put_municipalities,
    put_neighbourhood_teams,
    put_partnerships,
    put_providers,
)
from schools.models import LocationPeriod, Municipality, Partnership, SchoolLocation, SupportTeam

pytestmark = pytest.mark.django_db
Day = datetime.date
FIRST, LATER, LAST = Day(2017, 8, 1), Day(2018, 1, 1), Day(2018, 8, 1)


@pytest.fixture
def around():
    zwolle = put_municipalities(by=None, names={"GM0193": "Zwolle"})["GM0193"]
    boards = put_boards(by=None, names={"41234": "Stichting Voorbeeld", "49999": "De Andere"})
    return {"municipality": zwolle.pk, "board": boards["41234"].pk, "other": boards["49999"].pk}


def facts(around, code="09ZZ00", first=FIRST, name="De Vlieger", type="BO", board="board", **more) -> LocationFacts:
    return LocationFacts(code, first, name, type, around[board], around["municipality"], **more)


def rows(code="09ZZ00"):
    found = LocationPeriod.objects.filter(location__code=code).order_by("period").select_related("board")
    return [(row.name, row.board.code, row.period) for row in found]


def test_a_later_row_ends_the_earlier_one(around):
    put_locations(by=None, facts=[facts(around), facts(around, first=LATER, name="De Zweefvlieger", board="other")])
    assert rows() == [
        ("De Vlieger", "41234", DateRange(FIRST, LATER)),
        ("De Zweefvlieger", "49999", DateRange(LATER, None)),
    ]
    location = SchoolLocation.objects.get()
    assert (location.name, location.school.brin, location.school.name) == ("De Zweefvlieger", "09ZZ", "De Zweefvlieger")
    team = SupportTeam.objects.get()
    assert (team.name, team.sector, team.period) == ("De Zweefvlieger", "PO", DateRange(FIRST, None))


def test_a_row_is_replaced_by_its_first_day_and_others_stay(around):
    put_locations(by=None, facts=[facts(around), facts(around, first=LAST, name="Straks")])
    put_locations(by=None, facts=[facts(around, name="De Wilgen", after=LATER)])
    assert rows() == [("De Wilgen", "41234", DateRange(FIRST, LATER)), ("Straks", "41234", DateRange(LAST, None))]


def test_told_again_nothing_changes(around):
    told = [facts(around), facts(around, first=LATER, name="De Wilgen"), facts(around, code="08ZZ00", type="VO")]
    put_locations(by=None, facts=told)
    before, history = list(LocationPeriod.objects.order_by("id").values()), Change.objects.count()
    put_locations(by=None, facts=told)
    assert (list(LocationPeriod.objects.order_by("id").values()), Change.objects.count()) == (before, history)


def test_a_source_with_one_type_keeps_both(around):
    """DUO told SO and VSO; a workbook, which has one column, then says VSO."""
    put_locations(by=None, facts=[facts(around, type="SO", second_type="VSO")])
    put_locations(by=None, facts=[facts(around, first=LATER, type="VSO")])
    assert list(LocationPeriod.objects.order_by("period").values_list("type", "second_type")) == [
        ("SO", "VSO"),
        ("VSO", "SO"),
    ]
    assert list(SupportTeam.objects.order_by("sector").values_list("sector", "name", "period")) == [
        ("PO", "De Vlieger (SO)", DateRange(FIRST, None)),
        ("VO", "De Vlieger (VSO)", DateRange(FIRST, None)),
    ]


def test_a_location_without_municipality_belongs_to_the_home_municipality(around):
    put_locations(by=None, facts=[LocationFacts("09ZZ00", FIRST, "", "BO", None, None)])
    team = SupportTeam.objects.get()
    assert (team.municipality_id, team.name) == (around["municipality"], "09ZZ00")


def test_organisations_are_known_by_code_and_only_changes_are_written(around):
    history = Change.objects.count()
    again = put_municipalities(by=None, names={"GM0193": "Zwolle", "GM0148": "Dalfsen"})
    assert sorted(again) == ["GM0148", "GM0193"]
    assert Change.objects.count() == history + 1
    put_municipalities(by=None, names={"GM0148": "Dalfsen (Ov.)"})
    assert sorted(Municipality.objects.values_list("name", flat=True)) == ["Dalfsen (Ov.)", "Zwolle"]


def test_the_other_organisations(around):
    teams = put_neighbourhood_teams(by=None, teams=[WijkTeam("SWT1", "SWT Noord", "GM0193")])
    assert teams["SWT1"].municipality.name == "Zwolle"
    with pytest.raises(Municipality.DoesNotExist):
        put_neighbourhood_teams(by=None, teams=[WijkTeam("SWT2", "SWT Zuid", "GM9999")])
    assert list(put_employers(by=None, names=["SWT Zwolle", "De Kern", "De Kern"])) == ["SWT Zwolle", "De Kern"]
    assert put_employers(by=None, names=["De Kern"])["De Kern"].name == "De Kern"
    assert put_providers(by=None, names=["Aanbieder"])["Aanbieder"].agb is None
    swv = put_partnerships(by=None, partnerships=[Partnership(code="PO2305", name="SWV 23.05 PO", sector="PO")])
    assert swv["PO2305"].sector == "PO"
