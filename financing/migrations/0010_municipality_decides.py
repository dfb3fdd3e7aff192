"""The decider of a beschikking decides about places of pupils of the own municipality, and sees no others."""

from django.db import migrations

DESK = "ot_look, ot_case"
MINE = "(select app.role()) = 'JEUGDCONSULENT' and home_id = any ((select app.my_municipalities())::uuid[])"

ROWS = f"""
create policy decider_looks on financing_placement for select to {DESK} using ({MINE});
create policy decider_decides on financing_placement for update to ot_case using ({MINE});
-- Days on which others are placed in the same arrangement, wherever those pupils live: whether a place is free depends on all.
create function app.placed_beside(place uuid) returns table (period daterange)
  stable security definer set search_path = '' language sql as $$
  select p.period from public.financing_placement me join public.financing_placement p
    on p.arrangement_id = me.arrangement_id and p.id <> me.id and p.period && me.period
  where me.id = place and p.decided_by_school is not null and p.decided_by_municipality is not null $$;
revoke all on function app.placed_beside(uuid) from public;
grant execute on function app.placed_beside(uuid) to ot_case, ot_money, ot_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("financing", "0009_cases_by_home_rows")]
    operations = [migrations.RunSQL(ROWS, migrations.RunSQL.noop)]
