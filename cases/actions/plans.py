"""The plan of a child: goals, actions, progress, and its versions [domain 2.4]."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.actions.questions import change_lead
from cases.models import Case, Goal, Guardian, LeadRequest, Party, Plan, PlanVersion, Progress, Task
from cases.models.plans import FamilyPlan


@dataclass(frozen=True)
class PlanText:
    """What a plan says besides its goals. The familiegroepsplan is offered first, or it says why not."""

    evaluate_on: datetime.date
    family_plan: FamilyPlan
    family_plan_on: datetime.date | None = None
    family_plan_text: str = ""
    situation: str = ""
    preferred_supporter: str = ""


@dataclass(frozen=True)
class NewTask:
    """An action, with exactly one of a member, a guardian, a party or the young person, and the day before which."""

    what: str
    due_on: datetime.date
    person: UUID | None = None
    guardian: Guardian | None = None
    party: Party | None = None
    by_pupil: bool = False
    goal: Goal | None = None


@dataclass(frozen=True)
class FamilyHeard:
    """What child and parents said, or why they were not there."""

    voice: str = ""
    not_heard: str = ""


class TooFewEducationGoals(policies.NotNow):
    """Specialist support runs, so the plan needs goals at school too [001 §4]."""

    def __init__(self) -> None:
        super().__init__(
            f"Er loopt specialistische jeugdhulp. Het plan heeft dan ten minste {settings.EDUCATION_GOALS} doelen op school."
        )


@transaction.atomic
def make_plan(*, by: Acting, case: Case, text: PlanText, on: datetime.date | None = None) -> Plan:
    """Begin the plan of this child, today unless told. Raises NotNow when there is one."""
    access.check_works(by)
    call_it("cases.make_plan")
    policies.check_open(case)
    if Plan.objects.filter(case=case).exists():
        raise policies.NotNow("Er is al een plan voor dit kind.")
    check_plan(text, started_on=on or by.today)
    return Plan.objects.create(case=case, team_id=case.team_id, started_on=on or by.today, **vars(text))


@transaction.atomic
def change_plan(*, by: Acting, plan: Plan, text: PlanText, version: int) -> Plan:
    """Change the text. `version` is the one that was shown; raises ChangedMeanwhile when somebody was sooner."""
    access.check_works(by)
    call_it("cases.change_plan")
    row = _locked(plan)
    policies.check_version(row, version)
    check_plan(text, started_on=row.started_on)
    for name, value in vars(text).items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*vars(text), "version"])
    return row


def check_plan(text: PlanText, *, started_on: datetime.date) -> None:
    """The familiegroepsplan was offered, or it says why not; the evaluation is still to come."""
    if (text.family_plan == FamilyPlan.NOT_OFFERED) != (text.family_plan_on is None):
        raise policies.NotNow("Leg vast wanneer u het familiegroepsplan aanbood, of dat het niet is aangeboden.")
    if text.family_plan in (FamilyPlan.NOT_OFFERED, FamilyPlan.MADE) and not text.family_plan_text.strip():
        raise policies.NotNow("Schrijf het plan van het gezin op, of waarom het niet is aangeboden.")
    if text.evaluate_on <= started_on:
        raise policies.NotNow("Kies een evaluatiedag na het begin van het plan.")


@transaction.atomic
def add_goal(*, by: Acting, plan: Plan, place: Goal.Place, text: str, on: datetime.date | None = None) -> Goal:
    """A goal at school or at home."""
    access.check_works(by)
    call_it("cases.add_goal")
    row = _locked(plan)
    _changed(row)
    return Goal.objects.create(
        case_id=row.case_id, team_id=row.team_id, plan=row, place=place, text=text, set_on=on or by.today
    )


@transaction.atomic
def end_goal(*, by: Acting, goal: Goal, status: Goal.Status, on: datetime.date | None = None) -> Goal:
    """Reached, partly reached, or no longer wanted. Dropping a school goal is refused when specialist support needs it."""
    access.check_works(by)
    call_it("cases.end_goal")
    plan = _locked(goal.plan)
    row = Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    if row.status != Goal.Status.OPEN:
        raise policies.NotNow("Dit doel is al klaar.")
    if status == Goal.Status.OPEN:
        raise policies.NotNow("Kies hoe het doel is afgelopen.")
    row.status, row.ended_on = status, on or by.today
    row.save(update_fields=["status", "ended_on"])
    if status == Goal.Status.DROPPED:
        check_education_goals(plan)
    _changed(plan)
    return row


@transaction.atomic
def mark_progress(*, by: Acting, goal: Goal, mark: int, note: str = "", on: datetime.date | None = None) -> Progress:
    """How far a goal is, 0 to 10."""
    access.check_works(by)
    call_it("cases.mark_progress")
    if goal.status != Goal.Status.OPEN:
        raise policies.NotNow("Dit doel is al klaar.")
    return Progress.objects.create(
        case_id=goal.case_id,
        team_id=goal.team_id,
        goal=goal,
        on=on or by.today,
        mark=mark,
        note=note,
        author_id=by.actor,
    )


@transaction.atomic
def add_task(*, by: Acting, case: Case, task: NewTask, on: datetime.date | None = None) -> Task:
    """Somebody does something before a day. Raises NotNow unless exactly one person is named."""
    access.check_works(by)
    call_it("cases.add_task")
    policies.check_open(case)
    day = on or by.today
    check_task(task, on=day)
    return Task.objects.create(
        case=case,
        team_id=case.team_id,
        goal=task.goal,
        what=task.what,
        person_id=task.person,
        guardian=task.guardian,
        party=task.party,
        by_pupil=task.by_pupil,
        due_on=task.due_on,
        set_on=day,
    )


def check_task(task: NewTask, *, on: datetime.date) -> None:
    """One person does it, before a day that is still to come."""
    if sum(map(bool, (task.person, task.guardian, task.party, task.by_pupil))) != 1:
        raise policies.NotNow("Kies precies één persoon die dit doet.")
    if task.due_on < on:
        raise policies.NotNow("Kies een dag die nog komt.")


@transaction.atomic
def change_task(*, by: Acting, task: Task, told: NewTask, version: int) -> Task:
    """Somebody else does it, or before another day. What was agreed before stays in the log of changing.

    Raises NotNow when it is over, ChangedMeanwhile when somebody changed it after `version` was shown.
    """
    access.check_works(by)
    call_it("cases.change_task")
    row = _open_task(task)
    policies.check_version(row, version)
    if told.due_on != row.due_on:
        check_task(told, on=by.today)
    row.what, row.due_on, row.goal, row.by_pupil = told.what, told.due_on, told.goal, told.by_pupil
    row.person_id, row.guardian, row.party = told.person, told.guardian, told.party
    row.version += 1
    row.save(update_fields=["what", "due_on", "goal", "by_pupil", "person", "guardian", "party", "version"])
    return row


@transaction.atomic
def drop_task(*, by: Acting, task: Task, why: str) -> Task:
    """It does not happen: it is over, with the reason. Raises NotNow without one, or when it was over already."""
    access.check_works(by)
    call_it("cases.drop_task")
    if not why.strip():
        raise policies.NotNow("Vul in waarom het niet doorgaat.")
    row = _open_task(task)
    row.done_on, row.dropped_because = by.today, why
    row.save(update_fields=["done_on", "dropped_because"])
    return row


def _open_task(task: Task) -> Task:
    row: Task = Task.objects.select_for_update(of=("self",)).select_related("case").get(pk=task.pk)
    policies.check_open(row.case)
    if row.done_on:
        raise policies.NotNow("Deze actie is al voorbij.")
    return row


@transaction.atomic
def finish_task(*, by: Acting, task: Task, on: datetime.date | None = None) -> Task:
    """It is done. Saying it twice changes nothing."""
    access.check_works(by)
    call_it("cases.finish_task")
    row = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if row.done_on is None:
        row.done_on = on or by.today
        row.save(update_fields=["done_on"])
    return row


@transaction.atomic
def reopen_task(*, by: Acting, task: Task) -> Task:
    """It was said to be done, or dropped, and is not. What was said stays in the log of changing."""
    access.check_works(by)
    call_it("cases.reopen_task")
    row = Task.objects.select_for_update(of=("self",)).select_related("case").get(pk=task.pk)
    policies.check_open(row.case)
    row.done_on, row.dropped_because = None, ""
    row.save(update_fields=["done_on", "dropped_because"])
    return row


def agree_plan(*, by: Acting, plan: Plan, heard: FamilyHeard, on: datetime.date | None = None) -> PlanVersion:
    """The plan is agreed as it stands: a version that stays. Raises NotNow without a goal, or with too few at school."""
    return _version(by, plan, PlanVersion.Kind.AGREED, heard, on=on or by.today)


def evaluate_plan(
    *,
    by: Acting,
    plan: Plan,
    heard: FamilyHeard,
    note: str,
    next_on: datetime.date,
    on: datetime.date | None = None,
) -> PlanVersion:
    """The plan was evaluated with child and parents; the next time is on `next_on`."""
    day = on or by.today
    if next_on <= day:
        raise policies.NotNow("Kies een volgende evaluatie na vandaag.")
    return _version(by, plan, PlanVersion.Kind.EVALUATED, heard, on=day, note=note, next_on=next_on)


@transaction.atomic
def _version(
    by: Acting,
    plan: Plan,
    kind: PlanVersion.Kind,
    heard: FamilyHeard,
    *,
    on: datetime.date,
    note: str = "",
    next_on: datetime.date | None = None,
) -> PlanVersion:
    access.check_works(by)
    call_it("cases.agree_plan" if kind == PlanVersion.Kind.AGREED else "cases.evaluate_plan")
    if not heard.voice.strip() and not heard.not_heard.strip():
        raise policies.NotNow("Schrijf op wat kind en ouders zeiden, of waarom zij er niet bij waren.")
    row = _locked(plan)
    if not Goal.objects.filter(plan=row).exists():
        raise policies.NotNow("Zet eerst een doel in het plan.")
    if kind == PlanVersion.Kind.AGREED:
        check_education_goals(row)
    content = written(row)
    number = PlanVersion.objects.filter(plan=row).aggregate(last=Max("number"))["last"] or 0
    if next_on:
        row.evaluate_on = next_on
    _changed(row)
    return PlanVersion.objects.create(
        case_id=row.case_id,
        team_id=row.team_id,
        plan=row,
        number=number + 1,
        kind=kind,
        on=on,
        author_id=by.actor,
        note=note,
        family_voice=heard.voice,
        family_not_heard=heard.not_heard,
        content=content,
    )


def check_education_goals(plan: Plan) -> None:
    """At least EDUCATION_GOALS goals at school while specialist support runs [001 §4]."""
    if not policies.with_specialist([plan.case]):
        return
    schools = Goal.objects.filter(plan=plan, place=Goal.Place.SCHOOL).exclude(status=Goal.Status.DROPPED)
    if schools.count() < settings.EDUCATION_GOALS:
        raise TooFewEducationGoals


def written(plan: Plan) -> dict[str, Any]:
    """The plan whole, as a version keeps it: text, goals with their last progress, actions with who and when."""
    goals = [
        {
            "place": goal.get_place_display(),
            "text": goal.text,
            "status": goal.get_status_display(),
            "mark": next((one.mark for one in goal.progress.all()), None),
        }
        for goal in plan.goals.prefetch_related("progress")
    ]
    tasks = [
        {
            "what": task.what,
            "who": task.person_name or (task.guardian and task.guardian.name) or (task.party and task.party.name) or "",
            "by_pupil": task.by_pupil,
            "due_on": task.due_on.isoformat(),
            "done_on": task.done_on and task.done_on.isoformat(),
            "dropped_because": task.dropped_because,
        }
        for task in Task.objects.filter(case_id=plan.case_id)
        .select_related("guardian", "party")
        .annotate(person_name=F("person__name"))
    ]
    return {
        "situation": plan.situation,
        "evaluate_on": plan.evaluate_on.isoformat(),
        "family_plan": plan.get_family_plan_display(),
        "family_plan_text": plan.family_plan_text,
        "preferred_supporter": plan.preferred_supporter,
        "goals": goals,
        "tasks": tasks,
    }


@transaction.atomic
def ask_other_lead(*, by: Acting, case: Case, asked_by: str, wish: str, on: datetime.date | None = None) -> LeadRequest:
    """The family asks for another casusregisseur. Raises NotNow while a request waits for an answer."""
    access.check_works(by)
    call_it("cases.ask_other_lead")
    policies.check_open(case)
    if LeadRequest.objects.filter(case=case, answered_on=None).exists():
        raise policies.NotNow("Er ligt al een verzoek. Beantwoord dat eerst.")
    return LeadRequest.objects.create(
        case=case, team_id=case.team_id, asked_on=on or by.today, asked_by=asked_by, wish=wish
    )


@transaction.atomic
def answer_other_lead(
    *, by: Acting, request: LeadRequest, lead: UUID | None, answer: str, on: datetime.date | None = None
) -> LeadRequest:
    """Follow the wish by naming another `lead`, or say why not (None)."""
    access.check_works(by)
    row = LeadRequest.objects.select_for_update(of=("self",)).select_related("case").get(pk=request.pk)
    if row.answered_on:
        raise policies.NotNow("Dit verzoek is al beantwoord.")
    if lead:
        change_lead(by=by, case=row.case, lead=lead)
    call_it("cases.answer_other_lead")
    row.answered_on, row.granted, row.answer = on or by.today, lead is not None, answer
    row.save(update_fields=["answered_on", "granted", "answer"])
    return row


def _locked(plan: Plan) -> Plan:
    row: Plan = Plan.objects.select_for_update(of=("self",)).select_related("case").get(pk=plan.pk)
    policies.check_open(row.case)
    return row


def _changed(plan: Plan) -> None:
    plan.version += 1
    plan.save(update_fields=["version", "evaluate_on"])
