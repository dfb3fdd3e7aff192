"""Assumptions of a value case change and end; what counts is read from the log for an earlier day, entered hours too."""

from django.db import migrations, models

from accounts.rows import record_changes

BEFORE = ("financing_hoursrate", "financing_hoursnorm")
AFTER = ("financing_loggedhours", "financing_careassumption", *BEFORE)


def widened(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """`app.money_facts_since` for other tables; the rest of it stays as 0012 made it."""
    names = [", ".join(f"'{table}'" for table in tables) for tables in (before, after)]
    return f"""
do $$ declare made text := pg_get_functiondef('app.money_facts_since(text, timestamptz)'::regprocedure); begin
  if position($n${names[0]}$n$ in made) = 0 then raise exception 'app.money_facts_since is not as it was made'; end if;
  execute replace(made, $n${names[0]}$n$, $n${names[1]}$n$);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("financing", "0013_population_budgets")]
    operations = [
        migrations.AddField(
            model_name="careassumption",
            name="ended_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="vervallen op"),
        ),
        migrations.AddField(
            model_name="careassumption",
            name="version",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False, verbose_name="versie"),
        ),
        migrations.AlterField(
            model_name="moneychange",
            name="about",
            field=models.CharField(
                choices=[
                    ("tarief", "uurtarief"),
                    ("verplichting", "verplichting"),
                    ("verdeelsleutel", "verdeelsleutel"),
                    ("dekking", "dekkingsbron"),
                    ("aanname", "aanname"),
                ],
                max_length=20,
                verbose_name="soort",
            ),
        ),
        record_changes("financing_loggedhours"),
        migrations.RunSQL(widened(BEFORE, AFTER), widened(AFTER, BEFORE)),
    ]
