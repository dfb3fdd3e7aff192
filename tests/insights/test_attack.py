"""An attack on everything that was published: linear programming over all sums that anybody knows to hold.

The attacker knows every published row of every period, the hierarchy of units, and that sectors, units, routes and months
add up. For each hidden figure about somebody the smallest and largest number is asked that all of it together allows.
"""

import datetime
import random

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

from insights import actions, tallies
from insights.cells import Cell, Equation, equations, universe
from insights.enums import COUNTS, STOCKS, Figure, Level, Measure, Shape
from insights.knowledge import interval
from insights.models import Publication, PublishedFigure
from insights.publication import Exact, Rounded, Suppressed, Withheld
from tests.insights.conftest import TODAY
from tests.insights.world import World

D = datetime.date
MONTHS = [
    D(2025, 9, 5),
    D(2025, 10, 6),
    D(2025, 11, 3),
    D(2026, 1, 12),
    D(2026, 2, 9),
    D(2026, 4, 7),
    D(2026, 5, 11),
    D(2026, 6, 8),
]


def small_city(city: World, seed: int) -> None:
    """Questions that are few enough to betray somebody: 0 to 9 per team and month."""
    chance = random.Random(seed)
    for day in MONTHS:
        for team in city.teams:
            for case in city.many(
                team, chance.choice([0, 1, 2, 3, 5, 8, 9]), day, approach=chance.choice(["preventief", "curatief"])
            ):
                if chance.random() < 0.3:
                    city.escalate(case, day, route=chance.choice(["01", "02", "03"]))
                elif chance.random() < 0.5:
                    city.close(case, day + datetime.timedelta(days=chance.randrange(10, 60)))


class Knowledge:
    """What the attacker knows: an interval for each cell of each period, and every sum that holds between them."""

    def __init__(self) -> None:
        self.bounds: dict[Cell, tuple[int, int]] = {}
        self.rules: list[Equation] = []
        self.truth: dict[Cell, int] = {}
        latest = {one.period: one for one in Publication.objects.order_by("revision")}
        for period, publication in latest.items():
            units = tallies.units_of(period)
            cells = [
                cell._replace(period=period.code)
                for cell in universe(period.kind, [Figure(one) for one in COUNTS], units)
            ]
            here = dict.fromkeys(cells, interval(Suppressed()))
            for row in publication.figures.filter(measure=Measure.COUNT):
                cell = Cell(row.figure, row.sector, row.level, row.unit, row.breakdown, row.value, period.code)
                number = int(row.number or 0)
                here[cell] = interval(
                    {Shape.EXACT: Exact(number), Shape.ROUNDED: Rounded(number)}.get(Shape(row.shape), Withheld())
                )
            self.bounds |= here
            self.rules += equations(here, units)
            counted = tallies.count(period)
            self.truth |= {
                cell: counted[bare]._number for cell in cells if (bare := cell._replace(period="")) in counted
            }
        for period in latest:
            parts = [part.code for part in period.parts()]
            for cell in [cell for cell in self.bounds if cell.period == period.code and cell.figure not in STOCKS]:
                self.rules.append(Equation(cell, tuple(cell._replace(period=code) for code in parts)))
        self.rules = [
            rule for rule in self.rules if rule.parts and all(one in self.bounds for one in (rule.whole, *rule.parts))
        ]

    def extremes(self, cells: list[Cell]) -> dict[Cell, tuple[float, float]]:
        """The smallest and largest value of each cell, by linear programming over everything."""
        index = {cell: at for at, cell in enumerate(self.bounds)}
        equal, less = (
            _matrix([rule for rule in self.rules if not rule.open], index),
            _matrix([rule for rule in self.rules if rule.open], index),
        )
        bounds = [(low, None if high >= 10**9 else high) for low, high in self.bounds.values()]
        found = {}
        for cell in cells:
            ends = []
            for sign in (1, -1):
                goal = np.zeros(len(index))
                goal[index[cell]] = sign
                answer = linprog(
                    goal,
                    A_ub=less,
                    b_ub=np.zeros(less.shape[0]),
                    A_eq=equal,
                    b_eq=np.zeros(equal.shape[0]),
                    bounds=bounds,
                    method="highs",
                )
                assert answer.status == 0, answer.message
                ends.append(sign * answer.fun)
            found[cell] = (ends[0], ends[1])
        return found


def _matrix(rules: list[Equation], index: dict[Cell, int]) -> coo_matrix:
    """Rows of parts minus whole."""
    at = [
        (row, index[cell], sign)
        for row, rule in enumerate(rules)
        for cell, sign in [(rule.whole, -1), *((part, 1) for part in rule.parts)]
    ]
    rows, columns, signs = zip(*at, strict=True)
    return coo_matrix((signs, (rows, columns)), shape=(len(rules), len(index))).tocsr()


@pytest.mark.parametrize("seed", [1, 2])
def test_no_small_figure_can_be_worked_out(city: World, seed: int) -> None:
    small_city(city, seed)
    actions.nightly(today=TODAY)
    known = Knowledge()
    hidden = (interval(Suppressed()), interval(Withheld()))
    small = [cell for cell, number in known.truth.items() if 0 < number < 8 and known.bounds[cell] in hidden]
    assert len(small) > 200, "there is something to betray"

    found = known.extremes(random.Random(seed).sample(small, 40))

    withheld = PublishedFigure.objects.filter(shape=Shape.WITHHELD)
    assert withheld.exists() and not withheld.filter(level=Level.CITY, breakdown="").exists(), "rounded at most"
    worked_out = [f"{cell}: {low:.1f} to {high:.1f}" for cell, (low, high) in found.items() if high - low < 0.99]
    assert worked_out == []
