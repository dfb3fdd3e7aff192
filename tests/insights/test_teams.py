"""Teams and hours of a month: not about children, kept by the worker, equal to what the sources say."""

import datetime
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from cases.models import Attendance, Meeting, MeetingKind
from financing.actions.working_hours import recompute_cooperation, recompute_hours
from financing.models import Cooperation, HoursAgreement
from insights import actions, teams
from insights.enums import Level
from insights.models import HoursMonth, TeamMonth
from insights.reading import Scope
from schools.calendar import SchoolYear, weeks_of_year
from schools.models import Appointment
from tests.insights.conftest import TODAY, person
from tests.insights.world import World

D = datetime.date
CITY = Scope()


@pytest.fixture
def staffed(city: World) -> World:
    """The first team has its whole core from 1 September 2025 on, and an orthopedagoog only in the second half."""
    team = city.teams[0]
    for role in ("IB", "JGW"):
        person(role, team=team)
    ortho = person("ORTHO", team=team)
    Appointment.objects.filter(team=team, person=ortho).update(period=DateRange(D(2026, 2, 1), None))
    return city


def test_a_month_says_on_how_many_school_days_a_team_was_complete(staffed: World) -> None:
    actions.nightly(today=TODAY)

    rows = TeamMonth.objects.filter(team_id=staffed.teams[0].pk).order_by("month")
    found = {row.month: (row.complete_days, row.school_days) for row in rows}
    assert found[D(2026, 1, 1)] == (0, 20)
    assert found[D(2026, 3, 1)] == (22, 22)
    assert found[D(2026, 9, 1)] == (11, 11), "up to and including today"


def test_months_add_up_to_what_money_says_of_the_condition(staffed: World) -> None:
    team = staffed.teams[0]
    kind = MeetingKind.objects.get(joint_training=True)
    training = Meeting.objects.create(team_id=team.pk, kind=kind, on=D(2026, 9, 2), state="gehouden")
    for somebody in staffed.people:
        Attendance.objects.create(team_id=team.pk, meeting=training, person=somebody, role="IB", came=True)
    recompute_cooperation(today=TODAY)
    actions.nightly(today=TODAY)

    found = {one.team: one for one in teams.team_years(SchoolYear(2026), CITY, today=TODAY)}
    money = Cooperation.objects.get(team=team, school_year=2026)
    mine = found[team.pk]
    assert (mine.trainings, mine.meetings_expected) == (money.trainings, money.meetings_expected) == (1, 0)
    assert mine.keeps_condition
    assert not found[staffed.teams[1].pk].keeps_condition, "nobody works there"


def test_a_new_appointment_is_seen_within_the_minute(staffed: World) -> None:
    actions.nightly(today=TODAY)
    other = staffed.teams[1]
    assert not actions.refresh_teams(today=TODAY), "nothing is stale"
    for number, role in enumerate(("IB", "ORTHO", "JGW")):
        Appointment.objects.create(
            person=staffed.people[number % 2], role=role, team=other, period=DateRange(D(2026, 9, 1), None)
        )

    actions.keep_up(today=TODAY)

    assert TeamMonth.objects.get(team_id=other.pk, month=D(2026, 9, 1)).complete_days == 11


def test_weekly_hours_times_school_weeks_make_the_year(city: World) -> None:
    team, location = city.wijkteam("noord"), city.teams[0].location
    HoursAgreement.objects.create(
        neighbourhood_team=team, location=location, hours=Decimal("3.5"), period=DateRange(D(2025, 8, 1), None)
    )
    city.log(city.case(city.pupil(city.teams[0]), D(2025, 10, 1)), D(2025, 10, 2), 90, role="JGW")
    recompute_hours(today=TODAY)
    actions.nightly(today=TODAY)

    year = SchoolYear(2025)
    months = teams.pool_months(year.first, year.after, Scope(Level.NEIGHBOURHOOD_TEAM, "noord"))
    assert sum(one.agreed for one in months) == 210 * weeks_of_year(year)
    assert sum(one.norm for one in months) == 2 * 240 * weeks_of_year(year), "two schools of PO, four hours each"
    assert [(one.month, one.worked) for one in months if one.worked] == [(D(2025, 10, 1), 90)]
    assert not HoursMonth.objects.filter(month__gt=TODAY).exists()


def test_completeness_of_a_wijkteam_is_a_share_of_team_days(staffed: World) -> None:
    actions.nightly(today=TODAY)

    found = teams.completeness(D(2026, 3, 1), D(2026, 4, 1), Scope(Level.NEIGHBOURHOOD_TEAM, "noord"))
    assert [(one.complete_days, one.school_days, one.share) for one in found] == [(22, 44, Decimal(50))]
