"""When something may be done: about the state of a case, not about the person. Each rule raises a sentence to be read."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from cases.enums import STEPS, EscalationStatus, Outcome, State
from cases.models import Case, Escalation

#: With these outcomes the team need not follow on: the family says no, the child moved away or died [domain 2.7].
ENDS_FOLLOWING = (Outcome.DECLINED, Outcome.MOVED, Outcome.DIED)


class NotNow(Exception):
    """This cannot be done in the state that the case is in. The message is a Dutch sentence for the user."""


class ChangedMeanwhile(NotNow):
    """Somebody else saved the same text after it was shown. `theirs` is what stands there now."""

    def __init__(self, theirs: Any) -> None:
        super().__init__(
            "Iemand anders heeft dit intussen veranderd. Hierboven leest u wat die opsloeg; wat u zelf invulde, staat hieronder."
        )
        self.theirs = theirs


def check_version(row: Any, version: int) -> None:
    """`row` is locked and still as it was shown. Raises ChangedMeanwhile."""
    if row.version != version:
        raise ChangedMeanwhile(row)


def check_open(case: Case) -> None:
    if case.state == State.CLOSED:
        raise NotNow("Deze vraag is afgesloten. Heropen de vraag om verder te gaan.")


def check_step(case: Case, to: State) -> None:
    """`to` may follow the state of the case [domain 2.8]."""
    if to not in STEPS[State(case.state)]:
        raise NotNow(f"Van ‘{State(case.state).label}’ kan de vraag niet naar ‘{State(to).label}’.")


def check_can_request(case: Case, *, waiting: bool) -> None:
    """Specialist help can be asked: the case is open and no request lies with the municipality (`waiting`)."""
    check_open(case)
    if waiting:
        raise NotNow("Er ligt al een aanvraag bij de gemeente. Wacht op het besluit of trek de aanvraag in.")


def check_can_close(case: Case, outcome: str, *, held: bool) -> None:
    """A case is closed after its evaluation, and not while specialist support is asked or runs (`held`) [002 §3.2]."""
    if case.state == State.CLOSED:
        raise NotNow("Deze vraag is al afgesloten.")
    if outcome not in ENDS_FOLLOWING:
        if held:
            raise NotNow(
                "Er loopt nog specialistische jeugdhulp of een aanvraag. Het team blijft volgen tot die is gestopt, "
                "het gezin niet verder wil, of het kind is verhuisd of overleden."
            )
        if case.state != State.EVALUATED:
            raise NotNow("Evalueer de vraag eerst met kind en ouders. Daarna kunt u afsluiten.")


def check_requested(escalation: Escalation) -> None:
    if escalation.status != EscalationStatus.REQUESTED:
        raise NotNow(f"Over deze aanvraag is al besloten: {escalation.get_status_display()}.")


def check_running(escalation: Escalation) -> None:
    if not escalation.is_running:
        raise NotNow("Deze jeugdhulp loopt niet (meer).")


def can_close(case: Case, outcome: str, *, held: bool) -> bool:
    return not why_not_close(case, outcome, held=held)


def why_not_close(case: Case, outcome: str, *, held: bool) -> str:
    """The sentence with which closing would be refused; empty when it would not."""
    try:
        check_can_close(case, outcome, held=held)
    except NotNow as refused:
        return str(refused)
    return ""


def with_request(cases: Iterable[Case]) -> set[UUID]:
    """Which of these cases have a request that lies with the municipality. One query."""
    return _with_escalation(cases, Q(status=EscalationStatus.REQUESTED))


def with_specialist(cases: Iterable[Case]) -> set[UUID]:
    """Which of these cases have specialist support that was granted or came from outside, and has not ended. One query."""
    return _with_escalation(cases, RUNNING)


def held_open(cases: Iterable[Case]) -> set[UUID]:
    """Which of these cases have either. One query."""
    return _with_escalation(cases, Q(status=EscalationStatus.REQUESTED) | RUNNING)


RUNNING = Q(status__in=[EscalationStatus.GRANTED, EscalationStatus.OUTSIDE], stopped_on__isnull=True)


def _with_escalation(cases: Iterable[Case], condition: Q) -> set[UUID]:
    found = Escalation.objects.filter(condition, case__in=[case.pk for case in cases])
    return set(found.values_list("case_id", flat=True))
