"""Who sees and changes places: the controller all, the school that offers an arrangement its own. A director sees the money of
the own school, whoever pays it, but no place: an amount per place tells how few pupils have one."""

from django.db import migrations

from accounts.rows import record_changes, worker_only

MONEY = "ot_money_look, ot_money"
OF_A_PLACEMENT = ("financing_schooldays", "financing_subjectprogress", "financing_placementresult")

FUNCTIONS = f"""
create function app.my_locations() returns uuid[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg(distinct location_id), '{{}}') from public.schools_appointment
  where app.hat() in ('money', 'figures') and person_id = app.actor() and role = app.role() and role = 'DIRECTOR'
    and period @> app.today() and confirmed_at is not null $$;
-- Arrangements that somebody may place pupils in: the controller in each, board and director in those at their own schools.
create function app.my_arrangements() returns uuid[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg(distinct a.id), '{{}}') from public.schools_arrangement a
  where app.hat() = 'money' and (app.role() = 'CONTROLLER' or exists (
    select from public.schools_arrangementterms x
    left join public.schools_locationperiod p on p.location_id = x.location_id and p.period @> app.today()
    where x.arrangement_id = a.id
      and (x.location_id = any (app.my_locations()) or p.board_id = any (app.my_boards())))) $$;
create function app.my_placements() returns uuid[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg(id), '{{}}') from public.financing_placement where arrangement_id = any (app.my_arrangements()) $$;
revoke all on function app.my_locations(), app.my_arrangements(), app.my_placements() from public;
grant execute on function app.my_locations(), app.my_arrangements(), app.my_placements() to {MONEY};
-- What a board or director may know the reasons of: the amounts that they see.
create or replace function app.my_commitments() returns text[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg(distinct name), '{{}}') from public.financing_budgetline
  where payer = any (app.my_board_payers()) or (arrangement = '' and location_id = any (app.my_locations())) $$;
"""

POLICIES = f"""
create policy school_looks on financing_placement for select to {MONEY}
  using (arrangement_id = any ((select app.my_arrangements())::uuid[]));
create policy school_asks on financing_placement for insert to ot_money
  with check (arrangement_id = any ((select app.my_arrangements())::uuid[]));
create policy school_decides on financing_placement for update to ot_money
  using (arrangement_id = any ((select app.my_arrangements())::uuid[]));
create policy director on financing_budgetline for select to {MONEY}
  using (location_id = any ((select app.my_locations())::uuid[]) and arrangement = '' and name not like '%plaats/%');
create policy director on financing_costsharerule for select to {MONEY} using ((select app.role()) = 'DIRECTOR');
create policy director on financing_costshareline for select to {MONEY} using ((select app.role()) = 'DIRECTOR');
create policy director on financing_hoursrate for select to {MONEY} using ((select app.role()) = 'DIRECTOR');
""" + "".join(
    f"""{worker_only(table)}
create policy of_my_placements on {table} for all to {MONEY} using (placement_id = any ((select app.my_placements())::uuid[]));
"""
    for table in OF_A_PLACEMENT
)

# The school decides for itself, never for the municipality: neither its decision, nor the beschikking, nor who pays.
TWO_SIDES = """
create function app.school_decides_for_itself() returns trigger language plpgsql as $$ begin
  if app.role() in ('BOARD', 'DIRECTOR') and (new.decided_by_municipality is not null or new.beschikking <> '')
    and (tg_op = 'INSERT' or (new.decided_by_municipality, new.beschikking)
         is distinct from (old.decided_by_municipality, old.beschikking))
  then
    raise exception 'the municipality decides for itself' using errcode = '42501';
  end if;
  if tg_op = 'UPDATE' and app.role() in ('BOARD', 'DIRECTOR') and new.home_id is distinct from old.home_id then
    raise exception 'who pays is not for the school to change' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger school_decides_for_itself before insert or update on financing_placement
  for each row execute function app.school_decides_for_itself();
"""


class Migration(migrations.Migration):
    dependencies = [("financing", "0003_places")]
    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
        migrations.RunSQL(TWO_SIDES, migrations.RunSQL.noop),
        *(record_changes(table) for table in OF_A_PLACEMENT),
    ]
