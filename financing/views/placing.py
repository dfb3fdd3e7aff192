"""Arrangements and their places: asked, decided by school and municipality, ended, and what came of them [domain 3.9]."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.acting import Acting
from financing import actions, offers, queries
from financing.forms import placing
from financing.forms.choosing import SchoolYearForm
from financing.models import Placement, PlacementResult
from financing.periods import short
from financing.views.base import P, acting, may, page, send, to_address
from schools.access import needs
from schools.models import Arrangement
from shell.charts import Chart, Kind, Series

PURPOSE = "plaatsen in een arrangement verdelen"


@dataclass(frozen=True)
class Doing:
    """Something that is done about a place: its form, the action, and what the page says after it."""

    title: str
    form: Callable[..., Any]
    act: Callable[[Acting, Placement, Any], object]
    said: str
    permission: P = P.PLACE_PUPILS


DOINGS: dict[str, Doing] = {
    "school": Doing(
        "Besluit van de school",
        placing.SchoolDecisionForm,
        lambda by, row, told: actions.decide_for_school(by=by, placement=row, **told),
        "Het besluit van de school is vastgelegd.",
    ),
    "gemeente": Doing(
        "Beschikking van de gemeente",
        placing.BeschikkingForm,
        lambda by, row, told: actions.decide_for_municipality(by=by, placement=row, **told),
        "De beschikking is vastgelegd.",
        P.MANAGE_MONEY,
    ),
    "afwijzen": Doing(
        "Plaats afwijzen",
        placing.RefusalForm,
        lambda by, row, told: actions.refuse_place(by=by, placement=row, **told),
        "De afwijzing is vastgelegd.",
    ),
    "einde": Doing(
        "Plaatsing beëindigen",
        placing.EndForm,
        lambda by, row, told: actions.end_placement(by=by, placement=row, **told),
        "De einddatum is vastgelegd.",
    ),
    "dagen": Doing(
        "Dagen per week op school",
        placing.SchoolDaysForm,
        lambda by, row, told: actions.record_school_days(by=by, placement=row, **told),
        "De dagen zijn vastgelegd.",
    ),
    "leerwinst": Doing(
        "Leerwinst per vak",
        placing.ProgressForm,
        lambda by, row, told: actions.record_progress(by=by, placement=row, **told),
        "De leerwinst is vastgelegd.",
    ),
    "opbrengst": Doing(
        "Cijfers, uitstroom en vervangen jeugdhulp",
        placing.ResultForm,
        lambda by, _row, told: actions.record_result(by=by, result=told),
        "De opbrengst is vastgelegd.",
    ),
}


@needs(P.PLACE_PUPILS, purpose=PURPOSE)
@require_safe
def arrangements(request: HttpRequest) -> HttpResponse:
    """Every arrangement of a school year that somebody places pupils in: places, who waits, what it costs."""
    by = acting(request)
    form = SchoolYearForm(request.GET, today=by.today)
    found = offers.offers(form.year, day=by.today)
    return page(request, "financing/arrangements.html", form=form, year=form.year, offers=found)


@needs(P.PLACE_PUPILS, purpose=PURPOSE)
@require_safe
def arrangement(request: HttpRequest, code: str) -> HttpResponse:
    """One arrangement: places and the school's risk month by month, the waiting list, who pays, and what came of it."""
    by = acting(request)
    form = SchoolYearForm(request.GET, today=by.today)
    found = next(iter(offers.offers(form.year, day=by.today, code=code)), None)
    if found is None and not Arrangement.objects.filter(pk__in=offers.my_arrangements(), code=code).exists():
        raise Http404("no such arrangement, or not yours")
    names = queries.payer_names(found.by_payer) if found else {}
    payers = [(names[payer], to_address(payer), cents) for payer, cents in found.by_payer.items()] if found else []
    return page(
        request,
        "financing/arrangement.html",
        form=form,
        year=form.year,
        period=f"{form.year}-{form.year + 1}",
        code=code,
        offer=found,
        payers=payers,
        homes=list(offers.shares(found)) if found else [],
        months=[(short(_day(one.month)), one) for one in found.months] if found else [],
        chart=_chart(found) if found else None,
    )


def _day(month: int) -> datetime.date:
    return datetime.date(month // 12, month % 12 + 1, 1)


def _chart(offer: offers.Offer) -> Chart | None:
    if not any(one.places for one in offer.months):
        return None
    return Chart(
        "plaatsen",
        "Bezette en lege plaatsen per maand",
        tuple(short(_day(one.month)) for one in offer.months),
        (
            Series("Bezet", tuple(round(one.taken, 1) for one in offer.months)),
            Series("Leeg", tuple(round(one.empty, 1) for one in offer.months)),
        ),
        Kind.STACKED,
    )


@needs(P.PLACE_PUPILS, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """Ask a place for a pupil, by code."""
    by = acting(request)
    found = get_object_or_404(Arrangement, pk__in=offers.my_arrangements(), code=code)
    back = reverse("financing:arrangement", args=[code])
    form = placing.ApplicationForm(request.POST or None, cancel_url=back)
    done = send(
        request,
        form,
        lambda: actions.apply_for_place(by=by, arrangement=found, **form.cleaned_data),
        said="De plaats is aangevraagd. School en gemeente besluiten nu.",
        to=back,
    )
    return done or page(request, "financing/fact.html", form=form, title=f"Plaats aanvragen in {found.name}")


@needs(P.PLACE_PUPILS, purpose=PURPOSE)
@require_safe
def placement(request: HttpRequest, key: UUID) -> HttpResponse:
    """One place: where it stands, who decided what, and what came of it."""
    row = _placement(key)
    doings = [(code, DOINGS[code].title) for code in _possible(row) if may(request, DOINGS[code].permission)]
    return page(
        request,
        "financing/placement.html",
        row=row,
        doings=doings,
        listed=to_address(row.name) if row.is_placed and may(request, P.MANAGE_MONEY) else "",
        days=list(row.school_days.all()),
        progress=list(row.progress.all()),
        result=getattr(row, "result", None),
        chart=_way_back(row),
        norm=settings.PLACEMENT_NORM_MONTHS,
    )


def _placement(key: UUID) -> Placement:
    found: Placement = get_object_or_404(offers.placements_of(offers.my_arrangements()), pk=key)
    return found


def _possible(row: Placement) -> list[str]:
    """What can be done about a place as it stands."""
    if row.is_refused:
        return []
    if row.is_placed:
        return ["dagen", "leerwinst", "opbrengst", "einde"]
    asked = {"school": row.decided_by_school, "gemeente": row.decided_by_municipality}
    return [*(code for code, decided in asked.items() if decided is None), "afwijzen"]


def _way_back(row: Placement) -> Chart | None:
    """Days a week at school over time; one day says nothing about a way."""
    seen = list(row.school_days.all())
    if len(seen) < 2:
        return None
    days = tuple(f"{one.on.day}-{one.on.month}-{one.on.year}" for one in seen)
    return Chart(
        "dagen",
        "Dagen per week op school",
        days,
        (Series("Dagen per week", tuple(one.days for one in seen)),),
        Kind.LINE,
        category_label="Gemeten op",
    )


@needs(P.PLACE_PUPILS, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def place_doing(request: HttpRequest, key: UUID, doing: str) -> HttpResponse:
    """Do one thing about a place."""
    by, row = acting(request), _placement(key)
    if doing not in DOINGS or not may(request, DOINGS[doing].permission):
        raise Http404("no such thing to do, or not for this role")
    wanted, back = DOINGS[doing], reverse("financing:placement", args=[key])
    form = wanted.form(request.POST or None, cancel_url=back, **_more(request, doing, row))

    def act() -> object:
        told = form.save(commit=False) if doing == "opbrengst" else form.cleaned_data
        return wanted.act(by, row, told)

    done = send(request, form, act, said=wanted.said, to=back)
    return done or page(request, "financing/fact.html", form=form, title=f"{wanted.title}, leerling {row.pupil_code}")


def _more(request: HttpRequest, doing: str, row: Placement) -> dict[str, Any]:
    """What the form needs to know besides what was sent."""
    today = acting(request).today
    match doing:
        case "afwijzen":
            return {"for_municipality": may(request, P.MANAGE_MONEY), "initial": {"on": today}}
        case "leerwinst":
            return {"first": row.first, "today": today}
        case "opbrengst":
            return {"instance": getattr(row, "result", None) or PlacementResult(placement=row)}
        case "einde":
            return {}
        case _:
            return {"initial": {"on": today}}
