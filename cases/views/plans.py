"""The plan of a child."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles import Permission
from cases import actions, policies
from cases.forms import (
    AgreeForm,
    DropTaskForm,
    EndGoalForm,
    EvaluatePlanForm,
    GoalForm,
    LeadAnswerForm,
    LeadRequestForm,
    PlanForm,
    ProgressForm,
    TaskForm,
)
from cases.forms.plans import ChangeTaskForm
from cases.models import Case, Goal, LeadRequest, Plan, PlanVersion, Task
from cases.reading import plans as reading
from cases.reading.family import family_of
from cases.views.base import PURPOSE, acting, kept, press, seen_case, typed_before
from cases.views.parts import ask, both_kept, part_page, works_in
from schools.access import needs

PLAN_FIELDS = (
    "family_plan",
    "family_plan_on",
    "family_plan_text",
    "preferred_supporter",
    "situation",
    "evaluate_on",
    "version",
)


def plan_url(case: UUID) -> str:
    return reverse("cases:plan", args=[case])


@needs(Permission.SEE_CASES, Permission.SEE_SHARED_CASES, purpose=PURPOSE)
@require_safe
def plan(request: HttpRequest, key: UUID) -> HttpResponse:
    """Goals at school and at home, who does what, and what was agreed before."""
    case = seen_case(request, key, what="plan")
    written = reading.plan_of(case)
    return part_page(
        request,
        "cases/plan.html",
        case,
        written=written,
        loose=written.loose if written else reading.tasks_without_plan(case),
        versions=reading.versions_of(written.plan) if written else [],
        lead_requests=reading.lead_requests_of(case) if works_in(request) else [],
        education_goals=settings.EDUCATION_GOALS,
        few_goals=bool(policies.with_specialist([case])) and written is not None and not written.enough_at_school,
        actor=acting(request).actor,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def write_plan(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begin the plan, or change its text. When somebody else was sooner, both texts are shown."""
    by = acting(request)
    case = seen_case(request, key, what="plan")
    current = Plan.objects.filter(case=case).first()
    given = kept(request, **({name: getattr(current, name) for name in PLAN_FIELDS} if current else {"version": 0}))
    theirs = [current] if current and typed_before(given, current.version) else []
    form = PlanForm(today=by.today, cancel_url=plan_url(case.pk), **given)

    def act() -> None:
        if current is None:
            actions.make_plan(by=by, case=case, text=form.text())
            return
        with both_kept(form, theirs):
            actions.change_plan(by=by, plan=current, text=form.text(), version=form.cleaned_data["version"])

    return ask(
        request,
        form,
        act,
        heading="Plan wijzigen" if current else "Plan maken",
        said="Het plan is opgeslagen.",
        to=plan_url(case.pk),
        template="cases/plan_form.html",
        case=case,
        theirs=theirs,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def add_goal(request: HttpRequest, key: UUID) -> HttpResponse:
    """A goal at school or at home."""
    by = acting(request)
    found = get_object_or_404(Plan, case=key)
    case = seen_case(request, key, what="plan")
    form = GoalForm(**kept(request), cancel_url=plan_url(case.pk))
    return ask(
        request,
        form,
        lambda: actions.add_goal(
            by=by, plan=found, place=Goal.Place(form.cleaned_data["place"]), text=form.cleaned_data["text"]
        ),
        heading="Doel toevoegen",
        said="Het doel staat in het plan.",
        to=plan_url(case.pk),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def progress(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far a goal is."""
    by = acting(request)
    goal = get_object_or_404(Goal, pk=key)
    case = seen_case(request, goal.case_id, what="doel")
    form = ProgressForm(**kept(request), cancel_url=plan_url(case.pk))
    return ask(
        request,
        form,
        lambda: actions.mark_progress(by=by, goal=goal, mark=form.cleaned_data["mark"], note=form.cleaned_data["note"]),
        heading="Voortgang van een doel",
        said="De voortgang is opgeslagen.",
        to=plan_url(case.pk),
        case=case,
        about=goal.text,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def end_goal(request: HttpRequest, key: UUID) -> HttpResponse:
    """A goal is reached, or no longer wanted."""
    by = acting(request)
    goal = get_object_or_404(Goal.objects.select_related("plan"), pk=key)
    case = seen_case(request, goal.case_id, what="doel")
    form = EndGoalForm(request.POST or None, cancel_url=plan_url(case.pk))
    return ask(
        request,
        form,
        lambda: actions.end_goal(by=by, goal=goal, status=Goal.Status(form.cleaned_data["status"])),
        heading="Doel afronden",
        said="Het doel is afgerond.",
        to=plan_url(case.pk),
        case=case,
        about=goal.text,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def add_task(request: HttpRequest, key: UUID) -> HttpResponse:
    """An action with one person and a date."""
    by = acting(request)
    case = seen_case(request, key, what="actie")
    guardians = family_of(case.pupil).on(by.today)
    form = TaskForm(**kept(request), today=by.today, case=case, guardians=guardians, cancel_url=plan_url(case.pk))
    return ask(
        request,
        form,
        lambda: actions.add_task(by=by, case=case, task=form.task()),
        heading="Actie toevoegen",
        said="De actie is afgesproken.",
        to=plan_url(case.pk),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def change_task(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody else does it, or before another day."""
    by = acting(request)
    task = get_object_or_404(Task, pk=key)
    case = seen_case(request, task.case_id, what="actie")
    given = kept(request, **ChangeTaskForm.stands(task))
    theirs = [task] if typed_before(given, task.version) else []
    form = ChangeTaskForm(
        today=by.today,
        case=case,
        guardians=family_of(case.pupil).on(by.today),
        task=task,
        cancel_url=plan_url(case.pk),
        **given,
    )

    def act() -> None:
        with both_kept(form, theirs):
            actions.change_task(by=by, task=task, told=form.task(), version=form.cleaned_data["version"])

    return ask(
        request,
        form,
        act,
        heading="Actie wijzigen",
        said="De actie is gewijzigd.",
        to=plan_url(case.pk),
        template="cases/change_task.html",
        case=case,
        theirs=theirs,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def drop_task(request: HttpRequest, key: UUID) -> HttpResponse:
    """It does not happen, and why."""
    by = acting(request)
    task = get_object_or_404(Task, pk=key)
    case = seen_case(request, task.case_id, what="actie")
    form = DropTaskForm(**kept(request), cancel_url=plan_url(case.pk))
    return ask(
        request,
        form,
        lambda: actions.drop_task(by=by, task=task, why=form.cleaned_data["why"]),
        heading="Gaat deze actie niet door?",
        said="De actie gaat niet door.",
        to=plan_url(case.pk),
        case=case,
        about=task.what,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_POST
def finish_task(request: HttpRequest, key: UUID) -> HttpResponse:
    """It is done: said on the page of the plan, or on the work list."""
    task = get_object_or_404(Task, pk=key)
    actions.finish_task(by=acting(request), task=task)
    messages.success(request, "De actie is gedaan.")
    return redirect("cases:worklist" if request.POST.get("terug") == "werklijst" else plan_url(task.case_id))


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_POST
def reopen_task(request: HttpRequest, key: UUID) -> HttpResponse:
    """It was not done after all."""
    task = get_object_or_404(Task, pk=key)
    return press(
        request,
        lambda: actions.reopen_task(by=acting(request), task=task),
        said="De actie staat weer open.",
        to=plan_url(task.case_id),
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, key: UUID) -> HttpResponse:
    """The plan is agreed with child and parents."""
    by = acting(request)
    found, case = _plan_of(request, key)
    form = AgreeForm(**kept(request), cancel_url=plan_url(case.pk))
    return ask(
        request,
        form,
        lambda: actions.agree_plan(by=by, plan=found, heard=form.heard()),
        heading="Plan vaststellen",
        said="Het plan is vastgesteld. Deze versie blijft te lezen.",
        to=plan_url(case.pk),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def evaluate(request: HttpRequest, key: UUID) -> HttpResponse:
    """The plan was evaluated with child and parents."""
    by = acting(request)
    found, case = _plan_of(request, key)
    form = EvaluatePlanForm(today=by.today, cancel_url=plan_url(case.pk), **kept(request))

    def act() -> None:
        told = form.cleaned_data
        actions.evaluate_plan(by=by, plan=found, heard=form.heard(), note=told["note"], next_on=told["next_on"])

    return ask(
        request,
        form,
        act,
        heading="Plan evalueren",
        said="De evaluatie is opgeslagen.",
        to=plan_url(case.pk),
        case=case,
    )


def _plan_of(request: HttpRequest, key: UUID) -> tuple[Plan, Case]:
    found = get_object_or_404(Plan, case=key)
    return found, seen_case(request, key, what="plan")


@needs(Permission.SEE_CASES, Permission.SEE_SHARED_CASES, purpose=PURPOSE)
@require_safe
def version(request: HttpRequest, key: UUID) -> HttpResponse:
    """The plan as it was agreed or evaluated before."""
    found = get_object_or_404(PlanVersion, pk=key)
    case = seen_case(request, found.case_id, what="versie van een plan")
    return part_page(request, "cases/plan_version.html", case, version=found, content=found.content)


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def ask_other_lead(request: HttpRequest, key: UUID) -> HttpResponse:
    """The family asks for another casusregisseur."""
    by = acting(request)
    case = seen_case(request, key, what="verzoek van het gezin")
    form = LeadRequestForm(**kept(request), today=by.today, cancel_url=plan_url(case.pk))

    def act() -> None:
        told = form.cleaned_data
        actions.ask_other_lead(by=by, case=case, asked_by=told["asked_by"], wish=told["wish"], on=told["on"])

    return ask(
        request,
        form,
        act,
        heading="Het gezin vraagt een andere casusregisseur",
        said="Het verzoek is vastgelegd.",
        to=plan_url(case.pk),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def answer_other_lead(request: HttpRequest, key: UUID) -> HttpResponse:
    """Answer that request."""
    by = acting(request)
    asked = get_object_or_404(LeadRequest, pk=key)
    case = seen_case(request, asked.case_id, what="verzoek van het gezin")
    form = LeadAnswerForm(**kept(request), today=by.today, team=case.team_id, cancel_url=plan_url(case.pk))

    def act() -> None:
        lead = form.cleaned_data["lead"]
        actions.answer_other_lead(
            by=by, request=asked, lead=lead.pk if lead else None, answer=form.cleaned_data["answer"]
        )

    return ask(
        request,
        form,
        act,
        heading="Verzoek beantwoorden",
        said="Het antwoord is vastgelegd.",
        to=plan_url(case.pk),
        case=case,
        about=asked.wish,
    )
