"""The person of a session, met at every request."""

from functools import cache
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts import backends
from accounts.models import User
from schools.hats import HeldRow, holdings_in


class Backend(backends.Backend):
    """Brings the roles of today with the person: one statement where every page would ask two."""

    def get_user(self, user_id: UUID) -> User | None:
        """None: there is no such person, or they may not sign in (any more)."""
        today = timezone.localdate()
        with connection.cursor() as cursor:
            cursor.execute(_person(), [today, user_id])
            rows = cursor.fetchall()
        if not rows:
            return None
        person, held = rows[0][: len(_columns())], [HeldRow(*row[len(_columns()) :]) for row in rows]
        user = User.from_db(connection.alias, _columns(), person)
        user.met = today, holdings_in(row for row in held if row.id)  # type: ignore[attr-defined]
        return user if self.user_can_authenticate(user) else None


@cache
def _columns() -> list[str]:
    return [field.attname for field in User._meta.concrete_fields]


@cache
def _person() -> str:
    """A row for each place where they hold a role, and one without a role for who holds none."""
    columns = ", ".join(f'u."{field.column}"' for field in User._meta.concrete_fields)
    return (
        f"select {columns}, h.role, h.id, h.unit_id, h.unit_name, h.last_day from accounts_user u "
        "left join lateral app.held_by(array[u.id], %s) h on true where u.id = %s"
    )
