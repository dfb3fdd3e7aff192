"""What the publications together tell of each count: the intervals that somebody who reads them all must think possible.

Everybody knows these sums. Within a period: sectors, units, routes and kinds make their whole (`cells.equations`). Between
periods: a quarter is the sum of its months and a year of its quarters; what is so on the last day of a quarter is so on
that of its last month; open at the end is open at the end before, plus raised, minus closed. A mean or median says that
enough pupils were waiting or gave marks. A count of the same period that did not change is the same count.

The reader is given the best of luck: of what could be so, everything that is so. A sum that does not hold between counts of
different days, as something was written down late in between, is none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from insights import publication as rule
from insights import tallies
from insights.audit import NO_LIMIT, Interval, Net, Number
from insights.cells import CUTS, Adds, Cell, Units, equations, universe
from insights.enums import COUNTS, STOCKS, WAITS, Breakdown, Figure, Level, Measure, PeriodKind, Shape
from insights.models import Publication
from insights.periods import Period
from schools.enums import Sector

Seen = rule.Exact | rule.Rounded | rule.Suppressed | rule.Withheld
Counted = Mapping[Cell, rule.Tally]
NOBODY = rule.Tally(0, 0)
#: Breakdowns that hold for a question from its first day to its last, so that open, raised and closed can be balanced.
LASTING = (Breakdown.NONE, Breakdown.THEME, Breakdown.APPROACH)


class Frame:
    """The cells of a kind of period in a city of these units, numbered, and the sums within. The same for many periods."""

    def __init__(self, kind: PeriodKind, units: Units) -> None:
        self.kind = kind
        self.cells = list(universe(kind, [Figure(figure) for figure in COUNTS], units))
        self.number = {cell: number for number, cell in enumerate(self.cells)}
        self.sums = [
            (self.number[one.whole], [self.number[part] for part in one.parts], one.adds)
            for one in equations(self.number, units)
            if one.parts
        ]


@dataclass(frozen=True)
class Placed:
    """A publication in the net: its frame, and the number there of each of its cells. Those from `fresh` on are new."""

    frame: Frame
    numbers: Sequence[Number]
    fresh: Number

    def number(self, cell: Cell) -> Number | None:
        """Of this cell in the net; None when this publication has no such cell."""
        at = self.frame.number.get(cell)
        return None if at is None else self.numbers[at]

    @property
    def new(self) -> dict[Number, Cell]:
        """The cells that were not counted before, or otherwise."""
        pairs = zip(self.numbers, self.frame.cells, strict=True)
        return {number: cell for number, cell in pairs if number >= self.fresh}


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


def is_exact(cell: Cell, teams: Mapping[str, int]) -> bool:
    """A total of the city per sector. A sector of one or two teams is no city: its total would be a school's count."""
    is_total = cell.level == Level.CITY and not cell.breakdown
    return is_total and teams.get(cell.sector, 0) >= settings.PUBLICATION_EXACT_TEAMS


class Library:
    """Everything that was published, in one net; read when somebody asks what it tells of a new publication."""

    def __init__(self) -> None:
        self.net = Net()
        #: What was counted in each cell of the net, and what is shown of it (nothing of a cell that is only a help).
        self.counted: list[int] = []
        self.seen: dict[Number, Seen] = {}
        #: Where each of those cells stands.
        self.where: dict[Number, tuple[Period, Cell]] = {}
        #: Cells that show nothing, of every publication; those among them with a small count of somebody.
        self.hidden: set[Number] = set()
        self.small: set[Number] = set()
        self._frames: dict[object, Frame] = {}
        self._last: dict[Period, tuple[Placed, Counted]] = {}
        for publication in Publication.objects.select_related("counts").order_by("id"):
            self._read(publication)

    def place(self, period: Period, counted: Counted, statistics: Iterable[Cell]) -> tuple[Placed, range]:
        """The cells of a new count of this period in the net, about which nothing is known yet, and the sums they are in.
        `statistics` are the cells of waits and marks of which a mean is shown."""
        frame, first, fresh = self._frame(period), len(self.net.sums), len(self.net.low)
        before, was = self._last.get(period, (None, {}))
        numbers = []
        for cell in frame.cells:
            tally = counted.get(cell, NOBODY)
            known = before.number(cell) if before and tally == was.get(cell, NOBODY) else None
            numbers.append(self._new(tally) if known is None else known)
        placed = Placed(frame, numbers, fresh)
        self.where |= {number: (period, cell) for number, cell in placed.new.items()}
        for whole, parts, adds in frame.sums:
            self._tie(fresh, numbers[whole], [numbers[part] for part in parts], adds)
        self._tie_parts(placed, period)
        self._tie_before(placed, period)
        self._tell_enough(placed, statistics)
        self._last[period] = placed, counted
        return placed, range(first, len(self.net.sums))

    def hide(self, cells: Mapping[Number, Cell], teams: Mapping[str, int], counted: Counted) -> None:
        """Which of these cells show nothing, and which of those are small. A total of the city that is no secret stays so,
        also where it was rounded for another."""
        for number, cell in cells.items():
            if not isinstance(self.seen[number], rule.Shown) and not is_exact(cell, teams):
                self.hidden.add(number)
                if self.counted[number] and counted[cell].is_small:
                    self.small.add(number)

    def interval(self, number: Number) -> Interval:
        """What is shown of a cell; at least what was counted, also of few pupils with many questions."""
        seen = self.seen.get(number)
        least, most = (self.net.low[number], self.net.high[number]) if seen is None else interval(seen)
        return min(least, self.counted[number]), max(most, self.counted[number])

    def _new(self, tally: rule.Tally, bounds: Interval = (0, NO_LIMIT)) -> Number:
        self.counted.append(tally.for_audit[0])
        return self.net.add(bounds)

    def _frame(self, period: Period) -> Frame:
        units = tallies.units_of(period)
        key = (period.kind, units.key)
        if key not in self._frames:
            self._frames[key] = Frame(period.kind, units)
        return self._frames[key]

    def _tie(self, fresh: Number, whole: Number, parts: list[Number], adds: Adds = Adds.ALL) -> None:
        """A sum that is new and holds."""
        if max(whole, *parts) < fresh:
            return
        total, among = self.counted[whole], sum(self.counted[part] for part in parts)
        if adds is Adds.ALL and among == total:
            self.net.tie(whole, parts)
        elif adds is Adds.AT_MOST and among <= total:
            self.net.tie(whole, parts, is_open=True)
        elif adds is Adds.AT_LEAST and among >= total:
            self.net.tie(self._together(parts), [whole], is_open=True)

    def _together(self, parts: list[Number], least: int = 0) -> Number:
        """A cell that only helps: the sum of these."""
        together = self._new(rule.Tally(sum(self.counted[part] for part in parts), 0), (least, NO_LIMIT))
        self.net.tie(together, parts)
        return together

    def _tie_parts(self, placed: Placed, period: Period) -> None:
        """The periods that make up this one, when every one of them was counted."""
        parts = list(period.parts())
        told = [self._last[part][0] for part in parts if part in self._last]
        if not parts or len(told) < len(parts):
            return
        cuts = CUTS[parts[0].kind]
        for number, cell in zip(placed.numbers, placed.frame.cells, strict=True):
            if cell.breakdown in cuts.get(Level(cell.level), ()):
                found = [one.number(cell) for one in (told[-1:] if cell.figure in STOCKS else told)]
                # A unit that was not there counted nobody.
                if present := [part for part in found if part is not None]:
                    self._tie(placed.fresh, number, present)

    def _tie_before(self, placed: Placed, period: Period) -> None:
        """The period before this one, of the same kind."""
        if period.previous not in self._last:
            return
        before, _ = self._last[period.previous]
        for number, cell in zip(placed.numbers, placed.frame.cells, strict=True):
            if cell.figure == Figure.ACTIVE and cell.breakdown in LASTING:
                was, raised, closed = before.number(cell), *_moved(placed, cell)
                counted = sum(self.counted[one] for one in (was, raised) if one is not None)
                if (
                    max(number, raised, closed) >= placed.fresh
                    and counted == self.counted[number] + self.counted[closed]
                ):
                    together = self._together([number, closed])
                    self.net.tie(together, [raised] if was is None else [was, raised])

    def _tell_enough(self, placed: Placed, statistics: Iterable[Cell]) -> None:
        """Marks are given at closing; who waits has a question that was open at the end or closed. So there are enough. And
        of VO the pupils with a question in a school year are shown per woongemeente [domain 3.8]."""
        for one in statistics:
            self._tell(placed, one, settings.PUBLICATION_THRESHOLD, with_open=one.figure in WAITS)
        if placed.frame.kind == PeriodKind.SCHOOL_YEAR:
            for one in placed.frame.cells:
                if one.figure == Figure.ACTIVE and (one.sector, one.level) == (Sector.VO, Level.HOME):
                    self._tell(placed, one, None, with_open=True)

    def _tell(self, placed: Placed, cell: Cell, least: int | None, *, with_open: bool) -> None:
        """Closed in this cell, and perhaps open, are at least so many; None: at least what their rounded sum says."""
        number = placed.number(cell._replace(figure=Figure.ACTIVE))
        if number is None:
            return
        _, closed = _moved(placed, cell)
        parts = [number, closed] if with_open else [closed]
        total = sum(self.counted[part] for part in parts)
        if least is None:
            least, _ = interval(rule.finer(rule.Tally(total, total)))
        if max(parts) >= placed.fresh and 0 < least <= total:
            self._together(parts, least)

    def _read(self, publication: Publication) -> None:
        """What was published before."""
        counted = tallies.as_counted(publication)
        names = ("figure", "sector", "level", "unit", "breakdown", "value")
        seen, statistics = {}, []
        for measure, shape, number, *cell in publication.figures.values_list("measure", "shape", "number", *names):
            if measure == Measure.COUNT:
                seen[Cell(*cell)] = _as_seen(Shape(shape), int(number or 0))
            elif measure == Measure.MEAN:
                statistics.append(Cell(*cell))
        placed, sums = self.place(publication.period, counted, statistics)
        for number, one in placed.new.items():
            self.seen[number] = seen.get(one, rule.Suppressed())
            self.net.publish(number, self.interval(number))
        self.hide(placed.new, tallies.teams_per_sector(publication.period), counted)
        self.net.settle(sums)
        self.net.forget_trail()


def _moved(placed: Placed, cell: Cell) -> tuple[Number, Number]:
    """Raised and closed of the same cell."""
    raised, closed = (
        placed.numbers[placed.frame.number[cell._replace(figure=one)]] for one in (Figure.RAISED, Figure.CLOSED)
    )
    return raised, closed


def _as_seen(shape: Shape, number: int) -> Seen:
    match shape:
        case Shape.EXACT:
            return rule.Exact(number)
        case Shape.ROUNDED:
            return rule.Rounded(number)
        case _:
            return rule.Withheld()
