"""Which state may follow which [domain 2.8], held by the database: the table as it was when this was written. A question closes
after its evaluation; without one when the family says no, the child moved away or died [002 §3.2]."""

from django.conf import settings
from django.db import migrations, models


STEPS = {
    "raised": ("weighing", "supporting", "following", "evaluated"),
    "weighing": ("supporting", "following", "evaluated"),
    "supporting": ("weighing", "following", "evaluated"),
    "following": ("supporting", "evaluated"),
    "evaluated": ("supporting", "following", "closed"),
    "closed": ("weighing",),
}
ALLOWED = ", ".join(f"('{old}', '{new}')" for old, later in STEPS.items() for new in later)
RULE = f"""
create function app.step_is_allowed() returns trigger language plpgsql as $$ begin
  if not ((old.state, new.state) in ({ALLOWED})
    or (new.state = 'closed' and new.outcome in ('gestopt', 'verhuisd', 'overleden')))
  then
    raise exception 'this step is not taken: % to %', old.state, new.state using errcode = '23514',
      constraint = 'case_step_is_allowed', table = 'cases_case';
  end if;
  return null;
end $$;
create trigger step_is_allowed after update of state on cases_case
  for each row when (old.state is distinct from new.state) execute function app.step_is_allowed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0027_my_day"),
        ("schools", "0007_held_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "evaluated"), _negated=True),
                    models.Q(
                        ("evaluated_on__isnull", False),
                        models.Q(
                            models.Q(("parents_mark__isnull", False), ("pupil_mark__isnull", False)),
                            models.Q(("no_mark_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="case_evaluated_is_whole",
                violation_error_message="Een evaluatie heeft een dag, en cijfers of de reden waarom een cijfer ontbreekt.",
            ),
        ),
        migrations.RunSQL(RULE, migrations.RunSQL.noop),
    ]
