"""The work list, and the desk of those who decide."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases import queries
from cases.enums import TURN, EscalationStatus, State
from cases.forms import WorklistFilter
from cases.views.base import PURPOSE, acting, page
from schools.access import needs
from shell.keyset import paginate


@needs(Permission.SEE_CASES, purpose=PURPOSE)
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """Open questions of one's teams, newest first, with their flags."""
    by = acting(request)
    form = WorklistFilter(request.GET)
    filters = form.chosen()
    found = paginate(
        queries.worklist(actor=by.actor, filters=filters), keys=("-raised_on", "-id"), query=request.GET, size=25
    )
    flags = queries.open_flags(found.rows)
    kind = Look.Kind.SEARCH if filters.get("zoek") else Look.Kind.LIST
    looked(by=by, kind=kind, what="werklijst", subjects=[case.pupil_id for case in found.rows])
    rows = [(case, flags.get(case.pk, []), TURN[State(case.state)]) for case in found.rows]
    several_teams = len(request.holding.places) > 1  # type: ignore[attr-defined]
    return page(request, "cases/worklist.html", filter=form, found=found, rows=rows, several_teams=several_teams)


@needs(Permission.SEE_SHARED_CASES, purpose="besluit op een aanvraag")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Requests that were brought to this desk."""
    found = list(queries.desk_requests()[:200])
    looked(
        by=acting(request),
        kind=Look.Kind.LIST,
        what="aanvragen",
        subjects=[escalation.case.pupil_id for escalation in found],
    )
    waiting = [one for one in found if one.status == EscalationStatus.REQUESTED]
    decided = [one for one in found if one.status != EscalationStatus.REQUESTED]
    return page(request, "cases/desk.html", waiting=waiting, decided=decided)
