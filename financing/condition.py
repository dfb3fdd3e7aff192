"""The condition of the decision, as data for pages: complete, met and trained together, per team and school year [domain 3.4].

Not met is a flag on the budget and on the team, never a change of an amount.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet

from financing.actions.working_hours import shortcomings
from financing.models import Cooperation


@dataclass(frozen=True)
class TeamYear:
    """A team in a school year, and what of the condition is not met yet, in words."""

    row: Cooperation
    team: UUID
    name: str
    missing: list[str]

    @property
    def is_met(self) -> bool:
        return not self.missing

    @property
    def percent(self) -> int | None:
        """Per cent of the school days so far on which the core was complete, rounded down: 89,9 is not 90."""
        return 100 * self.row.complete_days // self.row.school_days if self.row.school_days else None

    @property
    def year(self) -> str:
        return f"{self.row.school_year}-{self.row.school_year + 1}"


def condition(begins_in: int) -> "QuerySet[Cooperation]":
    """Every team that was measured in the school year, in order of name."""
    return Cooperation.objects.filter(school_year=begins_in, school_days__gt=0).order_by("team__name")


def team_years(found: "QuerySet[Cooperation]") -> list[TeamYear]:
    """One query."""
    rows = found.annotate(team_name=F("team__name"))
    return [TeamYear(row, row.team_id, row.team_name, shortcomings(row)) for row in rows]


def of_team(team: UUID) -> list[TeamYear]:
    """Every school year of one team, the newest first. One query."""
    return team_years(Cooperation.objects.filter(team=team, school_days__gt=0).order_by("-school_year"))
