"""Flags about specialist youth care: asked, running, decided late, ending [domain 4]."""

import datetime
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.conf import settings

from cases.enums import EscalationStatus, Route
from cases.models import Case, Escalation
from schools.enums import FlagLevel
from schools.flagging import Wanted
from shell.numbers import write_day

E = EscalationStatus


def escalated(cases: Sequence[Case], today: datetime.date) -> Iterator[Wanted]:
    """Asked, granted or come in from outside, until refused, withdrawn or ended."""
    for one in _first_per_case(cases, E.REQUESTED, E.GRANTED, E.OUTSIDE):
        why = {
            E.REQUESTED: "Specialistische jeugdhulp is aangevraagd, er is nog geen besluit.",
            E.GRANTED: "Specialistische jeugdhulp is toegekend.",
            E.OUTSIDE: f"Specialistische jeugdhulp kwam via: {one.get_route_display()}.",
        }[E(one.status)]
        yield _wanted(one, "escalated", FlagLevel.NOTE, one.requested_on, why)


def outside_route(cases: Sequence[Case], today: datetime.date) -> Iterator[Wanted]:
    """Specialist care came in over another route than the team's, and runs."""
    for one in _first_per_case(cases, E.OUTSIDE):
        why = f"De jeugdhulp kwam via {Route(one.route).label}, niet via het team."
        yield _wanted(one, "outside_route", FlagLevel.WARN, one.requested_on, why)


def decision_due(cases: Sequence[Case], today: datetime.date) -> Iterator[Wanted]:
    """FLAG_DECISION_DUE_WEEKS after an application without a decision; urgent when the term of DECISION_WEEKS passed."""
    weeks = datetime.timedelta(weeks=settings.FLAG_DECISION_DUE_WEEKS)
    for one in _first_per_case(cases, E.REQUESTED):
        since = one.requested_on + weeks
        if since <= today:
            late = today > one.decide_before
            why = f"Aangevraagd op {write_day(one.requested_on)}. Het besluit moet er zijn voor {write_day(one.decide_before)}."
            yield _wanted(one, "decision_due", FlagLevel.URGENT if late else FlagLevel.WARN, since, why)


def beschikking_ends(cases: Sequence[Case], today: datetime.date) -> Iterator[Wanted]:
    """FLAG_BESCHIKKING_ENDS_WEEKS before the end of a beschikking of help that runs; urgent when it is over."""
    weeks = datetime.timedelta(weeks=settings.FLAG_BESCHIKKING_ENDS_WEEKS)
    granted = Escalation.objects.filter(
        case__in=[case.pk for case in cases], status=E.GRANTED, stopped_on__isnull=True, valid__isnull=False
    )
    told: set[UUID] = set()
    for one in sorted(granted, key=lambda one: (one.valid.upper or datetime.date.max, one.pk)):
        after = one.valid.upper
        if after is None or after - weeks > today or one.case_id in told:
            continue
        told.add(one.case_id)
        level = FlagLevel.URGENT if after <= today else FlagLevel.WARN
        last = write_day(after - datetime.timedelta(days=1))
        yield _wanted(one, "beschikking_ends", level, after - weeks, f"De beschikking geldt tot en met {last}.")


def _first_per_case(cases: Sequence[Case], *statuses: E) -> Iterator[Escalation]:
    """The oldest escalation of each case that has one of these statuses and has not ended. One query."""
    running = Escalation.objects.filter(
        case__in=[case.pk for case in cases], status__in=statuses, stopped_on__isnull=True
    ).order_by("requested_on", "id")
    told: set[UUID] = set()
    for one in running:
        if one.case_id not in told:
            told.add(one.case_id)
            yield one


def _wanted(one: Escalation, rule: str, level: FlagLevel, since: datetime.date, why: str) -> Wanted:
    return Wanted(one.case_id, rule, level, since, why, {"team_id": one.team_id})
