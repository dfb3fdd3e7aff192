"""Which roles somebody holds today, and the one they work in now. Asked again at every request."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.roles import ROLES, Permission, Role
from schools.models import Appointment


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
    rows = (
        Appointment.objects.in_force(today)
        .filter(person__in=people)
        .annotate(
            unit_id=Coalesce("team", "neighbourhood_team", "location", "board", "partnership", "municipality"),
            unit_name=Coalesce(
                F("team__name"),
                F("neighbourhood_team__name"),
                F("location__name"),
                F("board__name"),
                F("partnership__name"),
                F("municipality__name"),
            ),
        )
        .order_by("unit_name")
        .values_list("person", "role", "id", "unit_id", "unit_name", "period")
    )
    places: dict[UUID, dict[str, list[Held]]] = {person: {} for person in people}
    for person, role, key, unit_id, unit_name, period in rows:
        last_day = period.upper - datetime.timedelta(days=1) if period.upper else None
        places[person].setdefault(role, []).append(Held(key, unit_id, unit_name, last_day))
    return {
        person: [Holding(role, tuple(held[code])) for code, role in ROLES.items() if code in held]
        for person, held in places.items()
    }


def chosen(held: Iterable[Holding], code: str | None) -> Holding | None:
    """The role with this code if it is still held, else the first one held, else None."""
    known = list(held)
    return next((holding for holding in known if holding.role.code == code), known[0] if known else None)
