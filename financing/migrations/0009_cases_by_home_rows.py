"""The rounded counts are the controller's."""

from django.db import migrations

from accounts.rows import worker_only

ROWS = f"""{worker_only("financing_casesbyhome")}
create policy controller on financing_casesbyhome for select to ot_money_look, ot_money
  using ((select app.role()) = 'CONTROLLER');
"""


class Migration(migrations.Migration):
    dependencies = [("financing", "0008_cases_by_home")]
    operations = [migrations.RunSQL(ROWS, migrations.RunSQL.noop)]
