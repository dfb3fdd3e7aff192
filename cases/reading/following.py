"""Specialist youth care from question to end: on which days, and how long each step took [domain 2.7]."""

import datetime
from dataclasses import dataclass

from cases.enums import EscalationStatus
from cases.models import Escalation


@dataclass(frozen=True)
class Link:
    """One step of the chain of waiting times: its day, and the days since the step before it. Without a day the child
    waits for it now, `days` until today."""

    label: str
    on: datetime.date | None
    days: int | None = None


def chain(escalation: Escalation, *, raised_on: datetime.date, today: datetime.date) -> list[Link]:
    """Question, request, decision, start and end; with the step that is waited for, if there is one."""
    outside = escalation.status == EscalationStatus.OUTSIDE
    steps: list[tuple[str, datetime.date | None]] = [
        ("Vraag", raised_on),
        ("Bekend" if outside else "Aanvraag", escalation.requested_on),
    ]
    if not outside and escalation.status != EscalationStatus.WITHDRAWN:
        steps.append(("Besluit", escalation.decided_on))
    if escalation.status != EscalationStatus.REFUSED:
        steps += [("Start", escalation.started_on), ("Einde", escalation.stopped_on)]
    known = sorted((day, place, label) for place, (label, day) in enumerate(steps) if day)
    found = [
        Link(label, day, (day - before[0]).days if before else None)
        for before, (day, _, label) in zip([None, *known], known, strict=False)
    ]
    waits = _waits_for(escalation)
    if waits:
        found.append(Link(waits, None, (today - known[-1][0]).days))
    return found


def _waits_for(escalation: Escalation) -> str:
    if escalation.status == EscalationStatus.REQUESTED:
        return "Besluit"
    return "Start" if escalation.is_running and escalation.started_on is None else ""
