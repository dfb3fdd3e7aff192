"""The page of programs that read figures: who, how often, and what."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.acting import Acting
from accounts.models import ApiClient, ApiUse, Scope
from accounts.roles import Permission
from schools.access import database_for, needs

DAYS = 30


@dataclass
class Program:
    """A program with what it asked in the last days, per resource."""

    name: str
    contact: str
    scopes: list[str]
    per_minute: int
    state: str
    answered: int = 0
    refused: int = 0
    last_on: datetime.date | None = None
    resources: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def most_asked(self) -> list[tuple[str, int]]:
        """Resources with the number of answers, the most asked first."""
        return sorted(((what, times) for what, times in self.resources.items() if times), key=lambda one: -one[1])


@require_safe
@needs(Permission.SEE_PROGRAMS, Permission.MANAGE_PEOPLE, purpose="volgen welke programma’s cijfers lezen")
def programs(request: HttpRequest) -> HttpResponse:
    """Every program, the most used first. Two queries."""
    acting: Acting = request.acting  # type: ignore[attr-defined]
    using = database_for(acting.hat, request)
    since = acting.today - datetime.timedelta(days=DAYS)
    known: dict[UUID, Program] = {}
    for key, name, contact, scopes, per_minute, until, ended in ApiClient.objects.using(using).values_list(
        "id", "name", "contact", "scopes", "per_minute", "valid_until", "ended_at"
    ):
        labels = [str(Scope(scope).label) for scope in scopes]
        known[key] = Program(name, contact, labels, per_minute, _state(until, ended, acting.today))
    for use in ApiUse.objects.using(using).filter(day__gt=since).order_by("day"):
        program = known[use.client_id]
        program.answered += use.answered
        program.refused += use.refused
        program.resources[use.resource] += use.answered
        program.last_on = use.day
    found = sorted(known.values(), key=lambda one: (-one.answered, one.name))
    return render(request, "insights/programs.html", {"programs": found, "days": DAYS})


def _state(until: datetime.date | None, ended: datetime.datetime | None, today: datetime.date) -> str:
    if ended:
        return f"ingetrokken op {timezone.localdate(ended):%d-%m-%Y}"
    if until and until < today:
        return f"verlopen op {until:%d-%m-%Y}"
    return f"geldig tot en met {until:%d-%m-%Y}" if until else "in gebruik"
