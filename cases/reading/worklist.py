"""The work list: which questions, what is missing in each, and what waits for the person who looks."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cases.enums import State
from cases.models import (
    Case,
    CaseFlag,
    Consultation,
    Goal,
    Handover,
    LeadRequest,
    Match,
    Meeting,
    Plan,
    SavedFilter,
    Task,
)

#: A search shows at most this many questions; the function of the database never gives more than 500.
MOST_FOUND = 200
#: States in which there should be a plan with goals.
WITH_PLAN = (State.SUPPORTING, State.FOLLOWING)
MISSING = {"toestemming": "akkoord van het gezin", "doelen": "doelen", "evaluatie": "evaluatie"}


def search(words: str) -> list[UUID]:
    """Questions of this child, or that speak of these words: typing mistakes and accents forgiven. The best first."""
    with connection.cursor() as cursor:
        cursor.execute("select case_id from app.search_cases(%s, %s)", [words[:80], MOST_FOUND])
        return [row[0] for row in cursor.fetchall()]


def worklist(*, actor: UUID, today: datetime.date, filters: dict[str, Any]) -> QuerySet[Case]:
    """The questions that these filters leave. A search finds closed ones too, unless a state is asked for."""
    cases: QuerySet[Case] = Case.objects.with_names()
    words, state = filters.get("zoek"), filters.get("stand")
    if words:
        cases = cases.filter(pk__in=search(words))
    if state:
        cases = cases.filter(state=state)
    elif not words:
        cases = cases.exclude(state=State.CLOSED)
    if filters.get("van") == "mij":
        cases = cases.filter(lead_id=actor)
    if person := filters.get("regisseur"):
        cases = cases.filter(lead_id=person.pk)
    if theme := filters.get("thema"):
        cases = cases.filter(themes__contains=[theme])
    if rule := filters.get("signaal"):
        flags = CaseFlag.objects.filter(case=OuterRef("pk"), rule=rule, cleared_on__isnull=True)
        cases = cases.filter(Exists(flags))
    if missing := filters.get("mist"):
        cases = cases.exclude(state=State.CLOSED).filter(LACKING[missing](today))
    return cases


def _lacks_consent(_today: datetime.date) -> Q:
    return Q(family_agreed_on__isnull=True)


def _lacks_goals(_today: datetime.date) -> Q:
    goals = Goal.objects.filter(case=OuterRef("pk"), status=Goal.Status.OPEN)
    return Q(state__in=WITH_PLAN) & ~Exists(goals)


def _lacks_evaluation(today: datetime.date) -> Q:
    return Q(Exists(Plan.objects.filter(case=OuterRef("pk"), evaluate_on__lt=today)))


LACKING = {"toestemming": _lacks_consent, "doelen": _lacks_goals, "evaluatie": _lacks_evaluation}


def missing_in(cases: Sequence[Case], *, today: datetime.date) -> dict[UUID, list[str]]:
    """What each of these questions lacks, in words. Two queries."""
    keys = [case.pk for case in cases]
    with_goals = set(Goal.objects.filter(case__in=keys, status=Goal.Status.OPEN).values_list("case_id", flat=True))
    late = set(Plan.objects.filter(case__in=keys, evaluate_on__lt=today).values_list("case_id", flat=True))
    found: dict[UUID, list[str]] = {}
    for case in cases:
        lacks = []
        if case.is_open and case.family_agreed_on is None:
            lacks.append(MISSING["toestemming"])
        if case.state in WITH_PLAN and case.pk not in with_goals:
            lacks.append(MISSING["doelen"])
        if case.is_open and case.pk in late:
            lacks.append(MISSING["evaluatie"])
        found[case.pk] = lacks
    return found


@dataclass(frozen=True)
class Waiting:
    """Something that waits for one person: what, about whom, where to go, and since or until when."""

    what: str
    why: str
    case: Case | None
    url_name: str
    key: UUID
    day: datetime.date


@dataclass(frozen=True)
class MyDay:
    """What the top of the work list says. `tasks` are at most ten, the first due on top."""

    open: int
    tasks: list[Task]
    flags: int
    urgent: int
    waiting: list[Waiting]
    meeting: Meeting | None


def my_day(*, actor: UUID, today: datetime.date) -> MyDay:
    """Tasks, flags, what waits, and the next meeting of this person. A constant number of queries."""
    mine = Case.objects.open().led_by(actor)
    flags = CaseFlag.objects.filter(case__in=mine.values("pk"), cleared_on__isnull=True)
    levels = list(flags.exclude(seen_by__contains=[actor]).values_list("level", flat=True))
    tasks = (
        Task.objects.filter(person_id=actor, done_on__isnull=True, case__closed_on__isnull=True)
        .select_related("case__pupil")
        .order_by("due_on", "id")[:10]
    )
    meeting = (
        Meeting.objects.filter(state=Meeting.State.PLANNED, on__gte=today)
        .select_related("kind")
        .annotate(team_name=F("team__name"))
        .order_by("on", "at", "id")
        .first()
    )
    return MyDay(mine.count(), list(tasks), len(levels), levels.count("urgent"), waiting_for(actor, today), meeting)


def waiting_for(actor: UUID, today: datetime.date) -> list[Waiting]:
    """What waits for this person, the oldest first. Five queries."""
    mine = {"case__lead_id": actor, "case__closed_on__isnull": True}
    found = [
        Waiting(
            "Het gezin vraagt een andere casusregisseur", "", one.case, "cases:answer_other_lead", one.pk, one.asked_on
        )
        for one in LeadRequest.objects.filter(answered_on__isnull=True, **mine).select_related("case__pupil")
    ]
    found += [
        Waiting("Ook bekend bij een ander team", "", one.case, "cases:match", one.pk, one.on)
        for one in Match.objects.filter(told_on__isnull=True, **mine).select_related("case__pupil")
    ]
    found += [
        Waiting("Er is een warme overdracht voor u", "", None, "cases:handover", one.pk, one.given_on)
        for one in Handover.objects.filter(receiver_id=actor, received_on__isnull=True)
    ]
    found += [
        Waiting("Een collega vraagt u mee te denken", "", None, "cases:answer_along", one.pk, one.asked_on)
        for one in Consultation.objects.filter(person_id=actor, answered_on__isnull=True)
    ]
    due = Case.objects.open().led_by(actor).select_related("pupil")
    for case in due.filter(Q(state=State.EVALUATED) | Q(follow_up_on__lte=today)):
        if case.state == State.EVALUATED:
            found.append(
                Waiting("Geëvalueerd: sluit af of ga verder", "", case, "cases:case", case.pk, case.state_since)
            )
        elif case.follow_up_on:
            found.append(Waiting("Vandaag opnieuw kijken", "", case, "cases:case", case.pk, case.follow_up_on))
    return sorted(found, key=lambda one: one.day)


def saved_filters(actor: UUID) -> list[SavedFilter]:
    return list(SavedFilter.objects.filter(owner_id=actor))


def pupils_in(day: MyDay) -> set[UUID]:
    """The children whose names stand at the top of the list, for the log of looking."""
    named: Iterable[Case] = [*(task.case for task in day.tasks), *(one.case for one in day.waiting if one.case)]
    return {case.pupil_id for case in named}


def caseload(person: UUID, teams: Iterable[UUID]) -> QuerySet[Case]:
    """Open questions that somebody leads in these teams."""
    return Case.objects.open().led_by(person).filter(team__in=list(teams)).with_names().order_by("raised_on", "id")


def matches() -> QuerySet[Match]:
    """With how to reach the other lead: the one thing that a match tells."""
    return Match.objects.annotate(
        team_name=F("other_team__name"), lead_name=F("other_lead__name"), lead_email=F("other_lead__email")
    )
