"""Nothing of a child is deleted without two people: in every table of a file, and no more than the part they decided on."""

from django.db import migrations

#: The other tables of `cases.reading.whole_file.FILE`; nine had this rule from the start. Not `cases_match`: what another
#: team was told goes when the child of this one does.
TABLES = (
    "cases_agendaitem",
    "cases_caseaccess",
    "cases_caseflag",
    "cases_consent",
    "cases_consentvoice",
    "cases_decision",
    "cases_familyexport",
    "cases_familyrequest",
    "cases_goal",
    "cases_guardianship",
    "cases_handover",
    "cases_householdmember",
    "cases_itemguest",
    "cases_leadrequest",
    "cases_meldcoderelease",
    "cases_planversion",
    "cases_progress",
    "cases_providermark",
    "cases_residence",
    "cases_sharing",
    "cases_supportevaluation",
    "cases_task",
    "cases_transition",
)
RULE = """
create or replace function app.removed_by_two() returns trigger security definer set search_path = '' language plpgsql as $$
declare
  gone jsonb := to_jsonb(old);
  pupil uuid := case tg_table_name when 'cases_pupil' then old.id else coalesce((gone ->> 'pupil_id')::uuid,
    (select pupil_id from public.cases_case where id = (gone ->> 'case_id')::uuid)) end;
begin
  if not exists (
    select from public.cases_removal r where r.pupil_id = pupil and r.state = 'akkoord' and (r.slice = 'alles'
      or r.slice = 'verzuim' and tg_table_name = 'cases_absence'
      or r.slice = 'school' and tg_table_name in ('cases_logentry', 'cases_attachment', 'cases_meldcoderelease')
         and coalesce(gone ->> 'keeper', 'school') = 'school'
      or r.slice = 'jeugd' and tg_table_name in ('cases_logentry', 'cases_attachment', 'cases_meldcoderelease')
         and coalesce(gone ->> 'keeper', 'youth') = 'youth')) then
    raise exception 'no two people decided on this' using errcode = '23514',
      constraint = 'removal_by_two_people', table = tg_table_name;
  end if;
  return old;
end $$;
""" + "".join(
    f"create trigger removed_by_two before delete on {table} for each row execute function app.removed_by_two();"
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_pupil_days")]
    operations = [migrations.RunSQL(RULE, migrations.RunSQL.noop)]
