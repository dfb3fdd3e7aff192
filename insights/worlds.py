"""Could it be otherwise? Other worlds in which everything that was published is as it is.

A world gives every cell a whole number, so that all sums hold and each cell shows what it shows. What was counted is one. If
another world gives a hidden count another number, nobody can work that count out, by whatever method: all that a reader
knows is the same in both. So one other world per small count is looked for, and a linear program whose goal pulls at all
small counts at once finds hundreds: its corners are whole numbers nearly always, and what is not is left out.

Where there is none, `price` finds what must be blunted at the least cost, with bounds that may be stretched. There
a fraction elsewhere is allowed: whole numbers would take branching, and what linear programming cannot tell is not told.

Everything here is in differences from what was counted. A program is about a *block* of cells; all others stay as they were
counted. That makes it small, and it can only find too few worlds: what it finds is a world of the whole.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import highspy
import numpy as np
from numpy.typing import NDArray

from insights.audit import Interval, Number, Sum

Floats = NDArray[np.float64]
Integers = NDArray[np.int32]
Mask = NDArray[np.bool_]
FAR = 60  # a figure without limit is moved no further than this: fewer worlds, and no program without end
WHOLE = 1e-6  # what is nearer to a whole number than this, is one
SECONDS = 480  # so long is sought at most: the worker has a quarter of an hour, and the audit came first
HELD = 4  # so often columns that move by a fraction are held
IN_VAIN = 2  # so often a pull at all small counts of a block may find nothing more

Blocks = Sequence[Iterable[Number]]


@dataclass(frozen=True)
class Loose:
    """How far a cell may be blunted, and what that costs."""

    bounds: Interval
    cost: float


class Worlds:
    """All cells and the sums between them. `helpers` are cells that nobody sees: they move with the others."""

    def __init__(
        self,
        counted: Sequence[int],
        bounds: Sequence[Interval],
        sums: Sequence[Sum],
        *,
        loose: Mapping[Number, Loose],
        helpers: Iterable[Number],
    ) -> None:
        self.loose = loose
        self.until = time.monotonic() + SECONDS
        self.counted = np.array(counted, np.int64)
        low, high = np.array(bounds, float).reshape(-1, 2).T
        self.low: Floats = (low - self.counted).astype(np.float64)
        self.high: Floats = np.minimum(high - self.counted, FAR).astype(np.float64)
        self.helpers = np.zeros(len(counted), bool)
        self.helpers[list(helpers)] = True
        self.can_move = self.low < self.high
        self.can_move[list(loose)] = True
        lengths = np.array([1 + len(parts) for _, parts, _ in sums], np.int32)
        self.row = np.repeat(np.arange(len(sums), dtype=np.int32), lengths)
        self.column = np.array([one for whole, parts, _ in sums for one in (whole, *parts)], np.int32)
        self.sign = np.array([sign for _, parts, _ in sums for sign in (-1, *[1] * len(parts))], np.int32)
        is_open = np.array([one for *_, one in sums], bool)
        self.row_low = np.where(is_open, -np.inf, 0.0)
        self.row_high = np.zeros(len(sums))
        np.add.at(self.row_high, self.row, -self.sign * self.counted[self.column])

    def weigh(self, small: set[Number], layers: Sequence[Blocks]) -> Iterator[tuple["Block", Number]]:
        """Those of these cells without another world in any of these blocks, each with the largest block that it is in.
        What is blunted meanwhile (`Block.loosen`) counts for those that come after."""
        left = np.zeros(len(self.counted), bool)
        left[list(small)] = True
        rng = np.random.default_rng(len(self.counted))
        for blocks in layers:
            for block in self._blocks(blocks, left):
                block.pull_at_all(left, rng)
                if blocks is layers[-1]:
                    block.pull_at_each(left)
        largest = [list(cells) for cells in layers[-1]]
        largest.sort(key=len, reverse=True)
        for block in self._blocks(largest, left):
            for cell in map(int, np.flatnonzero(left & block.mask)):
                block.pull_at_each(left, cell)
                if left[cell] and time.monotonic() < self.until:
                    yield block, cell
                    left[cell] = False

    def _blocks(self, blocks: Blocks, left: Mask) -> Iterator["Block"]:
        """Those with any cell that is left."""
        for cells in blocks:
            if time.monotonic() > self.until:
                return
            mask = np.zeros(len(left), bool)
            mask[list(cells)] = True
            if (left & mask).any():
                yield Block(self, mask)


class Block:
    """Cells that may move while all others stay as they were counted, as a linear program."""

    def __init__(self, worlds: Worlds, mask: Mask) -> None:
        self.worlds = worlds
        mask = mask & worlds.can_move
        touched = np.zeros(len(worlds.row_low), bool)
        for _ in range(2):  # the second time with the helpers that the first one met
            touched[worlds.row[mask[worlds.column]]] = True
            mask[worlds.column[touched[worlds.row]]] |= (worlds.helpers & worlds.can_move)[
                worlds.column[touched[worlds.row]]
            ]
        self.mask, self.cells = mask, np.flatnonzero(mask)
        at = np.full(len(mask), -1, np.int32)
        at[self.cells] = np.arange(len(self.cells))
        self.at = at
        use = touched[worlds.row] & mask[worlds.column]
        rows = np.flatnonzero(touched)
        self.starts = np.searchsorted(worlds.row[use], np.append(rows, len(touched))).astype(np.int32)
        self.index, self.sign = at[worlds.column[use]], worlds.sign[use]
        self.row_low, self.row_high = worlds.row_low[rows], worlds.row_high[rows]

    @cached_property
    def solver(self) -> highspy.Highs:
        low, high = self.worlds.low[self.cells], self.worlds.high[self.cells]
        return _program(np.zeros(len(low)), low, high, self.row_low, self.row_high, self.starts, self.index, self.sign)

    def pull_at_all(self, left: Mask, rng: np.random.Generator) -> None:
        """Look for other worlds of all cells that are `left`, and strike off those that have one."""
        turn, in_vain = 0, 0
        while in_vain < IN_VAIN:
            small = np.flatnonzero(left[self.cells])
            if not len(small):
                return
            signs = rng.choice([-1.0, 1.0], len(small)) if turn > 1 else np.full(len(small), (1.0, -1.0)[turn])
            self._strike(left, small, signs * rng.uniform(0.5, 1.5, len(small)))
            in_vain = in_vain + 1 if left[self.cells[small]].all() else 0
            turn += 1

    def pull_at_each(self, left: Mask, cell: int | None = None) -> None:
        """The same for each by itself, or for this one."""
        for one in np.flatnonzero(left & self.mask) if cell is None else [cell]:
            for sign in (1.0, -1.0):
                if left[one] and time.monotonic() < self.worlds.until:
                    self._strike(left, np.array([self.at[one]]), np.array([sign]))

    def _strike(self, left: Mask, columns: NDArray[np.int64], pull: Floats) -> None:
        """Pull at these columns, and strike off what moves. A column that moves by a fraction is held, and so again."""
        cost = np.zeros(len(self.cells))
        cost[columns] = -pull
        everything = np.arange(len(cost), dtype=np.int32)
        found = cost * 0
        self.solver.clearSolver()  # from the start: going on from the last corner tends to the same ones
        self.solver.changeColsCost(len(cost), everything, cost)
        held = np.zeros(len(cost), bool)
        for _ in range(HELD):
            self.solver.run()
            if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                break
            found = np.array(self.solver.getSolution().col_value)
            broken = np.abs(found - np.rint(found)) > WHOLE
            if not broken.any():
                break
            self._hold(broken, 0.0, 0.0)
            held |= broken
        if held.any():
            self._hold(held, self.worlds.low[self.cells][held], self.worlds.high[self.cells][held])
        left[self.cells[self._moved(found)]] = False

    def _hold(self, columns: Mask, low: Floats | float, high: Floats | float) -> None:
        """Other bounds for these columns."""
        at = np.flatnonzero(columns).astype(np.int32)
        self.solver.changeColsBounds(len(at), at, np.full(len(at), low), np.full(len(at), high))

    def _moved(self, found: Floats) -> NDArray[np.int64]:
        """The columns that differ in a world of whole numbers. It is counted again here, without fractions. Where one is a
        fraction, all that moves along with it is left as it was counted."""
        world = np.rint(found).astype(np.int64)
        broken = np.abs(found - world) > WHOLE
        if broken.any():
            world[self._along(broken, np.abs(found) > WHOLE)] = 0
        low, high = self.worlds.low[self.cells], self.worlds.high[self.cells]
        sums = np.add.reduceat(self.sign * world[self.index], self.starts[:-1])
        holds = (sums >= self.row_low) & (sums <= self.row_high)
        return np.flatnonzero(world) if holds.all() and ((world >= low) & (world <= high)).all() else np.array([], int)

    def _along(self, some: Mask, moving: Mask) -> Mask:
        """These columns, and those that a chain of sums of moving columns ties to them."""
        rows = np.repeat(np.arange(len(self.row_low)), np.diff(self.starts))
        use = moving[self.index]
        rows, columns = rows[use], self.index[use]
        reached = some & moving
        while True:
            met = np.zeros(len(self.row_low), bool)
            met[rows[reached[columns]]] = True
            further = reached.copy()
            further[columns[met[rows]]] = True
            if (further == reached).all():
                return reached
            reached = further

    def price(self, cell: Number) -> list[Number]:
        """What must be blunted so that this cell could be one more or one less, at the least cost. Nothing when no linear
        program can tell it anyhow (the other world has fractions), or when it follows from what was published before."""
        found = [one for sign in (1, -1) if (one := self._stretched(int(self.at[cell]), sign))]
        return min(found, default=(0.0, []))[1]

    def _stretched(self, target: int, sign: int) -> tuple[float, list[Number]] | None:
        """The cost, and the cells whose bounds are stretched when the target moves by one or more."""
        elastic = np.array([at for at, cell in enumerate(self.cells) if int(cell) in self.worlds.loose], int)
        loose = [self.worlds.loose[int(cell)] for cell in self.cells[elastic]]
        low, high = self.worlds.low[self.cells], self.worlds.high[self.cells]
        tight_low, tight_high = low[elastic], high[elastic]
        furthest = (
            np.array([one.bounds for one in loose], float).reshape(-1, 2)
            - self.worlds.counted[self.cells[elastic], None]
        )
        low[elastic] = np.minimum(furthest[:, 0], tight_low)
        high[elastic] = np.maximum(np.minimum(furthest[:, 1], FAR), tight_high)
        (low if sign > 0 else high)[target] = sign
        if low[target] > high[target]:
            return None
        size, extra = len(low), len(elastic)
        # Of each elastic column two rows: at most its upper bound and the stretch, at least its lower bound without it.
        stretch = np.arange(size, size + extra)
        solver = _program(
            np.concatenate([np.zeros(size), [one.cost for one in loose]]),
            np.concatenate([low, np.zeros(extra)]),
            np.concatenate([high, np.full(extra, np.inf)]),
            np.concatenate([self.row_low, np.column_stack([np.full(extra, -np.inf), tight_low]).ravel()]),
            np.concatenate([self.row_high, np.column_stack([tight_high, np.full(extra, np.inf)]).ravel()]),
            np.concatenate([self.starts, self.starts[-1] + 2 * np.arange(1, 2 * extra + 1)]),
            np.concatenate([self.index, np.column_stack([elastic, stretch, elastic, stretch]).ravel()]),
            np.concatenate([self.sign, np.tile([1, -1, 1, 1], extra)]),
        )
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        answer = np.array(solver.getSolution().col_value)
        stretched = self.cells[elastic[answer[size:] > WHOLE]]
        return float(solver.getObjectiveValue()), [int(cell) for cell in stretched]

    def loosen(self, cell: Number) -> None:
        """This cell is blunted from now on."""
        worlds, at, (low, high) = self.worlds, int(self.at[cell]), self.worlds.loose[cell].bounds
        worlds.low[cell] = min(worlds.low[cell], low - worlds.counted[cell])
        worlds.high[cell] = max(worlds.high[cell], min(high - worlds.counted[cell], FAR))
        self.solver.changeColBounds(at, worlds.low[cell], worlds.high[cell])


def _program(
    cost: Floats,
    low: Floats,
    high: Floats,
    row_low: Floats,
    row_high: Floats,
    starts: Integers,
    index: Integers,
    sign: Integers,
) -> highspy.Highs:
    """A linear program, its matrix by rows."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(low), len(row_low)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, low, high
    lp.row_lower_, lp.row_upper_ = row_low, row_high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, index, sign.astype(float)
    solver = highspy.Highs()
    solver.silent()
    solver.passModel(lp)
    return solver
