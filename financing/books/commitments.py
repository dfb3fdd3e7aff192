"""What costs money, and its name in the listing [domain 3.1; formats, "What costs money"]."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from ..enums import Role, Sector
from ..money import YearlyAmount
from .calendar import Basis
from .facts import Appointment, Arrangement, Book, Dated, Location, Placement, Rate, YearlyCost, days_of
from .payers import CITY, Place
from .sharing import Scope
from .timeline import Timeline

DEFAULT_WEEKS = Decimal(40)
"""School weeks a year when a rate does not say [domain 3.1]."""

NOWHERE_KNOWN = Place()
Row = TypeVar("Row", bound=Dated)


class CommitmentKind(StrEnum):
    """The four kinds of domain 3.1, as users call them."""

    HOURS = "uren"
    YEARLY = "jaarbedrag"
    PLACE = "plaats"
    PROGRAMME = "programma"


@dataclass(frozen=True, slots=True)
class Commitment:
    """Something that costs money from a day until a day. `code` is what a rule's or source's `arrangement` names."""

    name: str
    kind: CommitmentKind
    basis: Basis
    first: int
    end: int
    amounts: Timeline[YearlyAmount | None]
    places: Timeline[Place]
    elsewhere: Place
    role: Role | None = None
    sector: Sector | None = None
    code: str | None = None
    home: str | None = None

    def place_at(self, day: int) -> Place:
        """Where it belongs on a day, as far as the facts tell."""
        return self.places.at(day) or self.elsewhere

    def scope_at(self, place: Place) -> Scope:
        """What a sharing rule may ask about it; its own sector goes before its location's [domain 3.3]."""
        return Scope(self.code, place.location, self.sector or place.sector, self.role)


def hours_name(location: str, role: Role, person: str, start: date) -> str:
    """The name of an appointment in the listing, from its key."""
    return f"uren/{location}/{role}/{person}/{start.isoformat()}"


def place_name(arrangement: str, pupil: str, start: date) -> str:
    """The name of a placement in the listing, from its key."""
    return f"plaats/{arrangement}/{pupil}/{start.isoformat()}"


def words_of(name: str) -> tuple[str, ...]:
    """What a source's scope can match in a name: its role, its arrangement, or its code [formats, "--cover"]. The role
    of a yearly amount is not in its name: see `roles_of_codes`."""
    parts = name.split("/")
    if parts[0] == "uren" and len(parts) > 2:
        return (parts[2],)
    return (parts[1],) if parts[0] == "plaats" and len(parts) > 1 else (name,)


def roles_of_codes(book: Book) -> dict[str, Role]:
    """The role of each yearly amount that has one."""
    return {row.code: row.role for row in book.all(YearlyCost) if row.role is not None}


def places_of(book: Book) -> dict[str, Timeline[Place]]:
    """Each location's board, municipality, wijkteam and sector, day by day."""
    return {
        location: Timeline.succeeding(
            (*days_of(row), Place(location, row.type.sector, row.board, row.municipality, row.team)) for row in rows
        )
        for location, rows in _grouped(book.all(Location), "location").items()
    }


def commitments_of(book: Book) -> Iterator[Commitment]:
    """Everything in the book that costs money. Give it an `established()` book, or one for a what-if."""
    places = places_of(book)
    yield from _hours(book, places)
    yield from _yearly(book, places)
    yield from _placements(book, places)


def _hours(book: Book, places: dict[str, Timeline[Place]]) -> Iterator[Commitment]:
    rates = {role: tuple(_spans(rows)) for role, rows in _grouped(book.all(Rate), "role").items()}
    priced: dict[tuple[Role, Decimal], Timeline[YearlyAmount | None]] = {}
    for row in book.all(Appointment):
        if row.role not in rates:  # a role with a rate has at least one rate row, ever
            continue
        amounts = priced.get((row.role, row.hours))
        if amounts is None:
            amounts = priced[row.role, row.hours] = Timeline.succeeding(
                (first, end, YearlyAmount.of_hours(row.hours, _weeks(rate), rate.rate))
                for first, end, rate in rates[row.role]
            )
        yield Commitment(
            hours_name(row.location, row.role, row.person, row.start),
            CommitmentKind.HOURS,
            Basis.CALENDAR_YEAR,
            *days_of(row),
            amounts=amounts,
            places=places.get(row.location, _NEVER),
            elsewhere=Place(row.location),
            role=row.role,
        )


def _weeks(rate: Rate) -> Decimal:
    return DEFAULT_WEEKS if rate.weeks is None else rate.weeks


def _yearly(book: Book, places: dict[str, Timeline[Place]]) -> Iterator[Commitment]:
    for row in book.all(YearlyCost):
        yield Commitment(
            row.code,
            CommitmentKind(row.kind.value),
            row.basis,
            *days_of(row),
            amounts=Timeline.always(YearlyAmount(row.amount)),
            places=_EVERYWHERE if row.location is None else places.get(row.location, _NEVER),
            elsewhere=Place(row.location),
            role=row.role,
            sector=row.sector,
            code=row.code,
        )


def _placements(book: Book, places: dict[str, Timeline[Place]]) -> Iterator[Commitment]:
    offers: dict[str, tuple[Timeline[YearlyAmount | None], Timeline[Place]]] = {}
    for code, rows in _grouped(book.all(Arrangement), "code").items():
        amounts = Timeline.succeeding(
            (*days_of(row), None if row.amount_per_place is None else YearlyAmount(row.amount_per_place))
            for row in rows
        )
        locations = Timeline.succeeding((*days_of(row), row.location or "") for row in rows)
        offers[code] = amounts, _places_along(locations, places)
    for row in book.all(Placement):
        if not row.is_decided:
            continue
        amounts, where = offers.get(row.arrangement, (_FREE, _NEVER))
        yield Commitment(
            place_name(row.arrangement, row.pupil, row.start),
            CommitmentKind.PLACE,
            Basis.SCHOOL_YEAR,
            *days_of(row),
            amounts=amounts,
            places=where,
            elsewhere=NOWHERE_KNOWN,
            code=row.arrangement,
            home=row.municipality,
        )


def _price(row: Arrangement) -> YearlyAmount | None:
    return None if row.amount_per_place is None else YearlyAmount(row.amount_per_place)


def _places_along(locations: Timeline[str], places: dict[str, Timeline[Place]]) -> Timeline[Place]:
    """Where an arrangement is, day by day, when the arrangement moves and its location changes hands too."""
    spans = []
    for first, end, location in locations.spans():
        known = places.get(location, _NEVER)
        elsewhere = Place(location) if location else CITY
        days = [first, *known.changes(first, end), end]
        spans += [(day, after, known.at(day) or elsewhere) for day, after in itertools.pairwise(days)]
    return Timeline(spans)


def _spans(rows: Iterable[Rate]) -> Iterator[tuple[int, int, Rate]]:
    return ((*days_of(row), row) for row in rows)


def _grouped(rows: Iterable[Row], field: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, field)].append(row)
    return groups


_EVERYWHERE = Timeline.always(CITY)
_NEVER: Timeline[Place] = Timeline()
_FREE: Timeline[YearlyAmount | None] = Timeline()
