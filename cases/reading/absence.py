"""Absence of children, and thuiszitters on any reference date."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet

from cases.absence import Spell, Young, hours_in_window, thuiszitter_since
from cases.enums import AccessScope
from cases.models import Absence, Case, CaseAccess, Pupil
from cases.models.absence import VALID, AbsenceKind
from schools.calendar import CalendarUnknown, start_of_school_weeks

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


@dataclass(frozen=True)
class Much:
    """A pupil who missed FLAG_ABSENCE_HOURS or more without valid reason in the last school weeks, but is no thuiszitter."""

    pupil: Pupil
    team_name: str
    hours: Decimal
    case: UUID | None


@dataclass(frozen=True)
class Absent:
    """Who must not be overlooked on a reference date: the longest at home first, then the most hours."""

    thuiszitters: list[Home]
    much: list[Much]

    @property
    def pupils(self) -> set[UUID]:
        return {one.pupil.pk for one in self.thuiszitters} | {one.pupil.pk for one in self.much}


def absent_on(day: datetime.date) -> Absent:
    """Also children without an open question. Three queries."""
    begins = window_begins(day)
    lately = Absence.objects.filter(Q(last_on__isnull=True) | Q(last_on__gte=begins or day), first_on__lte=day)
    absent = lately.exclude(kind__in=VALID).values("pupil")
    pupils = list(Pupil.objects.filter(pk__in=absent).annotate(team_name=F("team__name")))
    known = spells(pupil.pk for pupil in pupils)
    cases = dict(Case.objects.open().filter(pupil__in=[pupil.pk for pupil in pupils]).values_list("pupil", "pk"))
    home, much = [], []
    for pupil in pupils:
        theirs, name, case = known.get(pupil.pk, []), pupil.team_name, cases.get(pupil.pk)
        since = at_home_since(pupil, theirs, day)
        if since:
            enrolled = pupil.left_on is None or pupil.left_on > day
            home.append(Home(pupil, name, since, (day - since).days + 1, enrolled, case))
        elif (hours := hours_missed(theirs, day)) >= settings.FLAG_ABSENCE_HOURS:
            much.append(Much(pupil, name, hours, case))
    return Absent(sorted(home, key=lambda one: one.since), sorted(much, key=lambda one: -one.hours))


def thuiszitters(day: datetime.date) -> list[Home]:
    """Who counts on this reference date, the longest first."""
    return absent_on(day).thuiszitters


def at_home_since(pupil: Pupil, theirs: list[Spell], day: datetime.date) -> datetime.date | None:
    """Since when this pupil is a thuiszitter on this day, or None."""
    young = Young(pupil.birth_date, pupil.start_qualification_on)
    return thuiszitter_since(young, theirs, day, ages=AGES, longer_than=settings.FLAG_THUISZITTER_DAYS)


def window_begins(day: datetime.date) -> datetime.date | None:
    """The first day of the school weeks that count on this day; None where the calendar is not known."""
    try:
        return start_of_school_weeks(day, settings.FLAG_ABSENCE_WEEKS)
    except CalendarUnknown:
        return None


def hours_missed(theirs: list[Spell], day: datetime.date) -> Decimal:
    """Hours without valid reason in those weeks; 0 where the calendar is not known."""
    try:
        return hours_in_window(theirs, today=day, weeks=settings.FLAG_ABSENCE_WEEKS)
    except CalendarUnknown:
        return Decimal(0)


# ---- What was opened to somebody outside the team --------------------------------------------------------------------
@dataclass(frozen=True)
class Shared:
    """A question that was opened to who looks, until `after`; for leerplicht with its absence, for others without."""

    case: Case
    team_name: str
    lead_name: str
    since: datetime.date | None
    after: datetime.date | None
    at_home_since: datetime.date | None
    hours: Decimal


def shared_files(*, actor: UUID, role: str, today: datetime.date) -> list[Shared]:
    """Files that are open to this desk or person today, the newest first. At most two queries."""
    given = (
        CaseAccess.objects.filter(
            Q(desk_role=role) | Q(person_id=actor), scope=AccessScope.FILE, period__contains=today
        )
        .select_related("case__pupil")
        .annotate(team_name=F("team__name"), lead_name=F("case__lead__name"))
        .order_by("-period", "-id")
    )
    rows = {row.case_id: row for row in given}
    known = spells(row.case.pupil_id for row in rows.values())
    found = []
    for row in rows.values():
        theirs = known.get(row.case.pupil_id, [])
        home, hours = at_home_since(row.case.pupil, theirs, today), hours_missed(theirs, today)
        found.append(Shared(row.case, row.team_name, row.lead_name, row.period.lower, row.period.upper, home, hours))
    return found
