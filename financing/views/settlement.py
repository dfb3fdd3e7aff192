"""The settlement of each payer, to read, as .xlsx and as PDF."""

import datetime

from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from financing import queries
from financing.books.closing import commitment_of
from financing.forms.choosing import BudgetForm
from financing.models import BudgetRun, Placement
from financing.offers import placements_of
from financing.periods import parsed, written
from financing.queries import Amounts, Grouping
from financing.settlement import Letter, PlaceOnLetter, Settlement, letter_of, pdf_of, settlement, xlsx_of
from financing.templatetags.money import commitment
from financing.views.base import PURPOSE, XLSX, P, acting, file, from_address, page, to_address
from schools.access import needs
from schools.models import Arrangement
from shell.fields import write_period
from shell.numbers import write_day

Day = datetime.date


@needs(P.SEE_MONEY, purpose=PURPOSE)
@require_safe
def settlements(request: HttpRequest) -> HttpResponse:
    """Which payers there are in a period, each with its settlement to keep."""
    form = BudgetForm(request.GET, today=acting(request).today)
    groups = queries.budget(form.months, Grouping.PAYER)
    rows = [(queries.payer_label(one.key, one.name), to_address(one.key), one.total) for one in groups]
    rows.sort(key=lambda row: row[0].lower())
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


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_safe
def settlement_letter(request: HttpRequest, code: str) -> HttpResponse:
    """The letter to a municipality about its pupils in one arrangement, as PDF; a pupil is a code."""
    by = acting(request)
    made = _letter(request, from_address(code), request.GET.get("arrangement", ""))
    return file(letter_of(made, today=write_day(by.today)), "brief-afrekening.pdf", "application/pdf")


def _letter(request: HttpRequest, payer: str, arrangement: str) -> Letter:
    months = parsed(request.GET.get("periode", ""), acting(request).today)
    found = queries.lines(months, Grouping.PAYER, payer).filter(arrangement=arrangement)
    sums: dict[str, list[int]] = {}
    for row in queries.by_commitment(found):
        amounts = sums.setdefault(commitment_of(row["name"]), [0, 0])
        amounts[0], amounts[1] = amounts[0] + row["budget_sum"], amounts[1] + row["realised_sum"]
    if not arrangement or not sums:
        raise Http404("nothing of this payer in this arrangement")
    first, after = queries.days_of_months(months)
    placed = {one.name: one for one in placements_of(Arrangement.objects.filter(code=arrangement))}
    offered = Arrangement.objects.get(code=arrangement)
    terms = offered.terms.filter(intended=False, period__overlap=(first, after)).order_by("-period").first()
    run = BudgetRun.objects.first()
    return Letter(
        municipality=queries.payer_names([payer])[payer],
        arrangement=offered.name,
        decision=terms.decision if terms else "",
        period=written(months),
        as_on=write_day(run.reference_day) if run else "–",
        places=[_on_letter(name, placed.get(name), amounts[0], first, after) for name, amounts in sums.items()],
        realised=sum(realised for _, realised in sums.values()),
    )


def _on_letter(name: str, row: Placement | None, amount: int, first: Day, after: Day) -> PlaceOnLetter:
    """One place in the days of the period; one that is gone from the facts has its name, and what was corrected."""
    if row is None:
        return PlaceOnLetter(name.split("/")[2], "vervallen", "–", amount)
    begins = max(row.first, first)
    ends = min(row.period.upper or after, after)
    decided = row.decided_by_municipality
    told = f"{write_day(decided)} {row.beschikking}".strip() if decided else "–"
    return PlaceOnLetter(row.pupil_code, write_period(DateRange(begins, ends)), told, amount)
