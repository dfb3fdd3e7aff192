"""Triggers that keep the summaries, and who may read which of them."""

from django.db import migrations

from accounts.rows import tell_stale, worker_only
from insights import triggers

# A team's own people see their own figures whole; nobody else but the worker reads an exact count of questions.
POLICIES = f"""
{worker_only("insights_questioncount")}
create policy team on insights_questioncount for select to ot_look, ot_case using (team_id = any ((select app.my_teams())::uuid[]));
"""

MONEY = """
create function app.money_is_stale() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  insert into public.insights_stalemoney default values;
  return null;
end $$;
create trigger money_is_stale after insert or update or delete on financing_budgetline
  for each statement execute function app.money_is_stale();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0001_initial"),
        ("cases", "0004_sharing_rows"),
        ("financing", "0001_initial"),
        ("schools", "0002_rows"),
    ]
    operations = [
        migrations.RunSQL(triggers.create(), triggers.drop()),
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
        migrations.RunSQL(MONEY, migrations.RunSQL.noop),
        tell_stale("schools_supportteam", "id", "insights_staleplaces", "team_id"),
        tell_stale("schools_locationperiod", "location_id", "insights_staleplaces", "team_id"),
    ]
