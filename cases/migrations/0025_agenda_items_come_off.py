"""A question comes off the agenda before the meeting is held, with the reason, and can be put back; then nothing is weighed,
nobody outside talks along, and nothing is decided, whoever writes it."""

from django.db import migrations, models


RULE = """
create function app.off_before_it_is_held() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  if not exists (select from public.cases_meeting where id = new.meeting_id and state = 'gepland')
    or (new.off_because <> '' and exists (select from public.cases_decision where item_id = new.id)) then
    raise exception 'an item comes off before the meeting, with nothing decided' using errcode = '23514',
      constraint = 'item_off_before_it_is_held', table = 'cases_agendaitem';
  end if;
  return new;
end $$;
create trigger off_before_it_is_held before update of off_because on cases_agendaitem
  for each row when (old.off_because is distinct from new.off_because) execute function app.off_before_it_is_held();
create function app.item_is_on_agenda() returns trigger security definer set search_path = '' language plpgsql as $$ begin
  if exists (select from public.cases_agendaitem where id = new.item_id and off_because <> '') then
    raise exception 'this item was taken off the agenda' using errcode = '23514',
      constraint = 'item_is_on_agenda', table = 'cases_agendaitem';
  end if;
  return new;
end $$;
create trigger item_is_on_agenda before insert on cases_decision for each row execute function app.item_is_on_agenda();
create trigger item_is_on_agenda before insert on cases_itemguest for each row execute function app.item_is_on_agenda();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0024_versions_of_child_and_absence"),
        ("schools", "0006_decimals_of_any_length"),
    ]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="off_because",
            field=models.CharField(
                blank=True, db_default="", max_length=300, verbose_name="waarom van de agenda gehaald"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("off_because", ""), ("weighed_on__isnull", True), _connector="OR"),
                name="item_off_is_not_weighed",
                violation_error_message="Wat van de agenda is gehaald, wordt niet gewogen.",
            ),
        ),
        migrations.RunSQL(RULE, migrations.RunSQL.noop),
    ]
