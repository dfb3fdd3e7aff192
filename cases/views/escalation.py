"""Specialist youth care: asking, deciding, following."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases import access, actions, policies, queries, reports
from cases.enums import Route, StopReason
from cases.forms import (
    DecisionForm,
    OutsideRouteForm,
    RecordedDecisionForm,
    RequestEscalationForm,
    StartSpecialistForm,
    StopSpecialistForm,
)
from cases.models import Case, Escalation
from cases.reading import desk as reading
from cases.reading import following
from cases.views.base import PURPOSE, acting, case_url, kept, page, seen_case, send
from schools.access import needs
from shell.forms import ShellForm


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def request_escalation(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask the woongemeente for specialist youth care; without the mandate this page says who can."""
    by = acting(request)
    case = seen_case(request, key, what="aanvraag jeugdhulp")
    access.check_requests(by, case)
    given = kept(request, home=queries.home_of(case.pupil_id, today=by.today))
    form = RequestEscalationForm(cancel_url=case_url(case), **given)

    def act() -> str:
        told = form.cleaned_data
        actions.request_escalation(
            by=by, case=case, home=told["home"], reason=told["reason"], urgent=told["urgent"], basis=form.basis()
        )
        return case_url(case)

    def said() -> str:
        if queries.has_desk(form.cleaned_data["home"].pk, today=by.today):
            return "De aanvraag ligt bij de gemeente."
        return "Deze gemeente werkt niet in dit programma. Download de aanvraag hieronder, stuur haar zelf, en leg het besluit hier vast."

    answer = send(request, form, act, said=said)
    return answer or page(request, "cases/form.html", form, case=case, heading="Specialistische jeugdhulp aanvragen")


@needs(Permission.DECIDE_ESCALATION, purpose="besluit op een aanvraag")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """Grant or refuse a request by beschikking."""
    by = acting(request)
    escalation = _escalation(key)
    case = seen_case(request, escalation.case_id, what="besluit jeugdhulp")
    form = DecisionForm(cancel_url=reverse("cases:desk"), **kept(request))

    def act() -> str:
        told = form.cleaned_data
        if told["decision"] == "grant":
            actions.grant(by=by, escalation=escalation, given=form.grant())
        else:
            actions.refuse(by=by, escalation=escalation, reason=told["reason"], reference=told["reference"])
        return reverse("cases:desk")

    answer = send(request, form, act, said="Het besluit is vastgelegd.")
    found = [
        (one, following.chain(one, raised_on=case.raised_on, today=by.today)) for one in queries.escalations_of(case)
    ]
    return answer or page(
        request,
        "cases/decision.html",
        form,
        case=case,
        escalation=escalation,
        chain=next(chain for one, chain in found if one.pk == escalation.pk),
        earlier=[(one, chain) for one, chain in found if one.pk != escalation.pk],
        requester=reading.requester(escalation),
    )


@needs(Permission.WORK_CASES, purpose="aanvraag bij een gemeente")
@require_safe
def request_letter(request: HttpRequest, key: UUID) -> HttpResponse:
    """The request as a PDF, to send to a municipality that does not work in this program. Its name says nothing about the
    child."""
    by, escalation = acting(request), _escalation(key)
    case = get_object_or_404(Case.objects.with_names(), pk=escalation.case_id)
    looked(by=by, kind=Look.Kind.EXPORT, what="aanvraag voor de gemeente", subjects=[case.pupil_id], case=case.pk)
    try:
        letter = reports.request_letter(escalation, case, today=by.today)
    except policies.NotNow as refusal:
        messages.warning(request, str(refusal))
        return redirect(case_url(case))
    response = HttpResponse(reports.as_pdf(letter), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="aanvraag-jeugdhulp.pdf"'
    return response


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def record_decision(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write down what a municipality decided that does not work in this program."""
    by, escalation = acting(request), _escalation(key)
    form = RecordedDecisionForm(today=by.today, cancel_url=case_url(escalation.case_id), **kept(request))

    def do(told: dict[str, Any]) -> None:
        given = form.grant() if told["decision"] == "grant" else actions.Refusal(told["reason"], told["reference"])
        actions.record_decision(by=by, decision=actions.Decision(escalation, told["on"], given))

    return _about(
        request,
        escalation,
        form,
        do,
        heading=f"Besluit van {escalation.home}",
        said="Het besluit is vastgelegd.",
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def outside_route(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record specialist care that came in over another route."""
    by = acting(request)
    case = seen_case(request, key, what="jeugdhulp via andere route")
    given = kept(request, home=queries.home_of(case.pupil_id, today=by.today))
    form = OutsideRouteForm(today=by.today, cancel_url=case_url(case), **given)

    def act() -> str:
        told = form.cleaned_data
        actions.report_outside_route(
            by=by,
            case=case,
            home=told["home"],
            route=Route(told["route"]),
            known_on=told["known_on"],
            provider=told["provider"],
            started_on=told["started_on"],
            note=told["note"],
        )
        return case_url(case)

    answer = send(request, form, act, said="De jeugdhulp is vastgelegd. De vraag staat op ‘volgen’.")
    return answer or page(request, "cases/form.html", form, case=case, heading="Jeugdhulp via een andere route")


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, key: UUID) -> HttpResponse:
    """The provider has started."""
    by, escalation = acting(request), _escalation(key)
    form = StartSpecialistForm(**kept(request), today=by.today, cancel_url=case_url(escalation.case_id))
    return _about(
        request,
        escalation,
        form,
        lambda told: actions.start_specialist(by=by, escalation=escalation, on=told["on"]),
        heading="Start van de jeugdhulp",
        said="De start is vastgelegd. Het team blijft volgen.",
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, key: UUID) -> HttpResponse:
    """The specialist support has ended."""
    by, escalation = acting(request), _escalation(key)
    form = StopSpecialistForm(**kept(request), today=by.today, cancel_url=case_url(escalation.case_id))
    return _about(
        request,
        escalation,
        form,
        lambda told: actions.stop_specialist(
            by=by, escalation=escalation, on=told["on"], reason=StopReason(told["reason"])
        ),
        heading="Einde van de jeugdhulp",
        said="Het einde is vastgelegd. Evalueer nu met kind en ouders, of zet de ondersteuning voort.",
    )


class WithdrawForm(ShellForm):
    """Only the question whether one is sure."""

    submit_label = "Aanvraag intrekken"
    once = True


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a request back."""
    by, escalation = acting(request), _escalation(key)
    form = WithdrawForm(request.POST or None, cancel_url=case_url(escalation.case_id))
    return _about(
        request,
        escalation,
        form,
        lambda _told: actions.withdraw(by=by, escalation=escalation),
        heading="Aanvraag intrekken?",
        said="De aanvraag is ingetrokken.",
    )


def _escalation(key: UUID) -> Escalation:
    found: Escalation = get_object_or_404(Escalation.objects.select_related("case", "home", "provider"), pk=key)
    return found


def _about(
    request: HttpRequest,
    escalation: Escalation,
    form: ShellForm,
    do: Callable[[dict[str, Any]], Any],
    *,
    heading: str,
    said: str,
) -> HttpResponse:
    """A small form about one escalation of a case."""
    case = seen_case(request, escalation.case_id, what="specialistische jeugdhulp")

    def act() -> str:
        do(form.cleaned_data)
        return case_url(case)

    answer = send(request, form, act, said=said)
    return answer or page(request, "cases/form.html", form, case=case, heading=heading)
