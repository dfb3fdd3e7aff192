"""Looks at a publication as an attacker does: what do its figures together tell about the small ones?

Published figures are sums of each other: a city of its wijkteams, a quarter of its months, a total of its routes. From
an exact total and rounded parts a hidden part can follow. `to_blunt` finds such places by narrowing the interval that
each figure leaves, and names the figures to withhold until no small count is pinned down. What the tests do with
linear programming over the published rows shows whether this was enough.
"""

from collections import deque
from collections.abc import Callable, Container, Hashable, Iterable, Mapping
from dataclasses import dataclass

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


class Net:
    """Equations over numbered cells: while they are solved, over and over, nothing is hashed or compared."""

    def __init__(self, cells: Iterable[Hashable], rules: Iterable[Equation]) -> None:
        self.number = {cell: number for number, cell in enumerate(cells)}
        self.rules = [
            (self.number[rule.whole], [self.number[part] for part in rule.parts], rule.open) for rule in rules
        ]
        self.told: list[list[int]] = [[] for _ in self.number]
        for at, (whole, parts, _open) in enumerate(self.rules):
            for cell in (whole, *parts):
                self.told[cell].append(at)

    def narrow(self, low: list[int], high: list[int]) -> None:
        """Narrow the intervals of all cells, in place, until no equation has anything more to say."""
        waiting = deque(range(len(self.rules)))
        is_waiting = [True] * len(self.rules)
        while waiting:
            at = waiting.popleft()
            is_waiting[at] = False
            for cell in _apply(self.rules[at], low, high):
                for other in self.told[cell]:
                    if other != at and not is_waiting[other]:
                        waiting.append(other)
                        is_waiting[other] = True


def narrow(bounds: Mapping[Hashable, tuple[int, int]], rules: Iterable[Equation]) -> Bounds:
    """The interval of each cell after every equation has said what it can. Every cell of a rule must have bounds."""
    net = Net(bounds, rules)
    low, high = [least for least, _ in bounds.values()], [most for _, most in bounds.values()]
    net.narrow(low, high)
    return dict(zip(bounds, zip(low, high, strict=True), strict=True))


def _apply(rule: tuple[int, list[int], bool], low: list[int], high: list[int]) -> list[int]:
    """Narrow the cells of one equation; those that changed. Contradictions (a late revision) are left as they are."""
    whole, parts, is_open = rule
    lows = highs = 0
    for part in parts:
        lows += low[part]
        highs += high[part]
    if is_open:
        highs = NO_LIMIT
    changed = []
    least, most = max(low[whole], lows), min(high[whole], highs)
    if least <= most and (least > low[whole] or most < high[whole]):
        low[whole], high[whole] = least, most
        changed.append(whole)
    bottom, top = low[whole], high[whole]
    for part in parts:
        was_least, was_most = low[part], high[part]
        least = was_least if is_open else max(was_least, bottom - highs + was_most)
        most = min(was_most, top - lows + was_least)
        if least <= most and (least != was_least or most != was_most):
            low[part], high[part] = least, most
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
    mine: Container[Hashable],
) -> Blunted:
    """What to withhold, and which exact totals to publish as any other figure, so that no hidden cell is pinned down.

    `exact` gives for each exact total the interval that it would leave if it were rounded or hidden; it goes last.
    Only cells in `mine` are published now; what others tell was published before and cannot be taken back.
    """
    known, hiding = dict(bounds), dict.fromkeys(hidden)
    rules = [rule for rule in rules if rule.parts]
    net = Net(known, rules)
    blunted = Blunted([], [])
    while True:
        low, high = [least for least, _ in known.values()], [most for _, most in known.values()]
        net.narrow(low, high)
        pinned = [cell for cell in hiding if _is_pinned(low[net.number[cell]], high[net.number[cell]])]
        if not pinned:
            return blunted
        for cell in pinned:
            about = (rules[at] for at in net.told[net.number[cell]])
            choice = _accomplice(cell, about, known, lambda one: one in mine and one not in hiding, exact)
            if choice is None:
                del hiding[cell]  # nothing that is published now has a part in it: nothing to withhold
            elif choice in exact and choice not in blunted.rounded:
                blunted.rounded.append(choice)
                known[choice] = exact[choice]
            else:
                blunted.withheld.append(choice)
                known[choice] = (0, NO_LIMIT)


def _is_pinned(low: int, high: int) -> bool:
    return low > 0 and high - low + 1 < AMBIGUITY


def _accomplice(
    cell: Hashable,
    rules: Iterable[Equation],
    bounds: Bounds,
    is_shown: Callable[[Hashable], bool],
    exact: Container[Hashable],
) -> Hashable | None:
    """The published cell that helps most to pin this one: a rounded neighbour of the same sum, else an exact one."""
    others = {
        other for rule in rules for other in (rule.whole, *rule.parts) if other != cell and bounds[other][1] < NO_LIMIT
    }
    shown = [other for other in others if is_shown(other)]
    rounded = [other for other in shown if other not in exact]
    return max(rounded or shown, key=lambda one: (bounds[one][1], str(one)), default=None)
