"""A joint training is one record of the team, with who was there: a kind of meeting [domain 3.4]."""

from django.db import migrations, models
from django.db.models import Q

KIND = """
insert into cases_meetingkind (id, code, name, description, whole_core, joint_training, is_on, position) values
  (uuidv7(), 'training', 'Gezamenlijke training', 'Het kernteam volgt samen een training.', false, true, true, 8)
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_who_decides")]
    operations = [
        migrations.AddField(
            "meetingkind",
            "joint_training",
            models.BooleanField("gezamenlijke training", default=False, db_default=False),
        ),
        migrations.AddField(
            "meeting",
            "subject",
            models.CharField("onderwerp (geen namen)", max_length=200, blank=True, default="", db_default=""),
        ),
        migrations.AddConstraint(
            "meetingkind",
            models.CheckConstraint(
                condition=~Q(whole_core=True, joint_training=True),
                name="meeting_kind_counts_once",
                violation_error_message="Kies: een overleg van het hele kernteam, of een gezamenlijke training.",
            ),
        ),
        migrations.RunSQL(KIND, "delete from cases_meetingkind where code = 'training'"),
    ]
