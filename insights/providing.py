"""What may be told of providers: how many work around a school, which for many pupils, and for how many in the city.

Names, numbers of providers and numbers of pupils together could give away a small count: a name stands for eight pupils or
more, and where all providers of a school are named none is left for another. So for each small count other worlds are looked
for, in which all that is told is the same and this count is not (as `insights.worlds` does for questions). Where it cannot be
nobody and there are too few of them, the number of pupils in the city is withheld.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from insights import publication as rule
from insights.audit import AMBIGUITY, NO_LIMIT, Interval
from insights.enums import Level
from insights.knowledge import interval

Unit = tuple[str, str]
#: A unit with all of its providers (None), or one of them.
Total = tuple[Unit, UUID | None]
#: One provider at one school.
Cell = tuple[Unit, UUID]
CITY: Unit = (Level.CITY.value, "")


class Served(NamedTuple):
    """For how many pupils of a unit how many providers work: all of them, or one by name."""

    level: str
    unit: str
    provider: UUID | None
    providers: int
    persons: int

    @property
    def total(self) -> Total:
        return (self.level, self.unit), self.provider

    @property
    def pupils(self) -> rule.Rounded | rule.Suppressed:
        return rule.finer(rule.Tally(self.persons, self.persons))


Told = dict[str, int | Decimal | None]


def to_tell(
    served: Sequence[Served], places: Mapping[str, Iterable[Unit]], marks: Mapping[UUID, Decimal]
) -> Iterator[tuple[Served, Told]]:
    """The rows that may be seen, and what they tell beside unit and provider. `places`: wijkteam and board of each location."""
    withheld = betraying(served, places)
    for one in served:
        pupils = one.pupils
        if not isinstance(pupils, rule.Rounded):
            continue
        if one.provider is None:
            yield one, {"providers": one.providers}
        elif one.level == Level.CITY:
            number = None if one.provider in withheld else pupils.number
            yield one, {"pupils": number, "mark": marks.get(one.provider)}
        elif one.level == Level.LOCATION:
            yield one, {}


def betraying(served: Sequence[Served], places: Mapping[str, Iterable[Unit]]) -> set[UUID]:
    """The providers whose number of pupils in the city would leave a small count at a school too few values."""
    told = _Told(served, places)
    for cell in told.small:
        if not told.leaves_room(cell):
            told.withhold(cell[1])
    return told.withheld


class _Told:
    """All counts, with the interval that a reader sees of each."""

    def __init__(self, served: Sequence[Served], places: Mapping[str, Iterable[Unit]]) -> None:
        self.number: dict[Total, int] = {one.total: one.persons for one in served}
        self.bounds: dict[Total, Interval] = {one.total: interval(one.pupils) for one in served}
        for one in served:
            # Only in the city is a number of pupils told; elsewhere a row says that there are enough.
            if one.level != Level.CITY or one.provider is None:
                self._loosen(one.total)
        self.withheld: set[UUID] = set()
        at_schools = [(total[0], total[1]) for total in self.number if total[0][0] == Level.LOCATION]
        self.cells: list[Cell] = [(unit, one) for unit, one in at_schools if one]
        self.small = [cell for cell in self.cells if self.number[cell] < settings.PUBLICATION_THRESHOLD]
        self._totals = {cell: list(_totals_of(cell, places)) for cell in self.cells}
        self._cells_in: dict[Total, list[Cell]] = defaultdict(list)
        for cell, totals in self._totals.items():
            for total in totals:
                self._cells_in[total].append(cell)

    def withhold(self, provider: UUID) -> None:
        self.withheld.add(provider)
        if (CITY, provider) in self.bounds:
            self._loosen((CITY, provider))

    def _loosen(self, total: Total) -> None:
        low, high = self.bounds[total]
        self.bounds[total] = low and settings.PUBLICATION_THRESHOLD, NO_LIMIT if low else high

    def leaves_room(self, cell: Cell) -> bool:
        """Whether it could be nobody, or as many other numbers as the audit asks."""
        found = {self.number[cell]}
        for ways in (self._by_itself, self._with_another, self._with_two):
            for number in range(settings.PUBLICATION_THRESHOLD):
                if number not in found and ways(cell, number - self.number[cell]):
                    found.add(number)
                if 0 in found or len(found) >= AMBIGUITY:
                    return True
        return False

    def _by_itself(self, cell: Cell, by: int) -> bool:
        return self._holds({cell: by})

    def _with_another(self, cell: Cell, by: int) -> bool:
        """Another count changes too: one that has a part in a total that would not hold."""
        broken = self._broken({cell: by})
        return bool(broken) and any(
            self._holds({cell: by, other: step})
            for other in self._cells_in[broken[0]]
            if other != cell
            for step in self._steps(other, by)
        )

    def _with_two(self, cell: Cell, by: int) -> bool:
        """Another provider at the same school changes too, and the same provider at another school."""
        unit, provider = cell
        return any(
            self._holds({cell: by, here: one, there: two})
            for here in self._cells_in[unit, None]
            if here != cell
            for there in self._cells_in[CITY, provider]
            if there != cell
            for one in self._steps(here, by)
            for two in self._steps(there, by)
        )

    def _steps(self, cell: Cell, by: int) -> Iterable[int]:
        """Against the change first, then any other that leaves it on its side of the threshold."""
        few = settings.PUBLICATION_THRESHOLD - 1
        number = self.number[cell]
        low, high = (0, few) if number <= few else (few + 1, number + few)
        return (step for step in (-by, *range(low - number, high - number + 1)) if step)

    def _holds(self, changes: Mapping[Cell, int]) -> bool:
        """Whether all that is told stays as it is: numbers, names, and how many providers work where that is told."""
        few = settings.PUBLICATION_THRESHOLD - 1
        for cell, change in changes.items():
            new = self.number[cell] + change
            if new < 0 or (new > few) != (self.number[cell] > few):
                return False
        return not self._broken(changes)

    def _broken(self, changes: Mapping[Cell, int]) -> list[Total]:
        """The totals that would not be what is told of them."""
        by: dict[Total, int] = defaultdict(int)
        for cell, change in changes.items():
            for total in self._totals[cell]:
                by[total] += change
        return [total for total, change in by.items() if not self._may_be(total, change)]

    def _may_be(self, total: Total, change: int) -> bool:
        """Of all providers of a unit, or of one in the city: within what is told. Of one elsewhere: it works there as before,
        where it is told how many do; who they are is not."""
        unit, provider = total
        number = self.number.get(total, 0) + change
        if provider is not None and unit != CITY:
            return number > 0 or self.is_hidden(unit)
        low, high = self.bounds.get(total, (0, NO_LIMIT))
        return low <= number <= high and (provider is None or number > 0)

    def is_hidden(self, unit: Unit) -> bool:
        """Too few pupils for any row."""
        return not self.bounds[unit, None][0]


def _totals_of(cell: Cell, places: Mapping[str, Iterable[Unit]]) -> Iterator[Total]:
    """What a count has a part in: all providers, and this one, of the school and of each unit around it."""
    unit, provider = cell
    for around in (unit, CITY, *places.get(unit[1], ())):
        yield around, None
        yield around, provider


def places_in(rows: Collection[tuple[str, str, str]]) -> dict[str, list[Unit]]:
    """Per location the wijkteams and boards that it belongs to, from rows of location, wijkteam and board."""
    found: dict[str, list[Unit]] = defaultdict(list)
    for location, wijkteam, board in rows:
        named = ((Level.NEIGHBOURHOOD_TEAM.value, wijkteam), (Level.BOARD.value, board))
        found[location] += [unit for unit in named if unit[1] and unit not in found[location]]
    return found
