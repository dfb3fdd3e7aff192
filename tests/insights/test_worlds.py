"""Other worlds, held against every world that there is of a table small enough to write them all down."""

import itertools
import random
from collections.abc import Iterator

import pytest

from insights.audit import Interval, Sum
from insights.worlds import Loose, Worlds

#: Two rows of two cells: 0 to 3; then the totals of rows, of columns and of all.
SUMS: list[Sum] = [
    (4, [0, 1], False),
    (5, [2, 3], False),
    (6, [0, 2], False),
    (7, [1, 3], False),
    (8, [4, 5], False),
    (8, [6, 7], False),
]
HIDDEN: Interval = (0, 7)


def table(dice: random.Random) -> list[int]:
    a, b, c, d = (dice.randrange(8) for _ in range(4))
    return [a, b, c, d, a + b, c + d, a + c, b + d, a + b + c + d]


def shown(counted: list[int], dice: random.Random) -> list[Interval]:
    """Totals exact, to the nearest five, or hidden."""
    bounds = [HIDDEN] * 4
    for number in counted[4:]:
        near = (2 * number + 5) // 10 * 5
        bounds.append(
            (number, number) if dice.random() < 0.6 else HIDDEN if number < 8 else (max(8, near - 2), near + 2)
        )
    return bounds


def all_worlds(bounds: list[Interval]) -> Iterator[list[int]]:
    for a, b, c, d in itertools.product(range(8), repeat=4):
        world = [a, b, c, d, a + b, c + d, a + c, b + d, a + b + c + d]
        if all(low <= number <= high for number, (low, high) in zip(world, bounds, strict=True)):
            yield world


def known(cell: int, counted: list[int], bounds: list[Interval]) -> bool:
    return {world[cell] for world in all_worlds(bounds)} == {counted[cell]}


@pytest.mark.parametrize("seed", range(15))
def test_what_has_no_other_world_is_found_and_freed_at_a_price(seed: int) -> None:
    dice = random.Random(seed)
    counted = table(dice)
    bounds = shown(counted, dice)
    loose = {cell: Loose((0, 10**9), 1.0) for cell in range(4, 9)}
    worlds = Worlds(counted, bounds, SUMS, loose=loose, helpers=[])
    small = {cell for cell in range(4) if counted[cell]}

    for block, cell in worlds.weigh(small, [[range(9)]]):
        assert known(cell, counted, bounds)
        for one in block.price(cell):
            bounds[one] = (0, 14 * 2)
            block.loosen(one)
        assert not known(cell, counted, bounds)

    assert not any(known(cell, counted, bounds) for cell in small)


def test_a_block_that_is_too_small_finds_no_world_and_a_larger_one_does() -> None:
    counted = [3, 2, 4, 5, 5, 9, 7, 7, 14]
    bounds: list[Interval] = [HIDDEN] * 4 + [(number, number) for number in counted[4:]]

    def without(*layers: list[range]) -> list[int]:
        worlds = Worlds(counted, bounds, SUMS, loose={}, helpers=[])
        return [cell for _, cell in worlds.weigh({0, 1, 2, 3}, layers)]

    assert without([range(3), range(1, 4)]) == [0, 1, 2, 3], "one corner alone cannot move"
    assert without([range(3)], [range(4)]) == [], "all four can"
