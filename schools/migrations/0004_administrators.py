"""An administrator confirms in their own name, and reads the history of what administrators edit."""

from django.db import migrations

from schools.grants import EDITED_BY_PEOPLE

TABLES = ", ".join(f"'{table}'" for table in ("accounts_user", "accounts_apiclient", *EDITED_BY_PEOPLE))

SQL = f"""
create function app.confirmed_by_me() returns trigger language plpgsql as $$ begin
  if current_user = 'ot_people' and new.confirmed_at is not null
      and (new.confirmed_at, new.confirmed_by_id) is distinct from (old.confirmed_at, old.confirmed_by_id) then
    new.confirmed_by_id := app.actor();
  end if;
  return new;
end $$;
create trigger confirmed_by_me before insert or update on schools_appointment
  for each row execute function app.confirmed_by_me();

create policy people on accounts_change for select to ot_people_look, ot_people using (table_name in ({TABLES}));
"""


class Migration(migrations.Migration):
    dependencies = [("schools", "0003_core_roles"), ("accounts", "0002_rows")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
