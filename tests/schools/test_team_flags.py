"""`team_incomplete`: set, changed and cleared by the worker, on every change and every night; nothing is lost."""

import datetime

import pytest
from django.db import IntegrityError, connection
from django.db.backends.postgresql.psycopg_any import DateRange

from schools import tasks
from schools.actions import flags
from schools.flagging import Reconciled, reconcile
from schools.models import Appointment, CoreRole, StaleTeam, TeamFlag
from tests.cast import ALWAYS, appoint, person, team

Day = datetime.date
TODAY = Day(2026, 11, 22)
BEGAN = Day(2017, 8, 1)


@pytest.fixture
def settled(town):
    """The town, with the flags as the worker leaves them: `other_team` lacks two roles since the teams began."""
    while flags.drain_stale(today=TODAY):
        pass
    return town


def standing() -> list[tuple]:
    rows = TeamFlag.objects.filter(cleared_on__isnull=True).order_by("team__name")
    return [(flag.team.name, flag.rule, flag.level, flag.since, flag.why) for flag in rows]


OTHER = ("OT De Wilgen", "team_incomplete", "warn", BEGAN)


def test_a_team_that_lacks_roles_is_flagged(settled):
    assert standing() == [(*OTHER, "Niet ingevuld: orthopedagoog en jeugd- en gezinswerker.")]
    assert not StaleTeam.objects.exists()


def test_filling_a_role_changes_the_flag_and_the_last_one_clears_it(settled):
    appoint(person("Otto"), "ORTHO", at=settled.other_team)
    assert flags.drain_stale(today=TODAY) == 1
    assert standing() == [(*OTHER, "Niet ingevuld: jeugd- en gezinswerker.")]
    appoint(person("Joost"), "JGW", at=settled.other_team)
    flags.drain_stale(today=TODAY)
    assert standing() == []
    assert TeamFlag.objects.get().cleared_on == TODAY


def test_it_comes_back_as_a_new_flag_when_somebody_leaves(settled):
    Appointment.objects.filter(person=settled.ortho).update(period=DateRange(ALWAYS.lower, Day(2026, 11, 1)))
    flags.drain_stale(today=TODAY)
    assert standing() == [
        ("OT De Vlieger", "team_incomplete", "warn", Day(2026, 11, 1), "Niet ingevuld: orthopedagoog."),
        (*OTHER, "Niet ingevuld: orthopedagoog en jeugd- en gezinswerker."),
    ]


def test_a_day_that_passes_is_a_change_too(settled):
    """An appointment that ends by its date: the night finds it, without a change in the table."""
    Appointment.objects.filter(person=settled.ortho).update(period=DateRange(ALWAYS.lower, Day(2026, 12, 1)))
    flags.drain_stale(today=TODAY)
    assert len(standing()) == 1
    flags.recompute_all(today=Day(2026, 11, 30))
    assert len(standing()) == 1
    flags.recompute_all(today=Day(2026, 12, 1))
    assert [row[0] for row in standing()] == ["OT De Vlieger", "OT De Wilgen"]


def test_twice_is_once(settled):
    before = list(TeamFlag.objects.values())
    assert flags.recompute_flags(teams=[settled.team.pk, settled.other_team.pk], today=TODAY) == Reconciled(0, 0, 0)
    assert list(TeamFlag.objects.values()) == before


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("an appointment", lambda town: appoint(person("Otto"), "ORTHO", at=town.other_team)),
        ("many at once", lambda town: Appointment.objects.filter(team=town.other_team).update(hours_per_week=4)),
        ("its end", lambda town: Appointment.objects.filter(team=town.other_team).delete()),
        ("a move of the school", lambda town: town.other_team.location.periods.update(type="SBO")),
        ("the team", lambda town: town.other_team.save()),
    ],
)
def test_what_makes_a_team_stale(settled, what, change):
    change(settled)
    assert set(StaleTeam.objects.values_list("team_id", flat=True)) == {settled.other_team.pk}, what


def test_an_appointment_that_moves_makes_both_teams_stale(settled):
    Appointment.objects.filter(person=settled.ortho).update(team=settled.other_team)
    assert set(StaleTeam.objects.values_list("team_id", flat=True)) == {settled.team.pk, settled.other_team.pk}


def test_another_core_role_makes_every_team_stale(settled):
    CoreRole.objects.filter(school_type="BO", role="JGW").delete()
    assert StaleTeam.objects.count() == 2
    tasks.drain_stale()
    assert [row[4] for row in standing()] == ["Niet ingevuld: orthopedagoog."]


def test_a_worker_killed_half_way_loses_nothing(settled, monkeypatch):
    appoint(person("Otto"), "ORTHO", at=settled.other_team)
    before = standing()

    def killed(*args, **kwargs):
        reconcile(*args, **kwargs)
        raise SystemExit("killed")

    monkeypatch.setattr(flags, "reconcile", killed)
    with pytest.raises(SystemExit):
        flags.drain_stale(today=TODAY)
    assert (StaleTeam.objects.count(), standing()) == (1, before)
    monkeypatch.undo()
    flags.drain_stale(today=TODAY)
    assert (StaleTeam.objects.count(), standing()) == (0, [(*OTHER, "Niet ingevuld: jeugd- en gezinswerker.")])


@pytest.mark.parametrize("number", [1, 5])
def test_the_night_is_the_same_number_of_queries_for_more_teams(settled, django_assert_num_queries, number):
    for one in range(number):
        team(f"School {one}", in_=settled)
    with django_assert_num_queries(17):
        flags.recompute_all(today=TODAY)
    assert len(standing()) == number + 1


def test_the_worker_has_every_right_that_it_needs(settled):
    appoint(person("Otto"), "ORTHO", at=settled.other_team)
    with connection.cursor() as cursor:
        cursor.execute("set role ot_worker")
    try:
        tasks.drain_stale()
        tasks.nightly()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("reset role")
    assert standing() == [(*OTHER, "Niet ingevuld: jeugd- en gezinswerker.")]


def test_one_open_flag_for_a_rule_and_a_team(settled):
    with pytest.raises(IntegrityError, match="team_flag_open_once"):
        TeamFlag.objects.create(team=settled.other_team, rule="team_incomplete", since=TODAY, why="Nog eens")
