"""Plans, with their goals, actions and versions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.db.models import F, Prefetch, QuerySet

from cases.models import Case, Goal, LeadRequest, Plan, PlanVersion, Progress, Task


@dataclass(frozen=True)
class Doing:
    """An action with the name of who does it."""

    task: Task
    who: str


@dataclass(frozen=True)
class Aim:
    """A goal with its newest progress, and the actions that serve it."""

    goal: Goal
    latest: Progress | None
    doing: list[Doing] = field(default_factory=list)


@dataclass(frozen=True)
class Written:
    """A plan to read: goals at school and at home, and the actions that serve no single goal."""

    plan: Plan
    school: list[Aim]
    home: list[Aim]
    loose: list[Doing]

    @property
    def enough_at_school(self) -> bool:
        """As many goals at school as specialist support asks for [001 §4]."""
        return sum(aim.goal.status != Goal.Status.DROPPED for aim in self.school) >= settings.EDUCATION_GOALS


def plan_of(case: Case) -> Written | None:
    return plans_of([case.pk]).get(case.pk)


def plans_of(cases: Iterable[UUID]) -> dict[UUID, Written]:
    """By case. Four queries, however many cases."""
    keys = list(cases)
    newest = Prefetch("progress", queryset=Progress.objects.order_by("goal_id", "-on", "-id").distinct("goal_id"))
    goals = Prefetch("goals", queryset=Goal.objects.prefetch_related(newest).order_by("set_on", "id"))
    plans = list(Plan.objects.filter(case__in=keys).prefetch_related(goals))
    tasks: dict[UUID, list[Doing]] = {}
    for task in with_who(Task.objects.filter(case__in=keys)):
        tasks.setdefault(task.case_id, []).append(Doing(task, who_does(task)))
    return {plan.case_id: _written(plan, tasks.get(plan.case_id, [])) for plan in plans}


def _written(plan: Plan, tasks: list[Doing]) -> Written:
    by_goal: dict[UUID | None, list[Doing]] = {}
    for one in tasks:
        by_goal.setdefault(one.task.goal_id, []).append(one)
    aims = [Aim(goal, next(iter(goal.progress.all()), None), by_goal.get(goal.pk, [])) for goal in plan.goals.all()]
    return Written(
        plan=plan,
        school=[aim for aim in aims if aim.goal.place == Goal.Place.SCHOOL],
        home=[aim for aim in aims if aim.goal.place == Goal.Place.HOME],
        loose=by_goal.get(None, []),
    )


def with_who(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Actions, the first due on top, with what `who_does` needs."""
    return tasks.select_related("guardian", "party").annotate(person_name=F("person__name")).order_by("due_on", "id")


def who_does(task: Task) -> str:
    """Name of the one person who does it; `task` came through `with_who`."""
    if task.by_pupil:
        return "de leerling zelf"
    named: str | None = getattr(task, "person_name", None)
    return named or str(task.guardian or task.party)


def tasks_without_plan(case: Case) -> list[Doing]:
    """Actions of a case that has no plan yet."""
    return [Doing(task, who_does(task)) for task in with_who(Task.objects.filter(case=case))]


def versions_of(plan: Plan) -> list[PlanVersion]:
    """Newest first, without what they say. One query."""
    return list(
        PlanVersion.objects.filter(plan=plan)
        .defer("content")
        .annotate(author_name=F("author__name"))
        .order_by("-number")
    )


def lead_requests_of(case: Case) -> list[LeadRequest]:
    return list(LeadRequest.objects.filter(case=case).order_by("-asked_on", "-id"))
