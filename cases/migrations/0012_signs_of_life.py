"""A weighing, progress, an action, an attachment or a statement is news about a case: it ends a silence (decision 0504)."""

from django.db import migrations

from accounts.rows import tell_stale

TABLES = ("cases_agendaitem", "cases_progress", "cases_task", "cases_attachment", "cases_statement")


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_decider_stands_apart")]

    operations = [tell_stale(table, "case_id", "cases_stalecase", "case_id") for table in TABLES]
