"""What the pages beside the figures share."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.acting import Acting
from accounts.roles import ROLES, Permission
from insights.enums import PeriodKind
from insights.pages import TOPICS
from insights.periods import NotAPeriod, Period, parse

PURPOSE = "volgen of de afspraken werken"


def acting_of(request: HttpRequest) -> Acting:
    """Who looks, in which role, on which day."""
    found: Acting = request.acting  # type: ignore[attr-defined]
    return found


def may(request: HttpRequest, permission: Permission) -> bool:
    return permission in ROLES[acting_of(request).role].permissions


def page(request: HttpRequest, template: str, slug: str, **context: Any) -> HttpResponse:
    """A page in the frame of figures; `slug` is its place in the sub-navigation."""
    return render(request, template, {"tabs": TOPICS.values(), "slug": slug, "query": "", **context})


def quarter_of(request: HttpRequest, code: str) -> Period:
    """The quarter that an address names. Http404: it names none, or one that was not counted yet."""
    try:
        period = parse(code)
    except NotAPeriod:
        raise Http404("no period") from None
    if period.kind != PeriodKind.QUARTER or acting_of(request).today < period.counted_on:
        raise Http404("no quarter that was counted")
    return period
