"""The settlement of each payer, to read, as .xlsx and as PDF."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from financing import queries
from financing.forms.choosing import BudgetForm
from financing.models import BudgetRun
from financing.periods import parsed, written
from financing.queries import Amounts, Grouping
from financing.settlement import Settlement, pdf_of, settlement, xlsx_of
from financing.templatetags.money import commitment
from financing.views.base import PURPOSE, XLSX, P, acting, file, from_address, page, to_address
from schools.access import needs
from shell.numbers import write_day


@needs(P.SEE_MONEY, purpose=PURPOSE)
@require_safe
def settlements(request: HttpRequest) -> HttpResponse:
    """Which payers there are in a period, each with its settlement to keep."""
    form = BudgetForm(request.GET, today=acting(request).today)
    groups = queries.budget(form.months, Grouping.PAYER)
    rows = [(queries.payer_label(one.key, one.name), to_address(one.key), one.total) for one in groups]
    return page(request, "financing/settlements.html", rows=rows, period=form.months.label, title=written(form.months))


@needs(P.SEE_MONEY, purpose=PURPOSE)
@require_safe
def settlement_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """What a payer owes in a period, commitment by commitment; of one arrangement when the address names it."""
    by = acting(request)
    made = _settlement(request, from_address(code))
    if kind == "xlsx":
        return file(xlsx_of(made), "afrekening.xlsx", XLSX)
    return file(pdf_of(made, today=write_day(by.today)), "afrekening.pdf", "application/pdf")


def _settlement(request: HttpRequest, payer: str) -> Settlement:
    months = parsed(request.GET.get("periode", ""), acting(request).today)
    lines = queries.lines(months, Grouping.PAYER, payer)
    if arrangement := request.GET.get("arrangement"):
        lines = lines.filter(arrangement=arrangement)
    found = list(queries.by_commitment(lines))
    if not found:
        raise Http404("nothing of this payer is yours to see")
    run = BudgetRun.objects.first()
    rows = [
        (commitment(row["name"]), Amounts(row["budget_sum"], row["realised_sum"], row["forecast_sum"])) for row in found
    ]
    name = queries.payer_names([payer])[payer]
    return settlement(name, written(months), write_day(run.reference_day) if run else "–", rows)
