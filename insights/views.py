"""Pages of figures. What they show comes from summaries and publications alone: the hat cannot read a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.acting import Acting
from accounts.roles import Permission
from insights import reading
from insights.choices import ChoiceForm, sectors_for, units_for
from insights.dashboard import STEPS_UP, Board
from insights.enums import Level
from insights.reading import Scope
from schools.access import needs


@require_safe
@needs(Permission.SEE_FIGURES, purpose="volgen of de afspraken werken")
def dashboard(request: HttpRequest) -> HttpResponse:
    """Figures of a unit, over time and beside a year earlier. The address says everything, so it can be shared."""
    acting: Acting = request.acting  # type: ignore[attr-defined]
    names = reading.unit_names(acting.today)
    holding = request.holding  # type: ignore[attr-defined]
    units = units_for(holding, names)
    form = ChoiceForm(request.GET, units=units, sectors=sectors_for(holding, names), today=acting.today)
    choice = form.choice()
    scope = choice.scope
    periods = [*choice.periods, choice.before]
    for kind in STEPS_UP[choice.period.kind][1:]:
        periods += choice.of_kind(kind)
    scopes = [scope]
    if scope.level == Level.CITY:
        scopes.append(Scope(Level.NEIGHBOURHOOD_TEAM, "*", scope.sector))
    figures = reading.figures(periods, scopes, today=acting.today)
    live = reading.live(choice.live_months[0].first, choice.live_until.after, scope)
    board = Board(choice, figures, live, units)
    running = choice.period.next
    return render(
        request,
        "insights/dashboard.html",
        {
            "form": form,
            "choice": choice,
            "board": board,
            "running": running,
            "revision": figures.revisions.get(choice.period),
        },
    )
