"""A row in a table, whatever it says: for a walk that asks who can see it, and not what it means.

Within the transaction of a test the table loses its checks and triggers; keys to other tables stay true.
"""

from typing import Any
from uuid import UUID

from django.db import connection

_COLUMNS = """
select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.atthasdef,
  (select f.confrelid::regclass::text from pg_constraint f
   where f.conrelid = a.attrelid and f.contype = 'f' and f.conkey = array[a.attnum] limit 1)
from pg_attribute a
where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
"""
_CHECKS = "select conname from pg_constraint where conrelid = %s::regclass and contype in ('c', 'x')"

VALUES: tuple[tuple[str, str], ...] = (
    ("uuid[]", "'{}'"),
    ("character varying", "'x'"),
    ("text", "'x'"),
    ("daterange", "daterange('2026-11-02', null)"),
    ("date", "date '2026-11-02'"),
    ("timestamp", "now()"),
    ("boolean", "false"),
    ("jsonb", "'{}'::jsonb"),
    ("uuid", "uuidv7()"),
    ("integer", "1"),
    ("smallint", "1"),
    ("bigint", "1"),
    ("numeric", "1"),
)


def put_row(table: str, known: dict[str, UUID], others: set[str]) -> None:
    """One row in `table`. `known` gives the values of columns by name (team_id, case_id, pupil_id, …); a key to one of
    `others` that is still empty is filled first."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")
        cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute(_CHECKS, [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f'alter table {table} drop constraint "{name}"')
        cursor.execute(_COLUMNS, [table])
        values: dict[str, str] = {}
        parameters: list[Any] = []
        for name, kind, required, has_default, target in cursor.fetchall():
            if name in known:
                values[name] = "%s"
                parameters.append(known[name])
            elif required and not has_default:
                values[name] = _key(target, known, others) if target else _value(kind)
        columns = ", ".join(f'"{name}"' for name in values)
        cursor.execute(f"insert into {table} ({columns}) values ({', '.join(values.values())})", parameters)


def _key(target: str, known: dict[str, UUID], others: set[str]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"select id from {target} limit 1")
        if cursor.fetchone() is None and target in others:
            put_row(target, known, others)
    return f"(select id from {target} limit 1)"


def _value(kind: str) -> str:
    if kind.endswith("[]"):
        return "'{}'"
    return next(value for begin, value in VALUES if kind.startswith(begin))
