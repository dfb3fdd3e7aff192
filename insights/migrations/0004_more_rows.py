"""Triggers that count support and absence too, and news for the worker about teams and hours."""

from django.db import migrations

from insights import triggers

NEWS = (
    "schools_appointment",
    "schools_corerole",
    "schools_locationperiod",
    "schools_supportteam",
    "cases_meeting",
    "cases_teamtime",
    "financing_hoursagreement",
    "financing_hoursnorm",
    "financing_workedhours",
)
TEAMS = """
create function app.teams_are_stale() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  if not exists (select from public.insights_staleteams) then
    insert into public.insights_staleteams default values;
  end if;
  return null;
end $$;
""" + "".join(
    f"""create trigger teams_are_stale after insert or update or delete on {table}
      for each statement execute function app.teams_are_stale();"""
    for table in NEWS
)
TEAMS_DROP = (
    "".join(f"drop trigger if exists teams_are_stale on {table};" for table in NEWS)
    + "drop function if exists app.teams_are_stale();"
)


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0003_more_figures"),
        ("cases", "0006_around_rows"),
        ("financing", "0002_rows"),
        ("schools", "0003_core_roles"),
    ]
    operations = [
        migrations.RunSQL(triggers.drop() + triggers.create() + triggers.create_absence(), migrations.RunSQL.noop),
        migrations.RunSQL(TEAMS, TEAMS_DROP),
    ]
