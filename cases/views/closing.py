"""Evaluating, closing, reopening."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.roles import Permission
from cases import actions, policies
from cases.actions import marks
from cases.enums import Outcome, State
from cases.forms import CloseForm, EvaluateForm
from cases.models import Case
from cases.reading.marks import unmarked
from cases.views.base import PURPOSE, acting, case_url, kept, page, seen_case, send
from schools.access import needs
from shell.forms import ShellForm


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def evaluate(request: HttpRequest, key: UUID) -> HttpResponse:
    """The evaluation with child and parents."""
    by = acting(request)
    case = seen_case(request, key, what="evaluatie")
    form = EvaluateForm(cancel_url=case_url(case), **kept(request))

    def act() -> str:
        actions.evaluate(by=by, case=case, note=form.cleaned_data["note"], marks=form.marks())
        return case_url(case)

    answer = send(request, form, act, said="De evaluatie is opgeslagen.")
    return answer or page(request, "cases/form.html", form, case=case, heading="Evalueren")


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, key: UUID) -> HttpResponse:
    """Close a question with an outcome."""
    by = acting(request)
    case = seen_case(request, key, what="afsluiten")
    side = marks.sides_of(by)[0]
    form = CloseForm(providers=unmarked(case, side), cancel_url=case_url(case), **kept(request))

    def act() -> str:
        outcome = Outcome(form.cleaned_data["outcome"])
        actions.close(by=by, case=case, outcome=outcome, marks=form.marks(case, side))
        return case_url(case)

    answer = send(request, form, act, said="De vraag is afgesloten.")
    return answer or page(
        request, "cases/form.html", form, case=case, heading="Vraag afsluiten", about=_not_with_every_outcome(case)
    )


def _not_with_every_outcome(case: Case) -> str:
    """Said before somebody fills in the form: what stands in the way, and which outcomes can be chosen nonetheless."""
    why = policies.why_not_close(case, Outcome.MET, held=bool(policies.held_open([case])))
    if not why or case.state == State.CLOSED:
        return why
    *first, last = [f"‘{one.label}’" for one in policies.ENDS_FOLLOWING]
    return f"{why}\n\nNu kan het alleen met de uitkomst {', '.join(first)} of {last}."


class ReopenForm(ShellForm):
    """Only the question whether one is sure."""

    submit_label = "Vraag heropenen"
    once = True


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, key: UUID) -> HttpResponse:
    """The question returns."""
    by = acting(request)
    case = seen_case(request, key, what="heropenen")
    form = ReopenForm(request.POST or None, cancel_url=case_url(case))

    def act() -> str:
        actions.reopen(by=by, case=case)
        return case_url(case)

    answer = send(request, form, act, said="De vraag is heropend.")
    return answer or page(request, "cases/form.html", form, case=case, heading="Vraag heropenen?")
