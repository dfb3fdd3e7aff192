"""A joint training that was held can be corrected: with the reason, and with the time that it gave each member.

Time of a member is only ever added, save what follows from a meeting: that goes when the meeting is corrected, and the log of
changing keeps it.
"""

import django.db.models.deletion
from django.db import migrations, models

OF_A_MEETING = """
update cases_teamtime t set meeting_id = (
  select m.id from cases_meeting m join cases_meetingkind k on k.id = m.kind_id
  join cases_attendance a on a.meeting_id = m.id and a.person_id = t.author_id and a.came
  where m.team_id = t.team_id and m."on" = t."on" and m.minutes = t.minutes and m.state = 'gehouden'
    and t.kind = case when k.joint_training then 'training' else 'overleg' end
    and t.note = coalesce(nullif(m.subject, ''), k.name)
  order by m.id limit 1)
where t.kind in ('training', 'overleg');
set constraints all immediate;
"""
TIE = """
alter table cases_teamtime add constraint cases_teamtime_tie_meeting foreign key (meeting_id, team_id)
  references cases_meeting (id, team_id) deferrable initially deferred;
create policy of_a_meeting on cases_teamtime as restrictive for delete to ot_case using (meeting_id is not null);
"""
UNTIE = """
drop policy of_a_meeting on cases_teamtime;
alter table cases_teamtime drop constraint cases_teamtime_tie_meeting;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0028_steps_in_the_database")]
    operations = [
        migrations.AddField(
            model_name="meeting",
            name="corrected_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="gecorrigeerd op"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="corrected_because",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                max_length=300,
                verbose_name="waarom gecorrigeerd",
            ),
        ),
        migrations.AddField(
            model_name="teamtime",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.meeting",
            ),
        ),
        migrations.RunSQL(OF_A_MEETING, migrations.RunSQL.noop),
        migrations.RunSQL(TIE, UNTIE),
    ]
