"""Switching between roles, and keeping a session alive."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from schools.access import open_to_people
from schools.middleware import ROLE_KEY


@open_to_people
@require_POST
def switch_role(request: HttpRequest) -> HttpResponse:
    """Go on in another role that this person holds today. Anything else changes nothing."""
    wanted = request.POST.get("role", "")
    if any(holding.role.code == wanted for holding in request.holdings):  # type: ignore[attr-defined]
        request.session[ROLE_KEY] = wanted
    return redirect("home")


@open_to_people
@require_POST
def session_alive(request: HttpRequest) -> HttpResponse:
    """ "Stay signed in" of the time-out warning: being asked is enough, the session is renewed by every request."""
    return HttpResponse(status=204)
