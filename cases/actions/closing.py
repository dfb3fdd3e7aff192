"""Evaluating, closing and reopening."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.actions.marks import NewMark, mark_on, sides_of
from cases.actions.questions import STATE_FIELDS, enter, locked, locked_all
from cases.enums import Outcome, State
from cases.models import Case
from cases.reading.marks import unmarked_in
from schools.models import Provider
from shell.bulk import update_rows


@dataclass(frozen=True)
class Marks:
    """Marks 1 to 10 by pupil and parents; a missing mark needs a reason, not a number [004 "Evaluatie" 3]."""

    pupil: int | None = None
    parents: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Evaluation:
    """The evaluation of one case with child and parents, on a day."""

    case: Case
    on: datetime.date
    note: str
    marks: Marks


@dataclass(frozen=True)
class Closing:
    """The end of one case, on a day, with what the side of who closes says about its providers."""

    case: Case
    on: datetime.date
    outcome: Outcome
    marks: Sequence[NewMark] = ()


def evaluate(*, by: Acting, case: Case, note: str, marks: Marks) -> Case:
    """The question was evaluated with child and parents. Raises NotNow for a missing mark without a reason."""
    return evaluate_cases(by=by, evaluations=[Evaluation(case, by.today, note, marks)])[0]


@transaction.atomic
def evaluate_cases(*, by: Acting, evaluations: Iterable[Evaluation]) -> list[Case]:
    """Many at once, each on its own day. Raises NotNow for the first that cannot."""
    access.check_works(by)
    call_it("cases.evaluate")
    told = list(evaluations)
    cases = locked_all(one.case for one in told)
    for case, one in zip(cases, told, strict=True):
        policies.check_step(case, State.EVALUATED)
        marks = one.marks
        if None in (marks.pupil, marks.parents) and not marks.reason.strip():
            raise policies.NotNow("Vul beide cijfers in, of zeg waarom een cijfer ontbreekt.")
        case.evaluated_on, case.closing_note = one.on, one.note
        case.pupil_mark, case.parents_mark, case.no_mark_reason = marks.pupil, marks.parents, marks.reason
        enter(case, State.EVALUATED, on=one.on)
    update_rows(cases, (*STATE_FIELDS, *EVALUATION_FIELDS))
    return cases


EVALUATION_FIELDS = ("evaluated_on", "closing_note", "pupil_mark", "parents_mark", "no_mark_reason")


class ProvidersUnmarked(policies.NotNow):
    """Help of these providers began in this case, and the side of who closes gave no mark and no reason [001 §4]."""

    def __init__(self, providers: Sequence[Provider]) -> None:
        names = ", ".join(str(one) for one in providers)
        super().__init__(f"Geef een cijfer, of zeg waarom er geen cijfer is, voor: {names}.")


def close(*, by: Acting, case: Case, outcome: Outcome, marks: Sequence[NewMark] = ()) -> Case:
    """Close with an outcome. Raises NotNow before the evaluation, and while specialist support is asked or runs;
    ProvidersUnmarked without a mark, or the reason why not, of one's own side for each provider whose help began.

    Without an evaluation (the family says no, the child moved or died) the outcome is the reason why marks are missing.
    """
    return close_cases(by=by, closings=[Closing(case, by.today, outcome, marks)])[0]


@transaction.atomic
def close_cases(*, by: Acting, closings: Iterable[Closing]) -> list[Case]:
    """Many at once, each on its own day. Raises NotNow for the first that cannot."""
    access.check_works(by)
    call_it("cases.close")
    told = list(closings)
    cases = locked_all(one.case for one in told)
    held = policies.held_open(cases)
    for case, one in zip(cases, told, strict=True):
        policies.check_can_close(case, one.outcome, held=case.pk in held)
    _mark_providers(by, told)
    for case, one in zip(cases, told, strict=True):
        enter(case, State.CLOSED, on=one.on)
        case.closed_on, case.outcome = one.on, one.outcome
        if None in (case.pupil_mark, case.parents_mark) and not case.no_mark_reason:
            case.no_mark_reason = Outcome(one.outcome).label.capitalize()
    update_rows(cases, (*STATE_FIELDS, "closed_on", "outcome", "no_mark_reason"))
    return cases


def _mark_providers(by: Acting, closings: Sequence[Closing]) -> None:
    """Write the marks that were told. A provider without one gets the outcome as the reason when it says enough; a mark of
    the other side is theirs to give, and holds nothing up (decision 0505)."""
    for one in closings:
        for mark in one.marks:
            mark_on(by=by, mark=mark, on=one.on)
    side = sides_of(by)[0]
    unmarked = unmarked_in([one.case for one in closings], side)
    for one in closings:
        missing = unmarked.get(one.case.pk, [])
        if missing and one.outcome not in policies.ENDS_FOLLOWING:
            raise ProvidersUnmarked(missing)
        why = Outcome(one.outcome).label.capitalize()
        for provider in missing:
            mark_on(by=by, mark=NewMark(one.case, provider, side, no_mark_reason=why), on=one.on)


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
    enter(case, State.WEIGHING, on=by.today)
    case.save(update_fields=(*STATE_FIELDS, "closed_on", "outcome"))
    return case
