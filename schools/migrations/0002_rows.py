"""Which teams somebody works in today, who may appoint whom, history, and which teams must be looked at again."""

from django.db import migrations

from accounts.roles import CORE_ROLES, ROLES, Side
from accounts.rows import record_changes, worker_only
from schools.enums import SECTOR_OF

CORE = ", ".join(f"'{code}'" for code in CORE_ROLES)
YOUTH = ", ".join(f"'{role.code}'" for role in ROLES.values() if role.side == Side.YOUTH)
SCHOOL = ", ".join(f"'{role.code}'" for role in ROLES.values() if role.side == Side.SCHOOL)
SECTORS = " ".join(f"when '{kind}' then '{sector}'" for kind, sector in SECTOR_OF.items())

FUNCTIONS = f"""
-- Places where the acting person holds the acting role today. SECURITY DEFINER: the answer may not depend on row policies.
create function app.my_teams() returns uuid[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg(distinct team_id), '{{}}') from public.schools_appointment
  where app.hat() = 'team' and person_id = app.actor() and role = app.role() and role in ({CORE})
    and period @> app.today() and confirmed_at is not null $$;
create function app.my_boards() returns uuid[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg(distinct board_id), '{{}}') from public.schools_appointment
  where app.hat() in ('money', 'figures') and person_id = app.actor() and role = app.role() and role = 'BOARD'
    and period @> app.today() and confirmed_at is not null $$;
create function app.my_neighbourhood_teams() returns uuid[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg(distinct neighbourhood_team_id), '{{}}') from public.schools_appointment
  where app.hat() in ('money', 'figures') and person_id = app.actor() and role = app.role() and role = 'SWT_LEAD'
    and period @> app.today() and confirmed_at is not null $$;
create function app.my_municipalities() returns uuid[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg(distinct municipality_id), '{{}}') from public.schools_appointment
  where person_id = app.actor() and role = app.role() and municipality_id is not null
    and period @> app.today() and confirmed_at is not null $$;
-- The side of the acting role: own-side rows are seen by that side alone [domain 2.2].
create function app.side() returns text stable language sql as $$
  select case when app.role() in ({SCHOOL}) then 'school' when app.role() in ({YOUTH}) then 'youth' else 'none' end $$;
revoke all on function app.my_teams(), app.my_boards(), app.my_neighbourhood_teams(), app.my_municipalities() from public;
grant execute on function app.my_teams(), app.my_boards(), app.my_neighbourhood_teams(), app.my_municipalities()
  to ot_look, ot_case, ot_figures_look, ot_figures, ot_money_look, ot_money, ot_privacy_look, ot_privacy;
-- The sector of a school type: which team a child at such a school belongs to.
create function app.sector_of(school_type text) returns text immutable parallel safe language sql as $$
  select case school_type {SECTORS} end $$;
"""

POLICIES = f"""
{worker_only("schools_appointment")}
create policy everybody_reads on schools_appointment for select using (true);
-- Nobody appoints themselves, and nobody confirms their own appointment.
create policy appoint on schools_appointment for insert to ot_people with check (person_id <> app.actor());
create policy change on schools_appointment for update to ot_people
  using (person_id <> app.actor()) with check (person_id <> app.actor());
create policy remove on schools_appointment for delete to ot_people using (person_id <> app.actor());

-- A flag about a team is no secret; a member of that team says that it was seen.
{worker_only("schools_teamflag")}
create policy everybody_reads on schools_teamflag for select using (true);
create policy seen on schools_teamflag for update to ot_case using (team_id = any ((select app.my_teams())::uuid[]));

-- Long work is seen by who asked for it.
{worker_only("schools_job")}
create policy mine on schools_job for select using (actor = (select app.actor()));
create policy ask on schools_job for insert with check (actor = (select app.actor()));
"""

#: News for the worker, per table: which teams a change touches. Once per statement, so that bulk writes count and stay quick.
TEAMS_TOUCHED = {
    "schools_appointment": "select team_id from touched where team_id is not null",
    "schools_supportteam": "select id from touched",
    "schools_locationperiod": "select t.id from touched join public.schools_supportteam t using (location_id)",
    "schools_corerole": "select id from public.schools_supportteam",
}


def stale_teams(table: str) -> migrations.RunSQL:
    """An update is told twice: for the rows as they were, and as they became."""
    name = f"app.stale_by_{table.removeprefix('schools_')}()"
    triggers = "".join(
        f"create trigger stale_{event}_{which} after {event} on {table} referencing {which} table as touched "
        f"for each statement execute function {name};"
        for event, which in (("insert", "new"), ("update", "old"), ("update", "new"), ("delete", "old"))
    )
    return migrations.RunSQL(
        f"""create function {name} returns trigger security definer set search_path = '' language plpgsql as $$ begin
          insert into public.schools_staleteam (team_id) select distinct s.* from ({TEAMS_TOUCHED[table]}) s;
          return null;
        end $$; {triggers}""",
        migrations.RunSQL.noop,
    )


#: Changes that the log keeps. That a school, location or team came is told by the period of the location.
HISTORY = (
    "appointment",
    "arrangement",
    "arrangementterms",
    "corerole",
    "employer",
    "locationperiod",
    "municipality",
    "neighbourhoodteam",
    "partnership",
    "provider",
    "schoolboard",
)
HISTORY_OF_CHANGES = "".join(
    f"create trigger record_change after update or delete on schools_{table} for each row "
    "execute function app.record_change('', '');"
    for table in ("school", "schoollocation", "supportteam")
)


class Migration(migrations.Migration):
    dependencies = [("schools", "0001_initial"), ("accounts", "0002_rows")]
    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
        *(record_changes(f"schools_{table}") for table in HISTORY),
        migrations.RunSQL(HISTORY_OF_CHANGES, migrations.RunSQL.noop),
        *(stale_teams(table) for table in TEAMS_TOUCHED),
    ]
