"""Who asks: a program with a token. It is met as `ot_web`, and answered in the hat of figures."""

import datetime
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from accounts.acting import Acting
from accounts.models import ApiClient, Scope
from accounts.programs import program_with, take_turn
from accounts.roles import Hat
from insights import reading
from insights.state import STATE_IN_ONE, State

ROLE = "API"


@dataclass(frozen=True)
class Met:
    """A program that asks with a token, and how the sources of figures stand at this moment."""

    client: ApiClient
    state: State


def meet(request: HttpRequest) -> Met | None:
    """Who asks. One query; what is kept of a token is its hash. None: no token.

    AuthenticationFailed: a token that is unknown, expired or withdrawn.
    """
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    elsewhere = settings.FIGURES_DATABASE != DEFAULT_DB_ALIAS
    found = program_with(token.strip(), on=timezone.localdate(), also="null" if elsewhere else STATE_IN_ONE)
    if found is None:
        raise AuthenticationFailed("Dit token is onbekend, verlopen of ingetrokken.")
    client, told = found
    return Met(client, reading.state() if elsewhere else State(json.loads(told or "{}")))


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer otz_…`."""

    def authenticate(self, request: Request) -> tuple[ApiClient, None] | None:
        """The door (`insights.api.door`) may have met them already."""
        asked = request._request
        met: Met | None = getattr(asked, "met", None) or meet(asked)
        asked.met = met  # type: ignore[attr-defined]
        return (met.client, None) if met else None

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 DRF's signature
        return 'Bearer realm="OT Zwolle"'


class HasScope(BasePermission):
    """The client may read what the resource belongs to."""

    message = "Dit token geeft geen toegang tot deze gegevens."

    def has_permission(self, request: Request, view: APIView) -> bool:
        client: Any = request.user  # our authentication puts the client here
        return isinstance(client, ApiClient) and getattr(view, "scope", Scope.STATISTICS) in client.scopes


class ClientThrottle(BaseThrottle):
    """So many requests a minute as the client was given."""

    def allow_request(self, request: Request, view: APIView) -> bool:  # noqa: ARG002 DRF's signature
        client: Any = request.user
        self._wait = take_turn(client) if isinstance(client, ApiClient) else 0.0
        return not self._wait

    def wait(self) -> float:
        return self._wait


def acting_of(client: ApiClient, today: datetime.date) -> Acting:
    """The context of a request of this program."""
    return Acting(
        actor=client.pk,
        actor_name=client.name,
        role=ROLE,
        hat=Hat.FIGURES,
        today=today,
        purpose="cijfers voor een ander programma",
    )
