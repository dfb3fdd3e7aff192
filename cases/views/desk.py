"""The desk of those who decide on requests."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases.actions import marks
from cases.forms.around import MarkAtTheEndForm
from cases.forms.escalation import DeskFilter
from cases.reading import desk as reading
from cases.reading.marks import due_at_the_desk
from cases.views.base import acting, kept, page, send
from schools.access import needs
from shell.keyset import paginate


@needs(Permission.DECIDE_ESCALATION, purpose="besluit op een aanvraag")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Requests that were brought to this desk: those that wait, and what became of the others."""
    by = acting(request)
    form = DeskFilter(request.GET)
    shown = form.chosen().get("toon", "")
    waiting, due = list(reading.waiting()), due_at_the_desk()
    decided = paginate(reading.decided(shown), keys=("-decided_on", "-id"), query=request.GET, size=25)
    subjects = [*(one.case.pupil_id for one in (*waiting, *decided.rows)), *(one.pupil for one in due)]
    looked(by=by, kind=Look.Kind.LIST, what="aanvragen", subjects=subjects)
    return page(request, "cases/desk.html", filter=form, waiting=waiting, due=due, decided=decided, shown=shown)


@needs(Permission.DECIDE_ESCALATION, purpose="cijfer voor een aanbieder")
@require_http_methods(["GET", "POST"])
def mark_at_the_end(request: HttpRequest, key: UUID) -> HttpResponse:
    """The municipality's mark when the help has ended. Nothing of the case is opened, and no child is named."""
    by = acting(request)
    due = next((one for one in due_at_the_desk() if one.escalation == key), None)
    if due is None:
        messages.info(request, "Dit cijfer is al gegeven, of wordt niet meer gevraagd.")
        return redirect("cases:desk")
    looked(by=by, kind=Look.Kind.VIEW, what="cijfer voor een aanbieder", subjects=[due.pupil], case=due.case)
    form = MarkAtTheEndForm(**kept(request), cancel_url=reverse("cases:desk"))

    def act() -> str:
        told = form.cleaned_data
        marks.mark_at_the_end(
            by=by, due=due, mark=told["mark"], no_mark_reason=told["no_mark_reason"], note=told["note"]
        )
        return reverse("cases:desk")

    answer = send(request, form, act, said="Het cijfer is opgeslagen.")
    return answer or page(request, "cases/mark_at_the_end.html", form, due=due)
