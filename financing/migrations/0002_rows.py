"""Who sees which money, rules that need more than one row, and news for the worker."""

from django.db import migrations

from accounts.rows import record_changes, worker_only

ENTERED = (
    "financing_hoursrate",
    "financing_hoursnorm",
    "financing_yearlycost",
    "financing_placement",
    "financing_actual",
    "financing_costsharerule",
    "financing_costshareline",
    "financing_fundingsource",
    "financing_hoursagreement",
    "financing_loggedhours",
    "financing_enrolment",
    "financing_careassumption",
)
SUMMED_UP = (
    "financing_budgetline",
    "financing_closedmonth",
    "financing_moneyflag",
    "financing_workedhours",
    "financing_cooperation",
)

CONTROLLER = "(select app.role()) = 'CONTROLLER'"
MONEY = "ot_money_look, ot_money"

# The controller sees all; a board its own schools' lines; an SWT lead the hours of the own wijkteam. Nobody else anything.
ROWS = (
    "".join(
        f"{worker_only(table)} create policy controller on {table} for all to {MONEY} using ({CONTROLLER});"
        for table in (*ENTERED, *SUMMED_UP)
    )
    + f"""
create function app.my_board_payers() returns text[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg('bestuur:' || code), '{{}}') from public.schools_schoolboard where id = any (app.my_boards()) $$;
revoke all on function app.my_board_payers() from public;
grant execute on function app.my_board_payers() to {MONEY};
create policy board on financing_budgetline for select to {MONEY}
  using (payer = any ((select app.my_board_payers())::text[]));
create policy board on financing_fundingsource for select to {MONEY}
  using (payer = any ((select app.my_board_payers())::text[]));
create policy everybody on financing_closedmonth for select to {MONEY} using (true);
create policy lead on financing_hoursagreement for all to {MONEY}
  using (neighbourhood_team_id = any ((select app.my_neighbourhood_teams())::uuid[]));
create policy lead on financing_hoursnorm for select to {MONEY} using (true);
create policy lead on financing_workedhours for select to {MONEY}
  using (neighbourhood_team_id = any ((select app.my_neighbourhood_teams())::uuid[]));
create policy lead on financing_moneyflag for select to {MONEY} using (rule = 'pool' and subject = any (
  (select array_agg(code) from schools_neighbourhoodteam where id = any ((select app.my_neighbourhood_teams())::uuid[]))::text[]));
-- Why a board pays what it pays: rules and rates are public decisions, of amounts only those that it shares in.
create function app.my_commitments() returns text[] stable security definer set search_path = '' language sql as $$
  select coalesce(array_agg(distinct name), '{{}}') from public.financing_budgetline
  where payer = any (app.my_board_payers()) $$;
revoke all on function app.my_commitments() from public;
grant execute on function app.my_commitments() to {MONEY};
create policy board on financing_costsharerule for select to {MONEY} using ((select app.role()) = 'BOARD');
create policy board on financing_costshareline for select to {MONEY} using ((select app.role()) = 'BOARD');
create policy board on financing_hoursrate for select to {MONEY} using ((select app.role()) = 'BOARD');
create policy board on financing_yearlycost for select to {MONEY} using (code = any ((select app.my_commitments())::text[]));
create policy board on financing_actual for select to {MONEY} using (name = any ((select app.my_commitments())::text[]));
"""
)

# The fractions of a rule add up to exactly 1: compared as whole numbers, so that three thirds are one. Looked at when the
# transaction ends, because lines come one by one.
PARTS = """
create aggregate app.least_multiple(numeric) (sfunc = lcm, stype = numeric, initcond = '1');
create function app.parts_make_one() returns trigger security definer set search_path = '' language plpgsql as $$
declare
  rule uuid := coalesce(new.rule_id, old.rule_id);
  top numeric := 0; bottom numeric := 1; line record;
begin
  if not exists (select from public.financing_costsharerule where id = rule) then return null; end if;
  for line in select numerator, denominator from public.financing_costshareline where rule_id = rule loop
    top := top * line.denominator + line.numerator * bottom;
    bottom := bottom * line.denominator;
  end loop;
  if top <> bottom then
    raise exception 'the parts of a sharing rule make 1' using errcode = '23514',
      constraint = 'share_parts_make_one', table = 'financing_costshareline';
  end if;
  return null;
end $$;
create constraint trigger parts_make_one after insert or update or delete on financing_costshareline
  deferrable initially deferred for each row execute function app.parts_make_one();
"""

# A closed month stays: its lines are neither changed nor removed, whoever asks.
CLOSED = """
create function app.closed_stays() returns trigger language plpgsql as $$ begin
  if old.closed and (tg_op = 'DELETE' or new is distinct from old) then
    raise exception 'a closed month does not change' using errcode = '23514',
      constraint = 'budget_line_closed_stays', table = 'financing_budgetline';
  end if;
  return coalesce(new, old);
end $$;
create trigger closed_stays before update or delete on financing_budgetline for each row execute function app.closed_stays();
"""

# News for the worker. Facts that belong to a location make that location stale, others everything.
NEWS = """
create function app.budget_is_stale() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  insert into public.financing_stalebudget (location_id) values (null);
  return null;
end $$;
create function app.budget_of_team_is_stale() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  insert into public.financing_stalebudget (location_id)
    select distinct location_id from public.schools_supportteam where id in (coalesce(new.team_id, old.team_id), old.team_id);
  return null;
end $$;
create function app.budget_of_location_is_stale() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  insert into public.financing_stalebudget (location_id) values (coalesce(new.location_id, old.location_id));
  return null;
end $$;
create trigger budget_of_team_is_stale after insert or update or delete on schools_appointment
  for each row execute function app.budget_of_team_is_stale();
create trigger budget_of_location_is_stale after insert or update or delete on schools_locationperiod
  for each row execute function app.budget_of_location_is_stale();
""" + "".join(
    f"create trigger budget_is_stale after insert or update or delete on {table} "
    "for each statement execute function app.budget_is_stale();"
    for table in (*ENTERED[:8], "schools_arrangementterms")
    if table not in ("financing_hoursnorm",)
)


class Migration(migrations.Migration):
    dependencies = [("financing", "0001_initial"), ("schools", "0002_rows")]
    operations = [
        migrations.RunSQL(ROWS, migrations.RunSQL.noop),
        migrations.RunSQL(PARTS, migrations.RunSQL.noop),
        migrations.RunSQL(CLOSED, migrations.RunSQL.noop),
        migrations.RunSQL(NEWS, migrations.RunSQL.noop),
        *(
            record_changes(table)
            for table in (*ENTERED[:8], "financing_hoursagreement", "financing_closedmonth", *ENTERED[10:])
        ),
    ]
