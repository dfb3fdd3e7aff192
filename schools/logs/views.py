"""Pages about the two logs. Each question of the privacy officer is itself a look, and logged."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import queries
from accounts.acting import Acting
from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from schools.access import database_for, needs
from schools.logs.forms import ChangesFilter, LooksFilter
from shell.csv_files import csv_response
from shell.keyset import paginate

NEWEST_FIRST = ("-at", "-id")
MOST_IN_A_FILE = 10_000


@needs(Permission.SEE_LOGS, purpose="Controle op inzage")
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Who saw this child, or what did this person see: the log of looking, newest first."""
    form = LooksFilter(request.GET)
    asked = form.asked()
    _log_question(request, Look.Kind.SEARCH, "inzagen", asked)
    found = paginate(_looks(request, asked), keys=NEWEST_FIRST, query=request.GET)
    return render(request, "schools/looks.html", {"filter": form, "found": found, **_about(asked)})


@needs(Permission.SEE_LOGS, purpose="Controle op inzage")
@require_safe
def looks_file(request: HttpRequest) -> HttpResponse:
    """The same list as a file, at most the newest 10,000 lines."""
    asked = LooksFilter(request.GET).asked()
    _log_question(request, Look.Kind.EXPORT, "inzagen", asked)
    rows = _looks(request, asked).order_by(*NEWEST_FIRST)[:MOST_IN_A_FILE]
    return csv_response("inzagen", LOOK_COLUMNS, (_look_line(row) for row in rows))


@needs(Permission.SEE_LOGS, purpose="Controle op wijzigingen")
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Who changed what and when, without what it says: the log of changing, newest first."""
    form = ChangesFilter(request.GET)
    asked = form.asked()
    _log_question(request, Look.Kind.SEARCH, "wijzigingen", asked)
    rows = queries.changes(using=_database(request), **asked)
    found = paginate(rows, keys=NEWEST_FIRST, query=request.GET)
    return render(request, "schools/changes.html", {"filter": form, "found": found, **_about(asked)})


@needs(*Permission)
@require_safe
def my_looks(request: HttpRequest) -> HttpResponse:
    """My own trail: what I looked at, in whatever role. PostgreSQL gives me no other's."""
    mine = _looks(request, {}).filter(actor=_me(request))
    return render(request, "schools/my_looks.html", {"found": paginate(mine, keys=NEWEST_FIRST, query=request.GET)})


@needs(*Permission)
@require_safe
def my_changes(request: HttpRequest) -> HttpResponse:
    """My own trail: what I changed. In the hats of casework a change stands with its case instead."""
    mine = queries.changes(using=_database(request)).filter(actor=_me(request))
    return render(request, "schools/my_changes.html", {"found": paginate(mine, keys=NEWEST_FIRST, query=request.GET)})


LOOK_COLUMNS = ("Wanneer", "Wie", "Rol", "Organisatie", "Soort", "Wat", "Waarvoor", "Vanaf adres", "Aantal leerlingen")


def _look_line(look: Look) -> Iterable[object]:
    return (
        look.at,
        look.actor_name,
        look.role_label,
        look.organisation,
        look.get_kind_display(),
        look.what,
        look.purpose,
        look.origin or "",
        len(look.subjects),
    )


def _looks(request: HttpRequest, asked: dict[str, Any]) -> models.QuerySet[Look]:
    return queries.looks(using=_database(request), **asked)


def _about(asked: dict[str, Any]) -> dict[str, Any]:
    return {"about_a_child": "pupil" in asked, "pupil": asked.get("pupil")}


def _me(request: HttpRequest) -> UUID:
    acting: Acting = request.acting  # type: ignore[attr-defined]
    return acting.actor


def _database(request: HttpRequest) -> str:
    return database_for(request.acting.hat, request)  # type: ignore[attr-defined]


def _log_question(request: HttpRequest, kind: Look.Kind, what: str, asked: dict[str, Any]) -> None:
    subjects = [asked["pupil"]] if "pupil" in asked else []
    looked(by=request.acting, kind=kind, what=what, subjects=subjects)  # type: ignore[attr-defined]
