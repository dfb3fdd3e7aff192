"""Looks at a publication as an attacker does: what do its figures together tell about the small ones?

Published figures are sums of each other: a city of its wijkteams, a quarter of its months, a total of its routes. From
an exact total and rounded parts a hidden part can follow. `to_blunt` finds such places by narrowing the interval that
each figure leaves, and names the figures to withhold until no small count is pinned down. What the tests do with
linear programming over the published rows shows whether this was enough.
"""

from collections import defaultdict, deque
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


def narrow(bounds: Mapping[Hashable, tuple[int, int]], rules: Iterable[Equation]) -> Bounds:
    """The interval of each cell after every equation has said what it can. Every cell of a rule must have bounds."""
    found = dict(bounds)
    told = _by_cell(rules)
    waiting = deque(dict.fromkeys(rule for others in told.values() for rule in others))
    queued = set(waiting)
    while waiting:
        rule = waiting.popleft()
        queued.discard(rule)
        for cell in _apply(rule, found):
            for other in told[cell]:
                if other is not rule and other not in queued:
                    waiting.append(other)
                    queued.add(other)
    return found


def _by_cell(rules: Iterable[Equation]) -> dict[Hashable, list[Equation]]:
    told: dict[Hashable, list[Equation]] = defaultdict(list)
    for rule in rules:
        for cell in (rule.whole, *rule.parts):
            told[cell].append(rule)
    return told


def _apply(rule: Equation, bounds: Bounds) -> list[Hashable]:
    """Narrow the cells of one equation; those that changed. Contradictions (a late revision) are left as they are."""
    low, high = bounds[rule.whole]
    lows = sum(bounds[part][0] for part in rule.parts)
    highs = NO_LIMIT if rule.open else sum(bounds[part][1] for part in rule.parts)
    changed = []
    whole = (max(low, lows), min(high, highs))
    if whole != (low, high) and whole[0] <= whole[1]:
        bounds[rule.whole] = low, high = whole
        changed.append(rule.whole)
    for part in rule.parts:
        least, most = bounds[part]
        narrower = (least if rule.open else max(least, low - (highs - most)), min(most, high - (lows - least)))
        if narrower != (least, most) and narrower[0] <= narrower[1]:
            bounds[part] = narrower
            lows += narrower[0] - least
            highs -= 0 if rule.open else most - narrower[1]
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
    told = _by_cell(rules)
    blunted = Blunted([], [])
    while True:
        found = narrow(known, rules)
        pinned = [cell for cell in hiding if _is_pinned(found[cell])]
        if not pinned:
            return blunted
        for cell in pinned:
            choice = _accomplice(cell, told[cell], known, lambda one: one in mine and one not in hiding, exact)
            if choice is None:
                del hiding[cell]  # nothing that is published now has a part in it: nothing to withhold
            elif choice in exact and choice not in blunted.rounded:
                blunted.rounded.append(choice)
                known[choice] = exact[choice]
            else:
                blunted.withheld.append(choice)
                known[choice] = (0, NO_LIMIT)


def _is_pinned(interval: tuple[int, int]) -> bool:
    low, high = interval
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
