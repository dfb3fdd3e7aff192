"""What is counted once a school year cannot betray a child either: providers at schools, and participation in kinds of school.

The attack knows all that was published and every rule by which it was, and asks a solver for the least and the most that each
small count can be. Whole numbers, so nothing that a reader could find is missed.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from uuid import UUID

import highspy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights import providing
from insights import publication as rule
from insights.audit import AMBIGUITY
from insights.enums import Level
from insights.knowledge import interval
from insights.providing import Served, Told, to_tell

PROVIDERS = [UUID(int=number) for number in (1, 2, 3)]
SCHOOLS = ("a", "b", "c", "d")
UNITS = {
    (Level.CITY, ""): SCHOOLS,
    (Level.NEIGHBOURHOOD_TEAM, "noord"): ("a", "b"),
    (Level.NEIGHBOURHOOD_TEAM, "zuid"): ("c", "d"),
    (Level.BOARD, "1"): ("a", "b", "c"),
    (Level.BOARD, "2"): ("d",),
    **{(Level.LOCATION, school): (school,) for school in SCHOOLS},
}
AROUND = {
    school: [
        unit
        for unit in ((level.value, code) for level, code in UNITS)
        if unit[1] not in ("", school) and school in UNITS[Level(unit[0]), unit[1]]
    ]
    for school in SCHOOLS
}
MOST = 60  # more pupils than this has no provider here
Counts = dict[tuple[UUID, str], int]


def served(pupils: Counts) -> list[Served]:
    """As the database counts it."""
    found = []
    for (level, unit), schools in UNITS.items():
        each = {one: sum(pupils[one, school] for school in schools) for one in PROVIDERS}
        each = {one: number for one, number in each.items() if number}
        if each:
            found.append(Served(level.value, unit, None, len(each), sum(each.values())))
            found += [Served(level.value, unit, one, 1, number) for one, number in each.items()]
    return found


class Attack:
    """All that a reader knows, as whole numbers and choices."""

    def __init__(self, told: Sequence[tuple[Served, Told]]) -> None:
        self.solver = highspy.Highs()
        self.solver.silent()
        seen = {(one.level, one.unit, one.provider): what for one, what in told}
        self.pupils = {}
        works = {}
        for one, school in product(PROVIDERS, SCHOOLS):
            is_named = (Level.LOCATION.value, school, one) in seen
            count = self.solver.addIntegral(8 if is_named else 0, MOST if is_named else 7)
            self.pupils[one, school], works[one, school] = count, self.solver.addBinary()
            self.solver.addConstr(works[one, school] <= count)
            self.solver.addConstr(count <= MOST * works[one, school])
        for (level, unit), schools in UNITS.items():
            all_of_them = sum(self.pupils[one, school] for one, school in product(PROVIDERS, schools))
            shown = seen.get((level.value, unit, None))
            self.solver.addConstr(all_of_them <= 7 if shown is None else all_of_them >= 8)
            if shown is not None:
                self._so_many(works, schools, int(shown["providers"] or 0))
        for one in PROVIDERS:
            everywhere = sum(self.pupils[one, school] for school in SCHOOLS)
            shown = seen.get((Level.CITY.value, "", one))
            low, high = (8, MOST) if shown else (0, 7)
            if shown and shown["pupils"]:
                low, high = interval(rule.Rounded(int(shown["pupils"])))
            self.solver.addConstr(everywhere >= low)
            self.solver.addConstr(everywhere <= high)

    def _so_many(self, works: dict[tuple[UUID, str], object], schools: Sequence[str], number: int) -> None:
        """So many different providers work at these schools together."""
        here = []
        for one in PROVIDERS:
            somewhere = self.solver.addBinary()
            for school in schools:
                self.solver.addConstr(somewhere >= works[one, school])
            self.solver.addConstr(somewhere <= sum(works[one, school] for school in schools))
            here.append(somewhere)
        self.solver.addConstr(sum(here) == number)

    def possible(self, one: UUID, school: str) -> tuple[int, int]:
        """The least and the most pupils that this provider can have at this school."""
        found = []
        for ask in (self.solver.minimize, self.solver.maximize):
            ask(self.pupils[one, school])
            assert self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
            found.append(round(self.solver.val(self.pupils[one, school])))
        return found[0], found[1]


def worked_out(pupils: Counts) -> Iterator[tuple[UUID, str]]:
    """The small counts of which it is known that there is somebody, with fewer values left than the audit asks."""
    attack = Attack(list(to_tell(served(pupils), AROUND, {})))
    for (one, school), number in pupils.items():
        if 0 < number < 8:
            least, most = attack.possible(one, school)
            assert least <= number <= most, "the attack may be wrong about nothing"
            if least and most - least + 1 < AMBIGUITY:
                yield one, school


ANY = st.sampled_from((0, 0, 0, 1, 2, 3, 6, 7, 8, 8, 9, 10, 13, 18))
CITIES = st.lists(ANY, min_size=len(PROVIDERS) * len(SCHOOLS), max_size=len(PROVIDERS) * len(SCHOOLS)).map(
    lambda numbers: dict(zip(product(PROVIDERS, SCHOOLS), numbers, strict=True))
)


@settings(max_examples=60, deadline=None)
@given(CITIES)
def test_no_small_number_of_a_provider_can_be_worked_out(pupils: Counts) -> None:
    assert list(worked_out(pupils)) == []


def test_names_and_numbers_together_would_have_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first works for eight at two schools and for one at a third, where as many providers work as there are."""
    first, second, third = PROVIDERS
    pupils = dict.fromkeys(product(PROVIDERS, SCHOOLS), 0)
    pupils |= {(first, "a"): 8, (first, "b"): 8, (first, "c"): 1, (second, "c"): 9, (third, "c"): 9}
    shown = {one.provider: told for one, told in to_tell(served(pupils), AROUND, {}) if one.level == Level.CITY}
    assert shown[first] == {"pupils": None, "mark": None}
    assert shown[second]["pupils"] == 10
    assert list(worked_out(pupils)) == []

    monkeypatch.setattr(providing, "betraying", lambda _served, _places: set())
    assert list(worked_out(pupils)) == [(first, "c")]


# ---- Participation --------------------------------------------------------------------------------------------------
def test_a_small_kind_of_school_stays_open_beside_its_sector() -> None:
    """A sector and its kinds are each rounded by themselves. Whatever the others are, at least two numbers stay possible for a
    kind with fewer than eight pupils."""
    for hidden, *others in product(range(8), range(200, 205), (0, *range(60, 65))):
        told = [interval(rule.finer(rule.Tally(one, one))) for one in others if one]
        low, high = interval(rule.finer(rule.Tally(hidden + sum(others), hidden + sum(others))))
        least = max(0, low - sum(most for _, most in told))
        most = min(7, high - sum(least for least, _ in told))
        assert least <= hidden <= most
        assert most - least + 1 >= 2, (hidden, others)
