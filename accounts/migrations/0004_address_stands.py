"""Who signed in keeps the address: with another one, an invitation would bring somebody else into this person's files."""

from django.db import migrations

ADDRESS = """
create function app.address_stands() returns trigger language plpgsql as $$ begin
  if current_user = 'ot_people' and old.last_login is not null and new.email <> old.email then
    raise exception 'the address of somebody who has signed in stands' using errcode = '23514',
      constraint = 'user_address_stands', table = 'accounts_user';
  end if;
  return new;
end $$;
create trigger address_stands before update of email on accounts_user for each row execute function app.address_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_use_of_the_api")]

    operations = [
        migrations.RunSQL(ADDRESS, "drop trigger address_stands on accounts_user; drop function app.address_stands();")
    ]
