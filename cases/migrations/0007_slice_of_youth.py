"""What the youth side keeps is a slice of its own: its term may end while the child is still at school."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_around_rows")]
    operations = [
        migrations.AlterField(
            "retentionterm",
            "slice",
            models.CharField(
                choices=[
                    ("school", "wat de school bewaart"),
                    ("jeugd", "wat de jeugdhulp bewaart"),
                    ("verzuim", "het verzuim"),
                    ("alles", "het hele dossier"),
                ],
                max_length=8,
                verbose_name="deel",
            ),
        ),
        migrations.AlterField(
            "removal",
            "slice",
            models.CharField(
                choices=[
                    ("school", "wat de school bewaart"),
                    ("jeugd", "wat de jeugdhulp bewaart"),
                    ("verzuim", "het verzuim"),
                    ("alles", "het hele dossier"),
                ],
                default="alles",
                max_length=8,
                verbose_name="deel",
            ),
        ),
        migrations.RunSQL(
            "update cases_retentionterm set slice = 'jeugd' where code in ('jeugd_plan', 'jeugd_gesprek')",
            migrations.RunSQL.noop,
        ),
    ]
