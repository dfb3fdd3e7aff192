"""A meeting is held on its day or after it, whoever writes it."""

from django.db import migrations

RULE = """
create function app.held_on_its_day() returns trigger set search_path = '' language plpgsql as $$ begin
  if new."on" > app.today() then
    raise exception 'a meeting is not held before its day' using errcode = '23514',
      constraint = 'meeting_held_on_its_day', table = 'cases_meeting';
  end if;
  return new;
end $$;
create trigger held_on_its_day before insert or update of state, "on" on cases_meeting
  for each row when (new.state = 'gehouden') execute function app.held_on_its_day();
"""
UNDO = """
drop trigger held_on_its_day on cases_meeting;
drop function app.held_on_its_day();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0029_trainings_corrected")]
    operations = [migrations.RunSQL(RULE, UNDO)]
