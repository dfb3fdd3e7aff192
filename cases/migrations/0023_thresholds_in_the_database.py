"""The number of goals at school with specialist support and the term of an OPP are settings that `zwolle_ot.law` tells after
each `migrate`; and an OPP is evaluated within its term, whoever writes it [domain 2.5, WPO 40a*]."""

from django.db import migrations

RULE = """
create function app.education_goals() returns integer immutable parallel safe language sql as $$ select 2 $$;
create function app.opp_months() returns integer immutable parallel safe language sql as $$ select 12 $$;
create or replace function app.agreed_with_education_goals() returns trigger
security definer set search_path = '' language plpgsql as $$ begin
  if new.kind = 'vastgesteld'
    and exists (select from public.cases_escalation where case_id = new.case_id
                and status in ('granted', 'outside') and stopped_on is null)
    and (select count(*) from public.cases_goal
         where plan_id = new.plan_id and place = 'school' and status <> 'vervallen') < app.education_goals() then
    raise exception 'specialist support asks for goals at school' using errcode = '23514',
      constraint = 'plan_agreed_with_education_goals', table = 'cases_planversion';
  end if;
  return new;
end $$;

create function app.opp_evaluated_in_time() returns trigger security definer set search_path = '' language plpgsql as $$
declare since date;
begin
  if new.kind <> 'opp' or new.started_on is null then return new; end if;
  since := greatest(new.started_on, (select max("on") from public.cases_supportevaluation where support_id = new.id));
  if new.evaluate_on > (since + make_interval(months => app.opp_months()))::date then
    raise exception 'an OPP is evaluated within its term' using errcode = '23514',
      constraint = 'support_opp_in_time', table = 'cases_support';
  end if;
  return new;
end $$;
create trigger opp_evaluated_in_time before insert or update of kind, started_on, evaluate_on on cases_support
  for each row execute function app.opp_evaluated_in_time();
create function app.opp_evaluated_again() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  if exists (select from public.cases_support where id = new.support_id and kind = 'opp')
    and (new.next_on is null or new.next_on > (new."on" + make_interval(months => app.opp_months()))::date) then
    raise exception 'an OPP is evaluated again within its term' using errcode = '23514',
      constraint = 'evaluation_opp_in_time', table = 'cases_supportevaluation';
  end if;
  return new;
end $$;
create trigger opp_evaluated_again before insert on cases_supportevaluation
  for each row execute function app.opp_evaluated_again();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0022_marks_before_closing")]

    operations = [migrations.RunSQL(RULE, migrations.RunSQL.noop)]
