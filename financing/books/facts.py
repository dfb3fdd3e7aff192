"""The facts about money, one class for each sheet of the workbook [formats, "In"].

Every period is half open: `start` is the first day, `end` the day after the last (None: open end). Amounts are whole
cents; hours and weeks are exact decimals of any length. `key` is what makes two rows of one kind the same row.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import Any, ClassVar, TypeVar

from ..enums import LocationType, Role, Sector, SourceKind, Status, YearlyKind
from .calendar import FAR, Basis


@dataclass(frozen=True, slots=True)
class Fact:
    """A row that somebody entered. `KEY` names the fields that tell it apart; see `Book`."""

    KEY: ClassVar[tuple[str, ...]]
    key_of: ClassVar[Callable[[Any], Hashable]]

    def __init_subclass__(cls) -> None:
        cls.key_of = staticmethod(attrgetter(*cls.KEY))

    @property
    def key(self) -> Hashable:
        return type(self).key_of(self)


@dataclass(frozen=True, slots=True)
class Municipality(Fact):
    KEY = ("code",)
    code: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Board(Fact):
    KEY = ("code",)
    code: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class NeighbourhoodTeam(Fact):
    KEY = ("code",)
    code: str
    name: str | None = None
    municipality: str | None = None


@dataclass(frozen=True, slots=True)
class Location(Fact):
    """A school location from a day on: a later row of the same location ends the earlier one."""

    KEY = ("location", "start")
    location: str
    start: date
    type: LocationType
    name: str | None = None
    board: str | None = None
    municipality: str | None = None
    team: str | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Person(Fact):
    KEY = ("email",)
    email: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Appointment(Fact):
    """Somebody in a role at a location, for so many hours a week."""

    KEY = ("location", "role", "person", "start")
    location: str
    role: Role
    person: str
    start: date
    hours: Decimal
    employer: str | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Rate(Fact):
    """What an hour of a role costs, in cents, and for how many weeks a year (None: 40). A later row ends an earlier."""

    KEY = ("role", "start")
    role: Role
    start: date
    rate: int
    weeks: Decimal | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class HoursNorm(Fact):
    """Hours a week of a role for each PO location [domain 3.7]. A later row of the role ends the earlier one."""

    KEY = ("role", "start")
    role: Role
    start: date
    hours: Decimal
    end: date | None = None


@dataclass(frozen=True, slots=True)
class YearlyCost(Fact):
    """A fixed yearly amount, or a programme's [domain 3.1 (b), (d)]."""

    KEY = ("code",)
    code: str
    kind: YearlyKind
    amount: int
    basis: Basis
    start: date
    description: str | None = None
    role: Role | None = None
    sector: Sector | None = None
    location: str | None = None
    end: date | None = None
    decision: str | None = None
    status: Status = Status.ESTABLISHED


@dataclass(frozen=True, slots=True)
class Arrangement(Fact):
    """An education-care arrangement and its price from a day on [domain 3.9]. A later row ends an earlier one."""

    KEY = ("code", "start")
    code: str
    start: date
    name: str | None = None
    location: str | None = None
    capacity: int | None = None
    amount_per_place: int | None = None
    end: date | None = None
    decision: str | None = None
    status: Status = Status.ESTABLISHED


@dataclass(frozen=True, slots=True)
class Placement(Fact):
    """A pupil (a code, never a name) in an arrangement. Without both decisions it is no placement and costs nothing."""

    KEY = ("arrangement", "pupil", "start")
    arrangement: str
    pupil: str
    start: date
    municipality: str | None = None
    decided_by_school: date | None = None
    decided_by_municipality: date | None = None
    end: date | None = None

    @property
    def is_decided(self) -> bool:
        return self.decided_by_school is not None and self.decided_by_municipality is not None


@dataclass(frozen=True, slots=True)
class ShareLine(Fact):
    """One payer of a sharing rule; the fields that say what the rule is for are the same in each of its lines."""

    KEY = ("rule", "order")
    rule: str
    order: int
    payer: str
    fraction: Fraction
    start: date
    role: Role | None = None
    sector: Sector | None = None
    location: str | None = None
    arrangement: str | None = None
    end: date | None = None
    decision: str | None = None
    status: Status = Status.ESTABLISHED


@dataclass(frozen=True, slots=True)
class Source(Fact):
    """A source of cover of a payer in a calendar year; an empty scope is everything [domain 3.6]."""

    KEY = ("payer", "year", "order")
    payer: str
    year: int
    order: int
    kind: SourceKind
    maximum: int
    name: str | None = None
    scope: tuple[str, ...] = ()
    decision: str | None = None
    status: Status = Status.ESTABLISHED


@dataclass(frozen=True, slots=True)
class Actual(Fact):
    """What a commitment, by its name in the listing, really cost in a month [domain 3.11]."""

    KEY = ("name", "month")
    name: str
    month: int
    amount: int


@dataclass(frozen=True, slots=True)
class Agreement(Fact):
    """How many hours a week a wijkteam gives a location [domain 3.7]. A later row of the two ends the earlier one."""

    KEY = ("team", "location", "start")
    team: str
    location: str
    start: date
    hours: Decimal
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Logged(Fact):
    """Minutes of work on a day that do not come from a case. Hours only, never money."""

    KEY = ("day", "location", "role", "person")
    day: date
    location: str
    role: Role
    person: str
    minutes: int


KINDS: tuple[type[Fact], ...] = (
    Municipality,
    Board,
    NeighbourhoodTeam,
    Location,
    Person,
    Appointment,
    Rate,
    HoursNorm,
    YearlyCost,
    Arrangement,
    Placement,
    ShareLine,
    Source,
    Actual,
    Agreement,
    Logged,
)

Dated = Location | Appointment | Rate | HoursNorm | YearlyCost | Arrangement | Placement | ShareLine | Agreement
Decided = YearlyCost | Arrangement | ShareLine | Source
F = TypeVar("F", bound=Fact)


def days_of(row: Dated) -> tuple[int, int]:
    """The period of a row as ordinals, half open."""
    return row.start.toordinal(), FAR if row.end is None else row.end.toordinal()


class Book:
    """All facts, each kind by its key. Never changed: `merged` and `established` make another one."""

    __slots__ = ("_tables",)

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._tables: dict[type[Fact], dict[Hashable, Any]] = {kind: {} for kind in KINDS}
        for fact in facts:
            kind = type(fact)
            self._tables[kind][kind.key_of(fact)] = fact

    def all(self, kind: type[F]) -> Sequence[F]:
        """Every fact of a kind, in the order in which they came."""
        return tuple(self._tables[kind].values())

    def get(self, kind: type[F], *key: Hashable) -> F | None:
        """The fact with this key, or None."""
        found: F | None = self._tables[kind].get(key[0] if len(key) == 1 else key)
        return found

    def __iter__(self) -> Iterator[Fact]:
        for table in self._tables.values():
            yield from table.values()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Book) and self._tables == other._tables

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Book([{', '.join(map(repr, self))}])"

    def merged(self, other: Book) -> Book:
        """This book with another laid over it: known keys replaced, new ones added, absent ones kept; a sharing rule
        is replaced as a whole [formats, "In"]."""
        renewed = {line.rule for line in other.all(ShareLine)}
        book = Book()
        for kind, table in book._tables.items():
            table |= self._tables[kind]
            if kind is ShareLine and renewed:
                table = book._tables[kind] = {key: line for key, line in table.items() if line.rule not in renewed}
            table |= other._tables[kind]
        return book

    def established(self) -> Book:
        """Without what is only meant (*voorgenomen*)."""
        return Book(fact for fact in self if getattr(fact, "status", None) is not Status.INTENDED)

    def with_intentions(self) -> Book:
        """What-if: everything that is meant counts as decided. A rule that is meant takes, on its days, the place of
        the decided one for the same things."""
        from .sharing import give_way  # the order of rules is theirs to know

        return Book(
            replace(fact, status=Status.ESTABLISHED) if isinstance(fact, Decided) else fact for fact in give_way(self)
        )
