"""What the pages about teams and schools show, made from rows."""

import datetime
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.roles import ROLES
from schools.calendar import CalendarUnknown, SchoolYear
from schools.completeness import TeamCore
from schools.enums import SupportDomain
from schools.flagging import TEAM_RULES, Rule
from schools.models import Appointment, SupportTeam, TeamFlag
from shell.numbers import write_decimal

Day = datetime.date
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class TeamLine:
    """A team on a day: whether core roles apply to it then, and the names of those that it misses."""

    team: SupportTeam
    needed: bool
    missing: list[str]

    @classmethod
    def of(cls, team: SupportTeam, core: TeamCore, day: Day) -> "TeamLine":
        return cls(team, bool(core.needed(day)), [ROLES[role].label.lower() for role in core.missing(day)])


@dataclass(frozen=True)
class Member:
    """Somebody in a team: role, hours a week and mandate in words."""

    appointment: Appointment
    role: str
    hours: str
    mandate: list[str]

    @classmethod
    def of(cls, appointment: Appointment) -> "Member":
        mandate = [str(SupportDomain(domain).label) for domain in appointment.domains]
        hours = "–" if appointment.hours_per_week is None else write_decimal(appointment.hours_per_week, 2)
        return cls(appointment, ROLES[appointment.role].label, hours, mandate)


@dataclass(frozen=True)
class ShownFlag:
    """A flag with its rule, and the names of who has seen it."""

    flag: TeamFlag
    rule: Rule
    seen: list[str]


def shown_flags(flags: list[TeamFlag]) -> list[ShownFlag]:
    """One query for the names, if anybody has seen anything."""
    people = {key for flag in flags for key in flag.seen_by}
    names = dict(User.people.filter(pk__in=people).values_list("pk", "name")) if people else {}
    return [
        ShownFlag(flag, TEAM_RULES[flag.rule], [names[key] for key in flag.seen_by if key in names]) for flag in flags
    ]


@dataclass(frozen=True)
class YearSoFar:
    """School days of a school year up to a day: on how many the team was complete [domain 3.4]."""

    year: SchoolYear
    complete: int
    days: int

    @property
    def percentage(self) -> int:
        return round(100 * self.complete / self.days)


def year_so_far(core: TeamCore, day: Day, *, today: Day) -> YearSoFar | None:
    """Up to `day`, and never beyond today. None when nothing can be said: no core role applied yet, or the holidays of that
    year are not known."""
    year = SchoolYear.of(day)
    try:
        complete, days = core.complete_school_days(year.first, min(day, today) + ONE_DAY)
    except CalendarUnknown:
        return None
    return YearSoFar(year, complete, days) if days else None


def covers(period: Any, day: Day) -> bool:
    """Whether a half-open DateRange holds this day."""
    return not period.isempty and period.lower <= day and (period.upper is None or day < period.upper)
