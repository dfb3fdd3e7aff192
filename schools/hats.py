"""Which roles somebody holds today, and the one they work in now. Asked again at every request."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
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


# `Appointment.objects.in_force` with where each is held, in plain SQL: every request asks it, and to put these words together
# anew takes Django longer than PostgreSQL takes to answer.
_HELD = """
select a.person_id, a.role, a.id, coalesce(a.team_id, a.neighbourhood_team_id, a.location_id, a.board_id, a.partnership_id,
    a.municipality_id), coalesce(t.name, n.name, l.name, b.name, p.name, m.name), upper(a.period) - 1
from schools_appointment a
left join schools_supportteam t on t.id = a.team_id
left join schools_neighbourhoodteam n on n.id = a.neighbourhood_team_id
left join schools_schoollocation l on l.id = a.location_id
left join schools_schoolboard b on b.id = a.board_id
left join schools_partnership p on p.id = a.partnership_id
left join schools_municipality m on m.id = a.municipality_id
where a.person_id = any (%s::uuid[]) and a.period @> %s::date and a.confirmed_at is not null
order by 5, a.id
"""


def held_by(people: Collection[UUID], *, today: datetime.date) -> dict[UUID, list[Holding]]:
    """The same for several people at once, also in one query; an empty list for who holds no role."""
    places: dict[UUID, dict[str, list[Held]]] = {person: {} for person in people}
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [list(people), today])
        for person, role, *place in cursor.fetchall():
            places[person].setdefault(role, []).append(Held(*place))
    return {
        person: [Holding(role, tuple(held[code])) for code, role in ROLES.items() if code in held]
        for person, held in places.items()
    }


def chosen(held: Iterable[Holding], code: str | None) -> Holding | None:
    """The role with this code if it is still held, else the first one held, else None."""
    known = list(held)
    return next((holding for holding in known if holding.role.code == code), known[0] if known else None)
