"""The second factor (a code of a telephone app): who has one, whether this session has shown it, where it is asked."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User

_SET_UP_HERE = "second_factor"


def is_exempt(user: User) -> bool:
    """Demo people in demo mode show none: every page says so in a banner."""
    return user.is_demo and bool(settings.DEMO)


def is_shown(request: HttpRequest) -> bool:
    """Whether this very session showed a code, at sign-in, when asked again, or by setting it up."""
    records = get_authentication_records(request, request.user)
    return bool(request.session.get(_SET_UP_HERE)) or any(record["method"] == "mfa" for record in records)


def mark_shown(request: HttpRequest) -> None:
    request.session[_SET_UP_HERE] = True


def has_one(user: User) -> bool:
    return bool(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists())


def ask(request: HttpRequest, user: User) -> HttpResponse:
    """Lead to the code, or to setting up the app; then back to the page that was asked for."""
    page = "mfa_reauthenticate" if has_one(user) else "mfa_activate_totp"
    back = request.get_full_path() if request.method == "GET" else "/"
    return HttpResponseRedirect(f"{reverse(page)}?{urlencode({REDIRECT_FIELD_NAME: back})}")
