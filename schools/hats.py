"""Which roles somebody holds today, and the one they work in now. Asked again at every request."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.roles import ROLES, Permission, Role
from schools.models import Appointment


@dataclass(frozen=True)
class Held:
    """An appointment in force: its key, and where it is held."""

    id: UUID
    unit_id: UUID
    unit_name: str


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
    rows = (
        Appointment.objects.in_force(today)
        .filter(person_id=person.pk)
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
        .values_list("role", "id", "unit_id", "unit_name")
    )
    places: dict[str, list[Held]] = {}
    for role, *held in rows:
        places.setdefault(role, []).append(Held(*held))
    return [Holding(role, tuple(places[code])) for code, role in ROLES.items() if code in places]


def chosen(held: Iterable[Holding], code: str | None) -> Holding | None:
    """The role with this code if it is still held, else the first one held, else None."""
    known = list(held)
    return next((holding for holding in known if holding.role.code == code), known[0] if known else None)
