"""An administrator makes people, and can neither read nor set a password. Only the people themselves choose one."""

import pytest
from django.contrib.auth.hashers import make_password
from django.db import ProgrammingError, connection
from django.utils import timezone

from accounts.acting import Acting, acting_as
from accounts.models import User
from accounts.roles import Hat


@pytest.fixture
def by(town):
    return Acting(town.admin.pk, "Ada Beheer", "ADMIN", Hat.PEOPLE, timezone.localdate())


def test_a_password_that_an_administrator_sends_along_is_thrown_away(by):
    with acting_as(by, writes=True):
        User.objects.create(
            email="nieuw@voorbeeld.test", name="Nieuw", password=make_password("geheim geheim"), is_demo=True
        )
    made = User.objects.get(email="nieuw@voorbeeld.test")
    assert (made.has_usable_password(), made.check_password("geheim geheim"), made.is_demo) == (False, False, False)


def test_an_administrator_cannot_change_a_password(town, by):
    with pytest.raises(ProgrammingError, match="permission denied for table accounts_user"), acting_as(by, writes=True):
        User.objects.filter(pk=town.ib.pk).update(password="x")


def test_an_administrator_cannot_make_somebody_a_demo_person_who_needs_no_password(town, by):
    with pytest.raises(ProgrammingError, match="permission denied for table accounts_user"), acting_as(by, writes=True):
        User.objects.filter(pk=town.ib.pk).update(is_demo=True)


def test_nobody_deletes_a_person(town, by):
    for role in ("ot_people", "ot_web", "ot_worker"):
        with connection.cursor() as cursor:
            cursor.execute("select has_table_privilege(%s, 'accounts_user', 'delete')", [role])
            assert cursor.fetchone() == (False,), role


def test_the_web_process_writes_a_password_and_nothing_else_of_a_person(town):
    with connection.cursor() as cursor:
        cursor.execute(
            "select attname from pg_attribute where attrelid = 'accounts_user'::regclass and attnum > 0 "
            "and has_column_privilege('ot_web', attrelid, attnum, 'update') order by attname"
        )
        assert [name for (name,) in cursor.fetchall()] == ["last_login", "password"]
        cursor.execute("select has_table_privilege('ot_web', 'accounts_user', 'insert')")
        assert cursor.fetchone() == (False,)
