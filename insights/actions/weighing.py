"""Weighing the publications of a day together: nothing small may follow from all that was ever published.

`insights.audit` looks at one sum after the other and sees most of it at once. What is left is the joint question: is there
another world, in which all that is published is as it is and a small count is not? [`insights.worlds`]
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from insights import publication as rule
from insights.audit import NO_LIMIT, Interval, Number
from insights.cells import Cell
from insights.enums import Breakdown, Figure, Level
from insights.knowledge import NOBODY, Library, Placed, interval
from insights.models import Publication, PublishedFigure
from insights.periods import add_months

#: Which figures are withheld first, where one must be. A total of the city is never withheld [domain 5].
FINEST_FIRST = (Level.HOME, Level.LOCATION, Level.BOARD, Level.NEIGHBOURHOOD_TEAM, Level.CITY)
#: What it costs to withhold the words "fewer than", and to round a total that officers steer by. A figure costs 1 to 2.
COST_WORDS, COST_EXACT = 8.0, 64.0
#: Figures that sums tie together through time: what is open was raised and not closed.
BALANCED = (Figure.RAISED, Figure.CLOSED, Figure.ACTIVE)
#: How many cells are looked at all at once; when there are more, how many quarters are.
AT_ONCE, NEAR, FAR = 30_000, 2, 4
#: Counts of periods that ended longer ago were asked for when they were young, and are not asked for again: no sum ties a new
#: publication to more than the year before it, and the worker has a quarter of an hour.
YEARS = 3


@dataclass(frozen=True)
class Draft:
    """A publication that is not stored yet: what was counted, and its statistics as they will be shown."""

    publication: Publication
    placed: Placed
    counted: Mapping[Cell, rule.Tally]
    statistics: list[PublishedFigure]

    def tally(self, cell: Cell) -> rule.Tally:
        return self.counted.get(cell, NOBODY)


def weigh_together(drafts: list[Draft], library: Library) -> None:
    """Withhold, or round, what is still needed in these so that every small count could be otherwise."""
    from insights.worlds import Loose, Worlds  # numpy and HiGHS: for the one process that publishes, once a month

    loose: dict[Number, Loose] = {}
    of: dict[Number, Draft] = {}
    for draft in drafts:
        for number, cell in draft.placed.new.items():
            of[number] = draft
            place, shown = place_of(cell), library.seen[number]
            if isinstance(shown, rule.Exact):
                loose[number] = Loose(_rounded(draft, cell), COST_EXACT)
            elif place is not None and not isinstance(shown, rule.Withheld):
                cost = 1 + place / 10 if isinstance(shown, rule.Rounded) else COST_WORDS
                loose[number] = Loose((0, NO_LIMIT), cost)
    numbers = range(len(library.counted))
    worlds = Worlds(
        library.counted,
        [library.interval(number) for number in numbers],
        library.net.sums,
        loose=loose,
        helpers=[number for number in numbers if number not in library.seen],
    )
    for block, small in worlds.weigh(_asked(drafts, library), _layers(library)):
        for number in block.price(small):
            shown, cell = library.seen[number], library.where[number][1]
            exact = isinstance(shown, rule.Exact)
            library.seen[number] = rule.finer(of[number].tally(cell)) if exact else rule.Withheld()
            block.loosen(number)


def _asked(drafts: list[Draft], library: Library) -> set[Number]:
    """The small counts that are not too old."""
    last = max(draft.publication.period.after for draft in drafts)
    return {number for number in library.small if library.where[number][0].after >= add_months(last, -12 * YEARS)}


def place_of(cell: Cell) -> int | None:
    """The place of a figure in the order of withholding: the finest unit first, its parts before its whole. None: never."""
    if cell.level == Level.CITY and not cell.breakdown:
        return None
    return 2 * FINEST_FIRST.index(Level(cell.level)) + (not cell.breakdown)


def _rounded(draft: Draft, cell: Cell) -> Interval:
    """The interval that an exact total leaves when it is shown as any other figure."""
    tally = draft.tally(cell)
    number, (low, high) = tally.for_audit[0], interval(rule.finer(tally))
    return min(low, number), max(high, number)


def _layers(library: Library) -> list[list[list[Number]]]:
    """Blocks of cells that may move together, ever larger. In the first, what counted nobody still counts nobody."""
    if len(library.where) <= AT_ONCE:
        return [[list(library.where)]]
    return [
        _blocks(library, _by_kind, NEAR, with_empty=False),
        _blocks(library, _by_kind, NEAR, with_empty=True),
        _blocks(library, _by_figure, NEAR, with_empty=True),
        _blocks(library, _by_figure, FAR, with_empty=True),
    ]


def _blocks(
    library: Library, key: Callable[[Cell], tuple[str, ...]], quarters: int, *, with_empty: bool
) -> list[list[Number]]:
    """The cells with one key in every run of so many quarters."""
    found: dict[tuple[object, ...], list[Number]] = defaultdict(list)
    for number, (period, cell) in library.where.items():
        if with_empty or library.counted[number]:
            last = _quarter(period.last_month)
            for begin in range(_quarter(period.first) - quarters + 1, last + 1):
                found[(*key(cell), begin)].append(number)
    return list(found.values())


def _by_figure(cell: Cell) -> tuple[str, ...]:
    return ("" if cell.figure in BALANCED else cell.figure,)


def _by_kind(cell: Cell) -> tuple[str, ...]:
    """A theme by itself, as they overlap; schools, boards and woongemeenten; the city and its wijkteams."""
    if cell.breakdown == Breakdown.THEME:
        return (*_by_figure(cell), cell.value)
    return (*_by_figure(cell), "small" if cell.level in (Level.HOME, Level.LOCATION, Level.BOARD) else "large")


def _quarter(day: datetime.date) -> int:
    return day.year * 4 + (day.month - 1) // 3
