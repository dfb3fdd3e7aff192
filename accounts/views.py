"""Sign-in of demo people, and setting up the second factor. Whatever else happens under /toegang/ is allauth's."""

from typing import Any

from allauth.mfa.totp.views import ActivateTOTPView
from django.conf import settings
from django.contrib.auth import login
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from accounts import second_factor
from accounts.models import User
from accounts.sessions import safe_next


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """For addresses that allauth names but that we do not offer."""
    return redirect("account_login")


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a demo person with one click. Exists in demo mode only."""
    if not settings.DEMO:
        raise Http404
    person = get_object_or_404(User.objects.filter(is_demo=True, is_active=True), email=request.POST.get("email", ""))
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(safe_next(request, request.POST.get("next", "")))


class SetUpApp(ActivateTOTPView):  # type: ignore[misc]
    """Shows the secret as a QR code and as letters; a right code turns it on and counts as shown in this session."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
        return {**context, "qr": mark_safe(context["totp_svg"]), "secret": " ".join(groups)}  # noqa: S308 made by us

    def form_valid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        second_factor.mark_shown(self.request)
        return response


set_up_app = SetUpApp.as_view()

# Open to somebody who has not signed in (`schools.middleware` asks each view to say so); allauth asks who sets up an app.
for view in (to_sign_in, demo_sign_in, set_up_app):
    setattr(view, "access", "all")  # noqa: B010 functions have no such attribute by type
