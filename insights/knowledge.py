"""What the publications together tell of each count: the intervals that somebody who reads them all must think possible.

Everybody knows these sums. Within a period: sectors, units, routes and kinds make their whole (`cells.equations`). Between
periods: a quarter is the sum of its months and a year of its quarters; what is so on the last day of a quarter is so on
that of its last month; open at the end is open at the end before, plus raised, minus closed.
"""

from collections.abc import Iterable, Mapping
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
class Placed:
    """A publication in the net: its frame, and the number of its first cell there."""

    frame: Frame
    start: Number

    def number(self, cell: Cell) -> Number | None:
        """Of this cell in the net; None when this publication has no such cell."""
        at = self.frame.number.get(cell)
        return None if at is None else self.start + at

    @property
    def numbers(self) -> range:
        return range(self.start, self.start + len(self.frame.cells))


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
        #: Cells that show nothing, of every publication.
        self.hidden: set[Number] = set()
        self._frames: dict[object, Frame] = {}
        self._last: dict[Period, Placed] = {}
        for publication in Publication.objects.order_by("id"):
            self._read(publication)

    def place(self, period: Period) -> tuple[Placed, range]:
        """The cells of a new count of this period in the net, about which nothing is known yet, and the sums they are in."""
        frame, first = self._frame(period), len(self.net.sums)
        placed = Placed(frame, len(self.net.low))
        for _ in frame.cells:
            self.net.add()
        for whole, parts, is_open in frame.sums:
            self.net.tie(placed.start + whole, [placed.start + part for part in parts], is_open)
        self._tie_parts(placed, period)
        self._tie_before(placed, period)
        self._last[period] = placed
        return placed, range(first, len(self.net.sums))

    def hide(self, placed: Placed, teams: Mapping[str, int], numbers: Iterable[Number]) -> None:
        """These cells show nothing. A total of the city that is no secret stays so, also where it was rounded for another."""
        cells = placed.frame.cells
        self.hidden.update(number for number in numbers if not is_exact(cells[number - placed.start], teams))

    def _frame(self, period: Period) -> Frame:
        units = tallies.units_of(period)
        key = (period.kind, units.key)
        if key not in self._frames:
            self._frames[key] = Frame(period.kind, units)
        return self._frames[key]

    def _tie_parts(self, placed: Placed, period: Period) -> None:
        """The periods that make up this one, when every one of them was counted."""
        parts = list(period.parts())
        told = [self._last[part] for part in parts if part in self._last]
        if not parts or len(told) < len(parts):
            return
        cuts = CUTS[parts[0].kind]
        for number, cell in zip(placed.numbers, placed.frame.cells, strict=True):
            if cell.breakdown in cuts.get(Level(cell.level), ()):
                wanted = told[-1:] if cell.figure in STOCKS else told
                self.net.tie(number, [self._at(cell, one) for one in wanted])

    def _tie_before(self, placed: Placed, period: Period) -> None:
        """The period before this one, of the same kind."""
        before = self._last.get(period.previous)
        if before is None:
            return
        for number, cell in zip(placed.numbers, placed.frame.cells, strict=True):
            if cell.figure == Figure.ACTIVE and cell.breakdown in LASTING:
                raised, closed = (
                    placed.start + placed.frame.number[cell._replace(figure=figure)]
                    for figure in (Figure.RAISED, Figure.CLOSED)
                )
                together = self.net.add()
                self.net.tie(together, [number, closed])
                self.net.tie(together, [self._at(cell, before), raised])

    def _at(self, cell: Cell, placed: Placed) -> Number:
        """The number of this cell in a publication; a unit that was not there then counted few."""
        number = placed.number(cell)
        return self.net.add(interval(rule.Suppressed())) if number is None else number

    def _read(self, publication: Publication) -> None:
        """What was published before."""
        placed, sums = self.place(publication.period)
        shown: dict[Number, Interval] = {}
        rows = publication.figures.filter(measure=Measure.COUNT)
        names = ("figure", "sector", "level", "unit", "breakdown", "value")
        for shape, number, *cell in rows.values_list("shape", "number", *names):
            at = placed.number(Cell(*cell))
            if at is not None:
                shown[at] = interval(_as_seen(Shape(shape), int(number or 0)))
        for at in placed.numbers:
            self.net.publish(at, shown.get(at, interval(rule.Suppressed())))
        unseen = (at for at in placed.numbers if at not in shown or shown[at] == interval(rule.Withheld()))
        self.hide(placed, tallies.teams_per_sector(publication.period), unseen)
        self.net.settle(sums)
        self.net.forget_trail()


def _as_seen(shape: Shape, number: int) -> Seen:
    match shape:
        case Shape.EXACT:
            return rule.Exact(number)
        case Shape.ROUNDED:
            return rule.Rounded(number)
        case _:
            return rule.Withheld()
