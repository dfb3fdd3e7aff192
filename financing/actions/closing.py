"""Closing a month: its lines are frozen, later facts become corrections in the first open month [domain 3.11]."""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.acting import Acting, call_it
from financing.actions.computing import lock_lines, rows_of
from financing.books import closing
from financing.books.calendar import first_day, month_of
from financing.books.engine import Engine
from financing.models import BudgetLine, ClosedMonth
from financing.store import closed_months, read_book


@transaction.atomic
def close_month(*, by: Acting | None, month: int, today: datetime.date) -> int:
    """Close this month (`year × 12 + month − 1`); the first closing takes every month before it too.

    Answers how many lines were frozen. Raises CannotClose with a Dutch sentence; then nothing is changed.
    """
    call_it("financing.close_month", by=by)
    lock_lines()
    book = read_book()
    engine = Engine(book.established())
    closed = closed_months()
    lines = closing.close(engine, closed, month, month_of(today))
    months = sorted({line.month for line in lines} | {month})
    days = [datetime.date.fromordinal(first_day(one)) for one in months]
    BudgetLine.objects.filter(closed=False, month__lte=days[-1]).delete()
    BudgetLine.objects.bulk_create(rows_of(engine, lines, closed=True), batch_size=2000)
    already = set(ClosedMonth.objects.filter(month__in=days).values_list("month", flat=True))
    ClosedMonth.objects.bulk_create(
        ClosedMonth(
            month=day,
            closed_at=timezone.now(),
            closed_by_id=by.actor if by else None,
            closed_by_name=by.actor_name if by else "",
        )
        for day in days
        if day not in already
    )
    return len(lines)
