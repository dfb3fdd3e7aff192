"""An attack on everything that was published: linear programming over all sums that anybody knows to hold.

The attacker knows every published row of every period and version, the hierarchy of units, that sectors, units, routes,
themes and months add up, that open is what was open before and was raised, without what was closed, and what a mean says
about how many there were. He has luck: of what need not hold between counts of different days, he assumes what does hold.

Of each small count that is hidden he asks the smallest and largest whole number that all of it together allows. Most need not
be asked: another world of whole numbers in which everything published is as it is, but not this count, proves that nobody
can tell. Worlds are tried by pulling at all small counts at once; each is checked against every sum without fractions.
"""

import datetime
import math
import random
from collections.abc import Iterator

import highspy
import numpy as np
import pytest

from financing.actions.working_hours import fix_cases_by_home
from financing.models import CasesByHome
from insights import actions, tallies
from insights.cells import Adds, Cell, Equation, equations, universe
from insights.enums import COUNTS, STOCKS, WAITS, Breakdown, Figure, Level, Measure, PeriodKind, Shape
from insights.knowledge import interval
from insights.models import Publication, PublishedFigure
from insights.periods import Period
from insights.publication import Exact, Rounded, Suppressed, Withheld
from tests.insights.conftest import SCHOOLS, TODAY
from tests.insights.world import World

D = datetime.date
FAR = 10**4
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
#: Two schools a wijkteam and a board of its own for most: whoever is counted here is soon alone.
VERY_SMALL = (
    ("BO", "10001", "noord"),
    ("BO", "10002", "noord"),
    ("BO", "10003", "zuid"),
    ("BO", "10001", ""),
    ("VO", "10004", ""),
    ("VO", "10001", ""),
    ("MBO", "10005", ""),
)


def fill(city: World, seed: int) -> None:
    """Questions that are few enough to betray somebody: 0 to 9 per team and month."""
    chance = random.Random(seed)
    for day in MONTHS:
        for team in city.teams:
            for case in city.many(
                team,
                chance.choice([0, 1, 2, 3, 5, 8, 9]),
                day,
                approach=chance.choice(["preventief", "curatief"]),
                themes=chance.choice([["leren"], ["gedrag"], ["leren", "gedrag"]]),
                first_support_on=chance.choice([None, day + datetime.timedelta(days=20)]),
            ):
                if chance.random() < 0.3:
                    city.escalate(case, day, route=chance.choice(["01", "02", "03"]))
                elif chance.random() < 0.5:
                    mark = chance.choice([None, 8])
                    city.close(case, day + datetime.timedelta(days=chance.randrange(10, 60)), pupil_mark=mark)


class Knowledge:
    """What the attacker knows: an interval for each count of each period and version, and every sum between them that holds.
    A cell's `period` is here the code of the period and the version."""

    def __init__(self) -> None:
        self.bounds: dict[Cell, tuple[int, int]] = {}
        self.truth: dict[Cell, int] = {}
        self.small: list[Cell] = []
        self.rules: list[Equation] = []
        self.published: dict[str, Publication] = {}
        for publication in Publication.objects.select_related("counts").order_by("id"):
            self._read(publication)

    def _read(self, publication: Publication) -> None:
        period, label = publication.period, f"{publication.period.code} {publication.revision}"
        units = tallies.units_of(period)
        cells = [one._replace(period=label) for one in universe(period.kind, [Figure(one) for one in COUNTS], units)]
        counted = tallies.as_counted(publication)
        here, statistics = dict.fromkeys(cells, interval(Suppressed())), []
        for row in publication.figures.all():
            cell = Cell(row.figure, row.sector, row.level, row.unit, row.breakdown, row.value, label)
            if row.measure == Measure.COUNT:
                number = int(row.number or 0)
                told = {Shape.EXACT: Exact(number), Shape.ROUNDED: Rounded(number)}.get(Shape(row.shape), Withheld())
                here[cell] = interval(told)
            elif row.measure == Measure.MEAN:
                statistics.append(cell)
        hidden = (interval(Suppressed()), interval(Withheld()))
        teams = tallies.teams_per_sector(period)
        for cell in cells:
            tally = counted.get(cell._replace(period=""))
            self.truth[cell] = number = tally.for_audit[0] if tally else 0
            public = cell.level == Level.CITY and not cell.breakdown and teams.get(cell.sector, 0) >= 3
            if tally and number and tally.is_small and here[cell] in hidden and not public:
                self.small.append(cell)
            low, high = here[cell]
            self.bounds[cell] = min(low, number), min(max(high, number), FAR)
        for rule in (
            *equations(here, units),
            *self._between(period, label, cells),
            *(enough for cell in statistics for enough in self._enough(cell)),
            *self._homes(period, label),
        ):
            if rule.parts and self.holds(rule):
                self.rules.append(rule)
        self.published[label] = publication

    def _last(self, period: Period) -> str | None:
        """The version of this period that was there."""
        labels = [f"{period.code} {revision}" for revision in (2, 1)]
        return next((label for label in labels if label in self.published), None)

    def _between(self, period: Period, label: str, cells: list[Cell]) -> Iterator[Equation]:
        """An earlier version, smaller periods, and the period before."""
        earlier, before = self._last(period), self._last(period.previous)
        parts = [self._last(part) for part in period.parts()]
        for cell in cells:
            at = {code: cell._replace(period=code) for code in (earlier, before, *parts) if code}
            if earlier and at[earlier] in self.bounds:
                yield Equation(cell, (at[earlier],))
            if parts and None not in parts:
                wanted = parts[-1:] if cell.figure in STOCKS else parts
                yield Equation(cell, tuple(at[code] for code in wanted if at[code] in self.bounds))
            if before and cell.figure == Figure.ACTIVE and cell.breakdown in ("", Breakdown.THEME, Breakdown.APPROACH):
                together = self._help(self.truth[cell] + self.truth[cell._replace(figure=Figure.CLOSED)])
                yield Equation(together, (cell, cell._replace(figure=Figure.CLOSED)))
                was = (at[before],) if at[before] in self.bounds else ()
                yield Equation(together, (*was, cell._replace(figure=Figure.RAISED)))

    def _enough(self, cell: Cell) -> Iterator[Equation]:
        """Eight gave a mark when their question was closed; eight waited, whose questions were open or closed at the end."""
        parts = [cell._replace(figure=Figure.CLOSED)]
        if cell.figure in WAITS:
            parts.append(cell._replace(figure=Figure.ACTIVE))
        if all(one in self.bounds for one in parts) and (total := sum(self.truth[one] for one in parts)) >= 8:
            yield Equation(self._help(total, least=8), tuple(parts))

    def _homes(self, period: Period, label: str) -> Iterator[Equation]:
        """Of VO, pupils with a question per woongemeente: no more than its questions."""
        if period.kind == PeriodKind.SCHOOL_YEAR:
            rows = CasesByHome.objects.filter(school_year=period.first.year).exclude(home=None)
            for code, pupils in rows.values_list("home__code", "pupils"):
                open_, closed = (
                    Cell(one, "VO", Level.HOME, code, "", "", label) for one in (Figure.ACTIVE, Figure.CLOSED)
                )
                together = self._help(self.truth[open_] + self.truth[closed], least=interval(Rounded(pupils))[0])
                yield Equation(together, (open_, closed))

    def _help(self, number: int, least: int = 0) -> Cell:
        cell = Cell("", "", "", str(len(self.truth)), "", "")
        self.truth[cell], self.bounds[cell] = number, (least, FAR)
        return cell

    def holds(self, rule: Equation, world: dict[Cell, int] | None = None) -> bool:
        """In a world; without one, in what was counted."""
        numbers = world or self.truth
        total, parts = numbers[rule.whole], sum(numbers[part] for part in rule.parts)
        return {Adds.ALL: parts == total, Adds.AT_MOST: parts <= total, Adds.AT_LEAST: parts >= total}[rule.adds]

    def worked_out(self, dice: random.Random) -> list[str]:
        """The small counts of which only one number is possible."""
        attack = Attack(self)
        left = set(self.small)
        for _ in range(20):
            if not left:
                return []
            left -= attack.differing({cell: dice.choice((-1, 1)) * dice.uniform(0.5, 1.5) for cell in sorted(left)})
        found = []
        for cell in sorted(left):
            least, most = attack.most(cell, -1), attack.most(cell, 1)
            if math.ceil(least - 1e-6) >= math.floor(most + 1e-6):
                found.append(f"{cell}: {least:.2f} to {most:.2f}")
        return found


class Attack:
    """All of it as one linear program."""

    def __init__(self, known: Knowledge) -> None:
        self.known = known
        self.cells = list(known.bounds)
        self.index = {cell: at for at, cell in enumerate(self.cells)}
        low, high = np.array(list(known.bounds.values()), float).T
        rows = {Adds.ALL: (0.0, 0.0), Adds.AT_MOST: (-np.inf, 0.0), Adds.AT_LEAST: (0.0, np.inf)}
        entries = [
            [(self.index[one.whole], -1.0), *((self.index[part], 1.0) for part in one.parts)] for one in known.rules
        ]
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(low), len(entries)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = np.zeros(len(low)), low, high
        lp.row_lower_, lp.row_upper_ = np.array([rows[one.adds] for one in known.rules]).T
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *map(len, entries)])
        lp.a_matrix_.index_ = np.array([at for row in entries for at, _ in row])
        lp.a_matrix_.value_ = np.array([sign for row in entries for _, sign in row])
        self.solver = highspy.Highs()
        self.solver.silent()
        self.solver.passModel(lp)

    def solve(self, goal: dict[Cell, float]) -> np.ndarray:
        """The world that goes furthest in these directions."""
        costs = np.zeros(len(self.cells))
        costs[[self.index[cell] for cell in goal]] = [-by for by in goal.values()]
        self.solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
        self.solver.run()
        assert self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return np.array(self.solver.getSolution().col_value)

    def most(self, cell: Cell, sign: int) -> float:
        """The largest value of a cell; with -1, of what is below it."""
        return sign * float(self.solve({cell: sign})[self.index[cell]])

    def differing(self, goal: dict[Cell, float]) -> set[Cell]:
        """The cells that differ from what was counted, in a world of whole numbers in which every rule holds."""
        world = np.rint(self.solve(goal)).astype(int)
        known = self.known
        other = dict(zip(self.cells, world.tolist(), strict=True))
        assert all(low <= other[cell] <= high for cell, (low, high) in known.bounds.items())
        if not all(known.holds(rule, other) for rule in known.rules):
            return set()
        return {cell for cell in goal if other[cell] != known.truth[cell]}


def publish_early(city: World, seed: int) -> None:
    """In March too; what was written down late since then makes another version of January."""
    actions.nightly(today=D(2026, 3, 1))
    for team in city.teams[:3]:
        city.many(team, random.Random(seed).randrange(1, 4), D(2026, 1, 20))


@pytest.mark.parametrize(
    ("schools", "seed", "versions"), [(SCHOOLS, 1, 1), (VERY_SMALL, 2, 2)], ids=["small", "very small"]
)
def test_no_small_count_can_be_worked_out(
    db: None, schools: tuple[tuple[str, str, str], ...], seed: int, versions: int
) -> None:
    city = World(schools)
    fill(city, seed)
    if versions > 1:
        publish_early(city, seed)
    fix_cases_by_home(today=TODAY)
    actions.nightly(today=TODAY)

    known = Knowledge()

    assert len(known.small) > 1000, "there is something to betray"
    assert len([label for label in known.published if label.startswith("2026-01 ")]) == versions
    withheld = PublishedFigure.objects.filter(shape=Shape.WITHHELD)
    assert withheld.exists() and not withheld.filter(level=Level.CITY, breakdown="").exists(), "rounded at most"
    assert known.worked_out(random.Random(seed)) == []
