"""The controller's workbook in: all of it or nothing [formats, "In"]."""

from collections.abc import Iterable

from django.db import connection, transaction

from accounts.acting import Acting, call_it
from financing.store import read_book, write_book
from financing.store.write import Written
from financing.workbook.load import load
from financing.workbook.read import Grid
from shell import garbage

#: One import at a time: what is read must still hold when it is written.
_LOCK = "select pg_advisory_xact_lock(hashtext('financing.import_workbook'))"


@transaction.atomic
def import_workbook(*, by: Acting | None, grids: Iterable[Grid]) -> Written:
    """Lay a workbook over what is stored. Known rows are replaced, new ones added, absent ones kept.

    Raises WorkbookRefused with every wrong cell, and then nothing is changed. The same workbook twice changes nothing.
    """
    call_it("financing.import_workbook", by=by)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
    with garbage.no_search():
        stored = read_book()
        return write_book(by=by, stored=stored, merged=load(grids, stored))
