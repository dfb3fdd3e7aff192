"""Sign-in for demo people, and keeping a session alive."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.models import User


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """For addresses that allauth names but that we do not offer."""
    return redirect("account_login")


to_sign_in.access = "all"  # type: ignore[attr-defined]


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a demo person with one click. Exists in demo mode only."""
    if not settings.DEMO:
        raise Http404
    person = get_object_or_404(User.objects.filter(is_demo=True, is_active=True), email=request.POST.get("email", ""))
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("home")


demo_sign_in.access = "all"  # type: ignore[attr-defined]
