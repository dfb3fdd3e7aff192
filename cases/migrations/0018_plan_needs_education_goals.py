"""A plan is agreed with at least two goals at school while specialist support runs [domain 2.4, 001 §4], whoever writes it."""

from django.db import migrations

RULE = """
create function app.agreed_with_education_goals() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  if new.kind = 'vastgesteld'
    and exists (select from public.cases_escalation where case_id = new.case_id
                and status in ('granted', 'outside') and stopped_on is null)
    and (select count(*) from public.cases_goal
         where plan_id = new.plan_id and place = 'school' and status <> 'vervallen') < 2 then
    raise exception 'specialist support asks for two goals at school' using errcode = '23514',
      constraint = 'plan_agreed_with_education_goals', table = 'cases_planversion';
  end if;
  return new;
end $$;
create trigger agreed_with_education_goals before insert on cases_planversion
  for each row execute function app.agreed_with_education_goals();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_tasks_and_meetings_change")]

    operations = [migrations.RunSQL(RULE, migrations.RunSQL.noop)]
