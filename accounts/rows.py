"""Row-level security as migration operations: one call per table, the rule itself in one SQL function each.

What was measured is in docs/decisions/0001-row-security.md. Two habits matter: a policy compares a column of its own table
with an array made once per statement (`= any ((select f())::uuid[])`), and the function behind it is SECURITY DEFINER with
an empty search_path.
"""

from django.db import migrations

#: Context of a transaction, set by `accounts.acting`. After a transaction a setting is '' and not NULL.
CONTEXT_SQL = """
create schema if not exists app;
create or replace function app.context(name text) returns text stable parallel safe language sql
  as $$ select nullif(current_setting('app.' || name, true), '') $$;
create or replace function app.today() returns date stable parallel safe language sql
  as $$ select nullif(current_setting('app.today', true), '')::date $$;
create or replace function app.actor() returns uuid stable parallel safe language sql
  as $$ select nullif(current_setting('app.actor', true), '')::uuid $$;
create or replace function app.role() returns text stable parallel safe language sql
  as $$ select nullif(current_setting('app.role', true), '') $$;
create or replace function app.hat() returns text stable parallel safe language sql
  as $$ select nullif(current_setting('app.hat', true), '') $$;

-- One trigger for every table: history is written by the database, so that no code path can forget it.
-- Arguments: the name of the column with the case, then of the pupil ('' when there is none).
create or replace function app.record_change() returns trigger security definer set search_path = '' language plpgsql as $$
declare
  was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  becomes jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  either jsonb := coalesce(becomes, was);
begin
  if tg_op = 'UPDATE' and was = becomes then return null; end if;
  insert into public.accounts_change
    (id, at, actor, actor_name, role, action, purpose, operation, table_name, row_id, team_id, case_id, pupil_id, audience, old, new)
  values (uuidv7(), clock_timestamp(), app.actor(), coalesce(app.context('actor_name'), ''), coalesce(app.role(), ''),
    coalesce(app.context('action'), ''), coalesce(app.context('purpose'), ''), lower(tg_op), tg_table_name,
    (either ->> 'id')::uuid, (either ->> 'team_id')::uuid, (either ->> nullif(tg_argv[0], ''))::uuid,
    (either ->> nullif(tg_argv[1], ''))::uuid, either ->> 'audience', was - 'password' - 'search', becomes - 'password' - 'search');
  return null;
end $$;
"""


def record_changes(table: str, *, case: str = "", pupil: str = "") -> migrations.RunSQL:
    """Write each change of `table` to the log of changing. `case` and `pupil` name columns that hold those keys."""
    return migrations.RunSQL(
        f"create trigger record_change after insert or update or delete on {table} for each row "
        f"execute function app.record_change('{case}', '{pupil}')",
        f"drop trigger if exists record_change on {table}",
    )


POLICIES = ("team", "let_in", "let_in_add", "let_in_edit", "worker", "privacy")


def protect(
    table: str, *, case: str | None = "case_id", let_in: bool = True, audience: bool = False, privacy: bool = False
) -> migrations.RunSQL:
    """Rows of one's own teams (read and write), and of single cases one was let into through `CaseAccess`.

    `case` names the column that the grants are about. `audience`: a row meant for one's own side only stays there, and
    somebody let in sees what is meant for the team [domain 2.2]. `privacy`: the privacy officer may search here.
    """
    team = "team_id = any ((select app.my_teams())::uuid[])"
    own_side = " and (audience = 'team' or audience = (select app.side()))" if audience else ""
    granted_side = " and audience = 'team'" if audience else ""
    sql = f"""
    alter table {table} enable row level security;
    create policy team on {table} for all to ot_look, ot_case using ({team}{own_side});
    create policy worker on {table} for all to ot_worker using (true);"""
    if let_in:
        for name, command, clause, writing in (
            ("let_in", "select to ot_look, ot_case", "using", "false"),
            ("let_in_add", "insert to ot_case", "with check", "true"),
            ("let_in_edit", "update to ot_case", "using", "true"),
        ):
            sql += f"""
    create policy {name} on {table} for {command}
      {clause} ({case} = any ((select app.my_cases({writing}))::uuid[]){granted_side});"""
    if privacy:
        sql += f"\n    create policy privacy on {table} for select to ot_privacy_look, ot_privacy using (true);"
    drop = "".join(f"drop policy if exists {policy} on {table};" for policy in POLICIES)
    return migrations.RunSQL(sql, drop + f"alter table {table} disable row level security;")


def worker_only(table: str) -> str:
    """SQL: the worker sees every row; whoever else may see one needs a policy of its own."""
    return f"alter table {table} enable row level security; create policy worker on {table} for all to ot_worker using (true);"


def tell_stale(
    source: str, key: str, target: str, column: str, *, events: str = "insert update delete"
) -> migrations.RunSQL:
    """News for the worker: a changed row of `source` puts its `key` into the stale table `target` ("stale" + drain).

    Statement triggers with transition tables: bulk writes cost one insert. The function belongs to the owner, so that no
    web role needs a right on the stale table.
    """
    name = f"{source}_tells_{target}"
    sides = {"insert": ("new_rows",), "update": ("old_rows", "new_rows"), "delete": ("old_rows",)}
    tables = {"new_rows": "new table as new_rows", "old_rows": "old table as old_rows"}
    sql = drop = ""
    for event in events.split():
        rows = " union ".join(f"select {key} from {side} where {key} is not null" for side in sides[event])
        referencing = " ".join(tables[side] for side in sides[event])
        sql += f"""
create function app.{name}_{event}() returns trigger security definer set search_path = 'pg_catalog' language plpgsql as $$ begin
  insert into public.{target} ({column}) {rows};
  return null;
end $$;
create trigger tell_{target}_{event} after {event} on {source} referencing {referencing}
  for each statement execute function app.{name}_{event}();"""
        drop += (
            f"drop trigger if exists tell_{target}_{event} on {source}; drop function if exists app.{name}_{event}();"
        )
    return migrations.RunSQL(sql, drop)
