"""What every resource does: who asks, one transaction in the hat of figures, paging, ETag, two formats."""

import datetime
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import api_use
from accounts.acting import acting_as
from accounts.models import ApiClient, Scope
from insights import lately, reading
from insights.api.access import BearerAuthentication, ClientThrottle, HasScope, Met, acting_of
from insights.api.formats import CsvRenderer, etag_of, matches
from insights.api.parameters import Page, Parameters
from insights.enums import Level
from insights.keeping import Place, keep
from insights.reading import UnitName

FORMATS = ("json", "csv")
Item = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Asking:
    """A request as its parameters say it; `what` is the resource's own part."""

    what: Any
    page: Page
    today: datetime.date
    units: Sequence[UnitName] = ()


class ByParameter(DefaultContentNegotiation):
    """`?format=csv` before the Accept header; a wrong one is refused with the other parameters."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        for renderer in renderers:
            if renderer.format == request.query_params.get("format"):
                return renderer, str(renderer.media_type)
        chosen: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
        return chosen


class Resource(APIView):
    """A list that a client may read. `answer` gives items with their key, in order of key, after the page's key."""

    authentication_classes = (BearerAuthentication,)
    permission_classes = (HasScope,)
    throttle_classes = (ClientThrottle,)
    renderer_classes = (JSONRenderer, CsvRenderer)
    content_negotiation_class = ByParameter
    http_method_names = ["get", "head", "options"]
    scope: ClassVar[str] = Scope.STATISTICS
    parameters: ClassVar[tuple[str, ...]] = ()
    #: What an answer depends on. Without these it is made anew each time.
    tables: ClassVar[frozenset[str]] = frozenset()
    #: The levels of which an answer needs the names of units.
    named: ClassVar[Collection[Level]] = ()
    #: Where an answer of this request may be kept.
    place: Place | None = None

    def read(self, parameters: Parameters) -> Any:
        """What the parameters ask of this resource; what is wrong is gathered in them."""

    def units(self, what: Any, today: datetime.date) -> Sequence[UnitName]:
        """The units where the answer names them. One query, or none."""
        return reading.unit_names(today) if getattr(what, "level", Level.CITY) in self.named else ()

    def answer(self, asking: Asking) -> Sequence[Item]:
        """The items after `asking.page.after`: at most one more than fits, which tells that there is a next page."""
        raise NotImplementedError

    def get(self, request: Request) -> HttpResponse:
        today = timezone.localdate()
        parameters = Parameters(request.query_params, self.parameters, today)
        parameters.choice("format", FORMATS)
        what, page = self.read(parameters), parameters.page()
        parameters.check()
        asked: Any = request._request
        met: Met = asked.met
        if self.tables:
            self.place = place_of(request, request.accepted_renderer.format, met.state.of(self.tables), today)
        with acting_as(acting_of(met.client, today), writes=False, using=settings.FIGURES_DATABASE):
            items = self.answer(Asking(what, page, today, self.units(what, today)))
        shown = items[: page.size]
        response = Response({"items": [item for _, item in shown]})
        links = _links(request, page, shown, len(items) > page.size)
        if links:
            response["Link"] = ", ".join(f'<{url}>; rel="{name}"' for name, url in links)
        return response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """The ETag is that of the body; who has this body already gets 304 and no body. What was asked is counted."""
        response = super().finalize_response(request, response, *args, **kwargs)
        client = getattr(request, "_user", None)  # asking `user` would try a token that was refused once more
        if isinstance(client, ApiClient) and request.resolver_match:
            resource = request.resolver_match.url_name or ""
            api_use.note(client.pk, resource, day=timezone.localdate(), refused=response.status_code >= 400)
        if response.status_code == 200:
            if isinstance(response, Response):
                response.render()
                response["ETag"] = etag_of(response.content)
                if self.place:
                    keep(self.place, _to_keep(response))
                    if isinstance(client, ApiClient):
                        note_asked(request, self.place)
            if matches(request.headers.get("If-None-Match", ""), response["ETag"]):
                response.status_code, response.content = 304, b""
        return response


def place_of(request: HttpRequest | Request, format_: str, state: str, today: datetime.date) -> Place:
    """Where an answer may be kept: the same for every program that may ask for it."""
    return Place("programs", f"{format_} {request.build_absolute_uri()}", today, state)


def note_asked(request: HttpRequest | Request, place: Place) -> None:
    """This answer is asked for; but not the next pages of one, which would push everything else out."""
    if not request.GET.get("after"):
        lately.note(lately.ANSWERS, place)


KEPT_HEADERS = ("Content-Type", "Link", "ETag", "Vary", "Allow")


def _to_keep(response: HttpResponse) -> bytes:
    """Its own headers and its body; all other headers are made for each answer."""
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    return json.dumps(headers).encode() + b"\n" + response.content


def as_kept(answered: bytes) -> HttpResponse:
    headers, _, body = answered.partition(b"\n")
    return HttpResponse(body, headers=json.loads(headers))


def _links(request: Request, page: Page, shown: Sequence[Item], more: bool) -> list[tuple[str, str]]:
    """The next page goes on after the last item; from any later page the first one can be found."""
    query = {name: value for name, value in request.query_params.items() if name != "after"}
    url = request.build_absolute_uri(request.path)
    links = []
    if more:
        links.append(("next", f"{url}?{urlencode({**query, 'after': shown[-1][0]})}"))
    if page.after:
        links.append(("first", f"{url}?{urlencode(query)}" if query else url))
    return links
