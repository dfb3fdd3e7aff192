"""The core roles that every team must have [003 §2.1, "Beoogd effect"; 000 C for the days on which the teams start].

An administrator can end a row and add another: the rule is dated.
"""

from django.db import migrations

IN_FORCE = (
    # school types, core roles, first day: PO starts in school year 2017-2018, VO a year later
    (("BO", "SBO", "SO"), ("IB", "ORTHO", "JGW"), "2017-08-01"),
    (("VSO", "VO", "PRO"), ("ZC", "ORTHO", "SMW"), "2018-08-01"),
)
ROWS = ", ".join(
    f"('{school_type}', '{role}', daterange('{first}', null))"
    for types, roles, first in IN_FORCE
    for school_type in types
    for role in roles
)


class Migration(migrations.Migration):
    dependencies = [("schools", "0002_rows")]
    operations = [
        migrations.RunSQL(
            "select set_config('app.action', 'schools.default_core_roles', true);"
            f"insert into schools_corerole (school_type, role, period) values {ROWS};"
            "select set_config('app.action', '', true);",
            "delete from schools_corerole",
        )
    ]
