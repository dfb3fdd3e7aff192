"""News for the worker about what value cases rest on: assumptions, and places in an arrangement."""

from django.db import migrations

NEWS = ("financing_careassumption", "financing_placement")


class Migration(migrations.Migration):
    dependencies = [("insights", "0008_once_a_year")]
    operations = [
        migrations.RunSQL(
            f"""create trigger money_is_stale after insert or update or delete on {table}
              for each statement execute function app.money_is_stale();""",
            f"drop trigger if exists money_is_stale on {table};",
        )
        for table in NEWS
    ]
