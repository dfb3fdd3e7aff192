"""The reasons of changes are the controller's, and only ever added to."""

from django.db import migrations

from accounts.rows import worker_only

ROWS = f"""{worker_only("financing_moneychange")}
create policy controller_looks on financing_moneychange for select to ot_money_look, ot_money
  using ((select app.role()) = 'CONTROLLER');
create policy controller_adds on financing_moneychange for insert to ot_money
  with check ((select app.role()) = 'CONTROLLER' and by_id = (select app.actor()));
"""


class Migration(migrations.Migration):
    dependencies = [("financing", "0005_money_changes")]
    operations = [migrations.RunSQL(ROWS, migrations.RunSQL.noop)]
