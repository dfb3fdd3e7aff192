"""Asking for specialist youth care, and deciding on it [domain 2.7]. What follows is in `following`."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.actions.following import back_to_team, follow, locked_escalations
from cases.actions.questions import locked_all, save_states
from cases.actions.sharing import NewSharing, OnGround, let_in, youth_desk
from cases.enums import AccessScope, EscalationStatus, ProductCategory, Route
from cases.models import Case, Escalation
from cases.models.sharing import Purpose
from cases.queries import has_desk
from schools.models import Municipality, Provider
from shell.bulk import update_rows

E = EscalationStatus


@dataclass(frozen=True)
class Request:
    """What the team asks for one case, on a day; `home` is the woongemeente that decides.

    The request goes to a party outside the team: the family's consent carries it, or `basis` names a statutory ground.
    """

    case: Case
    home: Municipality
    on: datetime.date
    reason: str
    urgent: bool = False
    basis: OnGround | None = None


@dataclass(frozen=True)
class Grant:
    """What a beschikking gives: help of this kind, by this provider, from `first` up to and not including `after`."""

    product_category: ProductCategory
    provider: Provider
    first: datetime.date
    after: datetime.date | None
    reference: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Refusal:
    """A beschikking that refuses, with the reason that the family can read."""

    reason: str
    reference: str = ""


@dataclass(frozen=True)
class Decision:
    """The beschikking on one request, on a day."""

    escalation: Escalation
    on: datetime.date
    given: Grant | Refusal


def request_escalation(
    *, by: Acting, case: Case, home: Municipality, reason: str, urgent: bool = False, basis: OnGround | None = None
) -> Escalation:
    """Ask the woongemeente for specialist help. Its desk is let into the request, and into nothing else of the file.

    Raises NotYours without the mandate, NotNow when a request lies there already, NoBasis when the family did not consent
    and no statutory ground is named.
    """
    return request_escalations(by=by, requests=[Request(case, home, by.today, reason, urgent, basis)])[0]


@transaction.atomic
def request_escalations(*, by: Acting, requests: Iterable[Request]) -> list[Escalation]:
    """Many at once, each on its own day and about another case."""
    asked = list(requests)
    for one in asked:
        access.check_requests(by, one.case, on=one.on)
    call_it("cases.request_escalation")
    cases = locked_all(one.case for one in asked)
    waiting = policies.with_request(cases)
    for case in cases:
        policies.check_can_request(case, waiting=case.pk in waiting)
    made = Escalation.objects.bulk_create(
        Escalation(
            case=case,
            team_id=case.team_id,
            status=E.REQUESTED,
            route=Route.LOCAL,
            home=one.home,
            requested_on=one.on,
            requested_by_id=by.actor,
            reason=one.reason,
            urgent=one.urgent,
        )
        for case, one in zip(cases, asked, strict=True)
    )
    for case, one in zip(cases, asked, strict=True):
        _bring_to_desk(by, case, one)
    return made


def _bring_to_desk(by: Acting, case: Case, request: Request) -> None:
    """Share the request with the desk that decides, and let it in to read that request alone."""
    desk = youth_desk(by=by, team=case.team_id, home=request.home)
    what = "Aanvraag van specialistische jeugdhulp"
    let_in(
        by=by,
        sharing=NewSharing(case, desk, Purpose.REQUEST, what, request.on, request.basis),
        scope=AccessScope.REQUEST,
        may_write=True,
    )
    call_it("cases.request_escalation")


def grant(*, by: Acting, escalation: Escalation, given: Grant) -> Escalation:
    """Grant the request by beschikking. The case goes to *volgen*, with a day to look again, and cannot be closed."""
    return decide(by=by, decisions=[Decision(escalation, by.today, given)])[0]


def refuse(*, by: Acting, escalation: Escalation, reason: str, reference: str = "") -> Escalation:
    """Refuse the request, with the reason that the family can read. The case returns to the team."""
    return decide(by=by, decisions=[Decision(escalation, by.today, Refusal(reason, reference))])[0]


@transaction.atomic
def decide(*, by: Acting, decisions: Iterable[Decision]) -> list[Escalation]:
    """Grant or refuse many at once, each on its own day and about another case.

    Raises NotNow when one was decided already, NotYours for who took part in the case.
    """
    told = list(decisions)
    call_it("cases.refuse" if all(isinstance(one.given, Refusal) for one in told) else "cases.grant")
    cases = locked_all(one.escalation.case for one in told)
    found = locked_escalations(one.escalation for one in told)
    for escalation, case, one in zip(found, cases, told, strict=True):
        escalation.case = case
        policies.check_requested(escalation)
        access.check_decides(by, escalation)
        escalation.decided_on, escalation.decided_by_id = one.on, by.actor
        _take_over(escalation, one.given)
    _save_decisions(found)
    _go_on(cases, found)
    return found


def _go_on(cases: list[Case], decided: list[Escalation]) -> None:
    """To *volgen* on a grant, back to the team on a refusal."""
    running = policies.with_specialist(cases)
    for escalation in decided:
        on = escalation.decided_on
        assert on  # noqa: S101 decided just now
        if escalation.status == E.GRANTED:
            follow(escalation.case, on=on)
        else:
            back_to_team(escalation.case, on=on, running=escalation.case_id in running)
    save_states(cases)


@transaction.atomic
def record_decision(*, by: Acting, decision: Decision) -> Escalation:
    """Write down what a municipality decided that nobody decides for in this program, from its letter.

    Raises NotNow when that municipality decides here itself, without its reference, and for a day that cannot be.
    """
    access.check_works(by)
    call_it("cases.record_decision")
    (case,) = locked_all([decision.escalation.case])
    (escalation,) = locked_escalations([decision.escalation])
    escalation.case = case
    policies.check_requested(escalation)
    if has_desk(escalation.home_id, today=by.today):
        raise policies.NotNow("De jeugdconsulent van deze gemeente beslist zelf in dit programma.")
    if not decision.given.reference.strip():
        raise policies.NotNow("Vul het kenmerk van de gemeente in.")
    if not escalation.requested_on <= decision.on <= by.today:
        raise policies.NotNow("Het besluit ligt tussen de dag van de aanvraag en vandaag.")
    escalation.decided_on, escalation.recorded_by_id = decision.on, by.actor
    _take_over(escalation, decision.given)
    update_rows([escalation], (*DECISION_FIELDS, "recorded_by"))
    _go_on([case], [escalation])
    return escalation


def _take_over(escalation: Escalation, given: Grant | Refusal) -> None:
    escalation.decision_reason, escalation.reference = given.reason, given.reference
    if isinstance(given, Refusal):
        escalation.status = E.REFUSED
        return
    escalation.status = E.GRANTED
    escalation.product_category, escalation.provider = given.product_category, given.provider
    escalation.valid = (given.first, given.after)


DECISION_FIELDS = (
    "status",
    "decided_on",
    "decided_by",
    "decision_reason",
    "reference",
    "product_category",
    "provider",
    "valid",
)


def _save_decisions(decided: list[Escalation]) -> None:
    """The database knows who took part, also where this role cannot look: its refusal is said as a sentence."""
    try:
        with transaction.atomic():
            update_rows(decided, DECISION_FIELDS)
    except IntegrityError as error:
        if "escalation_decider_stands_apart" in str(error) or "took part in this case" in str(error):
            raise access.NotYours("U was zelf betrokken bij deze vraag. Laat een collega beslissen.") from error
        raise


@transaction.atomic
def withdraw(*, by: Acting, escalation: Escalation, on: datetime.date | None = None) -> Escalation:
    """The team takes its request back, for example because the family does not want it. `on` is today unless told."""
    access.check_works(by)
    call_it("cases.withdraw")
    (case,) = locked_all([escalation.case])
    (escalation,) = locked_escalations([escalation])
    policies.check_requested(escalation)
    escalation.status = E.WITHDRAWN
    escalation.save(update_fields=["status"])
    back_to_team(case, on=on or by.today, running=bool(policies.with_specialist([case])))
    save_states([case])
    return escalation
