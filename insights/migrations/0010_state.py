"""The state of the sources of figures, told by the database itself; an index for the figures that a page asks."""

import shell.keys
from django.db import migrations, models

from accounts.rows import worker_only
from insights import watching

WATCHED = (
    "insights_publication",
    "insights_publishedfigure",
    "insights_hourscount",
    "insights_hoursmonth",
    "insights_moneymonth",
    "insights_teammonth",
    "insights_teamplace",
    "insights_remark",
    "insights_quartertalk",
    "insights_participation",
    "insights_providerfigure",
    "insights_valueline",
    "insights_release",
    "schools_arrangement",
    "schools_arrangementterms",
    "schools_locationperiod",
    "schools_municipality",
    "schools_neighbourhoodteam",
    "schools_partnership",
    "schools_provider",
    "schools_schoolboard",
    "schools_schoollocation",
    "schools_supportteam",
    "schools_teamflag",
)
# Everybody who reads figures may know that they changed.
ROWS = f"""
{worker_only("insights_sourcechange")}
create policy everybody_reads on insights_sourcechange for select
  to ot_figures_look, ot_figures, ot_money_look, ot_money using (true);
"""


class Migration(migrations.Migration):
    dependencies = [("insights", "0009_once_a_year_rows"), ("schools", "0003_core_roles")]
    operations = [
        migrations.CreateModel(
            name="SourceChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=shell.keys.UUID7(),
                        default=shell.keys.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("source", models.CharField(max_length=63)),
                ("times", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "verandering van een bron",
                "verbose_name_plural": "veranderingen van bronnen",
            },
        ),
        migrations.RemoveIndex("PublishedFigure", "published_figure_of_unit"),
        migrations.AddIndex(
            "PublishedFigure",
            models.Index(
                fields=["publication", "level", "sector", "figure", "breakdown", "unit"], name="published_figure_asked"
            ),
        ),
        migrations.RunSQL(watching.FUNCTION, "drop function app.source_changed();"),
        migrations.RunSQL(ROWS, migrations.RunSQL.noop),
        migrations.RunSQL(watching.watch(WATCHED), watching.unwatch(WATCHED)),
    ]
