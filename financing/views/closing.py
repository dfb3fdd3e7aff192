"""Closing months, and the corrections of what was closed, as a bank shows them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from financing import queries
from financing.actions import ask_close
from financing.books.calendar import month_of
from financing.books.closing import corrected
from financing.forms.working import CloseForm
from financing.models import BudgetRun, ClosedMonth
from financing.periods import month_name
from financing.views.base import PURPOSE, P, acting, page, to_address
from schools.access import needs
from shell.keyset import paginate


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest) -> HttpResponse:
    """The month that is next, the months that were closed, and the corrections since."""
    by = acting(request)
    closed = list(ClosedMonth.objects.order_by("-month")[:24])
    months = _may_close(closed, month_of(by.today))
    form = CloseForm(request.POST or None, months=months) if months else None
    if form and request.method == "POST" and form.is_valid():
        job = ask_close(by=by, month=form.cleaned_data["month"])
        return redirect("financing:job", key=job.pk)
    found = paginate(queries.corrections(), keys=("-month", "-id"), query=request.GET)
    names = queries.payer_names(row.payer for row in found.rows)
    return page(
        request,
        "financing/closing.html",
        by_month=list(queries.corrections_by_month()),
        form=form,
        closed=closed,
        first_time=not closed,
        found=found,
        corrections=[
            (row, month_name(about[0]), about[1], names[row.payer], to_address(row.name))
            for row in found.rows
            if (about := corrected(row.name)) is not None
        ],
    )


def _may_close(closed: list[ClosedMonth], this_month: int) -> range:
    """The first time any month with money that has ended; after that the one after the last."""
    if closed:
        following = month_of(closed[0].month) + 1
        return range(following, min(following + 1, this_month))
    run = BudgetRun.objects.first()
    if run is None or run.first_month is None:
        return range(0)
    return range(month_of(run.first_month), this_month)
