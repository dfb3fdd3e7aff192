"""What may be told of providers: how many work around a school, which for many pupils, and for how many in the city.

Names, numbers of providers and numbers of pupils together could give away a small count: a name stands for eight pupils or
more, and where all providers of a school are named none is left for another. So for each small count other worlds are looked
for, in which all that is told is the same and this count is not (as `insights.worlds` does for questions). Where there
are too few, the number of pupils in the city is withheld.
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
        self.cells: list[tuple[Unit, UUID]] = [(unit, one) for unit, one in at_schools if one]
        self.small = [cell for cell in self.cells if self.number[cell] < settings.PUBLICATION_THRESHOLD]
        self._around = {
            unit: [(unit, None), (CITY, None), *((around, None) for around in places.get(unit[1], ()))]
            for unit, _ in self.cells
        }

    def withhold(self, provider: UUID) -> None:
        self.withheld.add(provider)
        if (CITY, provider) in self.bounds:
            self._loosen((CITY, provider))

    def _loosen(self, total: Total) -> None:
        low, high = self.bounds[total]
        self.bounds[total] = low and settings.PUBLICATION_THRESHOLD, NO_LIMIT if low else high

    def leaves_room(self, cell: tuple[Unit, UUID]) -> bool:
        """Whether it could be as many other numbers as needed."""
        found = 1
        for other in range(1, settings.PUBLICATION_THRESHOLD):
            found += other != self.number[cell] and self._could_be(cell, other - self.number[cell])
            if found >= AMBIGUITY:
                return True
        return False

    def _could_be(self, cell: tuple[Unit, UUID], by: int) -> bool:
        """By itself, or with another count that changes too. No school gets a provider or loses one."""
        if self._holds({cell: by}):
            return True
        return any(
            self._holds({cell: by, other: step})
            for other in self.cells
            if other != cell
            for step in self._steps(other, by)
        )

    def _steps(self, cell: tuple[Unit, UUID], by: int) -> Iterable[int]:
        """Against the change first, then any other that leaves it on its side of the threshold."""
        few = settings.PUBLICATION_THRESHOLD - 1
        number = self.number[cell]
        low, high = (1, few) if number <= few else (few + 1, number + few)
        return (step for step in (-by, *range(low - number, high - number + 1)) if step)

    def _holds(self, changes: Mapping[tuple[Unit, UUID], int]) -> bool:
        """Whether all that is told stays as it is."""
        by: dict[Total, int] = defaultdict(int)
        few = settings.PUBLICATION_THRESHOLD - 1
        for (unit, provider), change in changes.items():
            new = self.number[unit, provider] + change
            if new < 1 or (new > few) != (self.number[unit, provider] > few):
                return False
            for total in (*self._around[unit], (CITY, provider)):
                by[total] += change
        return all(self._may_be(total, change) for total, change in by.items())

    def _may_be(self, total: Total, change: int) -> bool:
        if total not in self.number:  # nobody, or a unit that is not asked for
            return True
        low, high = self.bounds[total]
        return low <= self.number[total] + change <= high


def places_in(rows: Collection[tuple[str, str, str]]) -> dict[str, list[Unit]]:
    """Per location the wijkteams and boards that it belongs to, from rows of location, wijkteam and board."""
    found: dict[str, list[Unit]] = defaultdict(list)
    for location, wijkteam, board in rows:
        named = ((Level.NEIGHBOURHOOD_TEAM.value, wijkteam), (Level.BOARD.value, board))
        found[location] += [unit for unit in named if unit[1] and unit not in found[location]]
    return found
