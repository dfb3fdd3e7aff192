"""Row security, walked: every table about a child, application scoping absent, and still nothing foreign.

`everything` is a question with everything in it, made by the actions; a table that is still empty gets a row without
meaning (`any_row`), because nothing could leak from an empty one. So a new table is walked without being named here.
"""

import pytest
from django.db import ProgrammingError, connection

from accounts.acting import acting_as
from accounts.roles import DATABASE_ROLES, ROLES, Hat
from tests.cases.conftest import by
from tests.cast import Town
from tests.whole.any_row import put_row
from tests.whole.everything import Everything, build_everything

#: The team of a table's row is no secret, or the table is news for the worker without anything in it.
NO_CHILD = {"schools_appointment", "schools_supportteam", "schools_teamflag"}


def rows(query: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchall()


def child_tables() -> list[str]:
    """Tables with a column that names a team, a case or a pupil. Derived from the database, so that a new one counts."""
    return [
        name
        for (name,) in rows(
            """select distinct t.relname from pg_class t join pg_attribute a on a.attrelid = t.oid and not a.attisdropped
               where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace
                 and (a.attname in ('case_id', 'pupil_id')
                      or a.attname = 'team_id' and t.relname like any (array['cases_%%', 'accounts_%%']))
               order by 1"""
        )
        if name not in NO_CHILD
    ]


@pytest.fixture
def everything(town: Town) -> Everything:
    made = build_everything(town)
    known = {
        "team_id": town.team.pk,
        "case_id": made.case.pk,
        "pupil_id": made.case.pupil_id,
        "municipality_id": town.municipality.pk,
        "owner_id": town.ib.pk,
        "person_id": town.ortho.pk,
        "user_id": town.ib.pk,
    }
    tables = child_tables()
    for table in tables:
        if rows(f"select count(*) from {table}") == [(0,)]:
            put_row(table, known, set(tables))
            made.without_meaning.add(table)
    return made


def test_every_table_about_a_child_has_row_security_and_a_policy(db: None) -> None:
    without = rows(
        """select t.relname from pg_class t where t.relname = any (%s)
           and not (t.relrowsecurity and exists (select from pg_policy p where p.polrelid = t.oid))""",
        [name for name in child_tables() if not name.startswith("cases_stale")],
    )

    assert without == []


def test_no_hat_without_casework_may_touch_a_table_of_casework(db: None) -> None:
    outside = [role for hat, roles in DATABASE_ROLES.items() if hat not in (Hat.TEAM, Hat.DESK) for role in roles]
    # The privacy officer looks a child up, sees how often the blind match was asked, and is the second to decide on
    # destruction; all three are logged.
    seen = ("cases_pupil", "cases_matchcheck", "cases_removal")
    allowed = {(role, table) for role in DATABASE_ROLES[Hat.PRIVACY] for table in seen}
    found = rows(
        """select r, t.relname from unnest(%s) r cross join pg_class t
           where t.relname = any (%s)
             and (has_table_privilege(r, t.oid, 'select, insert, update, delete')
                  or has_any_column_privilege(r, t.oid, 'select, insert, update'))""",
        ["ot_web", *outside],
        [name for name in child_tables() if name.startswith("cases_")],
    )

    assert set(found) - allowed == set()


def test_looking_roles_write_nothing_but_the_log_of_looking(db: None) -> None:
    found = rows(
        """select r, t.relname from unnest(%s) r cross join pg_class t
           where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace
             and (has_table_privilege(r, t.oid, 'insert, update, delete, truncate')
                  or has_any_column_privilege(r, t.oid, 'insert, update'))""",
        [look for look, _ in DATABASE_ROLES.values()],
    )

    assert {table for _, table in found} == {"accounts_look"}


def test_nobody_goes_around_row_security(db: None) -> None:
    assert rows("select rolname from pg_roles where rolname like 'ot\\_%%' and (rolsuper or rolbypassrls)") == []
    assert rows("select distinct tableowner from pg_tables where schemaname = 'public'") == [("ot_owner",)]


def test_each_security_definer_function_has_a_closed_search_path(db: None) -> None:
    open_path = rows(
        """select proname from pg_proc where pronamespace = 'app'::regnamespace and prosecdef
           and not coalesce(proconfig::text ~ 'search_path=("";?|pg_catalog|\\\\"\\\\")', false)"""
    )

    assert open_path == []


def test_a_stranger_sees_no_row_of_any_table_about_a_child(everything: Everything, town: Town) -> None:
    """All at once: each role in each table, with raw SQL and no filter of ours."""
    tables = [name for name in child_tables() if not name.startswith(("cases_stale", "accounts_change"))]
    empty = [name for name in tables if rows(f"select count(*) from {name}") == [(0,)]]
    assert empty == []
    seen: list[str] = []
    for someone, role in everything.strangers:
        for table in tables:
            with acting_as(by(someone, role), writes=False):
                if (count := _count(table)) not in (0, None):
                    seen.append(f"{role} sees {count} of {table}")

    assert seen == []


def test_the_team_itself_sees_its_rows(everything: Everything, town: Town) -> None:
    """The other side of the walk: that the strangers see nothing is not because nobody does."""
    blind = []
    for table in child_tables():
        if table.startswith("cases_stale") or table in everything.without_meaning:
            continue
        total = rows(f"select count(*) from {table}")[0][0]
        counts = []
        for someone, role in ((town.ib, "IB"), (town.mate, "JGW")):
            with acting_as(by(someone, role), writes=False):
                counts.append(_count(table) or 0)
        if total and not any(counts):
            blind.append(table)

    assert blind == []


def test_the_stranger_changes_no_row_of_any_table(everything: Everything, town: Town) -> None:
    changed: list[str] = []
    for table in child_tables():
        if table.startswith(("cases_stale", "accounts_")):
            continue
        with acting_as(by(town.stranger, "IB"), writes=True):
            try:
                with connection.cursor() as cursor:
                    cursor.execute("savepoint walk")
                    cursor.execute(f"update {table} set team_id = team_id")
                    if cursor.rowcount:
                        changed.append(f"{table}: {cursor.rowcount}")
            except ProgrammingError:
                with connection.cursor() as cursor:
                    cursor.execute("rollback to savepoint walk")

    assert changed == []


def _count(table: str) -> int | None:
    """Rows that the acting role sees; None where it has no right to look at all."""
    with connection.cursor() as cursor:
        cursor.execute("savepoint walk")
        try:
            cursor.execute(f"select count(*) from {table}")
            return cursor.fetchone()[0]
        except ProgrammingError:
            cursor.execute("rollback to savepoint walk")
            return None


def test_every_role_of_the_declarations_is_walked(everything: Everything) -> None:
    walked = {role for _, role in everything.strangers}

    # ZC, SMW and ORTHO are core roles like IB and JGW; the privacy officer may look a child up, see above.
    assert walked >= set(ROLES) - {"ZC", "SMW", "ORTHO", "PRIVACY"}
