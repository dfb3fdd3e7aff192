"""Drawing ahead: when figures changed, the worker draws what was asked for lately, so that its next reader finds it kept.

It does so in the hat of a reader of figures, never with the worker's own rights: what it draws is what they would see.
"""

import datetime
import logging
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import resolve
from redis.exceptions import RedisError
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from accounts.acting import Acting, acting_as
from accounts.models import ApiClient
from accounts.roles import Hat
from insights import lately, reading
from insights.api.access import Met
from insights.api.formats import CsvRenderer
from insights.choices import Audience
from insights.drawing import drawn_at
from insights.keeping import Place, is_kept
from insights.lately import ANSWERS, Expected
from insights.pages import FIRST_LOOK, TOPICS
from insights.state import State

log = logging.getLogger(__name__)
NOBODY = UUID(int=0)


def draw_ahead(*, today: datetime.date) -> int:
    """Draw all that was asked for lately and is not kept as things stand now; how much was drawn. What cannot be drawn is no
    longer expected, and said in the log."""
    state, drawn = reading.state(), 0
    for asked in lately.found():
        try:
            drawn += (_answer if asked.kind == ANSWERS else _page)(asked, state, today)
        except (OperationalError, InterfaceError, RedisError, OSError):
            raise  # no database or no cache: the next minute tries again
        except Exception:
            log.exception("%s could not be drawn ahead", asked.address)
            lately.drop(asked)
    return drawn


def _page(asked: Expected, state: State, today: datetime.date) -> bool:
    topic = FIRST_LOOK if asked.kind == FIRST_LOOK.slug else TOPICS[asked.kind]
    place = Place(asked.audience, asked.address, today, state.of(topic.tables))
    if is_kept(place):
        return False
    reader = Acting(NOBODY, "", "worker", Hat.FIGURES, today, purpose="vooraf tekenen")
    with acting_as(reader, writes=False, using=settings.FIGURES_DATABASE):
        _, found = drawn_at(place, topic, Audience.from_told(asked.audience), QueryDict(urlsplit(asked.address).query))
    if not found.is_sound:
        raise LookupError("the filters do not offer this any more")
    return True


class _Worker(BaseAuthentication):
    """No program asks: nobody's turn is taken, and nothing is counted as asked."""

    def authenticate(self, request: Request) -> tuple[Met, None]:
        met: Met = request._request.met  # type: ignore[attr-defined] # put there below
        return met, None


def _answer(asked: Expected, state: State, today: datetime.date) -> bool:
    format_, url = asked.address.split(" ", 1)
    address = urlsplit(url)
    match = resolve(address.path)
    resource = match.func.resource  # type: ignore[attr-defined] # `insights.api.door` says which
    if is_kept(Place(asked.audience, asked.address, today, state.of(resource.tables))):
        return False
    request = RequestFactory().get(
        url.partition(address.netloc)[2],
        secure=address.scheme == "https",
        headers={"host": address.netloc, "accept": CsvRenderer.media_type if format_ == "csv" else "application/json"},
    )
    request.met = Met(ApiClient(name="vooraf"), state)  # type: ignore[attr-defined]
    view = resource.as_view(authentication_classes=(_Worker,), permission_classes=(), throttle_classes=())
    answer = view(request, *match.args, **match.kwargs)
    if answer.status_code != 200:
        raise LookupError(f"answers {answer.status_code}")
    return True
