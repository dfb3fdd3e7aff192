"""Context functions, the trigger of the log of changing, and who may read the logs."""

from django.db import migrations

from accounts.rows import CONTEXT_SQL, worker_only

LOGS = f"""
-- Text search that does not see accents; IMMUTABLE when named, so that stored columns may use it.
create text search configuration nl (copy = pg_catalog.dutch);
alter text search configuration nl
  alter mapping for asciiword, word, hword, hword_part, asciihword, hword_asciipart with unaccent, dutch_stem;
create function app.plain(text) returns text immutable parallel safe strict language sql
  as $$ select lower(public.unaccent('public.unaccent', $1)) $$;

{worker_only("accounts_look")}
create policy mine on accounts_look for select using (actor = (select app.actor()));
create policy add on accounts_look for insert with check (actor = (select app.actor()));
create policy privacy on accounts_look for select to ot_privacy_look, ot_privacy using (true);

{worker_only("accounts_change")}
create policy privacy on accounts_change for select to ot_privacy_look, ot_privacy using (true);
-- One's own trail, in hats that see no child; in the others a change is read with its case.
create policy mine on accounts_change for select
  to ot_figures_look, ot_figures, ot_money_look, ot_money, ot_people_look, ot_people using (actor = (select app.actor()));

{worker_only("accounts_submission")}
create policy mine on accounts_submission for all using (actor = (select app.actor()));

-- An administrator makes people, never a password: whatever is sent, the new person has none until the invitation is used.
create function app.no_password() returns trigger language plpgsql as $$ begin
  if current_user = 'ot_people' then
    new.password := '!' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
    new.is_demo := false;
  end if;
  return new;
end $$;
create trigger no_password before insert on accounts_user for each row execute function app.no_password();
-- Another address: the old one no longer signs in or resets the password. (allauth keeps addresses in a table of its own.)
create function app.forget_old_address() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  delete from public.account_emailaddress where user_id = new.id and lower(email) <> new.email;
  return null;
end $$;
create trigger forget_old_address after update of email on accounts_user
  for each row when (old.email <> new.email) execute function app.forget_old_address();
create trigger record_change
  after insert or update of email, name, is_active, invited_at, second_factor_reset_at or delete on accounts_user
  for each row execute function app.record_change('', '');
create trigger record_change after insert or update or delete on accounts_apiclient
  for each row execute function app.record_change('', '');
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(CONTEXT_SQL, migrations.RunSQL.noop),
        migrations.RunSQL(LOGS, migrations.RunSQL.noop),
    ]
