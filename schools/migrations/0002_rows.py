"""Which teams somebody works in today, who may appoint whom, and which teams must be looked at again."""

from django.db import migrations

from accounts.roles import CORE_ROLES, ROLES, Side
from accounts.rows import record_changes, worker_only

CORE = ", ".join(f"'{code}'" for code in CORE_ROLES)
YOUTH = ", ".join(f"'{role.code}'" for role in ROLES.values() if role.side == Side.YOUTH)
SCHOOL = ", ".join(f"'{role.code}'" for role in ROLES.values() if role.side == Side.SCHOOL)

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
"""

APPOINTMENTS = f"""
{worker_only("schools_appointment")}
create policy everybody_reads on schools_appointment for select using (true);
-- Nobody appoints themselves, and nobody confirms their own appointment.
create policy appoint on schools_appointment for insert to ot_people with check (person_id <> app.actor());
create policy change on schools_appointment for update to ot_people
  using (person_id <> app.actor()) with check (person_id <> app.actor());
create policy remove on schools_appointment for delete to ot_people using (person_id <> app.actor());

-- News for the worker: what touches whether a team is complete.
create function app.team_is_stale() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  if tg_op <> 'INSERT' and old.team_id is not null then
    insert into public.schools_staleteam (team_id) values (old.team_id);
  end if;
  if tg_op <> 'DELETE' and new.team_id is not null then
    insert into public.schools_staleteam (team_id) values (new.team_id);
  end if;
  return null;
end $$;
create trigger team_is_stale after insert or update or delete on schools_appointment
  for each row execute function app.team_is_stale();
create function app.new_team_is_stale() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  insert into public.schools_staleteam (team_id) values (new.id);
  return null;
end $$;
create trigger new_team_is_stale after insert or update on schools_supportteam
  for each row execute function app.new_team_is_stale();
"""


class Migration(migrations.Migration):
    dependencies = [("schools", "0001_initial"), ("accounts", "0002_rows")]
    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(APPOINTMENTS, migrations.RunSQL.noop),
        *(
            record_changes(table)
            for table in ("schools_appointment", "schools_supportteam", "schools_locationperiod", "schools_corerole")
        ),
    ]
