"""Changing and ending what stands, from its own row: dated, with decision and reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.acting import Acting
from financing import actions, queries
from financing.actions.changing import parts_of
from financing.forms import changing
from financing.models import CareAssumption, CostShareRule, FundingSource, HoursRate, YearlyCost
from financing.views.base import PURPOSE, P, acting, page, send
from schools.access import needs
from shell.numbers import write_euro


@dataclass(frozen=True)
class Kind:
    """A kind of fact that can be changed: its rows, its form with what stands filled in, and the action."""

    title: str
    model: type[Model]
    form: type[changing.ReasonForm]
    initial: Callable[[Any], dict[str, Any]]
    act: Callable[[Acting, Any, dict[str, Any], actions.Because], object]


KINDS: dict[str, Kind] = {
    "tarief": Kind(
        "Uurtarief wijzigen",
        HoursRate,
        changing.RateChangeForm,
        lambda row: {"amount": row.rate, "weeks": row.weeks and row.weeks.normalize()},
        lambda by, row, told, why: actions.change_rate(by=by, rate=row, because=why, **told),
    ),
    "verplichting": Kind(
        "Verplichting wijzigen",
        YearlyCost,
        changing.CostChangeForm,
        lambda row: {"amount": row.amount},
        lambda by, row, told, why: actions.change_cost(by=by, cost=row, because=why, **told),
    ),
    "verdeelsleutel": Kind(
        "Verdeelsleutel wijzigen",
        CostShareRule,
        changing.RuleChangeForm,
        lambda row: {"parts": parts_of(row)},
        lambda by, row, told, why: actions.change_rule(by=by, rule=row, because=why, **told),
    ),
    "dekking": Kind(
        "Dekkingsbron wijzigen",
        FundingSource,
        changing.SourceChangeForm,
        lambda row: {"amount": row.maximum},
        lambda by, row, told, why: actions.change_source(by=by, source=row, maximum=told["amount"], because=why),
    ),
}
ENDS = ("verplichting", "verdeelsleutel")


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def change_assumption(request: HttpRequest, key: UUID) -> HttpResponse:
    """Correct an assumption of a value case; what it said before stays to be read."""
    by, row = acting(request), get_object_or_404(_assumptions(), pk=key)
    told = {name: getattr(row, name) for name in (*changing.AssumptionChangeForm.first, "version")}
    form = changing.AssumptionChangeForm(request.POST or None, initial=told, cancel_url=_case_of(row))

    def do() -> object:
        version = form.cleaned_data["version"]
        return actions.change_assumption(
            by=by, assumption=row, told=form.told(), version=version, because=form.because()
        )

    done = send(request, form, do, said="De aanname is gewijzigd.", to=_case_of(row))
    return done or page(request, "financing/change_assumption.html", form=form, title="Aanname wijzigen", row=row)


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def end_assumption(request: HttpRequest, key: UUID) -> HttpResponse:
    """An assumption of a value case counts no more."""
    by, row = acting(request), get_object_or_404(_assumptions(), pk=key)
    told = {"version": row.version}
    form = changing.AssumptionEndingForm(request.POST or None, initial=told, cancel_url=_case_of(row))

    def do() -> object:
        version = form.cleaned_data["version"]
        return actions.end_assumption(by=by, assumption=row, on=by.today, version=version, because=form.because())

    done = send(request, form, do, said="De aanname is vervallen en telt niet meer mee.", to=_case_of(row))
    return done or page(
        request, "financing/change_assumption.html", form=form, title="Aanname laten vervallen", row=row
    )


def _assumptions() -> QuerySet[CareAssumption]:
    return CareAssumption.objects.select_related("location", "arrangement")


def _case_of(row: CareAssumption) -> str:
    return f"{reverse('financing:value')}?jaar={row.school_year}"


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def change_fact(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Change a rate, yearly amount, sharing rule or source from a day on."""
    if kind not in KINDS:
        raise Http404("no such kind of fact")
    wanted = KINDS[kind]
    row = get_object_or_404(wanted.model, pk=key)
    form = wanted.form(request.POST or None, initial=wanted.initial(row), cancel_url=reverse("financing:facts"))
    return _answer(request, form, row, wanted.title, lambda by, told: wanted.act(by, row, told, form.because()))


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def end_fact(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Let a yearly amount or sharing rule end after a day."""
    if kind not in ENDS:
        raise Http404("no such kind of fact")
    row: Any = get_object_or_404(KINDS[kind].model, pk=key)
    form = changing.EndingForm(request.POST or None, cancel_url=reverse("financing:facts"))

    def act(by: Acting, told: dict[str, Any]) -> object:
        return actions.end_fact(by=by, row=row, because=form.because(), **told)

    return _answer(request, form, row, KINDS[kind].title.replace("wijzigen", "beëindigen"), act)


def _answer(
    request: HttpRequest,
    form: changing.ReasonForm,
    row: Any,
    title: str,
    act: Callable[[Acting, dict[str, Any]], object],
) -> HttpResponse:
    by, back = acting(request), reverse("financing:facts")

    def do() -> object:
        told = {name: value for name, value in form.cleaned_data.items() if name not in ("decision", "reason")}
        return act(by, told)

    called = f"{row.get_role_display()}, {write_euro(row.rate)} per uur" if isinstance(row, HoursRate) else str(row)
    done = send(
        request, form, do, said="De wijziging is opgeslagen. De begroting wordt binnen een minuut bijgewerkt.", to=back
    )
    closed = queries.standing().last_closed
    return done or page(request, "financing/change.html", form=form, title=title, row=row, called=called, closed=closed)
