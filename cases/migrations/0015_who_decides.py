"""Who decides, held by the database: somebody of the desk of the woongemeente, in their own name. Where that municipality has
nobody in this program, the team writes down the decision from its letter, in its own name and with the reference."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

DECIDED = ["granted", "refused"]
DUTIES = """
-- Whether somebody decides for this municipality in this program on that day.
create function app.has_desk(municipality uuid, day date) returns boolean
stable security definer set search_path = '' language sql as $$
  select exists (select from public.schools_appointment a where a.role = 'JEUGDCONSULENT' and a.municipality_id = municipality
    and a.period @> day and a.confirmed_at is not null) $$;
revoke all on function app.has_desk(uuid, date) from public;
grant execute on function app.has_desk(uuid, date) to ot_look, ot_case, ot_worker;

create function app.decided_in_ones_own_name() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  if app.actor() is null then return new; end if;
  if tg_op = 'INSERT' and new.requested_by_id <> app.actor() then
    raise exception 'somebody else would have asked' using errcode = '23514',
      constraint = 'escalation_in_ones_own_name', table = 'cases_escalation';
  end if;
  if new.decided_by_id is not null and (tg_op = 'INSERT' or old.decided_by_id is null) and (
    new.decided_by_id <> app.actor() or app.role() is distinct from 'JEUGDCONSULENT'
    or not exists (select from public.schools_appointment a where a.person_id = app.actor() and a.role = 'JEUGDCONSULENT'
      and a.municipality_id = new.home_id and a.period @> new.decided_on and a.confirmed_at is not null)
  ) then
    raise exception 'only the desk of the woongemeente decides, in its own name' using errcode = '23514',
      constraint = 'escalation_in_ones_own_name', table = 'cases_escalation';
  end if;
  if new.recorded_by_id is not null and (tg_op = 'INSERT' or old.recorded_by_id is null) and (
    new.recorded_by_id <> app.actor() or app.has_desk(new.home_id, app.today())
  ) then
    raise exception 'that municipality decides in this program itself' using errcode = '23514',
      constraint = 'escalation_in_ones_own_name', table = 'cases_escalation';
  end if;
  return new;
end $$;
create trigger decided_in_ones_own_name before insert or update of decided_by_id, recorded_by_id on cases_escalation
  for each row execute function app.decided_in_ones_own_name();

create or replace function app.decision_stands() returns trigger language plpgsql as $$ begin
  if old.status in ('granted', 'refused', 'withdrawn') and (new.status <> old.status
      or new.decided_by_id is distinct from old.decided_by_id or new.recorded_by_id is distinct from old.recorded_by_id
      or new.decided_on is distinct from old.decided_on or new.reference <> old.reference
      or new.decision_reason <> old.decision_reason or new.product_category <> old.product_category
      or new.valid is distinct from old.valid) then
    raise exception 'a decision stands' using errcode = '23514',
      constraint = 'escalation_decision_stands', table = 'cases_escalation';
  end if;
  return new;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_marks_at_the_end"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            "escalation",
            "recorded_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="besluit vastgelegd door",
            ),
        ),
        migrations.RemoveConstraint("escalation", "escalation_decided_by_somebody"),
        migrations.AddConstraint(
            "escalation",
            models.CheckConstraint(
                condition=(
                    Q(status__in=DECIDED, decided_on__isnull=False)
                    & (
                        Q(decided_by__isnull=False, recorded_by__isnull=True)
                        | (Q(decided_by__isnull=True, recorded_by__isnull=False) & ~Q(reference=""))
                    )
                )
                | (~Q(status__in=DECIDED) & Q(decided_by__isnull=True, recorded_by__isnull=True)),
                name="escalation_decided_by_somebody",
                violation_error_message="Een besluit heeft een datum en een beslisser, of een kenmerk van de gemeente.",
            ),
        ),
        migrations.RunSQL(DUTIES, migrations.RunSQL.noop),
    ]
