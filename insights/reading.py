"""Reading figures as they were published: the one way by which dashboard and API get a number."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Count, F, FilteredRelation, OuterRef, Q, Subquery, Value

from insights import publication as rule
from insights.cells import BREAKDOWNS, CUTS
from insights.enums import MARKS, Figure, Level, Measure, PeriodKind, Shape
from insights.models import Participation, ProviderFigure, Publication, PublishedFigure
from insights.periods import Period
from schools.calendar import SchoolYear
from schools.models import LocationPeriod, NeighbourhoodTeam, Partnership, SchoolBoard, SchoolLocation
from shell.numbers import Unit


@dataclass(frozen=True)
class Scope:
    """What one looks at: a unit of a level, in a sector ('' for all). Unit '*' asks for every unit of the level."""

    level: Level = Level.CITY
    unit: str = ""
    sector: str = ""


class Row(NamedTuple):
    """A published cell as the query gives it; a publication without any asked cell gives one row without figure."""

    kind: str
    first: datetime.date
    revision: int
    figure: str | None
    sector: str
    level: str
    unit: str
    breakdown: str
    value: str
    measure: str
    shape: str
    number: Decimal


CELL = ("figure", "sector", "level", "unit", "breakdown", "value", "measure", "shape", "number")


class Figures:
    """Published figures of some periods. Every question has an answer; a cell without a row is small."""

    def __init__(self, rows: Iterable[Row], *, today: datetime.date) -> None:
        found = list(rows)
        last: dict[tuple[str, datetime.date], int] = {}
        for kind, first, revision in {row[:3] for row in found}:
            last[kind, first] = max(last.get((kind, first), 0), revision)
        self.revisions = {Period(first, PeriodKind(kind)): revision for (kind, first), revision in last.items()}
        # By what a row holds: a page reads thousands, and a Period for each would take longer than the query.
        self._rows = {row[:2] + row[3:10]: row for row in found if row.revision == last[row[:2]]}
        self._today = today

    def get(
        self,
        figure: str,
        period: Period,
        scope: Scope,
        *,
        breakdown: str = "",
        value: str = "",
        measure: str = Measure.COUNT,
    ) -> rule.Published:
        """The figure as it may be seen."""
        if period not in self.revisions:
            running = self._today < period.counted_on
            return rule.Pending(period.counted_on) if running else rule.NotCounted()
        if breakdown not in BREAKDOWNS[Figure(figure)] or breakdown not in CUTS[period.kind].get(scope.level, ()):
            return rule.NotCounted()
        row = self._rows.get(
            (period.kind, period.first, figure, scope.sector, scope.level, scope.unit, breakdown, value, measure)
        )
        return _shown(row) if row else rule.Suppressed()

    def share(self, figure: str, period: Period, scope: Scope, *, breakdown: str, value: str) -> rule.Published:
        """A part in percents of its whole, both as published."""
        part = self.get(figure, period, scope, breakdown=breakdown, value=value)
        return rule.share(part, self.get(figure, period, scope))


def _shown(row: Row) -> rule.Published:
    match Shape(row.shape):
        case Shape.WITHHELD:
            return rule.Withheld()
        case _ if row.measure != Measure.COUNT:
            return rule.Statistic(row.number, Unit.MARK if row.figure in MARKS else Unit.DAYS)
        case Shape.EXACT:
            return rule.Exact(int(row.number))
        case _:
            return rule.Rounded(int(row.number))


def figures(periods: Iterable[Period], scopes: Iterable[Scope], *, today: datetime.date) -> Figures:
    """What was last published about these periods and scopes. One query, whatever is asked."""
    of_kind: dict[str, list[datetime.date]] = {}
    for period in periods:
        of_kind.setdefault(period.kind, []).append(period.first)
    when = reduce(or_, (Q(kind=kind, first__in=firsts) for kind, firsts in of_kind.items()))
    wanted = reduce(or_, (_cells(scope) for scope in scopes))
    rows = (
        Publication.objects.using(settings.FIGURES_DATABASE)
        .filter(when)
        .annotate(shown=FilteredRelation("figures", condition=wanted))
        .order_by()
        .values_list("kind", "first", "revision", *(f"shown__{name}" for name in CELL))
    )
    return Figures(map(Row._make, rows), today=today)


def _cells(scope: Scope) -> Q:
    unit = Q() if scope.unit == "*" else Q(figures__unit=scope.unit)
    return Q(figures__level=scope.level, figures__sector=scope.sector) & unit


@dataclass(frozen=True)
class UnitName:
    """A unit that figures are about; of a location also the board, the wijkteam and the type of school today."""

    level: str
    code: str
    name: str
    id: UUID | None = None
    board: str = ""
    neighbourhood_team: str = ""
    kind: str = ""


#: Beside the levels of published figures: an SWV, whose code here is its sector.
PARTNERSHIP = "partnership"


def unit_names(today: datetime.date) -> list[UnitName]:
    """Wijkteams, boards, locations and SWV's by name. One query."""
    now = LocationPeriod.objects.on(today).filter(location=OuterRef("pk"))
    parents: dict[str, tuple[Any, Any, Any]] = {
        Level.LOCATION.value: (
            Subquery(now.values("board__code")[:1]),
            Subquery(now.values("neighbourhood_team__code")[:1]),
            Subquery(now.values("type")[:1]),
        )
    }
    nothing = (Value("", CharField()), Value("", CharField()), Value("", CharField()))
    parts = []
    for model, level, code in (
        (NeighbourhoodTeam, Level.NEIGHBOURHOOD_TEAM.value, "code"),
        (SchoolBoard, Level.BOARD.value, "code"),
        (SchoolLocation, Level.LOCATION.value, "code"),
        (Partnership, PARTNERSHIP, "sector"),
    ):
        board, wijkteam, kind = parents.get(level, nothing)
        parts.append(
            model._default_manager.using(settings.FIGURES_DATABASE)
            .order_by()
            .values_list(Value(level, CharField()), code, "name", "id", board, wijkteam, kind)
        )
    rows = parts[0].union(*parts[1:], all=True)
    return sorted(
        (
            UnitName(level, code, name, key, board or "", wijkteam or "", kind or "")
            for level, code, name, key, board, wijkteam, kind in rows
        ),
        key=lambda unit: (unit.level, unit.name),
    )


#: The column of a summary that holds the code of a unit of this level; none for the city.
UNIT_COLUMN = {
    Level.CITY: "",
    Level.NEIGHBOURHOOD_TEAM: "neighbourhood_team",
    Level.BOARD: "board",
    Level.LOCATION: "location",
}


@dataclass(frozen=True)
class Cells:
    """How many figures of a publication left exact, rounded, or not at all although large enough; and how many rows about
    providers."""

    exact: int = 0
    rounded: int = 0
    withheld: int = 0
    providers: int = 0


def counted_cells(publications: Collection[int]) -> dict[int, Cells]:
    """Per publication. One query; those under the threshold have no row, so nobody can count them."""
    figures, providers = (
        model._default_manager.using(settings.FIGURES_DATABASE)
        .filter(publication__in=publications)
        .values_list("publication", shape)
        .annotate(number=Count("pk"))
        .order_by()
        for model, shape in ((PublishedFigure, F("shape")), (ProviderFigure, Value("providers", CharField())))
    )
    found: dict[int, dict[str, int]] = {key: {} for key in publications}
    for key, shape, number in figures.union(providers, all=True):
        found[key][shape] = number
    return {key: Cells(**numbers) for key, numbers in found.items()}


def counted_participation() -> list[tuple[str, str, int]]:
    """School year, sector and revision of every count of participation, the newest first. One query."""
    rows = Participation.objects.using(settings.FIGURES_DATABASE).filter(type="").order_by("-school_year", "sector")
    return [
        (str(SchoolYear(year)), sector, revision)
        for year, sector, revision in rows.values_list("school_year", "sector", "revision")
    ]
