"""Cover of a year, and what the worker found."""

from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from financing import queries
from financing.actions.flags import see_money_flag
from financing.books.cover import CoverRow
from financing.forms.choosing import YearForm
from financing.listing import as_csv, cover_table
from financing.views.base import CSV, PURPOSE, P, acting, file, page, to_address
from schools.access import needs
from shell.charts import Chart, Kind, Series
from shell.keyset import paginate
from shell.numbers import Unit

#: What the decision names, when the cover falls short [003 "Risico's" 1].
WAYS_TO_STEER = (
    ("Anders werken", "Doe hetzelfde met minder uren, bijvoorbeeld samen op meer scholen."),
    ("Prioriteiten herschikken", "Zet geld dat er al is in voor wat nu het meest nodig is."),
    ("Langer investeren", "Laat de incidentele dekking een jaar langer doorlopen, met een besluit."),
    ("Minder uren", "Spreek met scholen minder uren af."),
)


@needs(P.SEE_MONEY, purpose=PURPOSE)
@require_safe
def cover(request: HttpRequest) -> HttpResponse:
    """Per payer the sources in order, what each covers, and what is left."""
    form = YearForm(request.GET, today=acting(request).today)
    rows = queries.cover_of(form.year)
    names = queries.payer_names(row.payer for row in rows)
    payers = []
    for payer, group in groupby(rows, key=lambda row: row.payer):
        *sources, shortfall = group
        payers.append((names[payer], sources, shortfall.covered, sum(row.covered for row in sources)))
    return page(
        request,
        "financing/cover.html",
        form=form,
        year=form.year,
        payers=payers,
        short=any(short > 0 and sources for _, sources, short, _ in payers),
        ways=WAYS_TO_STEER,
        chart=_chart(form.year, payers),
    )


def _chart(year: int, payers: list[tuple[str, list[CoverRow], int, int]]) -> Chart | None:
    largest = sorted((one for one in payers if one[2] >= 0), key=lambda one: -(one[2] + one[3]))[:8]
    if not largest:
        return None
    return Chart(
        "dekking",
        f"Gedekt en niet gedekt in {year}",
        tuple(name for name, *_ in largest),
        (
            Series("Gedekt", tuple(covered / 100 for *_, covered in largest)),
            Series("Niet gedekt", tuple(short / 100 for _, _, short, _ in largest)),
        ),
        Kind.STACKED,
        Unit.EURO,
        category_label="Betaler",
        over_time=False,
    )


@needs(P.SEE_MONEY, purpose=PURPOSE)
@require_safe
def cover_file(request: HttpRequest) -> HttpResponse:
    """The cover of a year as other programs read it."""
    form = YearForm(request.GET, today=acting(request).today)
    return file(as_csv(cover_table(queries.cover_of(form.year))), f"dekking-{form.year}.csv", CSV)


@needs(P.SEE_MONEY, purpose=PURPOSE)
@require_safe
def flags(request: HttpRequest) -> HttpResponse:
    """What needs attention: since when, why, and what somebody can do."""
    found = paginate(queries.open_flags(), keys=("since", "id"), query=request.GET)
    me = acting(request).actor
    rows = [(flag, to_address(flag.subject), me in flag.seen_by) for flag in found.rows]
    return page(request, "financing/flags.html", found=found, rows=rows)


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_POST
def flag_seen(request: HttpRequest, key: UUID) -> HttpResponse:
    """The controller has seen this flag."""
    flag = get_object_or_404(queries.open_flags(), pk=key)
    see_money_flag(by=acting(request), flag=flag)
    return redirect("financing:flags")
