"""What if, beside what is decided."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from financing import queries
from financing.books.calendar import first_day
from financing.books.facts import ShareLine
from financing.forms.what_if import WhatIfForm
from financing.periods import short, written
from financing.store import read_book
from financing.views.base import PURPOSE, P, acting, page
from financing.what_if import changed, compare, compare_pools
from schools.access import needs
from shell.charts import Chart, Kind, Series
from shell.numbers import Unit


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_safe
def what_if(request: HttpRequest) -> HttpResponse:
    """Another rule, rate, start date or norm beside today's, per payer and month. Nothing is stored."""
    by = acting(request)
    book = read_book()
    rules = sorted({line.rule for line in book.all(ShareLine)})
    form = WhatIfForm(request.GET, today=by.today, rules=rules)
    changes = form.changes()
    context: dict[str, Any] = {"form": form, "title": written(form.months), "asked": bool(changes)}
    if changes:
        then = changed(book, changes)
        rows = compare(book, then, form.months)
        names = queries.payer_names(row.payer for row in rows)
        rows.sort(key=lambda row: names[row.payer].lower())
        months = list(form.months.months)
        context |= {
            "changes": [str(change) for change in changes],
            "rows": [(names[row.payer], row) for row in rows],
            "months": [(short(datetime.date.fromordinal(first_day(month))), month) for month in months],
            "per_month": [
                (names[row.payer], [row.more_in(month) for month in months], row.more)
                for row in rows
                if any(row.more_in(month) for month in months)
            ],
            "pools": compare_pools(book, then, by.today),
            "chart": _chart([(names[row.payer], row.total_now, row.total_then) for row in rows]),
        }
    return page(request, "financing/what_if.html", **context)


def _chart(rows: list[tuple[str, int, int]]) -> Chart | None:
    if not rows:
        return None
    largest = sorted(rows, key=lambda row: -abs(row[2] - row[1]))[:8]
    return Chart(
        "wat-als",
        "Nu en dan, per betaler",
        tuple(name for name, _, _ in largest),
        (
            Series("Nu", tuple(now / 100 for _, now, _ in largest)),
            Series("Dan", tuple(then / 100 for _, _, then in largest)),
        ),
        Kind.BARS,
        Unit.EURO,
        category_label="Betaler",
        over_time=False,
    )
