"""A team's own figures, for its own people."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import Permission
from insights.own import own_figures
from insights.views.base import acting_of
from schools.access import needs
from schools.hats import Held


@require_safe
@needs(Permission.SEE_TEAM_FIGURES, purpose="de cijfers van het eigen team bekijken")
def own(request: HttpRequest) -> HttpResponse:
    """Exact numbers of one of the teams in which somebody works today; `?team=` says which. Http404: not theirs."""
    places: tuple[Held, ...] = request.holding.places  # type: ignore[attr-defined]
    chosen = str(request.GET.get("team", "") or places[0].unit_id)
    held = next((place for place in places if str(place.unit_id) == chosen), None)
    if held is None:
        raise Http404("not one of the own teams")
    figures = own_figures(UUID(chosen), today=acting_of(request).today)
    context = {"held": held, "places": places, "grids": figures.grids(), "years": figures.years}
    return render(request, "insights/own.html", context)
