"""Population budgets: the path of five years, what was drawn from it and by whom; changing the path."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from financing import actions, queries
from financing.forms.population import PathForm
from financing.models import FundingSource, PopulationBudget
from financing.population import YearOfPath, computed_until, path_of, populations
from financing.views.base import PURPOSE, P, acting, page, send, to_address
from schools.access import needs
from shell.charts import Chart, Kind, Series
from shell.numbers import Unit


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_safe
def population_budgets(request: HttpRequest) -> HttpResponse:
    """Every population budget."""
    found = list(populations())
    names = queries.payer_names(one.payer for one in found)
    return page(request, "financing/populations.html", rows=[(one, names[one.payer]) for one in found])


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_safe
def population(request: HttpRequest, key: UUID) -> HttpResponse:
    """One budget: what was put in, the path, and for the chosen year who drew what."""
    budget = get_object_or_404(populations(), pk=key)
    until = computed_until()
    path = path_of(budget, until)
    shares = list(budget.shares.all())
    names = queries.payer_names([budget.payer, *(one.party for one in shares)])
    asked, today = request.GET.get("jaar", ""), acting(request).today.year
    chosen = next((one for one in path if str(one.year) == asked), None) or _nearest(path, today)
    return page(
        request,
        "financing/population.html",
        budget=budget,
        payer=names[budget.payer],
        shares=[(names[one.party], one.amount) for one in shares],
        path=path,
        until=until if until and path and path[-1].year > until.year else None,
        chosen=chosen,
        schools=sorted(chosen.by_school.items()) if chosen else [],
        commitments=[(name, to_address(name), drawn) for name, drawn in chosen.by_commitment.items()] if chosen else [],
        chart=_chart(budget, path),
    )


def _nearest(path: list[YearOfPath], year: int) -> YearOfPath | None:
    """This year's, or the one nearest to it."""
    return min(path, key=lambda one: abs(one.year - year), default=None)


def _chart(budget: PopulationBudget, path: list[YearOfPath]) -> Chart:
    return Chart(
        "pad",
        f"Het pad van {budget.name}",
        tuple(str(one.year) for one in path),
        (
            Series("Maximum volgens het pad", tuple(one.maximum / 100 for one in path)),
            Series("Eruit begroot", tuple(one.drawn.budget / 100 if one.is_computed else None for one in path)),
        ),
        Kind.BARS,
        Unit.EURO,
        category_label="Jaar",
    )


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def change_population(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another path, on a decision and with a reason."""
    by, budget = acting(request), get_object_or_404(populations(), pk=key)
    steps = list(FundingSource.objects.filter(population__budget=budget).order_by("year"))
    back = reverse("financing:population", args=[key])
    form = PathForm(request.POST or None, steps=steps, cancel_url=back)

    def act() -> Any:
        return actions.change_population_path(by=by, budget=budget, maxima=form.maxima(), because=form.because())

    done = send(request, form, act, said="Het pad is gewijzigd. De dekking volgt meteen.", to=back)
    title = f"Pad wijzigen: {budget.name}"
    return done or page(request, "financing/fact.html", form=form, title=title)
