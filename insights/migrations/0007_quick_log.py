"""A new contact moment is counted in a plainer statement."""

from django.db import migrations

from insights import triggers


class Migration(migrations.Migration):
    dependencies = [("insights", "0006_reporting_rows")]
    operations = [migrations.RunSQL(triggers.renew_entries(), migrations.RunSQL.noop)]
