"""What a publication counted is kept for the worker: later publications are weighed against it."""

import django.db.models.deletion
from django.db import migrations, models

from accounts.rows import worker_only


class Migration(migrations.Migration):
    dependencies = [("insights", "0010_state")]
    operations = [
        migrations.CreateModel(
            name="PublicationCounts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cells", models.JSONField()),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counts",
                        to="insights.publication",
                    ),
                ),
            ],
            options={
                "verbose_name": "telling van een publicatie",
                "verbose_name_plural": "tellingen van publicaties",
            },
        ),
        migrations.RunSQL(worker_only("insights_publicationcounts"), migrations.RunSQL.noop),
    ]
