"""Which roles somebody holds today, and the one they work in now. Asked again at every request."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from accounts.models import User
from accounts.roles import ROLES, Permission, Role


@dataclass(frozen=True)
class Held:
    """An appointment in force: its key, where it is held, and the last day of it if that is known."""

    id: UUID
    unit_id: UUID
    unit_name: str
    last_day: datetime.date | None = None


@dataclass(frozen=True)
class Holding:
    """A role that somebody holds today, with every place where they hold it."""

    role: Role
    places: tuple[Held, ...]

    @property
    def organisation(self) -> str:
        return ", ".join(place.unit_name for place in self.places)

    @property
    def unit_ids(self) -> tuple[UUID, ...]:
        return tuple(place.unit_id for place in self.places)

    def may(self, permission: Permission) -> bool:
        return permission in self.role.permissions


def holdings(person: User, *, today: datetime.date) -> list[Holding]:
    """Roles in force on `today`, in the order of the role declarations. One query."""
    return held_by([person.pk], today=today)[person.pk]


def held_by(people: Collection[UUID], *, today: datetime.date) -> dict[UUID, list[Holding]]:
    """The same for several people at once, also in one query; an empty list for who holds no role."""
    rows: dict[UUID, list[HeldRow]] = {person: [] for person in people}
    with connection.cursor() as cursor:
        cursor.execute("select * from app.held_by(%s::uuid[], %s)", [list(people), today])
        for person, *row in cursor.fetchall():
            rows[person].append(HeldRow(*row))
    return {person: holdings_in(found) for person, found in rows.items()}


class HeldRow(NamedTuple):
    """A row of the function `app.held_by`: `Appointment.objects.in_force` with where each is held. Plain SQL: every request
    asks it, and to put these words together anew takes Django longer than PostgreSQL takes to answer."""

    role: str
    id: UUID
    unit_id: UUID
    unit_name: str
    last_day: datetime.date | None


def holdings_in(rows: Iterable[HeldRow]) -> list[Holding]:
    """What these rows of one person say, in the order of the role declarations."""
    places: dict[str, list[Held]] = {}
    for row in rows:
        places.setdefault(row.role, []).append(Held(row.id, row.unit_id, row.unit_name, row.last_day))
    return [Holding(role, tuple(places[code])) for code, role in ROLES.items() if code in places]


def chosen(held: Iterable[Holding], code: str | None) -> Holding | None:
    """The role with this code if it is still held, else the first one held, else None."""
    known = list(held)
    return next((holding for holding in known if holding.role.code == code), known[0] if known else None)
