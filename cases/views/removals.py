"""Keeping and destroying: what a team must answer or agree to, and what waits for the second person."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases import tasks
from cases.actions import removal as actions
from cases.forms.family import ConfirmForm
from cases.forms.rights import RefuseForm
from cases.models import Pupil, Removal
from cases.reading import rights as reading
from cases.views.base import acting, page, press, seen_case
from cases.views.parts import ask
from cases.views.rights import RIGHTS, rights_url
from schools.access import needs
from schools.models import SupportTeam

R = Removal.State


@needs(Permission.WORK_CASES, purpose=RIGHTS)
@require_safe
def keeping(request: HttpRequest) -> HttpResponse:
    """What families asked of this team, and the files whose term is over."""
    by = acting(request)
    found = reading.keeping(today=by.today)
    looked(by=by, kind=Look.Kind.LIST, what=RIGHTS, subjects=found.pupils)
    return page(request, "cases/keeping.html", found=found)


@needs(Permission.WORK_CASES, purpose=RIGHTS)
@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, key: UUID) -> HttpResponse:
    """A term is over: the first of two people says so."""
    by = acting(request)
    removal = get_object_or_404(Removal, pk=key)
    if removal.state != R.PROPOSED:
        return redirect("cases:keeping")
    pupil = get_object_or_404(Pupil, pk=removal.pupil_id)
    looked(by=by, kind=Look.Kind.VIEW, what="vernietiging", subjects=[pupil.pk])
    back = reverse("cases:keeping")
    form = ConfirmForm(request.POST or None, label="Vraag om te vernietigen", cancel_url=back)
    return ask(
        request,
        form,
        lambda: actions.agree_to_proposal(by=by, removal=removal),
        heading="Vernietigen wat niet langer bewaard mag worden?",
        said="De privacyfunctionaris beslist als tweede.",
        to=back,
        template="cases/agree_removal.html",
        removal=removal,
        pupil=pupil,
        term=reading.term_of(removal),
        blocks=reading.blocks(pupil.pk, today=by.today),
    )


@needs(Permission.WORK_CASES, purpose=RIGHTS)
@require_http_methods(["GET", "POST"])
def ask_removal(request: HttpRequest, key: UUID) -> HttpResponse:
    """The family asked for it: the first of two people."""
    by = acting(request)
    case = seen_case(request, key, what="vernietiging")
    form = ConfirmForm(request.POST or None, label="Vraag om te vernietigen", cancel_url=rights_url(key))
    return ask(
        request,
        form,
        lambda: actions.ask_removal(by=by, pupil=case.pupil),
        heading="Dossier laten vernietigen?",
        about="Het gezin vraagt hierom. De privacyfunctionaris beslist als tweede. Daarna is alles over het kind bij dit team "
        "weg, en dat kan niet terug. In de cijfers telt het kind mee, zonder naam.",
        said="De privacyfunctionaris beslist als tweede.",
        to=rights_url(key),
        case=case,
    )


@needs(Permission.APPROVE_REMOVAL, purpose="besluit over vernietiging")
@require_safe
def removals_page(request: HttpRequest) -> HttpResponse:
    """What waits for the second person, and what was done lately."""
    rows = list(Removal.objects.exclude(state=Removal.State.PROPOSED)[:200])
    names = _names(request, rows)
    teams = dict(SupportTeam.objects.filter(pk__in={row.team_id for row in rows}).values_list("pk", "name"))
    told = [(row, names.get(row.pupil_id, "(vernietigd)"), teams.get(row.team_id, "")) for row in rows]
    return page(
        request,
        "cases/removals.html",
        waiting=[one for one in told if one[0].state == Removal.State.ASKED],
        past=[one for one in told if one[0].state != Removal.State.ASKED],
    )


def _names(request: HttpRequest, rows: list[Removal]) -> dict[UUID, str]:
    """Names of the children, only of what waits; that look is logged."""
    waiting = [row.pupil_id for row in rows if row.state == Removal.State.ASKED]
    known = Pupil.objects.filter(pk__in=waiting).only("given_name", "infix", "family_name")
    looked(by=acting(request), kind=Look.Kind.LIST, what="vernietiging", subjects=waiting)
    return {pupil.pk: pupil.full_name for pupil in known}


@needs(Permission.APPROVE_REMOVAL, purpose="besluit over vernietiging")
@require_POST
def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    """The second person agrees; a task destroys."""
    removal = get_object_or_404(Removal, pk=key)

    def do() -> None:
        actions.approve_removal(by=acting(request), removal=removal)
        transaction.on_commit(lambda: tasks.execute_removal.delay(str(key)))

    return press(request, do, said="Het wordt nu vernietigd.", to=reverse("cases:removals"))


@needs(Permission.APPROVE_REMOVAL, purpose="besluit over vernietiging")
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, key: UUID) -> HttpResponse:
    """The second person does not agree."""
    removal = get_object_or_404(Removal, pk=key)
    form = RefuseForm(request.POST or None, cancel_url=reverse("cases:removals"))
    return ask(
        request,
        form,
        lambda: actions.refuse_removal(by=acting(request), removal=removal, why=form.cleaned_data["why"]),
        heading="Niet vernietigen",
        said="Het gaat niet door.",
        to=reverse("cases:removals"),
    )
