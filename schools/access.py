"""Who may see a view: nothing is open that does not say so. Rows are PostgreSQL's business, not decided here."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from psycopg2.errors import InsufficientPrivilege

from accounts import second_factor
from accounts.acting import Acting, acting_as
from accounts.adapter import origin_of
from accounts.models import User
from accounts.roles import Hat, Permission
from accounts.sessions import to_sign_in
from schools.hats import Holding

View = TypeVar("View", bound=Callable[..., HttpResponse])
SAFE = {"GET", "HEAD", "OPTIONS"}


class OtherRole(PermissionDenied):
    """This role may not, but another one that the person holds may: the page offers the switch."""

    def __init__(self, holding: Holding) -> None:
        super().__init__(f"Kies eerst de rol {holding.role.label}.")
        self.holding = holding


def open_to_all(view: View) -> View:
    """Open on purpose, also to somebody who has not signed in. Runs as `ot_web`."""
    view.access = "all"  # type: ignore[attr-defined]
    return view


def open_to_people(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open to everybody who signed in, whatever their role. Runs as `ot_web`: no child, no money, no figures."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if refused := _sign_in_first(request):
            return refused
        return view(request, *args, **kwargs)

    wrapper.access = "people"  # type: ignore[attr-defined]
    return wrapper


def needs(
    *permissions: Permission, purpose: str = "", before: Callable[..., HttpResponse | None] | None = None
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Open to a role with one of these permissions; the first that the role has decides the hat.

    `before` may have an answer that needs nothing of the database any more: it is asked when the right is known, before the
    transaction begins, as `ot_web`. None: it has not.

    The view, and the drawing of its template, run in one transaction in which PostgreSQL knows who acts; `request.acting`
    is that context. A response of 500 or more undoes it. A right that the database refuses becomes 403.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if refused := _sign_in_first(request):
                return refused
            hat = _hat(request, permissions)
            request.acting = acting_of(request, hat, purpose)  # type: ignore[attr-defined]
            if before and (known := before(request, *args, **kwargs)) is not None:
                return known
            return run_as(request.acting, request, lambda: view(request, *args, **kwargs))  # type: ignore[attr-defined]

        wrapper.access = permissions  # type: ignore[attr-defined]
        return wrapper

    return decorate


def acting_of(request: HttpRequest, hat: Hat, purpose: str = "") -> Acting:
    """The context of this request in this hat."""
    holding: Holding = request.holding  # type: ignore[attr-defined]
    return Acting(
        actor=UUID(str(request.user.pk)),
        actor_name=str(request.user),
        role=holding.role.code,
        hat=hat,
        today=timezone.localdate(),
        purpose=purpose or holding.role.label,
        organisation=holding.organisation,
        origin=origin_of(request),
    )


def database_for(hat: Hat, request: HttpRequest) -> str:
    """Which of DATABASES this request reads and writes: figures may be read from a replica."""
    return settings.FIGURES_DATABASE if hat == Hat.FIGURES and request.method in SAFE else DEFAULT_DB_ALIAS


def run_as(acting: Acting, request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Call the view in the database role of the hat, and finish the response before the role is given back."""
    using = database_for(acting.hat, request)
    try:
        with acting_as(acting, writes=request.method not in SAFE, using=using):
            response = view()
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            if response.status_code >= 500:
                transaction.set_rollback(True, using=using)
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise PermissionDenied from error
        raise
    if response.streaming and not issubclass(type(response), FileResponse):
        raise RuntimeError("a streamed body is read after the transaction: make the export in a task")
    return response


def _sign_in_first(request: HttpRequest) -> HttpResponse | None:
    if not isinstance(request.user, User):
        return to_sign_in(request)
    if second_factor_is_missing(request):
        return second_factor.ask(request, request.user)
    return None


def second_factor_is_missing(request: HttpRequest) -> bool:
    """One of today's roles asks for a second factor, and this session has not shown it: no page opens yet."""
    if not isinstance(request.user, User) or second_factor.is_shown(request) or second_factor.is_exempt(request.user):
        return False
    return any(holding.role.second_factor for holding in request.holdings)  # type: ignore[attr-defined]


def _hat(request: HttpRequest, permissions: tuple[Permission, ...]) -> Hat:
    holding: Holding | None = request.holding  # type: ignore[attr-defined]
    if holding:  # a lazy object: false when no role is in force
        for permission in permissions:
            if hat := holding.role.hat_for(permission):
                return hat
    for other in request.holdings:  # type: ignore[attr-defined]
        if any(other.may(permission) for permission in permissions):
            raise OtherRole(other)
    raise PermissionDenied("Uw rol geeft geen toegang tot deze pagina.")
