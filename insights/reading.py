"""Reading figures as they were published: the one way by which dashboard and API get a number."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.db.models import CharField, Count, F, Value

from insights import publication as rule
from insights.cells import BREAKDOWNS, CUTS
from insights.enums import MARKS, Figure, Level, Measure, PeriodKind, Shape
from insights.models import Participation, ProviderFigure, PublishedFigure
from insights.periods import Period
from insights.state import STATE, State
from schools.calendar import SchoolYear
from shell.numbers import Unit


@dataclass(frozen=True)
class Scope:
    """What one looks at: a unit of a level, in a sector ('' for all). Unit '*' asks for every unit of the level."""

    level: Level = Level.CITY
    unit: str = ""
    sector: str = ""


#: Of which figures which breakdowns.
Asked = Mapping[Any, Collection[str]]


@dataclass(frozen=True)
class Wanted:
    """What a page reads of a scope."""

    scope: Scope
    cells: Asked

    def covers(self, scope: Scope, figure: str, breakdown: str) -> bool:
        mine = self.scope
        same = (scope.level, scope.sector) == (mine.level, mine.sector) and mine.unit in ("*", scope.unit)
        return same and breakdown in self.cells.get(figure, ())

    def rows(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Level, sector, unit, figure and breakdown, as the database compares them."""
        for figure, breakdowns in self.cells.items():
            for breakdown in breakdowns:
                yield str(self.scope.level.value), self.scope.sector, self.scope.unit, str(figure), str(breakdown)


class NotRead(LookupError):
    """A page shows a figure that it did not ask for: without this it would look like a small count."""


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


# Of each period the last publication, and of that the cells that are asked for: each by one look into an index.
READ = """
select p.kind, p.first, p.revision, f.figure, f.sector, f.level, f.unit, f.breakdown, f.value, f.measure, f.shape, f.number
from (select distinct on (kind, first) id, kind, first, revision from insights_publication
      where (kind, first) in (select * from unnest(%s::text[], %s::date[])) order by kind, first, revision desc) p
left join lateral (
  select figures.* from unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[]) a (level, sector, unit, figure, breakdown)
  join insights_publishedfigure figures on figures.publication_id = p.id and figures.level = a.level
    and figures.sector = a.sector and figures.figure = a.figure and figures.breakdown = a.breakdown
    and (a.unit = '*' or figures.unit = a.unit)) f on true
"""


_SHARE = "share"  # beside the measures


class Figures:
    """Published figures of some periods. Every question has an answer; a cell that was asked for and has no row is small."""

    def __init__(self, rows: Iterable[Row], *, wanted: Iterable[Wanted], today: datetime.date) -> None:
        self.rows = found = list(rows)
        self.revisions = {Period(first, PeriodKind(kind)): last for kind, first, last in {row[:3] for row in found}}
        # By what a row holds: a page reads hundreds, and a Period for each would take longer than the query.
        self._rows = {row[:2] + row[3:10]: row for row in found}
        self._wanted = tuple(wanted)
        self._told: dict[tuple[str, Period, Scope, str, str, str], rule.Published] = {}
        self._asked: dict[tuple[Scope, str, str], bool] = {}
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
        """The figure as it may be seen. NotRead: it was not asked for."""
        key = figure, period, scope, breakdown, value, measure
        found = self._told.get(key)
        if found is None:  # a page asks for the same one time after time
            found = self._told[key] = self._find(*key)
        return found

    def _find(
        self, figure: str, period: Period, scope: Scope, breakdown: str, value: str, measure: str
    ) -> rule.Published:
        self._check_read(scope, figure, breakdown)
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
        key = figure, period, scope, breakdown, value, _SHARE
        found = self._told.get(key)
        if found is None:
            part = self.get(figure, period, scope, breakdown=breakdown, value=value)
            found = self._told[key] = rule.share(part, self.get(figure, period, scope))
        return found

    def _check_read(self, scope: Scope, figure: str, breakdown: str) -> None:
        key = scope, figure, breakdown
        if key not in self._asked:
            self._asked[key] = any(one.covers(*key) for one in self._wanted)
        if not self._asked[key]:
            raise NotRead(f"{figure} {breakdown} of {scope}")


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


def figures(periods: Iterable[Period], wanted: Iterable[Wanted], *, today: datetime.date) -> Figures:
    """What was last published about these periods and scopes. One query, whatever is asked."""
    days, asked = list(periods), list(wanted)
    cells = dict.fromkeys(cell for one in asked for cell in one.rows())
    values: list[Any] = [[one.kind.value for one in days], [one.first for one in days]]
    values += [list(column) for column in zip(*cells, strict=True)] or [[], [], [], [], []]
    with connections[settings.FIGURES_DATABASE].cursor() as cursor:
        cursor.execute(READ, values)
        return Figures(map(Row._make, cursor.fetchall()), wanted=asked, today=today)


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


NAMES = """
select 'neighbourhood_team', code, name, id::text, '', '', '' from schools_neighbourhoodteam
union all select 'board', code, name, id::text, '', '', '' from schools_schoolboard
union all select 'partnership', sector, name, id::text, '', '', '' from schools_partnership
union all select 'location', l.code, l.name, l.id::text, coalesce(b.code, ''), coalesce(n.code, ''), coalesce(p.type, '')
  from schools_schoollocation l left join schools_locationperiod p on p.location_id = l.id and p.period @> %s::date
  left join schools_schoolboard b on b.id = p.board_id
  left join schools_neighbourhoodteam n on n.id = p.neighbourhood_team_id"""


def state() -> State:
    """The state of every source, asked before what is drawn from them: so it is never newer than that. One query."""
    with connections[settings.FIGURES_DATABASE].cursor() as cursor:
        cursor.execute(STATE)
        return State(dict(cursor.fetchall()))


def unit_names(today: datetime.date) -> list[UnitName]:
    """Wijkteams, boards, locations and SWV's, by level and in it by name. One query."""
    with connections[settings.FIGURES_DATABASE].cursor() as cursor:
        cursor.execute(NAMES, [today])
        named = (UnitName(level, code, name, UUID(key), *more) for level, code, name, key, *more in cursor.fetchall())
        return sorted(named, key=lambda unit: (unit.level, unit.name))


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
