"""What facts about money were before they changed: for "as known on" a day (`financing.known`)."""

from django.db import migrations

TABLES = (
    "financing_hoursrate",
    "financing_hoursnorm",
    "financing_yearlycost",
    "financing_placement",
    "financing_actual",
    "financing_costsharerule",
    "financing_costshareline",
    "financing_fundingsource",
    "financing_hoursagreement",
    "schools_appointment",
    "schools_locationperiod",
    "schools_schoollocation",
    "schools_supportteam",
    "schools_arrangement",
    "schools_arrangementterms",
    "schools_municipality",
    "schools_schoolboard",
    "schools_neighbourhoodteam",
    "schools_employer",
    "accounts_user",
)

# Each row of a table that changed at or after a moment, as it was just before that; NULL when it was not there yet. The
# log itself stays closed to the hat of money: these tables only, of a person only name and address, and for the controller.
SINCE = f"""
create function app.money_facts_since(wanted text, since timestamptz) returns table (row_id uuid, was jsonb)
stable security definer set search_path = '' language plpgsql as $$ begin
  if wanted not in ({", ".join(f"'{table}'" for table in TABLES)})
    or coalesce(app.role(), '') not in ('CONTROLLER', 'worker') then
    raise exception 'permission denied for earlier rows of %', wanted using errcode = '42501';
  end if;
  return query select distinct on (c.row_id) c.row_id,
    case when wanted = 'accounts_user' and c.old is not null
      then jsonb_build_object('id', c.old -> 'id', 'email', c.old -> 'email', 'name', c.old -> 'name') else c.old end
  from public.accounts_change c where c.table_name = wanted and c.at >= since
  order by c.row_id, c.at, c.id;
end $$;
revoke all on function app.money_facts_since(text, timestamptz) from public;
grant execute on function app.money_facts_since(text, timestamptz) to ot_money_look, ot_money, ot_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("financing", "0011_decimals_of_any_length"), ("accounts", "0002_rows"), ("schools", "0002_rows")]
    operations = [
        migrations.RunSQL(SINCE, "drop function if exists app.money_facts_since(text, timestamptz)"),
    ]
