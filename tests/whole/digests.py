"""The contents of the database as one short text, to see whether two worlds are the same."""

import contextlib
import hashlib
from typing import Any

from django.db import connection

#: Columns whose value says something; keys, moments and secrets differ each time.
TELLING = r"""
select table_name, string_agg(format('%I', column_name), ', ' order by column_name) from information_schema.columns
where table_schema = 'public' and table_name ~ '^(cases|schools|financing)_' and table_name !~ 'stale'
  and data_type not in ('uuid', 'timestamp with time zone') and udt_name <> '_uuid'
  and column_name not in ('id', 'match_key', 'stored')
group by table_name order by table_name
"""


def digest(cursor: Any = None) -> str:
    """Everything that casework, schools and money tell, whatever the keys of the rows. Without `cursor`, of this test's database."""
    with contextlib.nullcontext(cursor) if cursor else connection.cursor() as here:
        here.execute(TELLING)
        told = hashlib.sha256()
        for table, columns in here.fetchall():
            here.execute(
                f"select md5(string_agg(line, '|' order by line)) from "
                f"(select t::text as line from (select {columns} from {table}) t) lines"
            )
            told.update(f"{table}: {here.fetchone()[0]}\n".encode())
    return told.hexdigest()
