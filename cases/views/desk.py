"""The desk of those who decide on requests."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases.forms.escalation import DeskFilter
from cases.reading import desk as reading
from cases.views.base import acting, page
from schools.access import needs
from shell.keyset import paginate


@needs(Permission.DECIDE_ESCALATION, purpose="besluit op een aanvraag")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Requests that were brought to this desk: those that wait, and what became of the others."""
    by = acting(request)
    form = DeskFilter(request.GET)
    shown = form.chosen().get("toon", "")
    waiting = list(reading.waiting())
    decided = paginate(reading.decided(shown), keys=("-decided_on", "-id"), query=request.GET, size=25)
    subjects = [one.case.pupil_id for one in (*waiting, *decided.rows)]
    looked(by=by, kind=Look.Kind.LIST, what="aanvragen", subjects=subjects)
    return page(request, "cases/desk.html", filter=form, waiting=waiting, decided=decided, shown=shown)
