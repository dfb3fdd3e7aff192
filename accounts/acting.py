"""Who acts, in which role and hat, on which day: known to PostgreSQL for one transaction, gone when it ends.

The web process logs in as `ot_web`, which may touch sign-in tables and nothing about a child. A request of a known person
takes the database role of that person's hat for the length of its transaction. Looking and writing are two roles, so
PostgreSQL itself refuses a GET that writes; `ot_look` may INSERT into the log of looking and nothing else.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from accounts.roles import DATABASE_ROLES, Hat

SETTINGS = (
    "role",
    "app.actor",
    "app.actor_name",
    "app.role",
    "app.hat",
    "app.today",
    "app.purpose",
    "app.action",
)
_READ = "select " + ", ".join(f"current_setting('{name}', true)" for name in SETTINGS)
_WRITE = "select " + ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)


@dataclass(frozen=True)
class Acting:
    """The context of a request: it goes into both logs and into every row policy."""

    actor: UUID
    actor_name: str
    role: str
    hat: Hat
    today: datetime.date
    purpose: str = ""
    organisation: str = ""
    origin: str | None = None


@contextmanager
def acting_as(acting: Acting, *, writes: bool, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """One transaction in which PostgreSQL knows who acts. Nested use gives the outer actor back at the end."""
    with _settings(_told(DATABASE_ROLES[acting.hat][writes], acting), using):
        yield


@contextmanager
def standing_in(acting: Acting, *, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """One transaction in which history names `acting`, while the database role of the process stays as it is.

    For what a command records on behalf of people, such as the demo world: row security does not hold it.
    """
    with transaction.atomic(using=using), _settings(_told(_current_role(using), acting), using):
        yield


@contextmanager
def working(*, today: datetime.date, action: str, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """One transaction of the worker: no actor, role `worker`; the database role of the process stays as it is."""
    with transaction.atomic(using=using):
        mine = (_current_role(using), "", "", "worker", "", today.isoformat(), "", action)
        with _settings(mine, using):
            yield


def _current_role(using: str) -> str:
    with connections[using].cursor() as cursor:
        cursor.execute("select current_user")
        return str(cursor.fetchone()[0])


def _told(role: str, acting: Acting) -> tuple[str, ...]:
    """The values of SETTINGS for this person in this database role."""
    return (
        role,
        str(acting.actor),
        acting.actor_name,
        acting.role,
        acting.hat.value,
        acting.today.isoformat(),
        acting.purpose,
        "",
    )


@contextmanager
def _settings(mine: tuple[str, ...], using: str) -> Iterator[None]:
    connection = connections[using]
    nested = connection.in_atomic_block
    with transaction.atomic(using=using), connection.cursor() as cursor:
        before: list[str] = []
        if nested:
            cursor.execute(_READ)
            before = [value or "" for value in cursor.fetchone()]
        cursor.execute(_WRITE, mine)
        yield
        if nested and not connection.needs_rollback:  # otherwise the rollback to the savepoint gives them back
            cursor.execute(_WRITE, before)


class SomebodyElse(RuntimeError):
    """An action was told that one person acts while the transaction belongs to another: the logs would not agree."""


def call_it(action: str, *, by: Acting | None = None, using: str = DEFAULT_DB_ALIAS) -> None:
    """Name what is being done ("cases.close"), so that the log of changing can say it. First line of an action.

    With `by`, raises SomebodyElse when the transaction is not theirs.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("select set_config('app.action', %s, true), current_setting('app.actor', true)", [action])
        actor = cursor.fetchone()[1]
    if by is not None and actor != str(by.actor):
        raise SomebodyElse(f"{action}: by {by.actor}, in a transaction of {actor or 'nobody'}")
