"""Applies the grants that the apps declare, once after every `migrate`: exactly these, and nothing that was there before."""

from typing import Any

from django.db import connections

from accounts import grants as accounts
from cases import grants as cases
from financing import grants as financing
from insights import grants as insights
from schools import grants as schools

ROLES = ("ot_web", "ot_worker", *accounts.HATS)
WHOLE = accounts.merged(
    accounts.GRANTS,
    accounts.FORMS,
    accounts.EXTRA,
    schools.GRANTS,
    schools.EXTRA,
    cases.GRANTS,
    financing.GRANTS,
    financing.EXTRA,
    insights.GRANTS,
    insights.EXTRA,
)


def apply(sender: Any, using: str, **kwargs: Any) -> None:  # noqa: ARG001  # the signature of a receiver
    """Receiver of `post_migrate` for one app: runs once, after all apps have their tables."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        for role in ROLES:
            cursor.execute(
                f"revoke all on all tables in schema public from {role};"
                f"grant usage on schema public, app to {role}; grant usage on all sequences in schema public to {role}"
            )
            for pattern, rights in WHOLE.get(role, {}).items():
                if names := [name for name in tables if _matches(name, pattern)]:
                    cursor.execute(f"grant {rights} on {', '.join(names)} to {role}")


def _matches(name: str, pattern: str) -> bool:
    return name == pattern or (pattern.endswith("*") and name.startswith(pattern[:-1]))
