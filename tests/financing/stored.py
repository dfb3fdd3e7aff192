"""What the tests of money in the database share: a workbook stored, somebody who acts, answers as they are printed."""

import contextlib
from datetime import date
from io import StringIO

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.acting import Acting, acting_as, working
from accounts.roles import ROLES, Hat
from financing.actions import import_workbook
from financing.store import read_book, write_book
from financing.workbook.read import read_csv

TODAY = date(2018, 5, 17)


def command(*words, **options):
    """Standard output of a command."""
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def grids(sheets):
    return [read_csv(name, text.encode()) for name, text in sheets.items()]


def take_in(sheets):
    """A workbook given as text, a sheet each."""
    with working(today=TODAY, action="test"):
        return import_workbook(by=None, grids=grids(sheets))


def store(book):
    """A book on top of what is stored."""
    with working(today=TODAY, action="test"):
        stored = read_book()
        write_book(by=None, stored=stored, merged=stored.merged(book))
        check_at_once()


def check_at_once():
    """What is otherwise looked at when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def acting(someone, role, hat=Hat.MONEY):
    return Acting(actor=someone.pk, actor_name=someone.name, role=ROLES[role].code, hat=hat, today=TODAY)


def as_money(someone, role, *, writes=False, hat=Hat.MONEY):
    return acting_as(acting(someone, role, hat), writes=writes)


@contextlib.contextmanager
def undone():
    """Nothing of what happens here stays: a generated history each on the same database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def table(name):
    """Every row of a table as text, whatever its key."""
    with connection.cursor() as cursor:
        cursor.execute(f"select (to_jsonb(t) - 'id')::text from {name} t order by 1")
        return [row[0] for row in cursor.fetchall()]


#: What opens and closes a transaction, and what only a transaction inside that of the test asks.
AROUND = ("SAVEPOINT", "RELEASE", "select current_setting", "select set_config('role', 'ot_web'")


def cost(client, url):
    """How many queries a page takes, session and user included."""
    client.get(url)  # what the process learns once, such as content types, is not counted
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200, url
    return len([one for one in captured if not one["sql"].startswith(AROUND)])
