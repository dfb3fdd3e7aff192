"""Looks at publications as an attacker does: what do their figures together tell about the small ones?

Published figures are sums of each other: a city of its wijkteams, a quarter of its months, a total of its routes. From
an exact total and rounded parts a hidden part can follow. A `Net` narrows the interval that each figure leaves, over
everything that was ever published; `blunt` names the figures to withhold until no small count is pinned down. Fine figures
go first; a total that officers steer by is rounded at most. What the tests do with linear programming over the published
rows shows whether this was enough.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

NO_LIMIT = 10**9
#: A hidden figure of which somebody is known to be in it must leave at least so many values possible.
AMBIGUITY = 3
#: A cell, by its number in a `Net`.
Number = int
#: The first is the sum of the others; when true they may be fewer than the whole (units that nobody lists).
Sum = tuple[Number, list[Number], bool]
Interval = tuple[int, int]


@dataclass
class Blunted:
    """Cells that are not shown as they would have been."""

    withheld: list[Number] = field(default_factory=list)
    rounded: list[Number] = field(default_factory=list)


class Net:
    """Numbered cells with the interval that is left of each, and the sums between them. It grows, and what was narrowed
    since a mark can be taken back. Nothing is hashed or compared but numbers."""

    def __init__(self) -> None:
        self.low: list[int] = []
        self.high: list[int] = []
        self.sums: list[Sum] = []
        self._of: list[list[int]] = []  # the sums that each cell is in
        self._by: tuple[dict[Number, list[int]], dict[Number, list[int]]] = ({}, {})  # the sums that narrowed low, high
        self._trail: list[tuple[Number, bool, int, bool]] = []  # cell, its high end?, what it was, by a sum?

    def add(self, bounds: Interval = (0, NO_LIMIT)) -> Number:
        """A new cell."""
        self.low.append(bounds[0])
        self.high.append(bounds[1])
        self._of.append([])
        return len(self.low) - 1

    def tie(self, whole: Number, parts: list[Number], is_open: bool = False) -> int:
        """A new sum; its number. `settle` lets it speak."""
        at = len(self.sums)
        self.sums.append((whole, parts, is_open))
        self._of[whole].append(at)
        for part in parts:
            self._of[part].append(at)
        return at

    @property
    def mark(self) -> int:
        """To give to `take_back` and `narrowed_since`."""
        return len(self._trail)

    def take_back(self, mark: int) -> None:
        """Undo everything since."""
        while len(self._trail) > mark:
            cell, is_high, was, by_sum = self._trail.pop()
            (self.high if is_high else self.low)[cell] = was
            if by_sum:
                self._by[is_high][cell].pop()

    def narrowed_since(self, mark: int) -> Iterable[Number]:
        return dict.fromkeys(entry[0] for entry in self._trail[mark:])

    def forget_trail(self) -> None:
        """What is so now, stays so."""
        self._trail.clear()

    def publish(self, cell: Number, bounds: Interval) -> None:
        """What everybody can see of a cell."""
        if bounds[0] > self.low[cell]:
            self._trail.append((cell, False, self.low[cell], False))
            self.low[cell] = bounds[0]
        if bounds[1] < self.high[cell]:
            self._trail.append((cell, True, self.high[cell], False))
            self.high[cell] = bounds[1]

    def pins(self, cell: Number) -> bool:
        """Whether somebody is known to be in it, and too few numbers are possible."""
        return self.low[cell] > 0 and self.high[cell] - self.low[cell] + 1 < AMBIGUITY

    def settle(self, sums: Iterable[int]) -> None:
        """Narrow until no sum has anything more to say, beginning with these."""
        waiting = deque(sums)
        is_waiting = set(waiting)
        while waiting:
            at = waiting.popleft()
            is_waiting.discard(at)
            for cell in self._apply(at):
                for other in self._of[cell]:
                    if other != at and other not in is_waiting:
                        waiting.append(other)
                        is_waiting.add(other)

    def _apply(self, at: int) -> list[Number]:
        """Narrow the cells of one sum; those that changed. Contradictions (a late revision) are left as they are."""
        whole, parts, is_open = self.sums[at]
        low, high = self.low, self.high
        lows = highs = 0
        for part in parts:
            lows += low[part]
            highs += high[part]
        if is_open:
            highs = NO_LIMIT
        changed = []
        least, most = max(low[whole], lows), min(high[whole], highs)
        if least <= most and (least > low[whole] or most < high[whole]):
            self._set(whole, least, most, at)
            changed.append(whole)
        bottom, top = low[whole], high[whole]
        for part in parts:
            was_least, was_most = low[part], high[part]
            least = was_least if is_open else max(was_least, bottom - highs + was_most)
            most = min(was_most, top - lows + was_least)
            if least <= most and (least != was_least or most != was_most):
                self._set(part, least, most, at)
                lows += least - was_least
                if not is_open:
                    highs -= was_most - most
                changed.append(part)
        return changed

    def _set(self, cell: Number, least: int, most: int, by: int) -> None:
        if least > self.low[cell]:
            self._trail.append((cell, False, self.low[cell], True))
            self.low[cell] = least
            self._by[False].setdefault(cell, []).append(by)
        if most < self.high[cell]:
            self._trail.append((cell, True, self.high[cell], True))
            self.high[cell] = most
            self._by[True].setdefault(cell, []).append(by)

    def grounds(self, cell: Number) -> Iterator[tuple[Number, int]]:
        """The cells from whose published figures the interval of `cell` follows, each with the number of steps to it.
        One may come twice, once for each end."""
        waiting = deque([(cell, False, 0), (cell, True, 0)])
        seen = {(cell, False), (cell, True)}
        while waiting:
            one, is_high, steps = waiting.popleft()
            by = self._by[is_high].get(one)
            if not by:
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


def blunt(
    net: Net,
    sums: range,
    seen: dict[Number, Interval],
    *,
    hidden: set[Number],
    exact: Mapping[Number, Interval],
    order: Mapping[Number, int],
) -> Blunted:
    """What to withhold, and which exact totals to publish as any other figure, so that no hidden cell is pinned down.

    `seen` are the cells of now with what they would show, `sums` the sums that they are in, new in the net; `hidden`
    those of all cells that show nothing. `exact` gives for each exact total the interval that it leaves when it is rounded.
    `order` has the cells that may be withheld, lowest first; a cell in neither (a rounded total, a figure of an earlier
    publication) stays as it is. Afterwards the net holds what is then published.
    """
    seen, blunted, mark = dict(seen), Blunted(), net.mark
    loosest = seen | dict(exact) | dict.fromkeys(order, (0, NO_LIMIT))
    in_vain: set[Number] | None = None
    while True:
        pinned = _pinned(net, sums, seen, hidden)
        if pinned and in_vain is None:
            # What stays pinned with everything of now blunted follows from earlier publications: no use to withhold for it.
            net.take_back(mark)
            in_vain = set(_pinned(net, sums, loosest, hidden))
            net.take_back(mark)
            pinned = _pinned(net, sums, seen, hidden)
        in_vain = in_vain or set()
        pinned = [cell for cell in pinned if cell not in in_vain]
        if not pinned:
            return blunted
        gone: set[Number] = set()
        for cell in pinned:
            grounds = list(net.grounds(cell))
            if any(one in gone for one, _ in grounds):
                continue  # perhaps this one is free already
            choice = _accomplice(grounds, seen, exact, order)
            if choice is None:
                in_vain.add(cell)
                continue
            gone.add(choice)
            if choice in exact:
                blunted.rounded.append(choice)
                seen[choice] = exact[choice]
            else:
                blunted.withheld.append(choice)
                seen[choice] = 0, NO_LIMIT
        net.take_back(mark)


def _pinned(net: Net, sums: range, seen: Mapping[Number, Interval], hidden: set[Number]) -> list[Number]:
    """Let everything speak; which hidden cells that pins down, of those about which anything new is known."""
    mark = net.mark
    for cell, bounds in seen.items():
        net.publish(cell, bounds)
    net.settle(sums)
    return [cell for cell in net.narrowed_since(mark) if cell in hidden and net.pins(cell)]


def _accomplice(
    grounds: Iterable[tuple[Number, int]],
    seen: Mapping[Number, Interval],
    exact: Mapping[Number, Interval],
    order: Mapping[Number, int],
) -> Number | None:
    """Which of the cells that betray a hidden one is blunted at the least cost: first a finer figure, then the words
    "fewer than" of a hidden cell, last an exact total. Of alike ones the nearest, then the finest, then the smallest; at
    last the first, so that the same figures always lose the same ones."""
    costs: dict[Number, tuple[int, ...]] = {}
    for one, steps in grounds:
        if one not in seen:
            continue
        least, most = seen[one]
        if one in exact and (least, most) != exact[one]:
            cost: tuple[int, ...] = (2, not exact[one][0], steps, most)
        elif one in order and most < NO_LIMIT:
            cost = (0 if least else 1, steps, order[one], most)
        else:
            continue
        costs[one] = min(cost, costs.get(one, cost))
    return min(costs, key=lambda one: (costs[one], one), default=None)
