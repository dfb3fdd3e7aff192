"""Marks when specialist youth care has ended: the desk that decided gives its own without reading the case (decision 0505),
and no question is closed without marks of child and parents or the reason why there are none."""

from django.db import migrations, models
from django.db.models import Q

# What the desk of a municipality granted and what has ended, without anything about the child but keys: the municipality
# knows it by its own reference. Nothing of this opens a case.
MARKS = """
create function app.marks_to_give(weeks integer) returns table (
  escalation_id uuid, case_id uuid, team_id uuid, pupil_id uuid, provider_id uuid, provider text, reference text,
  product_category text, decided_on date, started_on date, stopped_on date)
stable security definer set search_path = '' language sql as $$
  select e.id, e.case_id, e.team_id, k.pupil_id, e.provider_id, p.name::text, e.reference::text, e.product_category::text,
    e.decided_on, e.started_on, e.stopped_on
  from public.cases_escalation e join public.cases_case k on k.id = e.case_id join public.schools_provider p on p.id = e.provider_id
  where app.hat() = 'desk' and app.role() = 'JEUGDCONSULENT' and e.home_id = any (app.my_municipalities())
    and e.status = 'granted' and e.stopped_on between app.today() - 7 * least(weeks, 52) and app.today()
    and not exists (select from public.cases_providermark m
      where m.case_id = e.case_id and m.provider_id = e.provider_id and m.by = 'gemeente')
  order by e.stopped_on, e.id $$;
create function app.may_mark_at_the_end(asked uuid, of_provider uuid) returns boolean
stable security definer set search_path = '' language sql as $$
  select exists (select from app.marks_to_give(52) m where m.case_id = asked and m.provider_id = of_provider) $$;
revoke all on function app.marks_to_give(integer), app.may_mark_at_the_end(uuid, uuid) from public;
grant execute on function app.marks_to_give(integer), app.may_mark_at_the_end(uuid, uuid) to ot_look, ot_case;
create policy at_the_end_add on cases_providermark for insert to ot_case
  with check (by = 'gemeente' and author_id = (select app.actor()) and app.may_mark_at_the_end(case_id, provider_id));
-- What one wrote oneself; PostgreSQL asks for it to give the key of the new row back.
create policy at_the_end on cases_providermark for select to ot_look, ot_case
  using (by = 'gemeente' and author_id = (select app.actor()) and (select app.role()) = 'JEUGDCONSULENT');
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_search_forgives_words")]

    operations = [
        migrations.RunSQL(MARKS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                condition=Q(closed_on=None)
                | Q(pupil_mark__isnull=False, parents_mark__isnull=False)
                | ~Q(no_mark_reason=""),
                name="case_closed_has_marks_or_reason",
                violation_error_message="Vul beide cijfers in, of zeg waarom een cijfer ontbreekt.",
            ),
        ),
    ]
