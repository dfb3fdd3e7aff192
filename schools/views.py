"""Switching between roles, keeping a session alive, one's own roles, and the page that refuses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.sessions import safe_next
from schools.access import OtherRole, open_to_people
from schools.middleware import ROLE_KEY, Undeclared


@open_to_people
@require_POST
def switch_role(request: HttpRequest) -> HttpResponse:
    """Go on in another role that this person holds today, on the page named by `next`. Anything else changes nothing."""
    wanted = request.POST.get("role", "")
    if any(holding.role.code == wanted for holding in request.holdings):  # type: ignore[attr-defined]
        request.session[ROLE_KEY] = wanted
    return redirect(safe_next(request, request.POST.get("next", "")))


@open_to_people
@require_POST
def session_alive(request: HttpRequest) -> HttpResponse:
    """ "Stay signed in" of the time-out warning: being asked is enough, the session is renewed by every request."""
    return HttpResponse(status=204)


@open_to_people
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here: my roles of today, until when, and where I change my password or see my own trail."""
    return render(request, "schools/me.html")


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the sentence that refused, and with the switch when another role of this person may."""
    context = {
        "reason": "" if isinstance(exception, OtherRole | Undeclared) else str(exception),
        "other": exception.holding if isinstance(exception, OtherRole) else None,
        "next": request.get_full_path() if request.method == "GET" else "",
    }
    return render(request, "403.html", context, status=403)
