"""Closed months as the engine takes them: the last one, and every line as it was frozen."""

from financing.books.calendar import month_of
from financing.books.closing import ClosedMonths
from financing.books.engine import Line
from financing.models import BudgetLine, ClosedMonth


def closed_months() -> ClosedMonths:
    """Two queries."""
    last = ClosedMonth.objects.order_by("-month").values_list("month", flat=True).first()
    if last is None:
        return ClosedMonths()
    rows = BudgetLine.objects.filter(closed=True).values_list(
        "month", "name", "payer", "budget", "realised", "forecast"
    )
    return ClosedMonths(
        month_of(last),
        tuple(
            Line(month_of(month), name, payer, budget, realised, forecast)
            for month, name, payer, budget, realised, forecast in rows.iterator(5000)
        ),
    )
