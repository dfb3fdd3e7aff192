"""Rows around the question: search, the blind match, attachments, absence, handover, and the family's rights."""

from django.db import migrations

from accounts.rows import protect, record_changes, tell_stale, worker_only

OF_CASE = (
    "cases_match",
    "cases_attachment",
    "cases_transition",
    "cases_handover",
    "cases_providermark",
    "cases_statement",
)
OF_PUPIL = ("cases_absence", "cases_familyrequest", "cases_familyexport")

#: A row cannot name a parent of another team or case than its own: (table, its columns, the parent, the parent's columns).
TIES = (
    *((table, "case_id, team_id", "cases_case", "id, team_id") for table in OF_CASE),
    *((table, "pupil_id, team_id", "cases_pupil", "id, team_id") for table in OF_PUPIL),
    ("cases_attachment", "entry_id, case_id", "cases_logentry", "id, case_id"),
    ("cases_handover", "sharing_id, case_id", "cases_sharing", "id, case_id"),
)
KEYS = "".join(
    f"alter table {table} add constraint {table}_tie_{columns.split('_id')[0]} foreign key ({columns}) "
    f"references {parent} ({keys}) deferrable initially deferred;"
    for table, columns, parent, keys in TIES
)
MUNICIPALITY = "".join(
    f"create trigger municipality_of_team before insert or update of team_id, municipality_id on {table} "
    "for each row execute function app.municipality_of_team();"
    for table in (*OF_CASE, *OF_PUPIL)
)

# Under row security no operator of pg_trgm or of text search reaches an index (they are not leakproof). This function
# does, and itself asks what the acting person may see: names and questions of their teams and of cases they were let
# into, log entries of their own side and of files opened to them. Its answer is keys, which row security then guards.
SEARCH = """
create extension if not exists pg_trgm;
select show_limit();
create index pupil_name_trigrams on cases_pupil using gin (name_key gin_trgm_ops);
create index case_question_words on cases_case using gin (to_tsvector('public.nl'::regconfig, question));
create index log_body_words on cases_logentry using gin (to_tsvector('public.nl'::regconfig, body));
create function app.search_cases(words text, most integer) returns table (case_id uuid, score real)
stable security definer set search_path = '' set pg_trgm.word_similarity_threshold = '0.5' language plpgsql as $$
declare
  teams uuid[] := app.my_teams();
  let_in uuid[] := app.my_cases(false);
  files uuid[] := app.my_files();
  side text := app.side();
  name text := app.plain(words);
  query tsquery := websearch_to_tsquery('public.nl', words);
begin
  return query
  select found.id, max(found.points)::real from (
    select k.id, 1 + public.word_similarity(name, p.name_key) as points
    from public.cases_pupil p join public.cases_case k on k.pupil_id = p.id
    where name operator(public.<%) p.name_key and (p.team_id = any (teams) or k.id = any (let_in))
    union all
    select k.id, ts_rank(to_tsvector('public.nl'::regconfig, k.question), query)
    from public.cases_case k
    where to_tsvector('public.nl'::regconfig, k.question) @@ query and (k.team_id = any (teams) or k.id = any (let_in))
    union all
    select e.case_id, ts_rank(to_tsvector('public.nl'::regconfig, e.body), query)
    from public.cases_logentry e
    where to_tsvector('public.nl'::regconfig, e.body) @@ query
      and ((e.team_id = any (teams) and e.audience in ('team', side)) or (e.case_id = any (files) and e.audience = 'team'))
  ) found group by found.id order by 2 desc limit least(most, 500);
end $$;
revoke all on function app.search_cases(text, integer) from public;
grant execute on function app.search_cases(text, integer) to ot_look, ot_case;
"""

# Runs when a question for an own enrolled pupil is saved, and at no other moment: there is no function to call. Above
# the number a day nothing is compared, and the log says so.
SAME_CHILD = """
create function app.same_child() returns trigger security definer set search_path = '' language plpgsql as $$
declare
  a_day constant integer := 40;
  sought text;
  elsewhere record;
  number integer := 0;
begin
  if app.hat() is distinct from 'team' or app.actor() is null then return null; end if;
  select match_key into sought from public.cases_pupil where id = new.pupil_id and left_on is null;
  if sought is null then return null; end if;
  if (select count(*) from public.cases_matchcheck where actor = app.actor() and "on" = app.today()) >= a_day then
    insert into public.cases_matchcheck (at, "on", actor, case_id, team_id, found, refused)
    values (clock_timestamp(), app.today(), app.actor(), new.id, new.team_id, 0, true);
    return null;
  end if;
  for elsewhere in
    select distinct on (k.team_id) k.id, k.team_id, k.lead_id
    from public.cases_pupil p join public.cases_case k on k.pupil_id = p.id
    where p.match_key = sought and p.team_id <> new.team_id order by k.team_id, k.raised_on desc, k.id desc
  loop
    number := number + 1;
    insert into public.cases_match (case_id, team_id, municipality_id, other_team_id, other_lead_id, "on")
    values (new.id, new.team_id, null, elsewhere.team_id, elsewhere.lead_id, app.today()),
           (elsewhere.id, elsewhere.team_id, null, new.team_id, new.lead_id, app.today())
    on conflict do nothing;
  end loop;
  insert into public.cases_matchcheck (at, "on", actor, case_id, team_id, found, refused)
  values (clock_timestamp(), app.today(), app.actor(), new.id, new.team_id, number, false);
  return null;
end $$;
create trigger same_child after insert on cases_case for each row execute function app.same_child();
"""

# The receiver of a handover reads that handover and nothing else: this scope opens no case and no pupil.
HANDOVER = """
create or replace function app.my_cases(writing boolean) returns uuid[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg(distinct case_id), '{}') from public.cases_caseaccess
  where app.hat() in ('team', 'desk') and period @> app.today() and (may_write or not writing) and scope <> 'handover'
    and (person_id = app.actor()
      or (desk_role = app.role() and desk_municipality_id = any (app.my_municipalities()))) $$;
create function app.my_handovers() returns uuid[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg(distinct case_id), '{}') from public.cases_caseaccess
  where app.hat() = 'team' and period @> app.today() and scope = 'handover' and person_id = app.actor() $$;
revoke all on function app.my_handovers() from public;
grant execute on function app.my_handovers() to ot_look, ot_case;
create policy received on cases_handover for select to ot_look, ot_case
  using (receiver_id = (select app.actor()) and case_id = any ((select app.my_handovers())::uuid[]));
create policy receive on cases_handover for update to ot_case
  using (receiver_id = (select app.actor()) and case_id = any ((select app.my_handovers())::uuid[]));
"""

POLICIES = f"""
create policy let_in on cases_attachment for select to ot_look, ot_case
  using (case_id = any ((select app.my_files())::uuid[]) and audience = 'team');
-- Leerplicht reads the absence of a child whose question was opened to that desk.
create policy let_in on cases_absence for select to ot_look, ot_case
  using (pupil_id = any ((select app.my_pupils())::uuid[]) and (select app.role()) = 'LEERPLICHT');
-- The municipality's own mark, by the desk that decided.
create policy let_in on cases_providermark for select to ot_look, ot_case
  using (case_id = any ((select app.my_cases(false))::uuid[]) and "by" = 'gemeente');
create policy let_in_add on cases_providermark for insert to ot_case
  with check (case_id = any ((select app.my_cases(true))::uuid[]) and "by" = 'gemeente' and author_id = (select app.actor()));

{worker_only("cases_savedfilter")}
create policy mine on cases_savedfilter for all to ot_look, ot_case using (owner_id = (select app.actor()));
{worker_only("cases_digestchoice")}
create policy mine on cases_digestchoice for all to ot_look, ot_case using (owner_id = (select app.actor()));
{worker_only("cases_matchcheck")}
create policy privacy on cases_matchcheck for select to ot_privacy_look, ot_privacy using (true);
{worker_only("cases_remains")}

-- The team asks, the privacy officer agrees or refuses; each in their own name.
{worker_only("cases_removal")}
create policy team on cases_removal for select to ot_look, ot_case using (team_id = any ((select app.my_teams())::uuid[]));
create policy team_ask on cases_removal for insert to ot_case
  with check (team_id = any ((select app.my_teams())::uuid[]) and state = 'gevraagd' and asked_by = (select app.actor()));
create policy team_say on cases_removal for update to ot_case
  using (team_id = any ((select app.my_teams())::uuid[]) and state = 'voorstel')
  with check (state in ('gevraagd', 'niet') and asked_by = (select app.actor()));
create policy privacy on cases_removal for select to ot_privacy_look, ot_privacy using (true);
create policy privacy_say on cases_removal for update to ot_privacy
  using (state = 'gevraagd' and asked_by is distinct from (select app.actor()))
  with check (state in ('akkoord', 'niet') and approved_by = (select app.actor()));
"""

# Nothing of a child is deleted without two people who said so, whoever tries: also the worker, also the owner.
REMOVAL = """
create function app.removed_by_two() returns trigger security definer set search_path = '' language plpgsql as $$
declare
  gone jsonb := to_jsonb(old);
  pupil uuid := case tg_table_name when 'cases_pupil' then old.id else coalesce((gone ->> 'pupil_id')::uuid,
    (select pupil_id from public.cases_case where id = (gone ->> 'case_id')::uuid)) end;
begin
  if not exists (select from public.cases_removal where pupil_id = pupil and state = 'akkoord') then
    raise exception 'no two people decided on this' using errcode = '23514',
      constraint = 'removal_by_two_people', table = tg_table_name;
  end if;
  return old;
end $$;
""" + "".join(
    f"create trigger removed_by_two before delete on {table} for each row execute function app.removed_by_two();"
    for table in (
        "cases_pupil",
        "cases_case",
        "cases_logentry",
        "cases_escalation",
        "cases_support",
        "cases_plan",
        "cases_absence",
        "cases_attachment",
        "cases_statement",
    )
)

# What the log of changing kept of a removed child: that something changed, when and by whom stays; what it said goes.
FORGET = """
create function app.forget_history(removal uuid, keys uuid[]) returns bigint security definer set search_path = '' language plpgsql as $$
declare
  number bigint;
begin
  if not exists (select from public.cases_removal where id = removal and state = 'akkoord') then
    raise exception 'no two people decided on this' using errcode = '23514',
      constraint = 'removal_by_two_people', table = 'accounts_change';
  end if;
  update public.accounts_change set old = null, new = null
  where row_id = any (keys) and (old is not null or new is not null);
  get diagnostics number = row_count;
  return number;
end $$;
revoke all on function app.forget_history(uuid, uuid[]) from public;
grant execute on function app.forget_history(uuid, uuid[]) to ot_worker;
"""

# Terms as data [architecture 5]; the articles were written from memory of the law: have them checked.
TERMS = """
insert into cases_retentionterm (code, label, keeper, slice, years, starts, article) values
  ('jeugd_plan', 'dossier met een plan of voorziening', 'youth', 'alles', 20, 'laatste_wijziging', 'Jeugdwet, artikel 7.3.8'),
  ('jeugd_gesprek', 'gesprekken zonder plan', 'youth', 'alles', 5, 'laatste_wijziging', 'afspraak gemeente Zwolle'),
  ('school', 'wat de school bewaart', 'school', 'school', 2, 'van_school', 'Uitvoeringsbesluit: twee jaar na vertrek'),
  ('school_tlv', 'verwijzing naar speciaal onderwijs', 'school', 'school', 3, 'van_school', 'Uitvoeringsbesluit: drie jaar na vertrek'),
  ('verzuim', 'verzuim', 'school', 'verzuim', 5, 'van_school', 'Uitvoeringsbesluit: vijf jaar na vertrek');
"""

# A spell of absence, or another day of birth or leaving, is news about the open question of that pupil.
PUPIL_TELLS = "".join(
    f"""
create function app.{table}_tells_cases_{event}() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  insert into public.cases_stalecase (case_id) select distinct k.id from public.cases_case k
  join touched t on k.pupil_id = t.{key} where k.closed_on is null;
  return null;
end $$;
create trigger tell_cases_{event} after {event} on {table} referencing {which} table as touched
  for each statement execute function app.{table}_tells_cases_{event}();"""
    for table, key, event, which in (
        ("cases_absence", "pupil_id", "insert", "new"),
        ("cases_absence", "pupil_id", "update", "new"),
        ("cases_absence", "pupil_id", "delete", "old"),
        ("cases_pupil", "id", "update", "new"),
    )
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_around_the_question")]
    operations = [
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        migrations.RunSQL(MUNICIPALITY, migrations.RunSQL.noop),
        *(protect(table, let_in=False, audience=table == "cases_attachment") for table in (*OF_CASE, *OF_PUPIL)),
        migrations.RunSQL(SEARCH, migrations.RunSQL.noop),
        migrations.RunSQL(SAME_CHILD, migrations.RunSQL.noop),
        migrations.RunSQL(HANDOVER, migrations.RunSQL.noop),
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
        migrations.RunSQL(REMOVAL, migrations.RunSQL.noop),
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        migrations.RunSQL(TERMS, migrations.RunSQL.noop),
        migrations.RunSQL(PUPIL_TELLS, migrations.RunSQL.noop),
        *(record_changes(table, case="case_id") for table in OF_CASE),
        *(record_changes(table, pupil="pupil_id") for table in OF_PUPIL),
        record_changes("cases_removal", pupil="pupil_id"),
        record_changes("cases_retentionterm"),
        tell_stale("cases_transition", "case_id", "cases_stalecase", "case_id"),
    ]
