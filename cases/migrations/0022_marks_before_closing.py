"""No question is closed without a mark, or the reason why there is none, for each provider whose help began in it [001 §4]: of
the side of who closes; of either side of the team where nobody acts. The municipality gives its own later (decision 0505)."""

from django.db import migrations

RULE = """
create function app.closed_with_marks_of_providers() returns trigger security definer set search_path = '' language plpgsql as $$
declare mine text[] := case app.side() when 'school' then array['school'] when 'youth' then array['hulpverlener']
  else array['school', 'hulpverlener'] end;
begin
  if exists (
    select from (
      select provider_id from public.cases_escalation
        where case_id = new.id and started_on is not null and status in ('granted', 'outside')
      union select provider_id from public.cases_support where case_id = new.id and started_on is not null
    ) began
    where began.provider_id is not null and not exists (select from public.cases_providermark m
      where m.case_id = new.id and m.provider_id = began.provider_id and m.by = any (mine))
  ) then
    raise exception 'a provider has no mark and no reason' using errcode = '23514',
      constraint = 'case_closed_with_marks_of_providers', table = 'cases_case';
  end if;
  return new;
end $$;
create trigger closed_with_marks_of_providers before update of closed_on on cases_case
  for each row when (old.closed_on is null and new.closed_on is not null)
  execute function app.closed_with_marks_of_providers();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_out_of_sight")]

    operations = [migrations.RunSQL(RULE, migrations.RunSQL.noop)]
