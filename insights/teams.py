"""Reading how teams do, and the hours of wijkteams: figures that follow the day and are not about children."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections

from insights.enums import Level
from insights.reading import UNIT_COLUMN, Scope
from schools.calendar import CalendarUnknown, SchoolYear, school_weeks_between


@dataclass(frozen=True)
class TeamYear:
    """A team in a school year so far, against the condition of the decision [domain 3.4]."""

    team: UUID
    sector: str
    location: str
    board: str
    neighbourhood_team: str
    school_days: int
    complete_days: int
    meetings: int
    trainings: int
    meetings_expected: int

    @property
    def is_complete_enough(self) -> bool:
        return self.complete_days >= Decimal(settings.COOPERATION_COMPLETE_SHARE) * self.school_days

    @property
    def meets(self) -> bool:
        """As often as agreed with the whole core."""
        return self.meetings >= self.meetings_expected

    @property
    def trains(self) -> bool:
        """Together, as often as agreed for a whole year."""
        return self.trainings >= settings.COOPERATION_TRAININGS_A_YEAR

    @property
    def keeps_condition(self) -> bool:
        """All three; the training counts from the first six school weeks on, as its flag does."""
        return self.is_complete_enough and self.meets and (self.trains or not self.meetings_expected)


def team_years(year: SchoolYear, scope: Scope, *, today: datetime.date) -> list[TeamYear]:
    """Teams with a school day on which core roles applied in this school year. One query."""
    unit, values = _where(scope)
    try:
        weeks = school_weeks_between(year.first, min(today, year.after))
    except CalendarUnknown:
        return []
    rows = _rows(
        f"""select distinct on (p.team_id) p.team_id, p.sector, p.location, p.board, p.neighbourhood_team,
              s.school_days, s.complete_days, s.meetings, s.trainings
            from insights_teamplace p join (
              select team_id, max(month) as month, sum(school_days)::int as school_days, sum(complete_days)::int as complete_days,
                sum(meetings)::int as meetings, sum(trainings)::int as trainings
              from insights_teammonth where month >= %(first)s and month < %(after)s group by 1) s using (team_id, month)
            where s.school_days > 0 {unit} order by p.team_id""",
        {"first": year.first, "after": year.after, **values},
    )
    expected = weeks // settings.COOPERATION_MEETING_WEEKS
    return [TeamYear(*(*row, expected)) for row in rows]


@dataclass(frozen=True)
class Completeness:
    """A month of the teams of a wijkteam together, in team days."""

    month: datetime.date
    neighbourhood_team: str
    school_days: int
    complete_days: int

    @property
    def share(self) -> Decimal | None:
        """Percentage of the days on which a team was complete; None without any."""
        return round(100 * Decimal(self.complete_days) / self.school_days, 0) if self.school_days else None


def completeness(first: datetime.date, after: datetime.date, scope: Scope) -> list[Completeness]:
    """Per month and wijkteam ('' outside every wijkteam). One query."""
    unit, values = _where(scope)
    rows = _rows(
        f"""select p.month, p.neighbourhood_team, sum(t.school_days)::int, sum(t.complete_days)::int
            from insights_teammonth t join insights_teamplace p using (team_id, month)
            where p.month >= %(first)s and p.month < %(after)s {unit} group by 1, 2 order by 1, 2""",
        {"first": first, "after": after, **values},
    )
    return [Completeness(*row) for row in rows]


@dataclass(frozen=True)
class PoolMonth:
    """Hours of JGW's of a wijkteam in a month, in minutes [domain 3.7]."""

    month: datetime.date
    neighbourhood_team: str
    norm: int
    agreed: int
    worked: int


def pool_months(first: datetime.date, after: datetime.date, scope: Scope) -> list[PoolMonth]:
    """Per month and wijkteam; the city for a scope that is no wijkteam and no location. One query."""
    column = {Level.NEIGHBOURHOOD_TEAM: "neighbourhood_team", Level.LOCATION: "location"}.get(scope.level)
    unit = f"and {column} = %(unit)s" if column and scope.unit != "*" else ""
    rows = _rows(
        f"""select month, neighbourhood_team, sum(norm), sum(agreed), sum(worked) from insights_hoursmonth
            where month >= %(first)s and month < %(after)s {unit} group by 1, 2 order by 1, 2""",
        {"first": first, "after": after, "unit": scope.unit},
    )
    return [PoolMonth(month, team, *(int(number) for number in minutes)) for month, team, *minutes in rows]


def _where(scope: Scope) -> tuple[str, dict[str, str]]:
    """Conditions on the place `p` of a team."""
    column = UNIT_COLUMN.get(scope.level, "")
    unit = f" and p.{column} = %(unit)s" if column and scope.unit != "*" else ""
    sector = " and p.sector = %(sector)s" if scope.sector else ""
    return unit + sector, {"unit": scope.unit, "sector": scope.sector}


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connections[settings.FIGURES_DATABASE].cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
