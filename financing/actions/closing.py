"""Closing a month: its lines are frozen, later facts become corrections in the first open month [domain 3.11].

Computed in PostgreSQL, as the lines of open months are: the first closing takes years along.
"""

import datetime

from django.db import connection, transaction
from django.utils import timezone

from accounts.acting import Acting, call_it
from financing.actions.computing import FAR_DAY, lock_lines
from financing.actions.computing_sql import AS_THIS_NEEDS, CORRECT, FIRST_MONTH, INSERT
from financing.books.calendar import first_day, month_of
from financing.books.closing import ClosedMonths, check_may_close
from financing.models import BudgetLine, ClosedMonth


@transaction.atomic
def close_month(*, by: Acting | None, month: int, today: datetime.date) -> int:
    """Close this month (`year × 12 + month − 1`); the first closing takes every month before it too.

    Answers how many lines were frozen. Raises CannotClose with a Dutch sentence; then nothing is changed.
    """
    call_it("financing.close_month", by=by)
    lock_lines()
    last = ClosedMonth.objects.order_by("-month").values_list("month", flat=True).first()
    check_may_close(ClosedMonths(month_of(last) if last else None), month, month_of(today))
    day, after = (datetime.date.fromordinal(first_day(one)) for one in (month, month + 1))
    BudgetLine.objects.filter(closed=False, month__lte=day).delete()
    frozen = _freeze(day, after, is_first=last is None)
    closed = set(ClosedMonth.objects.values_list("month", flat=True))
    months = BudgetLine.objects.filter(closed=True, month__gt=last or datetime.date.min).order_by()
    ClosedMonth.objects.bulk_create(
        ClosedMonth(
            month=one,
            closed_at=timezone.now(),
            closed_by_id=by.actor if by else None,
            closed_by_name=by.actor_name if by else "",
        )
        for one in sorted({day, *months.values_list("month", flat=True).distinct()} - closed)
    )
    return frozen


def _freeze(day: datetime.date, after: datetime.date, *, is_first: bool) -> int:
    """Lines of the month from `day` to `after`, as wholly past; of the months before it too, or the corrections of those that
    were closed earlier."""
    with connection.cursor() as cursor:
        cursor.execute(AS_THIS_NEEDS)
        cursor.execute(FIRST_MONTH)
        earliest = min(cursor.fetchone()[0] or day, day)
        told = {"until": FAR_DAY, "names": None, "closed": True}
        frozen = 0
        if not is_first:  # before the lines of this month are closed, since they are not corrected
            cursor.execute(CORRECT, {"start": earliest, "stop": day, **told})
            frozen = cursor.rowcount
        cursor.execute(INSERT, {"start": earliest if is_first else day, "stop": after, **told})
        return frozen + int(cursor.rowcount)
