"""Flags about what was agreed: support that waits, goals at school, and evaluations [domain 4]."""

import datetime
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q

from cases.enums import EscalationStatus
from cases.models import Case, Escalation, Goal, Plan, Support
from cases.models.support import SupportKind
from schools.enums import FlagLevel
from schools.flagging import Wanted
from shell.numbers import write_day

E = EscalationStatus


def waiting(cases: Sequence[Case], today: datetime.date) -> Iterator[Wanted]:
    """Support, or specialist help that was granted, that has not started FLAG_WAITING_DAYS after it was asked."""
    limit = datetime.timedelta(days=settings.FLAG_WAITING_DAYS)
    teams = _open_teams(cases)
    asked: dict[UUID, datetime.date] = {}
    supports = Support.objects.filter(case__in=teams, started_on__isnull=True, ended_on__isnull=True)
    requests = Escalation.objects.filter(
        case__in=teams, status__in=[E.REQUESTED, E.GRANTED], started_on__isnull=True, stopped_on__isnull=True
    )
    rows = [
        *supports.exclude(kind=SupportKind.TLV).exclude(granted=False).values_list("case_id", "asked_on"),
        *requests.values_list("case_id", "requested_on"),
    ]
    for case, on in rows:
        asked[case] = min(on, asked.get(case, on))
    for case, on in asked.items():
        if on + limit <= today:
            why = f"Gevraagd op {write_day(on)}, en nog niet gestart."
            yield Wanted(case, "waiting", FlagLevel.WARN, on + limit, why, {"team_id": teams[case]})


def education_goals(cases: Sequence[Case], today: datetime.date) -> Iterator[Wanted]:
    """Specialist support runs, and the plan has fewer than EDUCATION_GOALS goals at school [001 §4]."""
    teams = _open_teams(cases)
    running = (
        Escalation.objects.filter(case__in=teams, status__in=[E.GRANTED, E.OUTSIDE], stopped_on__isnull=True)
        .order_by("-requested_on", "-id")
        .values_list("case_id", "requested_on", "decided_on")
    )
    since = {case: decided or asked for case, asked, decided in running}
    goals = dict(
        Goal.objects.filter(case__in=since, place=Goal.Place.SCHOOL)
        .values_list("case")
        .annotate(number=Count("id", filter=~Q(status=Goal.Status.DROPPED)))
        .order_by()
    )
    for case, day in since.items():
        number = goals.get(case, 0)
        if number < settings.EDUCATION_GOALS:
            why = (
                f"Er loopt specialistische jeugdhulp. In het plan staan {number} doelen op school; nodig zijn er "
                f"{settings.EDUCATION_GOALS}."
            )
            yield Wanted(case, "education_goals", FlagLevel.WARN, day, why, {"team_id": teams[case]})


def evaluation_due(cases: Sequence[Case], today: datetime.date) -> Iterator[Wanted]:
    """The plan, or an OPP or other support, was not evaluated on its agreed day. The oldest counts."""
    teams = _open_teams(cases)
    due: dict[UUID, tuple[datetime.date, str]] = {}
    plans = Plan.objects.filter(case__in=teams, evaluate_on__lt=today).values_list("case_id", "evaluate_on")
    supports = Support.objects.filter(case__in=teams, evaluate_on__lt=today, ended_on__isnull=True)
    rows = [(case, day, "Het plan") for case, day in plans]
    rows += [
        (one.case_id, one.evaluate_on, "Het OPP" if one.kind == SupportKind.OPP else "De ondersteuning")
        for one in supports
        if one.case_id and one.evaluate_on
    ]
    for case, day, what in rows:
        if case not in due or day < due[case][0]:
            due[case] = (day, what)
    for case, (day, what) in due.items():
        why = f"{what} zou op {write_day(day)} worden geëvalueerd."
        yield Wanted(case, "evaluation_due", FlagLevel.WARN, day, why, {"team_id": teams[case]})


def _open_teams(cases: Sequence[Case]) -> dict[UUID, UUID]:
    """Team by key of the cases that are open."""
    return {case.pk: case.team_id for case in cases if case.is_open}
