"""Row security of sharing, plans, support and meetings, and what the database itself holds about a basis for sharing."""

from django.db import migrations

from accounts.rows import protect, record_changes, tell_stale

#: Tables of a case, and of a team. Parents stand before their children.
OF_CASE = (
    "cases_consent",
    "cases_consentvoice",
    "cases_sharing",
    "cases_meldcoderelease",
    "cases_plan",
    "cases_goal",
    "cases_progress",
    "cases_task",
    "cases_planversion",
    "cases_leadrequest",
    "cases_supportevaluation",
    "cases_agendaitem",
    "cases_itemguest",
    "cases_decision",
)
OF_TEAM = (
    "cases_household",
    "cases_householdmember",
    "cases_guardian",
    "cases_guardianship",
    "cases_party",
    "cases_meeting",
    "cases_attendance",
    "cases_consultation",
)
SUPPORT = "cases_support"
#: What somebody who was let into the whole file reads too.
READ_WITH_THE_FILE = (
    "cases_plan",
    "cases_goal",
    "cases_progress",
    "cases_task",
    "cases_planversion",
    "cases_support",
    "cases_supportevaluation",
)

#: A row cannot name a parent of another team or case than its own: (table, its columns, the parent, the parent's columns).
TIES = (
    *((table, "case_id, team_id", "cases_case", "id, team_id") for table in (*OF_CASE, SUPPORT)),
    ("cases_householdmember", "household_id, team_id", "cases_household", "id, team_id"),
    ("cases_householdmember", "pupil_id, team_id", "cases_pupil", "id, team_id"),
    ("cases_guardianship", "guardian_id, team_id", "cases_guardian", "id, team_id"),
    ("cases_guardianship", "pupil_id, team_id", "cases_pupil", "id, team_id"),
    ("cases_consent", "party_id, team_id", "cases_party", "id, team_id"),
    ("cases_consentvoice", "consent_id, case_id", "cases_consent", "id, case_id"),
    ("cases_consentvoice", "guardian_id, team_id", "cases_guardian", "id, team_id"),
    ("cases_sharing", "party_id, team_id", "cases_party", "id, team_id"),
    ("cases_sharing", "consent_id, case_id, party_id, purpose", "cases_consent", "id, case_id, party_id, purpose"),
    ("cases_meldcoderelease", "entry_id, case_id", "cases_logentry", "id, case_id"),
    ("cases_caseaccess", "sharing_id, case_id", "cases_sharing", "id, case_id"),
    ("cases_goal", "plan_id, case_id", "cases_plan", "id, case_id"),
    ("cases_progress", "goal_id, case_id", "cases_goal", "id, case_id"),
    ("cases_task", "goal_id, case_id", "cases_goal", "id, case_id"),
    ("cases_task", "guardian_id, team_id", "cases_guardian", "id, team_id"),
    ("cases_task", "party_id, team_id", "cases_party", "id, team_id"),
    ("cases_planversion", "plan_id, case_id", "cases_plan", "id, case_id"),
    ("cases_supportevaluation", "support_id, case_id", "cases_support", "id, case_id"),
    ("cases_attendance", "meeting_id, team_id", "cases_meeting", "id, team_id"),
    ("cases_attendance", "party_id, team_id", "cases_party", "id, team_id"),
    ("cases_agendaitem", "meeting_id, team_id", "cases_meeting", "id, team_id"),
    ("cases_itemguest", "item_id, case_id", "cases_agendaitem", "id, case_id"),
    ("cases_itemguest", "sharing_id, case_id, party_id", "cases_sharing", "id, case_id, party_id"),
    ("cases_decision", "item_id, case_id", "cases_agendaitem", "id, case_id"),
    ("cases_decision", "support_id, case_id", "cases_support", "id, case_id"),
    ("cases_decision", "task_id, case_id", "cases_task", "id, case_id"),
    ("cases_consultation", "party_id, team_id", "cases_party", "id, team_id"),
)
KEYS = "".join(
    f"alter table {table} add constraint {table}_tie_{columns.split('_id')[0]} foreign key ({columns}) "
    f"references {parent} ({keys}) deferrable initially deferred;"
    for table, columns, parent, keys in TIES
)
MUNICIPALITY = "".join(
    f"create trigger municipality_of_team before insert or update of team_id, municipality_id on {table} "
    "for each row execute function app.municipality_of_team();"
    for table in (*OF_CASE, *OF_TEAM, SUPPORT)
)
POLICIES = "".join(
    f"create policy let_in on {table} for select to ot_look, ot_case "
    "using (case_id = any ((select app.my_files())::uuid[]));"
    for table in READ_WITH_THE_FILE
)

# The same rule as cases.voices, which says where it comes from; tests lay the two beside each other.
VOICES = """
create function app.consent_holds(consent uuid, day date) returns boolean
stable security definer set search_path = '' language sql as $$
  select coalesce((
    select c.period @> day
      and (a.years < 12 or exists (
        select from public.cases_consentvoice v where v.consent_id = c.id and v.guardian_id is null
          and v.given_on <= day and (v.withdrawn_on is null or v.withdrawn_on > day)))
      and (a.years >= 16 or (
        exists (select from public.cases_guardianship g where g.pupil_id = k.pupil_id and g.gezag and g.period @> day)
        and not exists (
          select from public.cases_guardianship g where g.pupil_id = k.pupil_id and g.gezag and g.period @> day
            and not exists (
              select from public.cases_consentvoice v where v.consent_id = c.id and v.guardian_id = g.guardian_id
                and v.given_on <= day and (v.withdrawn_on is null or v.withdrawn_on > day)))))
    from public.cases_consent c
    join public.cases_case k on k.id = c.case_id
    join public.cases_pupil p on p.id = k.pupil_id
    cross join lateral (select extract(year from age(day, p.birth_date)) as years) a
    where c.id = consent), false) $$;

-- The first day from `since` on which the consent does not hold, as far as is known now; null is without end.
create function app.consent_ends(consent uuid, since date) returns date
stable security definer set search_path = '' language sql as $$
  select min(turning.day) from (
    select since as day
    union select upper(period) from public.cases_consent where id = consent
    union select withdrawn_on from public.cases_consentvoice where consent_id = consent
    union select (p.birth_date + make_interval(years => years))::date
      from public.cases_consent c join public.cases_case k on k.id = c.case_id join public.cases_pupil p on p.id = k.pupil_id
      cross join (values (12), (16)) as birthdays (years) where c.id = consent
    union select unnest(array[lower(g.period), upper(g.period)])
      from public.cases_consent c join public.cases_case k on k.id = c.case_id
      join public.cases_guardianship g on g.pupil_id = k.pupil_id and g.gezag where c.id = consent
  ) turning where turning.day >= since and not app.consent_holds(consent, turning.day) $$;
revoke all on function app.consent_holds(uuid, date), app.consent_ends(uuid, date) from public;
grant execute on function app.consent_holds(uuid, date), app.consent_ends(uuid, date) to ot_look, ot_case, ot_worker;
"""

# Without a basis nothing goes to a party, whatever the application does.
BASIS = """
create function app.sharing_has_basis() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  if new.consent_id is not null and not app.consent_holds(new.consent_id, new."on") then
    raise exception 'the consent does not hold on the day of sharing' using errcode = '23514',
      constraint = 'sharing_consent_holds', table = 'cases_sharing';
  end if;
  if new.ground_id is not null and not exists (
    select from public.cases_statutoryground g join public.cases_party p on p.id = new.party_id
    where g.id = new.ground_id and g.in_force and (g.party_kinds = '{}' or p.kind = any (g.party_kinds))
  ) then
    raise exception 'this ground does not allow sharing with this party' using errcode = '23514',
      constraint = 'sharing_ground_fits_party', table = 'cases_sharing';
  end if;
  return new;
end $$;
create trigger sharing_has_basis before insert or update on cases_sharing
  for each row execute function app.sharing_has_basis();

-- Access rests on a sharing with exactly that desk or person, and ends when the consent under it ends.
create function app.access_rests_on_sharing() returns trigger security definer set search_path = '' language plpgsql as $$
declare
  consent uuid;
  ends date;
begin
  if tg_op = 'UPDATE' then
    if not new.period <@ old.period then
      raise exception 'access is only shortened' using errcode = '23514',
        constraint = 'access_only_shortened', table = 'cases_caseaccess';
    end if;
    return new;
  end if;
  if not exists (
    select from public.cases_sharing s join public.cases_party p on p.id = s.party_id
    where s.id = new.sharing_id and s.case_id = new.case_id and s."on" <= lower(new.period) and (
      (new.person_id is not null and (p.person_id = new.person_id or exists (
        select from public.schools_appointment a where a.team_id = p.other_team_id and a.person_id = new.person_id
          and a.period @> lower(new.period) and a.confirmed_at is not null)))
      or (p.desk_municipality_id = new.desk_municipality_id and new.desk_role =
          case p.kind when 'jeugdconsulent' then 'JEUGDCONSULENT' when 'leerplicht' then 'LEERPLICHT' end))
  ) then
    raise exception 'no sharing with this desk or person' using errcode = '23514',
      constraint = 'access_rests_on_its_sharing', table = 'cases_caseaccess';
  end if;
  select consent_id into consent from public.cases_sharing where id = new.sharing_id;
  if consent is not null then
    ends := app.consent_ends(consent, lower(new.period));
    if ends = lower(new.period) then
      raise exception 'the consent does not hold' using errcode = '23514',
        constraint = 'sharing_consent_holds', table = 'cases_caseaccess';
    end if;
    new.period := new.period * daterange(null, ends);
  end if;
  return new;
end $$;
create trigger access_rests_on_sharing before insert or update on cases_caseaccess
  for each row execute function app.access_rests_on_sharing();

-- Whatever changes a consent ends the access that rested on it at once: from today, never in the past.
create function app.shorten_access(pupil uuid) returns void security definer set search_path = '' language sql as $$
  update public.cases_caseaccess a
  set period = a.period * daterange(null, greatest(found.ends, app.today(), lower(a.period)))
  from (
    select b.id, app.consent_ends(s.consent_id, lower(b.period)) as ends
    from public.cases_caseaccess b join public.cases_sharing s on s.id = b.sharing_id join public.cases_case k on k.id = b.case_id
    where k.pupil_id = pupil and s.consent_id is not null and not isempty(b.period)
  ) found
  where a.id = found.id and found.ends is not null
    and not a.period <@ daterange(null, greatest(found.ends, app.today(), lower(a.period))) $$;
create function app.consent_changed() returns trigger security definer set search_path = '' language plpgsql as $$
declare
  changed jsonb := to_jsonb(coalesce(new, old));
  pupil uuid := coalesce((changed ->> 'pupil_id')::uuid,
    (select pupil_id from public.cases_case where id = (changed ->> 'case_id')::uuid), (changed ->> 'id')::uuid);
begin
  perform app.shorten_access(pupil);
  insert into public.cases_stalecase (case_id) select id from public.cases_case where pupil_id = pupil;
  return null;
end $$;
create trigger consent_changed after insert or update on cases_consent for each row execute function app.consent_changed();
create trigger consent_changed after insert or update on cases_consentvoice
  for each row execute function app.consent_changed();
create trigger consent_changed after insert or update or delete on cases_guardianship
  for each row execute function app.consent_changed();
create trigger consent_changed after update of birth_date on cases_pupil
  for each row execute function app.consent_changed();

-- A release is seen by whoever may see its entry, and only an entry under the meldcode has one.
create function app.release_follows_entry() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  select audience into new.audience from public.cases_logentry where id = new.entry_id and kind = 'meldcode';
  if not found then
    raise exception 'only an entry under the meldcode is released' using errcode = '23514',
      constraint = 'release_of_meldcode_entry', table = 'cases_meldcoderelease';
  end if;
  return new;
end $$;
create trigger release_follows_entry before insert on cases_meldcoderelease
  for each row execute function app.release_follows_entry();
"""

# The first support of a case follows from what was started; a step by hand counts when it was earlier.
FIRST_SUPPORT = """
create function app.first_support_of(asked uuid) returns date stable security definer set search_path = '' language sql as $$
  select min(started_on) from (
    select started_on from public.cases_support where case_id = asked
    union all select started_on from public.cases_escalation where case_id = asked) facts $$;
create function app.first_support_from_facts() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  new.first_support_on := least(new.first_support_on, app.first_support_of(new.id));
  return new;
end $$;
create trigger first_support_from_facts before update of first_support_on on cases_case
  for each row execute function app.first_support_from_facts();
create function app.support_started() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  update public.cases_case set first_support_on = new.started_on
  where id = new.case_id and (first_support_on is null or first_support_on > new.started_on);
  return null;
end $$;
create trigger support_started after insert or update of started_on on cases_support
  for each row when (new.started_on is not null) execute function app.support_started();
create trigger support_started after insert or update of started_on on cases_escalation
  for each row when (new.started_on is not null) execute function app.support_started();
revoke all on function app.first_support_of(uuid), app.shorten_access(uuid) from public;
"""

GROUNDS = """
insert into cases_statutoryground (id, code, name, article, explanation, party_kinds, in_force) values
  (uuidv7(), 'veilig_thuis', 'Melding bij Veilig Thuis', 'Wmo 2015, artikel 5.2.6',
   'Een vermoeden van huiselijk geweld of kindermishandeling, na de stappen van de meldcode.', '{veilig_thuis}', true),
  (uuidv7(), 'leerplicht', 'Kennisgeving van verzuim aan leerplicht', 'Leerplichtwet 1969, artikelen 21 en 21a',
   'Verzuim zonder geldige reden dat de school moet melden.', '{leerplicht}', true),
  (uuidv7(), 'gi', 'Informatie aan een gecertificeerde instelling', 'Jeugdwet, artikel 7.3.11, vierde lid',
   'Nodig voor een kinderbeschermingsmaatregel of jeugdreclassering die loopt.', '{gi}', true),
  (uuidv7(), 'raad', 'Informatie aan de Raad voor de Kinderbescherming', 'Burgerlijk Wetboek 1, artikel 240',
   'De Raad vraagt ernaar voor een onderzoek.', '{raad}', true),
  (uuidv7(), 'gevaar', 'Acuut gevaar', 'AVG, artikel 6, eerste lid, onder d',
   'Het leven of de gezondheid van het kind loopt nu gevaar, en wachten kan niet.', '{}', true);
"""
# Zwolle begins with the first three; the others can be switched on [domain 2.3, 002 §3.2, §4.2, §6.2].
KINDS = """
insert into cases_meetingkind (id, code, name, description, whole_core, is_on, position) values
  (uuidv7(), 'ot', 'OT-overleg', 'Het hele kernteam bespreekt de vragen van de school.', true, true, 1),
  (uuidv7(), 'mdo', 'Multidisciplinair overleg (MDO)', 'Het team met ouders en anderen, over één kind.', false, true, 2),
  (uuidv7(), 'thuiszitters', 'Thuiszittersoverleg', 'Met leerplicht, over kinderen die niet naar school gaan.', false, true, 3),
  (uuidv7(), 'bea', 'Beraad voor Extra Aandacht (BEA)', 'Zware vragen, met een onafhankelijke voorzitter.', false, false, 4),
  (uuidv7(), 'traject', 'Trajectoverleg', 'School, gezinscoach en samenwerkingsverband.', false, false, 5),
  (uuidv7(), 'beslistafel', 'Beslistafel', 'Onderwijs en gemeente besluiten samen.', false, false, 6),
  (uuidv7(), 'interventie', 'Interventieteam', 'Zware vragen in het voortgezet onderwijs: wie doet wat.', false, false, 7);
"""
TELLS_STALE = (
    "cases_sharing",
    "cases_caseaccess",
    "cases_plan",
    "cases_goal",
    "cases_planversion",
    "cases_support",
    "cases_supportevaluation",
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_sharing_plans_meetings")]
    operations = [
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        migrations.RunSQL(MUNICIPALITY, migrations.RunSQL.noop),
        *(
            protect(table, let_in=False, audience=table == "cases_meldcoderelease")
            for table in (*OF_CASE, *OF_TEAM, SUPPORT)
        ),
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
        migrations.RunSQL(VOICES, migrations.RunSQL.noop),
        migrations.RunSQL(BASIS, migrations.RunSQL.noop),
        migrations.RunSQL(FIRST_SUPPORT, migrations.RunSQL.noop),
        migrations.RunSQL(GROUNDS, migrations.RunSQL.noop),
        migrations.RunSQL(KINDS, migrations.RunSQL.noop),
        *(record_changes(table, case="case_id") for table in (*OF_CASE, SUPPORT)),
        *(record_changes(table, pupil="pupil_id") for table in ("cases_householdmember", "cases_guardianship")),
        *(record_changes(table) for table in OF_TEAM if table not in ("cases_householdmember", "cases_guardianship")),
        record_changes("cases_meetingkind"),
        record_changes("cases_statutoryground"),
        *(tell_stale(table, "case_id", "cases_stalecase", "case_id") for table in TELLS_STALE),
    ]
