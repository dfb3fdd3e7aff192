"""Looks at a publication as an attacker does: what do its figures together tell about the small ones?

Published figures are sums of each other: a city of its wijkteams, a quarter of its months, a total of its routes. From
an exact total and rounded parts a hidden part can follow. `to_blunt` finds such places by narrowing the interval that
each figure leaves, and names the figures to withhold until no small count is pinned down. Fine figures go first; a
total that officers steer by is rounded at most. What the tests do with linear programming over the published rows shows
whether this was enough.
"""

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

NO_LIMIT = 10**9
#: A hidden figure of which somebody is known to be in it must leave at least so many values possible.
AMBIGUITY = 3


@dataclass(frozen=True)
class Equation:
    """`whole` is the sum of `parts`; with `open` they may be fewer than the whole (units that nobody lists)."""

    whole: Hashable
    parts: tuple[Hashable, ...]
    open: bool = False


Bounds = dict[Hashable, tuple[int, int]]


@dataclass(frozen=True)
class Blunted:
    """Cells that are not shown as they would have been."""

    withheld: list[Hashable]
    rounded: list[Hashable]


@dataclass(frozen=True)
class Narrowed:
    """The interval of each numbered cell, and which equations narrowed each of its ends since it was published."""

    low: list[int]
    high: list[int]
    low_by: dict[int, list[int]] = field(default_factory=dict)
    high_by: dict[int, list[int]] = field(default_factory=dict)

    def set(self, cell: int, least: int, most: int, by: int) -> None:
        if least > self.low[cell]:
            self.low[cell] = least
            self.low_by.setdefault(cell, []).append(by)
        if most < self.high[cell]:
            self.high[cell] = most
            self.high_by.setdefault(cell, []).append(by)

    def pins(self, cell: int) -> bool:
        """Whether somebody is known to be in it, and too few numbers are possible."""
        return self.low[cell] > 0 and self.high[cell] - self.low[cell] + 1 < AMBIGUITY


class Net:
    """Equations over numbered cells: while they are solved, over and over, nothing is hashed or compared."""

    def __init__(self, cells: Iterable[Hashable], rules: Iterable[Equation]) -> None:
        self.cells = list(cells)
        self.number = {cell: number for number, cell in enumerate(self.cells)}
        self.rules = [
            (self.number[rule.whole], [self.number[part] for part in rule.parts], rule.open) for rule in rules
        ]
        self.told: list[list[int]] = [[] for _ in self.number]
        for at, (whole, parts, _open) in enumerate(self.rules):
            for cell in (whole, *parts):
                self.told[cell].append(at)

    def narrow(self, bounds: Mapping[Hashable, tuple[int, int]]) -> Narrowed:
        """What is left of the intervals when no equation has anything more to say. `bounds` are in the order of the cells."""
        found = Narrowed([least for least, _ in bounds.values()], [most for _, most in bounds.values()])
        waiting = deque(range(len(self.rules)))
        is_waiting = [True] * len(self.rules)
        while waiting:
            at = waiting.popleft()
            is_waiting[at] = False
            for cell in _apply(self.rules[at], at, found):
                for other in self.told[cell]:
                    if other != at and not is_waiting[other]:
                        waiting.append(other)
                        is_waiting[other] = True
        return found

    def grounds(self, cell: int, found: Narrowed) -> Iterator[tuple[int, int]]:
        """The cells from whose published figures the interval of `cell` follows, each with the number of steps to it.
        One may come twice, once for each end."""
        waiting = deque([(cell, False, 0), (cell, True, 0)])
        seen = {(cell, False), (cell, True)}
        while waiting:
            one, is_high, steps = waiting.popleft()
            equations = (found.high_by if is_high else found.low_by).get(one)
            if equations is None:
                yield one, steps
                continue
            for at in equations:
                whole, parts, _open = self.rules[at]
                if one == whole:
                    ends = [(part, is_high) for part in parts]
                else:
                    ends = [(whole, is_high), *((part, not is_high) for part in parts if part != one)]
                for end in ends:
                    if end not in seen:
                        seen.add(end)
                        waiting.append((*end, steps + 1))


def narrow(bounds: Mapping[Hashable, tuple[int, int]], rules: Iterable[Equation]) -> Bounds:
    """The interval of each cell after every equation has said what it can. Every cell of a rule must have bounds."""
    found = Net(bounds, rules).narrow(bounds)
    return dict(zip(bounds, zip(found.low, found.high, strict=True), strict=True))


def _apply(rule: tuple[int, list[int], bool], at: int, found: Narrowed) -> list[int]:
    """Narrow the cells of one equation; those that changed. Contradictions (a late revision) are left as they are."""
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
    bounds: Mapping[Hashable, tuple[int, int]],
    rules: Iterable[Equation],
    *,
    hidden: Iterable[Hashable],
    exact: Mapping[Hashable, tuple[int, int]],
    order: Mapping[Hashable, int],
) -> Blunted:
    """What to withhold, and which exact totals to publish as any other figure, so that no hidden cell is pinned down.

    `exact` gives for each exact total the interval that it leaves when it is rounded. `order` has the cells that may be
    withheld, lowest first; a cell in neither (a rounded total, a figure of an earlier publication) stays as it is.
    """
    known = dict(bounds)
    net = Net(known, [rule for rule in rules if rule.parts])
    at_most = net.narrow({cell: (0, NO_LIMIT) if cell in order else exact.get(cell, known[cell]) for cell in known})
    # What stays pinned when everything of now is blunted follows from earlier publications: to withhold for it is in vain.
    hiding = dict.fromkeys(cell for cell in hidden if not at_most.pins(net.number[cell]))
    blunted = Blunted([], [])
    while True:
        found = net.narrow(known)
        pinned = [cell for cell in hiding if found.pins(net.number[cell])]
        if not pinned:
            return blunted
        gone: set[Hashable] = set()
        for cell in pinned:
            grounds = [(net.cells[one], steps) for one, steps in net.grounds(net.number[cell], found)]
            if any(one in gone for one, _ in grounds):
                continue  # perhaps this one is free already
            choice = _accomplice(grounds, known, exact, order)
            if choice is None:
                del hiding[cell]  # only what was published before tells of it: nothing to withhold
                continue
            gone.add(choice)
            if choice in exact:
                blunted.rounded.append(choice)
                known[choice] = exact[choice]
                if not exact[choice][0]:
                    hiding[choice] = None  # fewer than the threshold: now it is as secret as any
            else:
                blunted.withheld.append(choice)
                known[choice] = (0, NO_LIMIT)


def _accomplice(
    grounds: Iterable[tuple[Hashable, int]],
    known: Bounds,
    exact: Mapping[Hashable, tuple[int, int]],
    order: Mapping[Hashable, int],
) -> Hashable | None:
    """Which of the cells that betray a hidden one is blunted at the least cost: first a finer figure, then the words
    "fewer than" of a hidden cell, last an exact total. Of alike ones the nearest, then the finest, then the smallest."""
    costs: dict[Hashable, tuple[int, ...]] = {}
    for one, steps in grounds:
        least, most = known[one]
        if one in exact and known[one] != exact[one]:
            cost: tuple[int, ...] = (2, not exact[one][0], steps, most)
        elif one in order and most < NO_LIMIT:
            cost = (0 if least else 1, steps, order[one], most)
        else:
            continue
        costs[one] = min(cost, costs.get(one, cost))
    return min(costs, key=lambda one: (costs[one], str(one)), default=None)
