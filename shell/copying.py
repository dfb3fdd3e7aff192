"""Many rows into a temporary table with COPY, the quickest way into PostgreSQL; a statement takes them from there.

COPY does not go into a table with row security itself, and a staging table can be compared before anything is written.
"""

import contextlib
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.backends.utils import CursorWrapper


def stage(
    cursor: CursorWrapper,
    table: str,
    columns: Mapping[str, str],
    rows: Iterable[Sequence[object]],
    *,
    empty_is_null: bool = True,
) -> None:
    """Make the temporary table with these columns and types anew and fill it; it is gone when the transaction ends.

    A value counts by its `str`; None is NULL. An empty text is NULL too, or with `empty_is_null=False` both are empty text.
    """
    names = ", ".join(f'"{name}"' for name in columns)
    kinds = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    cursor.execute(f"drop table if exists pg_temp.{table}; create temporary table {table} ({kinds}) on commit drop")
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    text.seek(0)
    options = "format csv" if empty_is_null else "format csv, force_not_null *"
    cursor.copy_expert(f"copy {table} ({names}) from stdin with ({options})", text)
    cursor.execute(f"analyze {table}")


@contextlib.contextmanager
def plan_for_many(cursor: CursorWrapper) -> Iterator[None]:
    """Right after many rows came in PostgreSQL takes a table for small, and would compare every row with every row."""
    cursor.execute("select set_config('enable_nestloop', 'off', true)")
    yield
    cursor.execute("select set_config('enable_nestloop', 'on', true)")
