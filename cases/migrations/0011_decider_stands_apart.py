"""Who weighed, planned or brought in support for a child does not decide on its request either [domain 2.7]."""

from django.db import migrations

DUTIES = """
create or replace function app.decider_stands_apart() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  if new.decided_by_id is not null and (
    exists (select from public.cases_case where id = new.case_id and lead_id = new.decided_by_id)
    or exists (select from public.accounts_change c where c.table_name = 'cases_case' and c.row_id = new.case_id
               and c.old ->> 'lead_id' = new.decided_by_id::text)
    or exists (select from public.cases_logentry where case_id = new.case_id and author_id = new.decided_by_id)
    or exists (select from public.cases_escalation where case_id = new.case_id and requested_by_id = new.decided_by_id)
    or exists (select from public.cases_support where case_id = new.case_id and asked_by_id = new.decided_by_id)
    or exists (select from public.cases_supportevaluation where case_id = new.case_id and author_id = new.decided_by_id)
    or exists (select from public.cases_task where case_id = new.case_id and person_id = new.decided_by_id)
    or exists (select from public.cases_planversion where case_id = new.case_id and author_id = new.decided_by_id)
    or exists (select from public.cases_agendaitem i join public.cases_attendance a on a.meeting_id = i.meeting_id
               where i.case_id = new.case_id and a.person_id = new.decided_by_id and a.came)
  ) then
    raise exception 'the decider took part in this case' using errcode = '23514',
      constraint = 'escalation_decider_stands_apart', table = 'cases_escalation';
  end if;
  return new;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_everything_by_two")]

    operations = [migrations.RunSQL(DUTIES, migrations.RunSQL.noop)]
