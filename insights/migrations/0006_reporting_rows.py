"""Who writes beside figures: an officer remarks and talks, the controller releases; everybody with figures reads."""

from django.db import migrations

from accounts.rows import record_changes, worker_only

TABLES = {
    "insights_remark": ("ot_figures", "OFFICER"),
    "insights_quartertalk": ("ot_figures", "OFFICER"),
    "insights_release": ("ot_money", "CONTROLLER"),
}
READERS = "ot_figures_look, ot_figures, ot_money_look, ot_money"


def policies(table: str, hat: str, role: str) -> str:
    mine = f"(select app.role()) = '{role}'"
    return f"""
{worker_only(table)}
create policy everybody_reads on {table} for select to {READERS} using (true);
create policy adds on {table} for insert to {hat} with check ({mine});
create policy changes on {table} for update to {hat} using ({mine});"""


class Migration(migrations.Migration):
    dependencies = [("insights", "0005_reporting"), ("accounts", "0002_rows")]
    operations = [
        *(
            migrations.RunSQL(policies(table, hat, role), migrations.RunSQL.noop)
            for table, (hat, role) in TABLES.items()
        ),
        *(record_changes(table) for table in TABLES),
    ]
