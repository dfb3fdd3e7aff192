"""Sums of casework that money shows beside its own figures: minutes worked, and the condition of 3.4. The worker's alone."""

import datetime
from collections import Counter
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min

from accounts.acting import working
from cases.models import Case, Meeting
from cases.reading.meetings import joint_trainings
from financing.models import CasesByHome, Cooperation
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

# Only rounded counts of 8 and more leave this statement [domain 5].
_CASES_BY_HOME = """
insert into financing_casesbyhome (school_year, home_id, pupils)
select %(year)s, home_id, round(count(distinct pupil_id)::numeric / %(rounding)s) * %(rounding)s
from (
  select c.pupil_id, r.home_id from cases_case c
  join schools_supportteam t on t.id = c.team_id and t.sector = 'VO'
  left join cases_residence r on r.pupil_id = c.pupil_id and r.period @> greatest(c.raised_on, %(first)s)
  where c.raised_on < %(after)s and (c.closed_on is null or c.closed_on >= %(first)s)
) asked
group by grouping sets ((home_id), ())
having count(distinct pupil_id) >= %(threshold)s and (grouping(home_id) = 1 or home_id is not null)
"""


def fix_cases_by_home(*, today: datetime.date) -> int:
    """Pupils of VO with a question per woongemeente, for each school year that ended a month ago and has no count yet; how many
    rows. What was counted once stays [domain 3.8, 5]."""
    done = set(CasesByHome.objects.values_list("school_year", flat=True))
    first = Case.objects.aggregate(first=Min("raised_on"))["first"]
    if first is None:
        return 0
    written = 0
    with working(today=today, action="financing.fix_cases_by_home"), connection.cursor() as cursor:
        for year in map(SchoolYear, range(SchoolYear.of(first).begins_in, today.year)):
            if year.begins_in in done or today < year.after.replace(month=year.after.month + 1):
                continue
            told: dict[str, datetime.date | int] = {"year": year.begins_in, "first": year.first, "after": year.after}
            told |= {"threshold": settings.PUBLICATION_THRESHOLD, "rounding": settings.PUBLICATION_ROUNDING}
            cursor.execute(_CASES_BY_HOME, told)
            written += cursor.rowcount
    return written


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
        _trained_in_earlier_years(year)
        return len(rows)


def _trained_in_earlier_years(year: SchoolYear) -> None:
    """A training of a year that is over was corrected: its row follows. Three queries."""
    earlier = list(Cooperation.objects.filter(school_year__lt=year.begins_in))
    held = joint_trainings().filter(on__lt=year.first).values_list("team", "on")
    counted = Counter((team, SchoolYear.of(on).begins_in) for team, on in held)
    changed = [row for row in earlier if row.trainings != counted[row.team_id, row.school_year]]
    for row in changed:
        row.trainings = counted[row.team_id, row.school_year]
    Cooperation.objects.bulk_update(changed, ["trainings"])


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
    trained: Counter[UUID] = Counter(
        dict(joint_trainings().filter(**during).values_list("team").annotate(Count("pk")).order_by())
    )
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
