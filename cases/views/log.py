"""Logging contact moments and time."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Permission
from cases import access, actions, queries
from cases.actions import withdrawals
from cases.enums import Audience, TeamTimeKind
from cases.forms import LogForm, TeamTimeForm, WithdrawForm
from cases.models import LogEntry
from cases.views.base import PURPOSE, acting, case_url, draft_url, kept, page, seen_case, send, with_draft
from cases.views.parts import ask, part_page, works_in
from schools.access import needs
from shell.keyset import paginate

GONE_AT_ONCE = "Haalt u dit weg? Dan ziet niemand het hier meer. Terughalen kan niet."


@needs(Permission.SEE_CASES, Permission.SEE_SHARED_CASES, purpose=PURPOSE)
@require_safe
def case_log(request: HttpRequest, key: UUID) -> HttpResponse:
    """The whole log of a question, newest first."""
    by = acting(request)
    case = seen_case(request, key, what="logboek")
    draft = f"log/{case.pk}"
    form = None
    if works_in(request) and case.is_open:
        agreed = case.family_agreed_on is not None
        form = LogForm(today=by.today, agreed=agreed, draft_url=draft_url(draft), **with_draft(request, draft))
        form.helper.form_action = f"{case_url(case)}log/"
    found = paginate(queries.log_of(case, by=by), keys=("-on", "-id"), query=request.GET, size=25)
    return part_page(request, "cases/log.html", case, form, log=found)


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def log_contact(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write a contact moment. The form stands on the page of the question; this page shows it when something is wrong."""
    by = acting(request)
    case = seen_case(request, key, what="logboek")
    draft = f"log/{case.pk}"
    given = {"draft_url": draft_url(draft), **with_draft(request, draft)}
    form = LogForm(today=by.today, agreed=case.family_agreed_on is not None, cancel_url=case_url(case), **given)

    def act() -> str:
        actions.log_contact(by=by, contact=form.contact(case, access.own_side(by)))
        return f"{case_url(case)}#logboek"

    answer = send(request, form, act, said="Het contact is vastgelegd.")
    return answer or page(request, "cases/form.html", form, case=case, heading="Contact vastleggen")


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def correct_entry(request: HttpRequest, key: UUID) -> HttpResponse:
    """Correct an entry of one's own by a new one; both stay readable."""
    by = acting(request)
    entry = get_object_or_404(LogEntry, pk=key)
    case = seen_case(request, entry.case_id, what="logboekregel")
    was = {name: getattr(entry, name) for name in ("kind", "minutes", "on", "body")}
    given = kept(request, **was, own_side=entry.audience != Audience.TEAM)
    form = LogForm(today=by.today, cancel_url=case_url(case), **given)

    def act() -> str:
        actions.correct_entry(by=by, entry=entry, contact=form.contact(case, access.own_side(by)))
        return f"{case_url(case)}#logboek"

    answer = send(request, form, act, said="De regel is gecorrigeerd.")
    return answer or page(request, "cases/form.html", form, case=case, heading="Regel corrigeren")


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def withdraw_entry(request: HttpRequest, key: UUID) -> HttpResponse:
    """An entry stands in the wrong child's file: out of sight at once. Its author writes it in the right one."""
    by = acting(request)
    entry = get_object_or_404(LogEntry, pk=key)
    case = seen_case(request, entry.case_id, what="logboekregel")
    form = WithdrawForm(**kept(request), cancel_url=f"{case_url(case)}#logboek")
    mine = entry.author_id == by.actor
    return ask(
        request,
        form,
        lambda: withdrawals.withdraw_entry(by=by, entry=entry, reason=form.cleaned_data["reason"]),
        heading="Staat deze regel in het verkeerde dossier?",
        said="De regel is weg uit dit dossier. Kies hier het goede kind: uw tekst staat klaar."
        if mine
        else "De regel is weg uit dit dossier.",
        to=reverse("cases:quick_contact") if mine else case_url(case),
        case=case,
        about=f"{entry.body}\n\n{GONE_AT_ONCE}",
    )


@needs(Permission.WORK_CASES, purpose="uren van het team")
@require_http_methods(["GET", "POST"])
def team_time(request: HttpRequest) -> HttpResponse:
    """Write time without a child."""
    by = acting(request)
    teams = [(str(place.unit_id), place.unit_name) for place in request.holding.places]  # type: ignore[attr-defined]
    form = TeamTimeForm(**kept(request), today=by.today, teams=teams, cancel_url=reverse("cases:worklist"))

    def act() -> str:
        told = form.cleaned_data
        actions.log_team_time(
            by=by,
            team=UUID(told["team"]),
            on=told["on"],
            kind=TeamTimeKind(told["kind"]),
            minutes=told["minutes"],
            note=told["note"],
        )
        return reverse("cases:worklist")

    answer = send(request, form, act, said="De tijd is vastgelegd.")
    return answer or page(request, "cases/form.html", form, heading="Tijd zonder leerling vastleggen")
