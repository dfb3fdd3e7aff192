"""Entering one fact at a time, beside the workbook."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.acting import Acting
from financing import actions
from financing.forms import entering
from financing.forms.population import PopulationBudgetForm
from financing.models import CostShareRule, FundingSource, HoursRate, MoneyChange, YearlyCost
from financing.store import known_names
from financing.views.base import PURPOSE, P, acting, page, send
from schools.access import needs


@dataclass(frozen=True)
class Kind:
    """A kind of fact that can be entered: its form, and the action that stores it."""

    title: str
    form: type[Any]
    store: Callable[[Acting, Any], object]


KINDS: dict[str, Kind] = {
    "tarief": Kind("Uurtarief", entering.RateForm, lambda by, form: actions.put_rate(by=by, **form.cleaned_data)),
    "verplichting": Kind(
        "Verplichting", entering.CostForm, lambda by, form: actions.put_cost(by=by, cost=form.save(commit=False))
    ),
    "programma": Kind(
        "Programma op scholen",
        entering.ProgrammeForm,
        lambda by, form: actions.put_programme(
            by=by,
            programme=form.programme(),
            schools=list(form.cleaned_data["schools"]),
            parts=form.cleaned_data["parts"],
        ),
    ),
    "verdeelsleutel": Kind(
        "Verdeelsleutel",
        entering.RuleForm,
        lambda by, form: actions.put_rule(by=by, rule=form.save(commit=False), parts=form.cleaned_data["parts"]),
    ),
    "dekking": Kind(
        "Dekkingsbron", entering.SourceForm, lambda by, form: actions.put_source(by=by, source=form.save(commit=False))
    ),
    "populatiebudget": Kind(
        "Populatiebudget",
        PopulationBudgetForm,
        lambda by, form: actions.put_population_budget(by=by, population=form.population()),
    ),
    "werkelijk": Kind(
        "Werkelijk bedrag", entering.ActualForm, lambda by, form: actions.put_actual(by=by, **form.cleaned_data)
    ),
    "woongemeente": Kind(
        "Leerlingen per woongemeente",
        entering.EnrolmentForm,
        lambda by, form: actions.put_enrolment(by=by, enrolment=form.save(commit=False)),
    ),
    "aanname": Kind(
        "Aanname van een businesscase",
        entering.AssumptionForm,
        lambda by, form: actions.put_assumption(by=by, assumption=form.save(commit=False)),
    ),
}


MOST = 300


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_safe
def facts(request: HttpRequest) -> HttpResponse:
    """What can be entered, and what holds today or later: rates, amounts, rules and sources; with `alles` what is past too."""
    today, everything = acting(request).today, "alles" in request.GET
    now = Q() if everything else Q(period__endswith__isnull=True) | Q(period__endswith__gt=today)
    this_year = Q() if everything else Q(year__gte=today.year)
    return page(
        request,
        "financing/facts.html",
        kinds=[(code, kind.title) for code, kind in KINDS.items()],
        everything=everything,
        rates=list(HoursRate.objects.filter(now).order_by("role", "-period")[:MOST]),
        costs=list(YearlyCost.objects.filter(now).select_related("location").order_by("code")[:MOST]),
        rules=list(CostShareRule.objects.filter(now).prefetch_related("lines").order_by("code")[:MOST]),
        sources=list(FundingSource.objects.filter(this_year).order_by("-year", "payer", "order")[:MOST]),
        changes=list(MoneyChange.objects.all()[:50]),
    )


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def new_fact(request: HttpRequest, kind: str) -> HttpResponse:
    """Enter one fact."""
    by = acting(request)
    if kind not in KINDS:
        raise Http404("no such kind of fact")
    wanted, back = KINDS[kind], reverse("financing:facts")
    more = {"known": known_names()} if wanted.form is entering.ActualForm else {}
    form = wanted.form(request.POST or None, initial=request.GET.dict(), cancel_url=back, **more)
    done = send(request, form, lambda: wanted.store(by, form), said=f"{wanted.title} is opgeslagen.", to=back)
    return done or page(request, "financing/fact.html", form=form, title=wanted.title)
