"""Reading casework. Which rows there are is decided by row security."""

import datetime
import unicodedata
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from accounts.acting import Acting
from accounts.models import User
from accounts.roles import CORE_ROLES
from cases.access import keeper_of
from cases.models import Case, CaseFlag, Consultation, Draft, Escalation, LogEntry, Residence, Task
from schools.models import Appointment, Municipality


def members(teams: Iterable[UUID], *, today: datetime.date) -> QuerySet[User]:
    """People who work in one of these teams today, by name."""
    return (
        User.people.filter(
            appointments__team__in=list(teams),
            appointments__role__in=CORE_ROLES,
            appointments__period__contains=today,
            appointments__confirmed_at__isnull=False,
        )
        .distinct()
        .order_by("name")
    )


def with_work(teams: Iterable[UUID]) -> QuerySet[User]:
    """Who leads an open question in these teams, has an open action in one, or was asked to think along."""
    known = list(teams)
    leads = Case.objects.open().filter(team__in=known).values("lead")
    tasks = Task.objects.filter(team__in=known, done_on=None, case__closed_on=None, person__isnull=False)
    asked = Consultation.objects.filter(team__in=known, answered_on=None, person__isnull=False)
    return User.people.filter(Q(pk__in=leads) | Q(pk__in=tasks.values("person")) | Q(pk__in=asked.values("person")))


def plain(word: str) -> str:
    """As `app.plain` writes names: lower case, without accents."""
    found = unicodedata.normalize("NFKD", word)
    return "".join(char for char in found if not unicodedata.combining(char)).lower()


def open_flags(cases: Iterable[Case]) -> dict[UUID, list[CaseFlag]]:
    """The open flags of these cases, the most urgent first. One query."""
    found: dict[UUID, list[CaseFlag]] = {}
    flags = CaseFlag.objects.filter(case__in=[case.pk for case in cases], cleared_on__isnull=True)
    for flag in sorted(flags, key=lambda flag: (flag.level != "urgent", flag.since)):
        found.setdefault(flag.case_id, []).append(flag)
    return found


def who_saw(flags: Iterable[CaseFlag]) -> list[tuple[CaseFlag, list[str]]]:
    """Each flag with the names of who has seen it. One query when anybody has."""
    told = list(flags)
    seen = {key for flag in told for key in flag.seen_by}
    names = dict(User.people.filter(pk__in=seen).values_list("pk", "name")) if seen else {}
    return [(flag, [names[key] for key in flag.seen_by if key in names]) for flag in told]


def log_of(case: Case, *, by: Acting) -> QuerySet[LogEntry]:
    """The log, newest first. `corrected`: by which entry. `mine`: `by` may correct it, as its author or as a colleague of
    the same side when the author left the team."""
    here = Appointment.objects.in_force(by.today).filter(person=OuterRef("author"), team=OuterRef("team"))
    left = Q(keeper=keeper_of(by)) & ~Exists(here)
    return (
        LogEntry.objects.filter(case=case)
        .annotate(author_name=F("author__name"), corrected=F("corrections__id"), released=F("release__id"))
        .annotate(mine=ExpressionWrapper(Q(author=by.actor) | left, output_field=BooleanField()))
        .order_by("-on", "-id")
    )


def escalations_of(case: Case) -> QuerySet[Escalation]:
    return (
        Escalation.objects.filter(case=case)
        .select_related("provider", "home")
        .annotate(
            requested_name=F("requested_by__name"),
            decided_name=F("decided_by__name"),
            recorded_name=F("recorded_by__name"),
        )
    )


def has_desk(municipality: UUID, *, today: datetime.date) -> bool:
    """Whether somebody decides for this municipality in this program today. One query."""
    return Appointment.objects.in_force(today).filter(role="JEUGDCONSULENT", municipality=municipality).exists()


def home_of(pupil: UUID, *, today: datetime.date) -> Municipality | None:
    """The woongemeente on this day."""
    residence = Residence.objects.filter(pupil=pupil, period__contains=today).select_related("home").first()
    return residence.home if residence else None


def draft_of(actor: UUID, form: str) -> dict[str, Any]:
    """What this person typed here before, or nothing."""
    draft = Draft.objects.filter(owner_id=actor, form=form).first()
    return dict(draft.fields) if draft else {}
