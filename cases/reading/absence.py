"""Absence of children, and thuiszitters on any reference date."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet

from cases.absence import Spell, Young, thuiszitter_since
from cases.models import Absence, Case, Pupil
from cases.models.absence import VALID, AbsenceKind

#: Kinds in which the child is not at school at all.
WHOLE_DAYS = (AbsenceKind.UNAUTHORISED, AbsenceKind.LUXURY, AbsenceKind.ABSOLUTE)
AGES = (settings.COMPULSORY_FROM, settings.COMPULSORY_UNTIL)


def spells(pupils: Iterable[UUID]) -> dict[UUID, list[Spell]]:
    """Spells without a valid reason, by pupil. One query."""
    found: dict[UUID, list[Spell]] = {}
    for one in Absence.objects.filter(pupil__in=list(pupils)).exclude(kind__in=VALID).order_by("first_on"):
        spell = Spell(one.first_on, one.last_on, one.hours, one.kind in WHOLE_DAYS)
        found.setdefault(one.pupil_id, []).append(spell)
    return found


def absences_of(pupil: UUID) -> QuerySet[Absence]:
    return Absence.objects.filter(pupil=pupil).order_by("-first_on", "-id")


@dataclass(frozen=True)
class Home:
    """A thuiszitter: since when, days on end, enrolled or not, and the open question if there is one."""

    pupil: Pupil
    team_name: str
    since: datetime.date
    days: int
    enrolled: bool
    case: UUID | None


def thuiszitters(day: datetime.date) -> list[Home]:
    """Who counts on this reference date, the longest first. Three queries."""
    absent = Absence.objects.filter(first_on__lte=day, kind__in=WHOLE_DAYS).values("pupil")
    pupils = list(Pupil.objects.filter(pk__in=absent).annotate(team_name=F("team__name")))
    known = spells(pupil.pk for pupil in pupils)
    cases = dict(Case.objects.open().filter(pupil__in=[pupil.pk for pupil in pupils]).values_list("pupil", "pk"))
    found = []
    for pupil in pupils:
        young = Young(pupil.birth_date, pupil.start_qualification_on)
        since = thuiszitter_since(
            young, known.get(pupil.pk, []), day, ages=AGES, longer_than=settings.FLAG_THUISZITTER_DAYS
        )
        if since:
            enrolled = pupil.left_on is None or pupil.left_on > day
            name = pupil.team_name
            found.append(Home(pupil, name, since, (day - since).days + 1, enrolled, cases.get(pupil.pk)))
    return sorted(found, key=lambda one: one.since)
