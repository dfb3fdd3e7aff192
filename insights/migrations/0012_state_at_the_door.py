"""Who serves pages may know that figures changed, before somebody's hat is taken: a page that was kept needs no more."""

from django.db import migrations

READERS = "ot_figures_look, ot_figures, ot_money_look, ot_money"


class Migration(migrations.Migration):
    dependencies = [("insights", "0011_publication_counts")]

    operations = [
        migrations.RunSQL(
            f"alter policy everybody_reads on insights_sourcechange to ot_web, {READERS}",
            f"alter policy everybody_reads on insights_sourcechange to {READERS}",
        )
    ]
