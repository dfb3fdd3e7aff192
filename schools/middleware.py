"""Gives each request its role, and keeps every view closed that does not say who may see it."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from schools import hats

#: Views of libraries that guard themselves: sign-in, static files.
GUARDED_ELSEWHERE = ("allauth.", "django.contrib.staticfiles.")
ROLE_KEY = "role"


class Undeclared(PermissionDenied):
    """A view that does not say who may see it. For who builds it; the page tells a visitor nothing of this."""


class HatMiddleware:
    """`request.holdings`: roles in force today. `request.holding`: the one that this session works in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.holdings = SimpleLazyObject(lambda: _holdings(request))  # type: ignore[attr-defined]
        request.holding = SimpleLazyObject(lambda: _holding(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, _request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        check_declared(view)
        return None


def check_declared(view: Callable[..., HttpResponse]) -> None:
    """A view without `schools.access` around it is closed, however it came into the URLs. Undeclared: it has none."""
    module = getattr(view, "__module__", "")
    if not hasattr(view, "access") and not module.startswith(GUARDED_ELSEWHERE):
        raise Undeclared(f"{module}.{getattr(view, '__name__', view)} does not say who may see it")


def _holdings(request: HttpRequest) -> list[hats.Holding]:
    """As they came with the person, when it was for today; else asked now, as for somebody who signs in with this request."""
    if not isinstance(request.user, User):
        return []
    today = timezone.localdate()
    day, held = getattr(request.user, "met", (None, []))
    return held if day == today else hats.holdings(request.user, today=today)


def _holding(request: HttpRequest) -> hats.Holding | None:
    return hats.chosen(request.holdings, request.session.get(ROLE_KEY))  # type: ignore[attr-defined]
