"""Population budgets with what was put in and the years of their path; the controller's alone [domain 3.10]."""

import django.db.models.deletion
from django.db import migrations, models

import shell.keys
from accounts.rows import record_changes, worker_only

TABLES = ("financing_populationbudget", "financing_populationshare", "financing_populationyear")
ROWS = "".join(
    f"{worker_only(table)} create policy controller on {table} for all to ot_money_look, ot_money "
    "using ((select app.role()) = 'CONTROLLER');"
    for table in TABLES
)


def key() -> tuple[str, models.UUIDField]:
    return (
        "id",
        models.UUIDField(
            db_default=shell.keys.UUID7(), default=shell.keys.uuid7, editable=False, primary_key=True, serialize=False
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("financing", "0012_facts_since")]
    operations = [
        migrations.CreateModel(
            "PopulationBudget",
            [
                key(),
                ("payer", models.CharField("betaler", max_length=80)),
                ("name", models.CharField("naam", max_length=300)),
                ("area", models.CharField("gebied", max_length=300)),
                ("first_year", models.IntegerField("eerste jaar")),
                ("decision", models.CharField("besluit", max_length=500)),
            ],
            options={
                "verbose_name": "populatiebudget",
                "verbose_name_plural": "populatiebudgetten",
                "ordering": ["-first_year", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["payer", "name"],
                        name="population_once",
                        violation_error_message="Deze betaler heeft al een populatiebudget met deze naam.",
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(decision=""),
                        name="population_has_decision",
                        violation_error_message="Vul het besluit in waarop het populatiebudget rust.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "PopulationShare",
            [
                key(),
                ("party", models.CharField("partij", max_length=80)),
                ("amount", models.DecimalField("inleg per jaar", decimal_places=2, max_digits=14)),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="financing.populationbudget",
                    ),
                ),
            ],
            options={
                "verbose_name": "inleg in een populatiebudget",
                "verbose_name_plural": "inleg in populatiebudgetten",
                "ordering": ["-amount", "party"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["budget", "party"],
                        name="population_share_once",
                        violation_error_message="Elke partij staat er één keer in.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(amount__gte=0),
                        name="population_share_not_below_zero",
                        violation_error_message="Dit kan niet onder nul zijn.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "PopulationYear",
            [
                key(),
                (
                    "budget",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="years",
                        to="financing.populationbudget",
                    ),
                ),
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="population",
                        to="financing.fundingsource",
                    ),
                ),
            ],
            options={
                "verbose_name": "jaar van een populatiebudget",
                "verbose_name_plural": "jaren van populatiebudgetten",
            },
        ),
        migrations.RunSQL(ROWS, migrations.RunSQL.noop),
        *(record_changes(table) for table in TABLES),
    ]
