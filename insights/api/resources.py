"""What every resource does: who asks, one transaction in the hat of figures, paging, ETag, two formats."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import api_use
from accounts.acting import acting_as
from accounts.models import ApiClient, Scope
from insights.api.access import BearerAuthentication, ClientThrottle, HasScope, acting_of
from insights.api.formats import CsvRenderer, etag_of, matches
from insights.api.parameters import Page, Parameters

FORMATS = ("json", "csv")
Item = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Asking:
    """A request as its parameters say it; `what` is the resource's own part."""

    what: Any
    page: Page
    today: datetime.date


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

    def read(self, parameters: Parameters) -> Any:
        """What the parameters ask of this resource; what is wrong is gathered in them."""

    def answer(self, asking: Asking) -> Sequence[Item]:
        """The items after `asking.page.after`: at most one more than fits, which tells that there is a next page."""
        raise NotImplementedError

    def get(self, request: Request) -> Response:
        today = timezone.localdate()
        parameters = Parameters(request.query_params, self.parameters, today)
        parameters.choice("format", FORMATS)
        what, page = self.read(parameters), parameters.page()
        parameters.check()
        client: Any = request.user
        with acting_as(acting_of(client, today), writes=False, using=settings.FIGURES_DATABASE):
            items = self.answer(Asking(what, page, today))
        shown = items[: page.size]
        response = Response({"items": [item for _, item in shown]})
        links = _links(request, page, shown, len(items) > page.size)
        if links:
            response["Link"] = ", ".join(f'<{url}>; rel="{name}"' for name, url in links)
        return response

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """The ETag is that of the body; who has this body already gets 304 and no body. What was asked is counted."""
        response = super().finalize_response(request, response, *args, **kwargs)
        client = getattr(request, "_user", None)  # asking `user` would try a token that was refused once more
        if isinstance(client, ApiClient) and request.resolver_match:
            resource = request.resolver_match.url_name or ""
            api_use.note(client.pk, resource, day=timezone.localdate(), refused=response.status_code >= 400)
        if response.status_code == 200:
            response.render()
            etag = etag_of(response.content)
            if matches(request.headers.get("If-None-Match", ""), etag):
                response.status_code, response.content = 304, b""
            response["ETag"] = etag
        return response


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
