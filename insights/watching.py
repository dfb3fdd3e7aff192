"""The triggers by which the database itself says that a source of figures changed: SQL for migrations of this app.

They belong to the owner (SECURITY DEFINER) and are per statement; one that touched no row says nothing.
"""

from collections.abc import Iterable

FUNCTION = """
create function app.source_changed() returns trigger security definer set search_path = 'pg_catalog' language plpgsql as $$ begin
  if tg_op <> 'TRUNCATE' then  -- which has no table of changed rows to look into
    if not exists (select from changed) then
      return null;
    end if;
  end if;
  insert into public.insights_sourcechange (source, times) values (tg_table_name, 1);
  return null;
end $$;
"""
EVENTS = {"insert": "new", "update": "new", "delete": "old"}


def watch(tables: Iterable[str]) -> str:
    """SQL that watches these tables from now on. The row of each says that it is watched."""
    return "".join(map(_watch, tables))


def unwatch(tables: Iterable[str]) -> str:
    """SQL that leaves them alone again."""
    return "".join(_unwatch(table) for table in tables)


def _watch(table: str) -> str:
    triggers = "".join(
        f"create trigger source_{event} after {event} on {table} referencing {side} table as changed "
        "for each statement execute function app.source_changed();\n"
        for event, side in EVENTS.items()
    )
    return (
        f"{triggers}create trigger source_truncate after truncate on {table} "
        "for each statement execute function app.source_changed();\n"
        f"insert into insights_sourcechange (source, times) values ('{table}', 0);\n"
    )


def _unwatch(table: str) -> str:
    events = "".join(f"drop trigger if exists source_{event} on {table};\n" for event in (*EVENTS, "truncate"))
    return f"{events}delete from insights_sourcechange where source = '{table}';\n"
