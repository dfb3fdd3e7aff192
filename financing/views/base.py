"""What the pages of money share: who looks, the sub-navigation, names in addresses, and sending a form."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.acting import Acting
from accounts.roles import ROLES, Permission
from schools.policies import NotPossible
from shell.forms import ShellForm, ShellModelForm

P = Permission
PURPOSE = "het geld van de ondersteuningsteams volgen"


@dataclass(frozen=True)
class Tab:
    """A page of money, for roles with this permission; `not_for` roles for whom it would be empty."""

    label: str
    url_name: str
    permission: Permission = P.SEE_MONEY
    not_for: tuple[str, ...] = ()


#: In this order above every page of money.
TABS: tuple[Tab, ...] = (
    Tab("Begroting", "financing:budget", not_for=("SWT_LEAD",)),
    Tab("Dekking", "financing:cover", not_for=("SWT_LEAD", "DIRECTOR")),
    Tab("Uren", "financing:pools", not_for=("BOARD", "DIRECTOR")),
    Tab("Samenwerking", "financing:condition"),
    Tab("Signalen", "financing:flags", not_for=("BOARD", "DIRECTOR")),
    Tab("Wat als", "financing:what_if", P.MANAGE_MONEY),
    Tab("Arrangementen", "financing:arrangements", P.PLACE_PUPILS),
    Tab("VO", "financing:vo", P.MANAGE_MONEY),
    Tab("Businesscase", "financing:value", P.MANAGE_MONEY),
    Tab("Afsluiten", "financing:closing", P.MANAGE_MONEY),
    Tab("Gegevens", "financing:facts", P.MANAGE_MONEY),
    Tab("Werkmap", "financing:workbook", P.MANAGE_MONEY),
)


@dataclass(frozen=True)
class ShownTab:
    label: str
    url: str
    current: bool


def acting(request: HttpRequest) -> Acting:
    """Who looks, in which role, on which day."""
    found: Acting = request.acting  # type: ignore[attr-defined]
    return found


def may(request: HttpRequest, permission: Permission) -> bool:
    """Whether the role of this request has it."""
    return permission in ROLES[acting(request).role].permissions


def page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of money, in its frame."""
    role = acting(request).role
    tabs = [
        ShownTab(tab.label, url := reverse(tab.url_name), _is_in(request.path, url))
        for tab in TABS
        if may(request, tab.permission) and role not in tab.not_for
    ]
    return render(request, template, {"tabs": tabs, "manages": may(request, P.MANAGE_MONEY), **context}, status=status)


def _is_in(path: str, url: str) -> bool:
    return path == url or (path.startswith(url) and url != reverse("financing:budget"))


def file(content: bytes | str, name: str, kind: str) -> HttpResponse:
    """Something to keep: a CSV, a workbook, a PDF."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def to_address(name: str) -> str:
    """A name of the listing as one piece of an address; it may hold slashes, and the code of a pupil."""
    return urlsafe_b64encode(name.encode()).decode().rstrip("=")


def from_address(text: str) -> str:
    """The name again. Raises Http404 for what is none."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except ValueError:
        raise Http404("no name of the listing") from None


def send(
    request: HttpRequest, form: ShellForm | ShellModelForm, do: Callable[[], object], *, said: str, to: str
) -> HttpResponse | None:
    """Do what a form that was filled in well asks, and go on; None when the page must be shown (again).

    A refusal by a policy stands above the form, as the sentence that it is.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        with transaction.atomic():
            do()
    except (NotPossible, ValidationError) as refused:
        form.add_error(None, refused if isinstance(refused, ValidationError) else str(refused))
        return None
    messages.success(request, said)
    return redirect(to)
