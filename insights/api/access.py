"""Who asks: a program with a token. It is met as `ot_web`, and answered in the hat of figures."""

import datetime
from typing import Any

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from accounts.acting import Acting
from accounts.models import ApiClient, Scope
from accounts.roles import Hat

ROLE = "API"


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer otz_…`. One query; what is kept of a token is its hash."""

    def authenticate(self, request: Request) -> tuple[ApiClient, None] | None:
        scheme, _, token = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        client = ApiClient.objects.valid_on(timezone.localdate()).with_token(token.strip()).first()
        if client is None:
            raise AuthenticationFailed("Dit token is onbekend, verlopen of ingetrokken.")
        return client, None

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 DRF's signature
        return 'Bearer realm="OT Zwolle"'


class HasScope(BasePermission):
    """The client may read what the resource belongs to."""

    message = "Dit token geeft geen toegang tot deze gegevens."

    def has_permission(self, request: Request, view: APIView) -> bool:
        client: Any = request.user  # our authentication puts the client here
        return isinstance(client, ApiClient) and getattr(view, "scope", Scope.STATISTICS) in client.scopes


class ClientThrottle(SimpleRateThrottle):
    """So many requests a minute as the client was given."""

    scope = "client"
    rate = "60/min"

    def allow_request(self, request: Request, view: APIView) -> bool:
        client: Any = request.user
        if isinstance(client, ApiClient):
            self.num_requests = client.per_minute
        return bool(super().allow_request(request, view))

    def get_cache_key(self, request: Request, view: APIView) -> str:  # noqa: ARG002 DRF's signature
        return f"api-{request.user.pk}"


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
