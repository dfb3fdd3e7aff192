"""Keeps the pages about passwords and codes from a session that has not shown the second factor of its person."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts import second_factor
from accounts.models import User

OPEN = {"account_login", "account_logout", "account_inactive", "mfa_reauthenticate", "mfa_authenticate"}


class SecondFactorMiddleware:
    """For pages of allauth; ours are guarded by `schools.access`.

    Matters for a session that began before its person had a second factor, on another machine perhaps.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if not getattr(view, "__module__", "").startswith("allauth.") or not isinstance(request.user, User):
            return None
        if request.resolver_match and request.resolver_match.url_name in OPEN:
            return None
        user = request.user
        if second_factor.is_exempt(user) or second_factor.is_shown(request) or not second_factor.has_one(user):
            return None
        return second_factor.ask(request, user)
