"""Row security of casework, and the rules that the database holds whatever the application does."""

from django.db import migrations

from accounts.rows import protect, record_changes, tell_stale, worker_only

TEAM_TABLES = (
    "cases_pupil",
    "cases_residence",
    "cases_case",
    "cases_logentry",
    "cases_teamtime",
    "cases_escalation",
    "cases_caseaccess",
    "cases_caseflag",
)
CASE_TABLES = ("cases_logentry", "cases_escalation", "cases_caseaccess", "cases_caseflag")

# A row cannot name another team than its case or pupil does: without these keys a check on team_id alone lets a line into
# a foreign case.
KEYS = (
    "".join(
        f"alter table {table} add constraint {table}_in_the_team_of_its_case "
        "foreign key (case_id, team_id) references cases_case (id, team_id) deferrable initially deferred;"
        for table in CASE_TABLES
    )
    + "".join(
        f"alter table {table} add constraint {table}_in_the_team_of_its_pupil "
        "foreign key (pupil_id, team_id) references cases_pupil (id, team_id) deferrable initially deferred;"
        for table in ("cases_case", "cases_residence")
    )
    + """
alter table cases_logentry add constraint cases_logentry_corrects_within_its_case
  foreign key (corrects_id, case_id) references cases_logentry (id, case_id) deferrable initially deferred;
"""
)

MUNICIPALITY = """
create function app.municipality_of_team() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  select municipality_id into new.municipality_id from public.schools_supportteam where id = new.team_id;
  return new;
end $$;
""" + "".join(
    f"create trigger municipality_of_team before insert or update of team_id, municipality_id on {table} "
    "for each row execute function app.municipality_of_team();"
    for table in TEAM_TABLES
)

FUNCTIONS = """
-- Cases that the acting person, or the desk of the acting role, was let into. `writing`: only those with that right.
create function app.my_cases(writing boolean) returns uuid[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg(distinct case_id), '{}') from public.cases_caseaccess
  where app.hat() in ('team', 'desk') and period @> app.today() and (may_write or not writing)
    and (person_id = app.actor()
      or (desk_role = app.role() and desk_municipality_id = any (app.my_municipalities()))) $$;
-- The same, where the whole file was opened and not the request alone.
create function app.my_files() returns uuid[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg(distinct case_id), '{}') from public.cases_caseaccess
  where app.hat() in ('team', 'desk') and period @> app.today() and scope = 'file'
    and (person_id = app.actor()
      or (desk_role = app.role() and desk_municipality_id = any (app.my_municipalities()))) $$;
create function app.my_pupils() returns uuid[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg(distinct pupil_id), '{}') from public.cases_case where id = any (app.my_cases(false)) $$;
revoke all on function app.my_cases(boolean), app.my_files(), app.my_pupils() from public;
grant execute on function app.my_cases(boolean), app.my_files(), app.my_pupils() to ot_look, ot_case;
"""

POLICIES = f"""
create policy let_in on cases_pupil for select to ot_look, ot_case using (id = any ((select app.my_pupils())::uuid[]));
create policy let_in on cases_residence for select to ot_look, ot_case using (pupil_id = any ((select app.my_pupils())::uuid[]));
create policy let_in on cases_logentry for select to ot_look, ot_case
  using (case_id = any ((select app.my_files())::uuid[]) and audience = 'team');

-- Nobody lets themselves in: the team gives access, to somebody else.
{worker_only("cases_caseaccess")}
create policy team on cases_caseaccess for select to ot_look, ot_case using (team_id = any ((select app.my_teams())::uuid[]));
create policy team_add on cases_caseaccess for insert to ot_case
  with check (team_id = any ((select app.my_teams())::uuid[]) and person_id is distinct from (select app.actor()));
create policy team_edit on cases_caseaccess for update to ot_case
  using (team_id = any ((select app.my_teams())::uuid[]) and person_id is distinct from (select app.actor()));
create policy let_in on cases_caseaccess for select to ot_look, ot_case using (case_id = any ((select app.my_cases(false))::uuid[]));

{worker_only("cases_draft")}
create policy mine on cases_draft for all to ot_look, ot_case using (owner_id = (select app.actor()));

-- The log of changing follows the file it tells about.
create policy team on accounts_change for select to ot_look, ot_case
  using (team_id = any ((select app.my_teams())::uuid[]) and (audience is null or audience = 'team' or audience = (select app.side())));
"""

# Separation of duties: the decider never requested, led or supported in this case [domain 2.7, after 002 §3.2].
DUTIES = """
create function app.decider_stands_apart() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  if new.decided_by_id is not null and (
    exists (select from public.cases_case where id = new.case_id and lead_id = new.decided_by_id)
    or exists (select from public.accounts_change c where c.table_name = 'cases_case' and c.row_id = new.case_id
               and c.old ->> 'lead_id' = new.decided_by_id::text)
    or exists (select from public.cases_logentry where case_id = new.case_id and author_id = new.decided_by_id)
    or exists (select from public.cases_escalation where case_id = new.case_id and requested_by_id = new.decided_by_id)
  ) then
    raise exception 'the decider took part in this case' using errcode = '23514',
      constraint = 'escalation_decider_stands_apart', table = 'cases_escalation';
  end if;
  return new;
end $$;
create trigger decider_stands_apart before insert or update of decided_by_id on cases_escalation
  for each row execute function app.decider_stands_apart();

-- The team keeps following: no closing while specialist support runs, save when the family says no, moved away, or died.
create function app.no_closing_while_following() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  if new.state = 'closed' and old.state <> 'closed' and new.outcome not in ('gestopt', 'verhuisd', 'overleden')
    and exists (select from public.cases_escalation where case_id = new.id
                and status in ('requested', 'granted', 'outside') and stopped_on is null) then
    raise exception 'specialist support is asked or running' using errcode = '23514',
      constraint = 'case_not_closed_while_following', table = 'cases_case';
  end if;
  return new;
end $$;
create trigger no_closing_while_following before update of state on cases_case
  for each row execute function app.no_closing_while_following();

-- A decision stands: it is not changed afterwards, and a request is decided once.
create function app.decision_stands() returns trigger language plpgsql as $$ begin
  if old.status in ('granted', 'refused', 'withdrawn') and (new.status <> old.status
      or new.decided_by_id is distinct from old.decided_by_id or new.decided_on is distinct from old.decided_on
      or new.decision_reason <> old.decision_reason or new.product_category <> old.product_category
      or new.valid is distinct from old.valid) then
    raise exception 'a decision stands' using errcode = '23514',
      constraint = 'escalation_decision_stands', table = 'cases_escalation';
  end if;
  return new;
end $$;
create trigger decision_stands before update on cases_escalation for each row execute function app.decision_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("schools", "0002_rows")]
    operations = [
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        migrations.RunSQL(MUNICIPALITY, migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        protect("cases_pupil", let_in=False, privacy=True),
        protect("cases_residence", let_in=False),
        protect("cases_case", case="id"),
        protect("cases_logentry", let_in=False, audience=True),
        protect("cases_teamtime", let_in=False),
        protect("cases_escalation"),
        protect("cases_caseflag", let_in=False),
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
        migrations.RunSQL(DUTIES, migrations.RunSQL.noop),
        record_changes("cases_pupil", pupil="id"),
        record_changes("cases_residence", pupil="pupil_id"),
        record_changes("cases_case", case="id", pupil="pupil_id"),
        record_changes("cases_logentry", case="case_id"),
        record_changes("cases_teamtime"),
        record_changes("cases_escalation", case="case_id"),
        record_changes("cases_caseaccess", case="case_id"),
        tell_stale("cases_case", "id", "cases_stalecase", "case_id"),
        tell_stale("cases_logentry", "case_id", "cases_stalecase", "case_id"),
        tell_stale("cases_escalation", "case_id", "cases_stalecase", "case_id"),
    ]
