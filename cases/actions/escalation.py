"""Escalation: asking for specialist youth care, deciding on it, and keeping to follow it [domain 2.7]."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.actions.questions import locked, move
from cases.enums import AccessScope, EscalationStatus, ProductCategory, Route, State, StopReason
from cases.models import Case, CaseAccess, Escalation
from schools.models import Municipality, Provider

E = EscalationStatus
DESK = "JEUGDCONSULENT"


@dataclass(frozen=True)
class Grant:
    """What a beschikking gives: help of this kind, by this provider, from `first` up to and not including `after`."""

    product_category: ProductCategory
    provider: Provider
    first: datetime.date
    after: datetime.date | None
    reference: str = ""
    reason: str = ""


@transaction.atomic
def request_escalation(*, by: Acting, case: Case, home: Municipality, reason: str, urgent: bool = False) -> Escalation:
    """Ask the woongemeente for specialist help. Its desk is let into the request, and into nothing else of the file.

    Raises NotYours without the mandate, NotNow when a request lies there already.
    """
    access.check_requests(by, case)
    call_it("cases.request_escalation")
    case = locked(case)
    policies.check_can_request(case)
    escalation = Escalation.objects.create(
        case=case,
        team_id=case.team_id,
        status=E.REQUESTED,
        route=Route.LOCAL,
        home=home,
        requested_on=by.today,
        requested_by_id=by.actor,
        reason=reason,
        urgent=urgent,
    )
    CaseAccess.objects.create(
        case=case,
        team_id=case.team_id,
        desk_role=DESK,
        desk_municipality=home,
        scope=AccessScope.REQUEST,
        may_write=True,
        basis="Aanvraag specialistische jeugdhulp (Jeugdwet 2.3)",
        period=(by.today, None),
        granted_by_id=by.actor,
    )
    return escalation


@transaction.atomic
def grant(*, by: Acting, escalation: Escalation, given: Grant) -> Escalation:
    """Grant the request by beschikking. The case goes to *volgen*, with a day to look again, and cannot be closed."""
    escalation = _decided(by, escalation, "cases.grant")
    escalation.status = E.GRANTED
    escalation.decision_reason = given.reason
    escalation.product_category = given.product_category
    escalation.provider = given.provider
    escalation.valid = (given.first, given.after)
    escalation.reference = given.reference
    _save_decision(escalation)
    follow(escalation.case, on=by.today)
    return escalation


@transaction.atomic
def refuse(*, by: Acting, escalation: Escalation, reason: str, reference: str = "") -> Escalation:
    """Refuse the request, with the reason that the family can read. The case returns to the team."""
    escalation = _decided(by, escalation, "cases.refuse")
    escalation.status, escalation.decision_reason, escalation.reference = E.REFUSED, reason, reference
    _save_decision(escalation)
    back_to_team(escalation.case, on=by.today)
    return escalation


def _decided(by: Acting, escalation: Escalation, action: str) -> Escalation:
    call_it(action)
    case = locked(escalation.case)
    escalation = Escalation.objects.select_for_update(of=("self",)).get(pk=escalation.pk)
    escalation.case = case
    policies.check_requested(escalation)
    access.check_decides(by, escalation)
    escalation.decided_on, escalation.decided_by_id = by.today, by.actor
    return escalation


def _save_decision(escalation: Escalation) -> None:
    """The database knows who took part, also where this role cannot look: its refusal is said as a sentence."""
    try:
        with transaction.atomic():
            escalation.save()
    except IntegrityError as error:
        if "escalation_decider_stands_apart" in str(error) or "took part in this case" in str(error):
            raise access.NotYours("U was zelf betrokken bij deze vraag. Laat een collega beslissen.") from error
        raise


@transaction.atomic
def withdraw(*, by: Acting, escalation: Escalation) -> Escalation:
    """The team takes its request back, for example because the family does not want it."""
    access.check_works(by)
    call_it("cases.withdraw")
    case = locked(escalation.case)
    escalation = Escalation.objects.select_for_update(of=("self",)).get(pk=escalation.pk)
    policies.check_requested(escalation)
    escalation.status = E.WITHDRAWN
    escalation.save(update_fields=["status"])
    back_to_team(case, on=by.today)
    return escalation


@transaction.atomic
def report_outside_route(
    *,
    by: Acting,
    case: Case,
    home: Municipality,
    route: Route,
    known_on: datetime.date,
    provider: Provider | None = None,
    started_on: datetime.date | None = None,
    note: str = "",
) -> Escalation:
    """Specialist care came in over another route; the team follows from now on. Raises NotNow for our own route."""
    access.check_works(by)
    if route == Route.LOCAL:
        raise policies.NotNow("Jeugdhulp via het team vraagt u aan bij de gemeente.")
    call_it("cases.report_outside_route")
    case = locked(case)
    policies.check_open(case)
    escalation = Escalation.objects.create(
        case=case,
        team_id=case.team_id,
        status=E.OUTSIDE,
        route=route,
        home=home,
        requested_on=known_on,
        requested_by_id=by.actor,
        reason=note,
        provider=provider,
        started_on=started_on,
    )
    follow(case, on=by.today)
    return escalation


@transaction.atomic
def start_specialist(*, by: Acting, escalation: Escalation, on: datetime.date) -> Escalation:
    """The provider has started: the first real help, not the intake. Ends the waiting time."""
    access.check_works(by)
    call_it("cases.start_specialist")
    escalation = Escalation.objects.select_for_update(of=("self",)).get(pk=escalation.pk)
    if not (escalation.is_running or (escalation.urgent and escalation.status == E.REQUESTED)):
        raise policies.NotNow("Zonder besluit start alleen spoedhulp.")
    escalation.started_on = on
    escalation.save(update_fields=["started_on"])
    return escalation


@transaction.atomic
def stop_specialist(*, by: Acting, escalation: Escalation, on: datetime.date, reason: StopReason) -> Escalation:
    """The specialist support has ended. The case stays in *volgen* until the team evaluates or goes on itself."""
    access.check_works(by)
    call_it("cases.stop_specialist")
    escalation = Escalation.objects.select_for_update(of=("self",)).get(pk=escalation.pk)
    policies.check_running(escalation)
    if escalation.started_on is None:
        raise policies.NotNow("Vul eerst in wanneer de jeugdhulp is gestart.")
    escalation.stopped_on, escalation.stop_reason = on, reason
    escalation.save(update_fields=["stopped_on", "stop_reason"])
    return escalation


def follow(case: Case, *, on: datetime.date) -> None:
    """To *volgen*, from whichever open state, to be looked at again after FOLLOW_UP_DAYS."""
    policies.check_open(case)
    move(case, State.FOLLOWING, on=on, follow_up_on=on + datetime.timedelta(days=settings.FOLLOW_UP_DAYS))


def back_to_team(case: Case, *, on: datetime.date) -> None:
    """After a refusal or withdrawal: *ondersteuning loopt* again, unless other specialist support still runs."""
    if case.state != State.CLOSED and not policies.running_specialist(case):
        move(case, State.SUPPORTING, on=on)
