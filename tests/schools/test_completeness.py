"""Complete or not, on any day: pure first, then from rows."""

import datetime

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from schools.completeness import CoreRule, Span, Stretch, TeamCore
from schools.models import CoreRole, SupportTeam
from schools.queries import cores
from tests.cast import appoint, location, person, team, team_at

Day = datetime.date
EVER, NEVER_ENDS = Day(2016, 8, 1), Day.max
BEGAN = Day(2017, 8, 1)
RULES = tuple(CoreRule(BEGAN, NEVER_ENDS, "BO", role) for role in ("IB", "ORTHO", "JGW"))


ALWAYS_BO = (Span(EVER, NEVER_ENDS, "BO"),)


def core(*filled: tuple[str, Day, Day], types=ALWAYS_BO, rules=RULES) -> TeamCore:
    return TeamCore(types, rules, tuple(Span(first, after, role) for role, first, after in filled))


FULL = (("IB", EVER, NEVER_ENDS), ("ORTHO", EVER, NEVER_ENDS), ("JGW", EVER, NEVER_ENDS))


def test_each_core_role_must_be_filled_that_day():
    half = core(("IB", EVER, Day(2018, 1, 1)), ("JGW", Day(2018, 1, 1), NEVER_ENDS))
    assert half.missing(Day(2017, 12, 31)) == ("ORTHO", "JGW")
    assert half.missing(Day(2018, 1, 1)) == ("IB", "ORTHO")
    assert core(*FULL).missing(Day(2018, 1, 1)) == ()


def test_before_the_rule_nothing_is_needed():
    assert (core().needed(Day(2017, 7, 31)), core().missing(Day(2017, 7, 31))) == ((), ())
    assert core().missing(BEGAN) == ("IB", "ORTHO", "JGW")


def test_a_closed_location_needs_nobody():
    closed = core(types=(Span(EVER, Day(2018, 8, 1), "BO"),))
    assert (closed.missing(Day(2018, 7, 31)), closed.missing(Day(2018, 8, 1))) == (("IB", "ORTHO", "JGW"), ())


def test_somebody_in_two_roles_fills_both_and_two_in_one_fill_one():
    two = core(("IB", EVER, NEVER_ENDS), ("IB", EVER, NEVER_ENDS), ("JGW", EVER, NEVER_ENDS))
    assert two.missing(BEGAN) == ("ORTHO",)


def test_stretches_are_cut_where_something_changes():
    leaves = core(("IB", EVER, Day(2018, 2, 1)), *FULL[1:])
    needed = ("IB", "ORTHO", "JGW")
    assert list(leaves.stretches(Day(2018, 1, 1), Day(2018, 3, 1))) == [
        Stretch(Day(2018, 1, 1), Day(2018, 2, 1), needed, ()),
        Stretch(Day(2018, 2, 1), Day(2018, 3, 1), needed, ("IB",)),
    ]


def test_since_when_it_is_incomplete():
    """Another missing role does not begin it anew; a day on which all are there does."""
    gap = core(
        ("IB", EVER, Day(2018, 1, 10)),
        ("IB", Day(2018, 2, 1), Day(2018, 3, 1)),
        ("ORTHO", EVER, Day(2018, 3, 15)),
        ("JGW", EVER, NEVER_ENDS),
    )
    assert gap.incomplete_since(Day(2018, 1, 9)) is None
    assert gap.incomplete_since(Day(2018, 1, 31)) == Day(2018, 1, 10)
    assert gap.incomplete_since(Day(2018, 2, 15)) is None
    assert gap.incomplete_since(Day(2018, 4, 1)) == Day(2018, 3, 1)
    assert core().incomplete_since(Day(2026, 11, 22)) == BEGAN


def test_the_share_of_school_days():
    """The week of 5 March is whole, that of 12 March lacks the IB from Thursday on."""
    leaves = core(("IB", EVER, Day(2018, 3, 15)), *FULL[1:])
    assert leaves.complete_school_days(Day(2018, 3, 5), Day(2018, 3, 19)) == (8, 10)
    assert core().complete_school_days(Day(2017, 2, 1), Day(2017, 3, 1)) == (0, 0)


# ---- From rows ----------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_default_core_roles():
    """[003 §2.1; 000 C]: PO from school year 2017-2018, VO a year later, MBO without a rule."""
    rows = CoreRole.objects.values_list("school_type", "role", "period")
    po = {
        (kind, role, DateRange(Day(2017, 8, 1), None))
        for kind in ("BO", "SBO", "SO")
        for role in ("IB", "ORTHO", "JGW")
    }
    vo = {
        (kind, role, DateRange(Day(2018, 8, 1), None))
        for kind in ("VSO", "VO", "PRO")
        for role in ("ZC", "ORTHO", "SMW")
    }
    assert set(rows) == po | vo


def test_a_team_of_the_town(town):
    assert cores([town.team])[town.team.pk].missing(BEGAN) == ()
    assert cores([town.other_team])[town.other_team.pk].missing(BEGAN) == ("ORTHO", "JGW")


def test_an_appointment_that_nobody_confirmed_counts(town):
    appoint(person("Otto"), "ORTHO", at=town.other_team, confirmed=False)
    assert cores([town.other_team])[town.other_team.pk].missing(BEGAN) == ("JGW",)


def test_so_and_vso_at_one_place_need_their_own_roles(town):
    around = {"municipality": town.municipality, "board": town.board, "neighbourhood_team": town.neighbourhood_team}
    place = location("De Ambelt", kind="SO", **around)
    place.periods.update(second_type="VSO")
    younger = team_at(place, municipality=town.municipality)
    older = team_at(place, municipality=town.municipality, sector="VO")
    found = cores([younger, older])
    day = Day(2018, 8, 1)
    assert found[younger.pk].missing(day) == ("IB", "ORTHO", "JGW")
    assert found[older.pk].missing(day) == ("ZC", "ORTHO", "SMW")


def test_an_mbo_needs_nobody_in_particular(town):
    mbo = team("Deltion", in_=town, kind="MBO", sector="MBO")
    assert cores([mbo])[mbo.pk].needed(Day(2026, 11, 22)) == ()


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_three_teams_as_for_one(town, django_assert_num_queries, number):
    for one in range(number):
        team(f"School {one}", in_=town)
    teams = list(SupportTeam.objects.order_by("-id")[:number])
    with django_assert_num_queries(3):
        cores(teams)
