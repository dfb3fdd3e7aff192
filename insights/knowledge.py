"""What the publications together tell of each count: the intervals that somebody who reads them all must think possible.

Everybody knows these sums. Within a period: sectors, units, routes and kinds make their whole (`cells.equations`). Between
periods: a quarter is the sum of its months and a year of its quarters; what is so on the last day of a quarter is so on
that of its last month; open at the end is open at the end before, plus raised, minus closed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings

from insights import publication as rule
from insights import tallies
from insights.audit import NO_LIMIT, Interval, Net, Number, Sum
from insights.cells import CUTS, Cell, Units, equations, universe
from insights.enums import COUNTS, STOCKS, Breakdown, Figure, Level, Measure, PeriodKind, Shape
from insights.models import Publication
from insights.periods import Period

Seen = rule.Exact | rule.Rounded | rule.Suppressed | rule.Withheld
#: Breakdowns that hold for a question from its first day to its last, so that open, raised and closed can be balanced.
LASTING = (Breakdown.NONE, Breakdown.THEME, Breakdown.APPROACH)


class Frame:
    """The cells of a kind of period in a city of these units, numbered, and the sums within. The same for many periods."""

    def __init__(self, kind: PeriodKind, units: Units) -> None:
        self.kind = kind
        self.cells = list(universe(kind, [Figure(figure) for figure in COUNTS], units))
        self.number = {cell: number for number, cell in enumerate(self.cells)}
        self.sums: list[Sum] = [
            (self.number[one.whole], [self.number[part] for part in one.parts], one.open)
            for one in equations(self.number, units)
            if one.parts
        ]


@dataclass(frozen=True)
class Told:
    """What a publication tells of its cells once all sums have spoken; `hidden`: which of them it does not show."""

    frame: Frame
    low: list[int]
    high: list[int]
    hidden: frozenset[Number]


def interval(shown: Seen) -> Interval:
    """The numbers that somebody who sees this figure must think possible."""
    match shown:
        case rule.Exact(number):
            return number, number
        case rule.Rounded(number):
            half = settings.PUBLICATION_ROUNDING // 2
            return max(number - half, settings.PUBLICATION_THRESHOLD), number + half
        case rule.Suppressed():
            return 0, settings.PUBLICATION_THRESHOLD - 1
        case _:
            return 0, NO_LIMIT


class Puzzle:
    """The cells of one publication, followed by what others tell of theirs, and every sum between them."""

    def __init__(self, frame: Frame, seen: Iterable[Interval]) -> None:
        self.frame = frame
        self.low: list[int] = []
        self.high: list[int] = []
        for interval_of in seen:
            self._add(interval_of)
        self.sums: list[Sum] = list(frame.sums)
        #: Cells of other publications that show nothing: what is published now may not tell of them either.
        self.hidden: list[Number] = []

    @property
    def net(self) -> Net:
        return Net(len(self.low), self.sums)

    def with_parts(self, parts: Iterable[Told]) -> None:
        """The periods that make up this one, in order; all of the same kind."""
        told = [(self._take(one), one.frame.number) for one in parts]
        if not told:
            return
        cuts = CUTS[PeriodKind(_kind_of_parts(self.frame.kind))]
        for number, cell in enumerate(self.frame.cells):
            if cell.breakdown in cuts.get(Level(cell.level), ()):
                wanted = told[-1:] if cell.figure in STOCKS else told
                self.sums.append((number, [self._at(cell, *one) for one in wanted], False))

    def with_before(self, before: Told) -> None:
        """The period before this one, of the same kind."""
        start, known = self._take(before), before.frame.number
        for number, cell in enumerate(self.frame.cells):
            if cell.figure == Figure.ACTIVE and cell.breakdown in LASTING:
                raised, closed = (
                    self.frame.number[cell._replace(figure=figure)] for figure in (Figure.RAISED, Figure.CLOSED)
                )
                together = self._add((0, NO_LIMIT))
                self.sums.append((together, [number, closed], False))
                self.sums.append((together, [self._at(cell, start, known), raised], False))

    def _take(self, told: Told) -> int:
        """Add the cells of another publication; the number of the first."""
        start = len(self.low)
        self.low += told.low
        self.high += told.high
        self.hidden += [start + number for number in told.hidden]
        return start

    def _at(self, cell: Cell, start: int, known: dict[Cell, Number]) -> Number:
        """The number of this cell in a publication that was taken; a unit that was not there then counted few."""
        number = known.get(cell)
        return start + number if number is not None else self._add(interval(rule.Suppressed()))

    def _add(self, bounds: Interval) -> Number:
        self.low.append(bounds[0])
        self.high.append(bounds[1])
        return len(self.low) - 1


def _kind_of_parts(kind: PeriodKind) -> str:
    return PeriodKind.QUARTER if kind == PeriodKind.YEAR else PeriodKind.MONTH


class Library:
    """Everything that was published, as far as it was asked for: each publication is read and worked out once."""

    def __init__(self) -> None:
        self._frames: dict[object, Frame] = {}
        self._told: dict[int, Told] = {}
        self._last = {
            (PeriodKind(kind), first): key
            for key, kind, first in Publication.objects.order_by("revision").values_list("id", "kind", "first")
        }

    def frame(self, period: Period) -> Frame:
        units = tallies.units_of(period)
        key = (period.kind, units.key)
        if key not in self._frames:
            self._frames[key] = Frame(period.kind, units)
        return self._frames[key]

    def puzzle(self, period: Period, frame: Frame, seen: Iterable[Interval]) -> Puzzle:
        """A publication of `period` beside the others that are tied to it."""
        puzzle = Puzzle(frame, seen)
        parts = [self._read(part) for part in period.parts()]
        puzzle.with_parts(_all_of(parts))
        before = self._read(period.previous)
        if before is not None:
            puzzle.with_before(before)
        return puzzle

    def add(self, publication: Publication, told: Told) -> None:
        """What was published just now."""
        period = publication.period
        self._last[period.kind, period.first] = publication.pk
        self._told[publication.pk] = told

    def _read(self, period: Period) -> Told | None:
        """What the last count of a period tells, beside the counts that are tied to it. None: never counted."""
        key = self._last.get((period.kind, period.first))
        if key is None:
            return None
        if key not in self._told:
            self._told[key] = self._work_out(key, period)
        return self._told[key]

    def _work_out(self, key: int, period: Period) -> Told:
        frame = self.frame(period)
        seen = [interval(rule.Suppressed())] * len(frame.cells)
        hidden = set(range(len(frame.cells)))
        rows = Publication.objects.get(pk=key).figures.filter(measure=Measure.COUNT)
        names = ("figure", "sector", "level", "unit", "breakdown", "value")
        for shape, shown, *cell in rows.values_list("shape", "number", *names):
            number = frame.number.get(Cell(*cell))
            if number is not None:
                seen[number] = interval(_as_seen(Shape(shape), int(shown or 0)))
                hidden.discard(number)
        puzzle = self.puzzle(period, frame, seen)
        found = puzzle.net.narrow(puzzle.low, puzzle.high)
        size = len(frame.cells)
        return Told(frame, found.low[:size], found.high[:size], frozenset(hidden))


def _as_seen(shape: Shape, number: int) -> Seen:
    match shape:
        case Shape.EXACT:
            return rule.Exact(number)
        case Shape.ROUNDED:
            return rule.Rounded(number)
        case _:
            return rule.Withheld()


def _all_of(parts: list[Told | None]) -> Iterator[Told]:
    """The parts, if every one of them was counted; otherwise nothing can be added up."""
    if all(part is not None for part in parts):
        yield from (part for part in parts if part is not None)
