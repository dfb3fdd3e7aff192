"""Looks at a publication as an attacker does: what do its figures together tell about the small ones?

Published figures are sums of each other: a city of its wijkteams, a quarter of its months, a total of its routes. From
an exact total and rounded parts a hidden part can follow. `to_blunt` finds such places by narrowing the interval that
each figure leaves, and names the figures to withhold until no small count is pinned down. Fine figures go first; a
total that officers steer by is rounded at most. What the tests do with linear programming over the published rows shows
whether this was enough.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

NO_LIMIT = 10**9
#: A hidden figure of which somebody is known to be in it must leave at least so many values possible.
AMBIGUITY = 3
#: A cell, by its number in a `Net`.
Number = int
#: The first is the sum of the others; when true they may be fewer than the whole (units that nobody lists).
Sum = tuple[Number, Sequence[Number], bool]
Interval = tuple[int, int]


@dataclass(frozen=True)
class Blunted:
    """Cells that are not shown as they would have been, and what is then left of all intervals."""

    withheld: list[Number]
    rounded: list[Number]
    found: "Narrowed"


@dataclass(frozen=True)
class Narrowed:
    """The interval of each numbered cell, and which sums narrowed each of its ends since it was published."""

    low: list[int]
    high: list[int]
    low_by: dict[Number, list[int]] = field(default_factory=dict)
    high_by: dict[Number, list[int]] = field(default_factory=dict)

    def set(self, cell: Number, least: int, most: int, by: int) -> None:
        if least > self.low[cell]:
            self.low[cell] = least
            self.low_by.setdefault(cell, []).append(by)
        if most < self.high[cell]:
            self.high[cell] = most
            self.high_by.setdefault(cell, []).append(by)

    def pins(self, cell: Number) -> bool:
        """Whether somebody is known to be in it, and too few numbers are possible."""
        return self.low[cell] > 0 and self.high[cell] - self.low[cell] + 1 < AMBIGUITY


class Net:
    """Sums over numbered cells: while they are solved, over and over, nothing is hashed or compared."""

    def __init__(self, size: int, sums: Sequence[Sum]) -> None:
        self.sums = sums
        self.told: list[list[int]] = [[] for _ in range(size)]
        for at, (whole, parts, _open) in enumerate(sums):
            self.told[whole].append(at)
            for cell in parts:
                self.told[cell].append(at)

    def narrow(self, low: Iterable[int], high: Iterable[int]) -> Narrowed:
        """What is left of the intervals when no sum has anything more to say."""
        found = Narrowed(list(low), list(high))
        waiting = deque(range(len(self.sums)))
        is_waiting = [True] * len(self.sums)
        while waiting:
            at = waiting.popleft()
            is_waiting[at] = False
            for cell in _apply(self.sums[at], at, found):
                for other in self.told[cell]:
                    if other != at and not is_waiting[other]:
                        waiting.append(other)
                        is_waiting[other] = True
        return found

    def grounds(self, cell: Number, found: Narrowed) -> Iterator[tuple[Number, int]]:
        """The cells from whose published figures the interval of `cell` follows, each with the number of steps to it.
        One may come twice, once for each end."""
        waiting = deque([(cell, False, 0), (cell, True, 0)])
        seen = {(cell, False), (cell, True)}
        while waiting:
            one, is_high, steps = waiting.popleft()
            by = (found.high_by if is_high else found.low_by).get(one)
            if by is None:
                yield one, steps
                continue
            for at in by:
                whole, parts, _open = self.sums[at]
                if one == whole:
                    ends = [(part, is_high) for part in parts]
                else:
                    ends = [(whole, is_high), *((part, not is_high) for part in parts if part != one)]
                for end in ends:
                    if end not in seen:
                        seen.add(end)
                        waiting.append((*end, steps + 1))


def _apply(rule: Sum, at: int, found: Narrowed) -> list[Number]:
    """Narrow the cells of one sum; those that changed. Contradictions (a late revision) are left as they are."""
    whole, parts, is_open = rule
    low, high = found.low, found.high
    lows = highs = 0
    for part in parts:
        lows += low[part]
        highs += high[part]
    if is_open:
        highs = NO_LIMIT
    changed = []
    least, most = max(low[whole], lows), min(high[whole], highs)
    if least <= most and (least > low[whole] or most < high[whole]):
        found.set(whole, least, most, at)
        changed.append(whole)
    bottom, top = low[whole], high[whole]
    for part in parts:
        was_least, was_most = low[part], high[part]
        least = was_least if is_open else max(was_least, bottom - highs + was_most)
        most = min(was_most, top - lows + was_least)
        if least <= most and (least != was_least or most != was_most):
            found.set(part, least, most, at)
            lows += least - was_least
            if not is_open:
                highs -= was_most - most
            changed.append(part)
    return changed


def to_blunt(
    net: Net,
    low: Sequence[int],
    high: Sequence[int],
    *,
    hidden: Iterable[Number],
    exact: Mapping[Number, Interval],
    order: Mapping[Number, int],
) -> Blunted:
    """What to withhold, and which exact totals to publish as any other figure, so that no hidden cell is pinned down.

    `exact` gives for each exact total the interval that it leaves when it is rounded. `order` has the cells that may be
    withheld, lowest first; a cell in neither (a rounded total, a figure of an earlier publication) stays as it is.
    """
    low, high = list(low), list(high)
    loose_low, loose_high = list(low), list(high)
    for cell, (least, most) in {**exact, **dict.fromkeys(order, (0, NO_LIMIT))}.items():
        loose_low[cell], loose_high[cell] = least, most
    at_most = net.narrow(loose_low, loose_high)
    # What stays pinned when everything of now is blunted follows from earlier publications: to withhold for it is in vain.
    hiding = dict.fromkeys(cell for cell in hidden if not at_most.pins(cell))
    withheld: list[Number] = []
    rounded: list[Number] = []
    while True:
        found = net.narrow(low, high)
        pinned = [cell for cell in hiding if found.pins(cell)]
        if not pinned:
            return Blunted(withheld, rounded, found)
        gone: set[Number] = set()
        for cell in pinned:
            grounds = list(net.grounds(cell, found))
            if any(one in gone for one, _ in grounds):
                continue  # perhaps this one is free already
            choice = _accomplice(grounds, low, high, exact, order)
            if choice is None:
                del hiding[cell]  # only what was published before tells of it: nothing to withhold
                continue
            gone.add(choice)
            if choice in exact:
                rounded.append(choice)
                low[choice], high[choice] = exact[choice]
                if not exact[choice][0]:
                    hiding[choice] = None  # fewer than the threshold: now it is as secret as any
            else:
                withheld.append(choice)
                low[choice], high[choice] = 0, NO_LIMIT


def _accomplice(
    grounds: Iterable[tuple[Number, int]],
    low: Sequence[int],
    high: Sequence[int],
    exact: Mapping[Number, Interval],
    order: Mapping[Number, int],
) -> Number | None:
    """Which of the cells that betray a hidden one is blunted at the least cost: first a finer figure, then the words
    "fewer than" of a hidden cell, last an exact total. Of alike ones the nearest, then the finest, then the smallest; at
    last the first, so that the same figures always lose the same ones."""
    costs: dict[Number, tuple[int, ...]] = {}
    for one, steps in grounds:
        least, most = low[one], high[one]
        if one in exact and (least, most) != exact[one]:
            cost: tuple[int, ...] = (2, not exact[one][0], steps, most)
        elif one in order and most < NO_LIMIT:
            cost = (0 if least else 1, steps, order[one], most)
        else:
            continue
        costs[one] = min(cost, costs.get(one, cost))
    return min(costs, key=lambda one: (costs[one], one), default=None)
