"""Remembers in the session that somebody has a second factor, so that not every request asks the database."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse

SECOND_FACTOR_KEY = "second_factor"


class SecondFactorMiddleware:
    """Sets `session["second_factor"]` once this person has one. Who needs one is decided by the roles in force."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and SECOND_FACTOR_KEY not in request.session and not getattr(user, "is_demo", False):
            has_one = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()
            if has_one:
                request.session[SECOND_FACTOR_KEY] = True
        return self.get_response(request)
