"""The cells of a publication: which figures are cut along which lines, and which of them are sums of which."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from cases.enums import Approach, EscalationStatus, Route, Theme
from cases.models.support import SupportForm
from insights.enums import COUNTS, Breakdown, Figure, Handling, Level, PeriodKind
from schools.enums import Sector, SupportDomain

F, B, L = Figure, Breakdown, Level

#: Which breakdowns each figure has; its whole is always published.
BREAKDOWNS: dict[Figure, tuple[Breakdown, ...]] = {
    F.RAISED: (B.NONE, B.THEME, B.APPROACH),
    F.ACTIVE: (B.NONE, B.THEME, B.APPROACH),
    F.CLOSED: (B.NONE, B.THEME, B.APPROACH, B.KIND),
    F.ESCALATED: (B.NONE, B.THEME, B.ROUTE, B.KIND),
    F.SUPPORT: (B.NONE, B.DOMAIN, B.FORM),
    F.ABSENT: (B.NONE,),
    F.THUISZITTER: (B.NONE,),
    **dict.fromkeys((F.WAIT_SUPPORT, F.WAIT_DECISION, F.WAIT_START, F.MARK_PUPIL, F.MARK_PARENTS), (B.NONE, B.THEME)),
}
ALL = frozenset(Breakdown)
WHOLE = frozenset({B.NONE})
#: Per kind of period the levels that are published, and what they are broken down by. A month is too short for a school.
CUTS: dict[PeriodKind, dict[Level, frozenset[Breakdown]]] = {
    PeriodKind.MONTH: {L.CITY: ALL, L.NEIGHBOURHOOD_TEAM: ALL, L.BOARD: WHOLE},
    PeriodKind.QUARTER: {L.CITY: ALL, L.NEIGHBOURHOOD_TEAM: ALL, L.BOARD: WHOLE, L.LOCATION: WHOLE, L.HOME: WHOLE},
    PeriodKind.YEAR: {L.CITY: ALL, L.NEIGHBOURHOOD_TEAM: ALL, L.BOARD: ALL, L.LOCATION: WHOLE, L.HOME: WHOLE},
    PeriodKind.SCHOOL_YEAR: {L.CITY: ALL, L.NEIGHBOURHOOD_TEAM: ALL, L.BOARD: ALL, L.LOCATION: WHOLE, L.HOME: WHOLE},
}
VALUES: dict[tuple[Figure, Breakdown], tuple[str, ...]] = {
    **{(figure, B.NONE): ("",) for figure in Figure},
    **{(figure, B.THEME): tuple(Theme.values) for figure in Figure},
    **{(figure, B.APPROACH): tuple(Approach.values) for figure in COUNTS},
    (F.ESCALATED, B.ROUTE): tuple(Route.values),
    (F.ESCALATED, B.KIND): tuple(EscalationStatus.values),
    (F.CLOSED, B.KIND): tuple(Handling.values),
    (F.SUPPORT, B.DOMAIN): tuple(domain for domain in SupportDomain.values if domain != SupportDomain.YOUTH_SPECIALIST),
    (F.SUPPORT, B.FORM): tuple(SupportForm.values),
}
SECTORS = ("", *Sector.values)


class Cell(NamedTuple):
    """One published figure of a period. `sector` '' is all sectors, `period` '' the period that is published now."""

    figure: str
    sector: str
    level: str
    unit: str
    breakdown: str
    value: str
    period: str = ""


class Adds(Enum):
    """To what the parts of a whole add up: to all of it; to less (units that nobody lists); to more (a question counts
    under each of its themes, and has at least one)."""

    ALL = "all"
    AT_MOST = "at most"
    AT_LEAST = "at least"


class Equation(NamedTuple):
    """What everybody knows of a whole and its parts."""

    whole: Cell
    parts: tuple[Cell, ...]
    adds: Adds = Adds.ALL


class Place(NamedTuple):
    """A location and the units that it stands under."""

    sector: str
    location: str
    board: str
    neighbourhood_team: str


class Units:
    """Which units have a team in the sector, and which locations stand under which board and wijkteam."""

    def __init__(self, places: Iterable[Place], homes: Iterable[str]) -> None:
        places, homes = tuple(places), tuple(homes)
        #: Two of these with the same key are alike.
        self.key = (places, homes)
        self._units: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        self.under: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
        for place in places:
            for sector in ("", place.sector):
                self._units[L.LOCATION, sector][place.location] = None
                for level, unit in ((L.BOARD, place.board), (L.NEIGHBOURHOOD_TEAM, place.neighbourhood_team)):
                    self._units[level, sector][unit] = None
                    self.under[level, sector, unit][place.location] = None
        for sector in SECTORS:
            self._units[L.CITY, sector][""] = None
            self._units[L.HOME, sector].update(dict.fromkeys(homes))

    def of(self, level: str, sector: str) -> list[str]:
        """Units that are published; locations outside every wijkteam have no row of their own there."""
        return [unit for unit in self._units[level, sector] if unit or level == L.CITY]

    def is_whole(self, level: str, sector: str) -> bool:
        """Whether the units of this level are all there is in the sector."""
        return level != L.HOME and "" not in self._units[level, sector]


def universe(kind: PeriodKind, figures: Iterable[Figure], units: Units) -> Iterator[Cell]:
    """Every cell that a publication of this kind of period answers for, counted or not."""
    for level, breakdowns in CUTS[kind].items():
        for sector in SECTORS:
            for unit in units.of(level, sector):
                for figure in figures:
                    for breakdown in BREAKDOWNS[figure]:
                        if breakdown in breakdowns:
                            for value in VALUES[figure, breakdown]:
                                yield Cell(figure, sector, level, unit, breakdown, value)


def equations(cells: Mapping[Cell, object], units: Units) -> Iterator[Equation]:
    """What everybody knows about these cells: sectors, units, routes and themes add up to their whole."""
    for cell in cells:
        if cell.sector == "":
            parts = (Cell(cell.figure, sector, *cell[2:]) for sector in Sector.values)
            yield Equation(cell, tuple(part for part in parts if part in cells))
        if cell.breakdown == B.NONE:
            for breakdown in BREAKDOWNS[Figure(cell.figure)]:
                values = (
                    Cell(*cell[:4], breakdown, value, cell.period) for value in VALUES[Figure(cell.figure), breakdown]
                )
                found = tuple(part for part in values if part in cells)
                if breakdown == B.THEME:
                    yield from (Equation(cell, (part,), Adds.AT_MOST) for part in found)
                    yield Equation(cell, found, Adds.AT_LEAST)
                elif breakdown != B.NONE:
                    yield Equation(cell, found)
        if cell.level == L.CITY:
            for level in (L.NEIGHBOURHOOD_TEAM, L.BOARD, L.LOCATION, L.HOME):
                yield _units_of(cell, level, units.of(level, cell.sector), cells, units.is_whole(level, cell.sector))
        if cell.level in (L.BOARD, L.NEIGHBOURHOOD_TEAM):
            yield _units_of(cell, L.LOCATION, units.under[cell.level, cell.sector, cell.unit], cells, True)


def _units_of(whole: Cell, level: str, units: Iterable[str], cells: Mapping[Cell, object], is_whole: bool) -> Equation:
    parts = (Cell(*whole[:2], level, unit, *whole[4:]) for unit in units)
    return Equation(whole, tuple(part for part in parts if part in cells), Adds.ALL if is_whole else Adds.AT_MOST)
