"""Errors as problem details (RFC 9457): one shape for every error that a client can meet."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: "Ongeldige invoer",
    401: "Geen geldig token",
    403: "Geen toegang",
    404: "Niet gevonden",
    405: "Methode niet toegestaan",
    406: "Formaat niet beschikbaar",
    414: "Adres te lang",
    429: "Te veel verzoeken",
    500: "Fout in de server",
}


class InvalidParameters(exceptions.ValidationError):
    """Parameters that are unknown or wrong; `errors` says what is wrong per parameter."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(dict(errors))
        self.errors = dict(errors)


def problem(status: int, detail: str, instance: str, **more: Any) -> dict[str, Any]:
    """The body of a problem. `instance` is the path that was asked."""
    title = TITLES.get(status, "Fout")
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": instance, **more}


def problem_response(request: HttpRequest, status: int, detail: str) -> JsonResponse:
    """A problem outside of DRF: an unknown path, a fault."""
    return JsonResponse(problem(status, detail, request.path), status=status, content_type=CONTENT_TYPE)


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. What it does not know goes on, to become a 500."""
    response = exception_handler(error, context)
    if response is None:
        return None
    path = context["request"].path
    if isinstance(error, InvalidParameters):
        errors = [{"parameter": name, "detail": text} for name, text in error.errors.items()]
        body = problem(400, "Een of meer parameters kloppen niet.", path, errors=errors)
    else:
        body = problem(response.status_code, _detail(error), path)
    response.data = body
    response.content_type = CONTENT_TYPE
    return response


def _detail(error: Exception) -> str:
    if isinstance(error, Http404):
        return "Hier is niets te vinden."
    if isinstance(error, exceptions.Throttled):
        return f"Probeer het over {int(getattr(error, 'wait', None) or 1)} seconden opnieuw."
    return str(getattr(error, "detail", "")) or "Dit verzoek kan niet worden beantwoord."
