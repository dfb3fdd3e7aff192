"""Evaluating, closing and reopening."""

from dataclasses import dataclass

from django.db import transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.actions.questions import locked, move
from cases.enums import Outcome, State
from cases.models import Case


@dataclass(frozen=True)
class Marks:
    """Marks 1 to 10 by pupil and parents; a missing mark needs a reason, not a number [004 "Evaluatie" 3]."""

    pupil: int | None = None
    parents: int | None = None
    reason: str = ""


@transaction.atomic
def evaluate(*, by: Acting, case: Case, note: str, marks: Marks) -> Case:
    """The question was evaluated with child and parents. Raises NotNow for a missing mark without a reason."""
    access.check_works(by)
    call_it("cases.evaluate")
    case = locked(case)
    policies.check_step(case, State.EVALUATED)
    if None in (marks.pupil, marks.parents) and not marks.reason.strip():
        raise policies.NotNow("Vul beide cijfers in, of zeg waarom een cijfer ontbreekt.")
    case.evaluated_on, case.closing_note = by.today, note
    case.pupil_mark, case.parents_mark, case.no_mark_reason = marks.pupil, marks.parents, marks.reason
    case.save(update_fields=["evaluated_on", "closing_note", "pupil_mark", "parents_mark", "no_mark_reason"])
    move(case, State.EVALUATED, on=by.today)
    return case


@transaction.atomic
def close(*, by: Acting, case: Case, outcome: Outcome) -> Case:
    """Close with an outcome. Raises NotNow before the evaluation, and while specialist support is asked or runs."""
    access.check_works(by)
    call_it("cases.close")
    case = locked(case)
    policies.check_can_close(case, outcome)
    case.state, case.state_since, case.closed_on, case.outcome = State.CLOSED, by.today, by.today, outcome
    case.follow_up_on, case.version = None, case.version + 1
    case.save(update_fields=["state", "state_since", "closed_on", "outcome", "follow_up_on", "version"])
    return case


@transaction.atomic
def reopen(*, by: Acting, case: Case) -> Case:
    """The question returns: back to weighing. What was closed before stays in the log of changing."""
    access.check_works(by)
    call_it("cases.reopen")
    case = locked(case)
    policies.check_step(case, State.WEIGHING)
    if Case.objects.open().filter(pupil_id=case.pupil_id).exists():
        raise policies.NotNow("Voor deze leerling loopt al een andere vraag. Ga daar verder.")
    case.closed_on, case.outcome = None, ""
    case.state, case.state_since, case.version = State.WEIGHING, by.today, case.version + 1
    case.save(update_fields=["closed_on", "outcome", "state", "state_since", "version"])
    return case
