"""How a team works together is no secret, as its flag is none: every hat reads it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("financing", "0006_money_change_rows")]
    operations = [
        migrations.RunSQL(
            "create policy everybody_reads on financing_cooperation for select using (true)",
            "drop policy everybody_reads on financing_cooperation",
        )
    ]
