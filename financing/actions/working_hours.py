"""Sums of casework that money shows beside its own figures: minutes worked, and the condition of 3.4. The worker's alone."""

import datetime
from collections import Counter
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count

from accounts.acting import working
from cases.enums import TeamTimeKind
from cases.models import Meeting, TeamTime
from financing.models import Cooperation
from schools.calendar import CalendarUnknown, SchoolYear, school_weeks_between
from schools.enums import FlagLevel
from schools.flagging import Wanted, reconcile
from schools.models import SupportTeam, TeamFlag
from schools.queries import cores

COOPERATION = "cooperation"

# Entered minutes take the place of what was logged on that day, at that location, by that person in that role [formats].
_HOURS = """
with logged as (
  select e."on", t.location_id, e.role, e.author_id as person_id, e.minutes from cases_logentry e
    join schools_supportteam t on t.id = e.team_id
    where not exists (select from cases_logentry later where later.corrects_id = e.id)
  union all
  select w."on", t.location_id, w.role, w.author_id, w.minutes from cases_teamtime w
    join schools_supportteam t on t.id = w.team_id
), together as (
  select l."on", l.location_id, l.role, l.minutes from logged l
    where not exists (select from financing_loggedhours f where f."on" = l."on" and f.location_id = l.location_id
                      and f.role = l.role and f.person_id = l.person_id)
  union all
  select f."on", f.location_id, f.role, f.minutes from financing_loggedhours f
), sums as (
  select date_trunc('month', "on")::date as month, location_id, role, sum(minutes) as minutes
  from together where role = any (%(roles)s) group by 1, 2, 3 having sum(minutes) <> 0
)
insert into financing_workedhours (month, location_id, neighbourhood_team_id, role, minutes)
select s.month, s.location_id,
       (select p.neighbourhood_team_id from schools_locationperiod p where p.location_id = s.location_id
        and p.period @> s.month order by p.period limit 1), s.role, s.minutes
from sums s
"""


def recompute_hours(*, today: datetime.date) -> int:
    """Minutes per month, location and role; how many rows. One transaction, the same rows when run again."""
    with working(today=today, action="financing.recompute_hours"), connection.cursor() as cursor:
        cursor.execute("delete from financing_workedhours")
        cursor.execute(_HOURS, {"roles": ["IB", "ZC", "ORTHO", "JGW", "SMW"]})
        return int(cursor.rowcount)


def recompute_cooperation(*, today: datetime.date) -> int:
    """The condition of every team in this school year so far, and its flag; how many teams [domain 3.4]."""
    year = SchoolYear.of(today)
    with working(today=today, action="financing.recompute_cooperation"):
        teams = list(SupportTeam.objects.on(today))
        try:
            rows = _measured(teams, year, min(today, year.after))
        except CalendarUnknown:
            return 0
        Cooperation.objects.filter(school_year=year.begins_in).delete()
        Cooperation.objects.bulk_create(rows)
        wanted = [flag for row in rows if (flag := _flag(row, year))]
        keys = [team.pk for team in teams]
        reconcile(TeamFlag, about="team_id", subjects=keys, rules=[COOPERATION], wanted=wanted, today=today)
        return len(rows)


def _measured(teams: list[SupportTeam], year: SchoolYear, until: datetime.date) -> list[Cooperation]:
    keys = [team.pk for team in teams]
    during = {"team__in": keys, "on__gte": year.first, "on__lt": until}
    met: Counter[UUID] = Counter(
        dict(
            Meeting.objects.filter(state=Meeting.State.HELD, kind__whole_core=True, **during)
            .values_list("team")
            .annotate(Count("pk"))
            .order_by()
        )
    )
    trained: Counter[UUID] = Counter()
    days = TeamTime.objects.filter(kind=TeamTimeKind.TRAINING, **during).values_list("team", "on")
    for team, _day, _people in days.annotate(people=Count("author", distinct=True)).filter(people__gte=2).order_by():
        trained[team] += 1  # together: at least two members on one day
    weeks = school_weeks_between(year.first, until)
    found = []
    for key, core in cores(teams).items():
        complete, counted = core.complete_school_days(year.first, until)
        found.append(
            Cooperation(
                team_id=key,
                school_year=year.begins_in,
                complete_days=complete,
                school_days=counted,
                meetings=met[key],
                meetings_expected=weeks // settings.COOPERATION_MEETING_WEEKS,
                trainings=trained[key],
                trainings_expected=settings.COOPERATION_TRAININGS_A_YEAR,
            )
        )
    return found


def shortcomings(row: Cooperation) -> list[str]:
    """What of the condition is not met, in words; the training counts when the year is over [domain 3.4]."""
    found = []
    if row.school_days and row.complete_days < Decimal(settings.COOPERATION_COMPLETE_SHARE) * row.school_days:
        found.append(f"{row.complete_days} van {row.school_days} schooldagen compleet")
    if row.meetings < row.meetings_expected:
        found.append(f"{row.meetings} van {row.meetings_expected} overleggen van het hele kernteam")
    if row.meetings_expected > 0 and row.trainings < row.trainings_expected:
        found.append(f"{row.trainings} van {row.trainings_expected} gezamenlijke trainingen")
    return found


def _flag(row: Cooperation, year: SchoolYear) -> Wanted | None:
    missing = shortcomings(row) if row.school_days else []
    if not missing:
        return None
    why = f"Schooljaar {year}: {'; '.join(missing)}."
    return Wanted(row.team_id, COOPERATION, FlagLevel.NOTE, year.first, why)
