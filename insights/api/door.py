"""The door for programs: an answer that was kept is given here, before anything is made ready to make one.

It asks what the whole way asks (the token, what it may read, how often) and in the same words; whatever it cannot answer at
once goes the whole way, which also finds the words for a refusal.
"""

import datetime
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import ApiClient
from accounts.programs import take_turn, take_turn_for
from insights.api.access import meet
from insights.api.formats import matches
from insights.api.resources import FORMATS, Resource, as_kept, note_asked, place_of
from insights.keeping import Place, at_hand, taken

#: What a client may say of formats that leaves no choice.
ACCEPTED = {"": "json", "*/*": "json", "application/json": "json", "text/csv": "csv"}


def door(resource: type[Resource], name: str) -> Callable[..., HttpResponse]:
    """The view of a resource under this name."""
    whole: Any = resource.as_view()

    @wraps(whole)
    def view(request: HttpRequest) -> HttpResponse:
        return _known(request, resource, name) or whole(request)

    view.resource = resource  # type: ignore[attr-defined] # drawn ahead by the worker (insights.ahead)
    view.access = "token"  # type: ignore[attr-defined] # a program with a token (schools.middleware asks each view)
    return view


def _known(request: HttpRequest, resource: type[Resource], name: str) -> HttpResponse | None:
    """The answer when it was kept and this program may have it now."""
    format_ = request.GET.get("format") or ACCEPTED.get(request.META.get("HTTP_ACCEPT", ""))
    if request.method != "GET" or not resource.tables or format_ not in FORMATS:
        return None
    try:
        met = meet(request)
    except AuthenticationFailed:
        return None
    if met is None or resource.scope not in met.client.scopes:
        return None
    request.met = met  # type: ignore[attr-defined]
    today = timezone.localdate()
    place = place_of(request, format_, met.state.of(resource.tables), today)
    answered = _answered(place, met.client, (name, today))
    if answered is None:
        return None
    note_asked(request, place)
    response = as_kept(answered)
    if matches(request.META.get("HTTP_IF_NONE_MATCH", ""), response["ETag"]):
        response.status_code, response.content = 304, b""
    return response


def _answered(place: Place, client: ApiClient, counted: tuple[str, datetime.date]) -> bytes | None:
    """What was kept, when it is this program's turn. One command of the cache, whether this process has it at hand or not."""
    if not place.state:
        return None
    answered = at_hand(place)
    if answered is None:
        return taken(place, partial(take_turn_for, client=client, answers=counted))
    return None if take_turn(client, answers=counted) else answered
