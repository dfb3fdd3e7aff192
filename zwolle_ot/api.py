"""The API as a whole: where it stands, its document, the headers of every answer, and errors for unknown paths."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.security import SecurityMiddleware
from django.template.response import SimpleTemplateResponse
from django.urls import include, path, re_path
from django.urls.resolvers import RoutePattern, URLResolver
from django.views import defaults
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from insights.api import urls as v1
from insights.api.document import VERSION
from insights.api.problems import problem_response
from schools.middleware import check_declared

PREFIX = "/api/"
#: What the design rules ask of every answer (core/transport-security).
HEADERS = {
    "API-Version": VERSION,
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


class ApiMiddleware:
    """Answers everything under /api/, and gives every answer its headers, also an error. Stands first: what comes after it is
    for people (sessions, their messages, tokens against forged requests) and means nothing to a program.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._answer: Any = SecurityMiddleware(convert_exception_to_response(_answer))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        response: HttpResponse = self._answer(request)
        for name, value in HEADERS.items():
            response[name] = value
        # The rules want it of every answer; over https Django has set it, with all that it may say.
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        response.headers.setdefault("Content-Length", str(len(response.content)))
        return response


def _answer(request: HttpRequest) -> HttpResponse:
    """What Django does with a request, for these addresses alone."""
    request.get_host()  # DisallowedHost: becomes a 400
    request.resolver_match = match = _addresses().resolve(request.path_info)
    check_declared(match.func)
    response: Any = match.func(request, *match.args, **match.kwargs)
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    return response  # type: ignore[no-any-return]


@cache
def _addresses() -> URLResolver:
    return URLResolver(RoutePattern(PREFIX), __name__)


@cache
def _schema() -> dict[str, Any]:
    """Made once per process: it says the same until the program changes."""
    generator: Any = SchemaGenerator(urlconf=v1.__name__)  # type: ignore[no-untyped-call]
    schema: dict[str, Any] = generator.get_schema(request=None, public=True)
    return schema


@require_safe
def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document: open to everybody, and to pages of others (CORS)."""
    response = JsonResponse({**_schema(), "servers": [{"url": request.build_absolute_uri("/api/v1")}]})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Any other path under /api/."""
    return problem_response(request, 404, "Dit pad bestaat niet. Zie /api/v1/openapi.json.")


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: a problem for programs, a page for people."""
    if request.path.startswith(PREFIX):
        return problem_response(request, 500, "Er ging iets mis. Probeer het later opnieuw.")
    return defaults.server_error(request)


for view in (document, nothing_here):
    view.access = "all"  # type: ignore[attr-defined]

urlpatterns: list[Any] = [
    path("v1/openapi.json", document, name="openapi"),
    path("v1/", include(v1)),
    re_path("^.*$", nothing_here),
]
