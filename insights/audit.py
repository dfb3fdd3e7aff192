"""Looks at a publication as an attacker does: what do its figures together tell about the small ones?

Published figures are sums of each other: a city of its wijkteams, a quarter of its months, a total of its routes. From
an exact total and rounded parts a hidden part can follow. `to_blunt` finds such places by narrowing the interval that
each figure leaves, and names the figures to withhold until no small count is pinned down. What the tests do with
linear programming over the published rows shows whether this was enough.
"""

from collections.abc import Container, Hashable, Iterable, Mapping
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


def narrow(bounds: Mapping[Hashable, tuple[int, int]], equations: Iterable[Equation], rounds: int = 50) -> Bounds:
    """The interval of each cell after every equation has said what it can."""
    found = dict(bounds)
    rules = [
        rule for rule in equations if rule.whole in found and rule.parts and all(part in found for part in rule.parts)
    ]
    for _ in range(rounds):
        changed = False
        for rule in rules:
            changed |= _apply(rule, found)
        if not changed:
            break
    return found


def _apply(rule: Equation, bounds: Bounds) -> bool:
    low, high = bounds[rule.whole]
    lows = sum(bounds[part][0] for part in rule.parts)
    highs = NO_LIMIT if rule.open else sum(bounds[part][1] for part in rule.parts)
    whole = (max(low, lows), min(high, highs))
    changed = whole != (low, high)
    bounds[rule.whole] = whole
    for part in rule.parts:
        least, most = bounds[part]
        narrower = (
            least if rule.open else max(least, whole[0] - (highs - most)),
            min(most, whole[1] - (lows - least)),
        )
        if narrower != (least, most):
            bounds[part] = narrower
            lows, highs = lows + narrower[0] - least, (highs if rule.open else highs - most + narrower[1])
            changed = True
    return changed


def to_blunt(
    bounds: Mapping[Hashable, tuple[int, int]],
    equations: Iterable[Equation],
    *,
    hidden: Iterable[Hashable],
    exact: Mapping[Hashable, tuple[int, int]],
    mine: Container[Hashable],
) -> Blunted:
    """What to withhold, and which exact totals to publish as any other figure, so that no hidden cell is pinned down.

    `exact` gives for each exact total the interval that it would leave if it were rounded or hidden; it goes last.
    Only cells in `mine` are published now; what others tell was published before and cannot be taken back.
    """
    rules = list(equations)
    known, hiding = dict(bounds), dict.fromkeys(hidden)
    blunted = Blunted([], [])
    while True:
        found = narrow(known, rules)
        pinned = next((cell for cell in hiding if _is_pinned(found[cell])), None)
        if pinned is None:
            return blunted
        choice = _accomplice(pinned, rules, known, hiding, exact, mine)
        if choice is None:
            del hiding[pinned]  # nothing published has a part in it: nothing to withhold
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
    rules: list[Equation],
    bounds: Bounds,
    hidden: Container[Hashable],
    exact: Container[Hashable],
    mine: Container[Hashable],
) -> Hashable | None:
    """The published cell that helps most to pin this one: a rounded neighbour of the same sum, else its whole."""
    rounded: list[Hashable] = []
    totals: list[Hashable] = []
    for rule in rules:
        cells = (rule.whole, *rule.parts)
        if cell in cells and all(one in bounds for one in cells):
            for other in cells:
                if other != cell and other in mine and other not in hidden and bounds[other][1] < NO_LIMIT:
                    (totals if other in exact else rounded).append(other)
    candidates = rounded or totals
    return max(candidates, key=lambda one: bounds[one][1], default=None)
