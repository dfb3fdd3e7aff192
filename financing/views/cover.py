"""Cover of a year, and what the worker found."""

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from financing import queries
from financing.actions.flags import see_money_flag
from financing.books.cover import CoverRow
from financing.forms.choosing import YearForm
from financing.listing import as_csv, cover_table
from financing.models import MoneyFlag
from financing.steering import Way, ways
from financing.views.base import CSV, PURPOSE, P, acting, file, may, page, to_address
from schools.access import needs
from shell.charts import Chart, Kind, Series
from shell.keyset import paginate
from shell.numbers import Unit


@dataclass(frozen=True)
class Covered:
    """A payer in a year: its sources in order, what they cover and what is left, in cents; and how to steer when it is short."""

    name: str
    sources: list[CoverRow]
    short: int
    ways: list[Way]

    @property
    def covered(self) -> int:
        return sum(row.covered for row in self.sources)

    @property
    def cost(self) -> int:
        return self.covered + self.short


@needs(P.SEE_MONEY, purpose=PURPOSE)
@require_safe
def cover(request: HttpRequest) -> HttpResponse:
    """Per payer the sources in order, what each covers, and what is left."""
    form = YearForm(request.GET, today=acting(request).today)
    manages = may(request, P.MANAGE_MONEY)
    rows = queries.cover_of(form.year)
    names = queries.payer_names(row.payer for row in rows)
    payers = []
    for payer, group in groupby(rows, key=lambda row: row.payer):
        *sources, shortfall = group
        steers = manages and sources and shortfall.covered > 0
        how = ways(payer, form.year, sources, shortfall.covered) if steers else []
        payers.append(Covered(names[payer], sources, shortfall.covered, how))
    payers.sort(key=lambda one: one.name.lower())
    return page(
        request,
        "financing/cover.html",
        form=form,
        year=form.year,
        payers=[one for one in payers if one.sources],
        without=[one for one in payers if not one.sources],
        chart=_chart(form.year, payers),
    )


def _chart(year: int, payers: list[Covered]) -> Chart | None:
    largest = sorted((one for one in payers if one.short >= 0), key=lambda one: -one.cost)[:8]
    if not largest:
        return None
    return Chart(
        "dekking",
        f"Gedekt en niet gedekt in {year}",
        tuple(one.name for one in largest),
        (
            Series("Gedekt", tuple(one.covered / 100 for one in largest)),
            Series("Niet gedekt", tuple(one.short / 100 for one in largest)),
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
    names = queries.payer_names(flag.subject for flag in found.rows if flag.rule == "cover")
    rows = [(flag, names.get(flag.subject, flag.subject), _about(flag), me in flag.seen_by) for flag in found.rows]
    return page(request, "financing/flags.html", found=found, rows=rows)


def _about(flag: MoneyFlag) -> str:
    """Where the figures behind a flag are."""
    match flag.rule:
        case "cover":
            return f"{reverse('financing:cover')}?jaar={flag.since.year}"
        case "pool":
            return reverse("financing:pools")
        case "capacity":
            return reverse("financing:arrangement", args=[flag.subject])
        case _:
            return reverse("financing:commitment", args=[to_address(flag.subject)])


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_POST
def flag_seen(request: HttpRequest, key: UUID) -> HttpResponse:
    """The controller has seen this flag."""
    flag = get_object_or_404(queries.open_flags(), pk=key)
    see_money_flag(by=acting(request), flag=flag)
    return redirect("financing:flags")
