"""Reading for the family's rights: files and their terms, what blocks a removal, and requests that wait."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from cases.enums import EscalationStatus
from cases.models import (
    Attachment,
    Case,
    CaseAccess,
    Escalation,
    FamilyExport,
    FamilyRequest,
    LogEntry,
    Plan,
    ProviderMark,
    Pupil,
    Removal,
    RetentionTerm,
    Statement,
    Support,
)
from cases.models.support import SupportKind
from cases.retention import File, Term, months_after
from shell.numbers import write_day

E = EscalationStatus


def terms() -> list[Term]:
    return [Term(one.code, one.slice, one.years, one.starts) for one in RetentionTerm.objects.all()]


def files(pupils: Iterable[Pupil]) -> dict[UUID, File]:
    """What decides about the terms of these children. Eight queries, whatever their number."""
    known = {pupil.pk: pupil for pupil in pupils}
    keys = list(known)
    last: dict[UUID, datetime.date] = {key: pupil.created_on for key, pupil in known.items()}

    def later(rows: Iterable[tuple[UUID, datetime.date | None]]) -> None:
        for key, day in rows:
            if day and day > last[key]:
                last[key] = day

    cases = Case.objects.filter(pupil__in=keys).order_by()
    ended = Greatest(Max("raised_on"), Max("state_since"), Max(Coalesce("closed_on", "raised_on")))
    later(cases.values_list("pupil").annotate(day=ended))
    for model, field in ((LogEntry, "on"), (Attachment, "on"), (Statement, "on"), (ProviderMark, "on")):
        later(model.objects.filter(case__pupil__in=keys).order_by().values_list("case__pupil").annotate(day=Max(field)))
    specialist = Escalation.objects.filter(case__pupil__in=keys)
    stopped = Max(Coalesce("stopped_on", "started_on", "decided_on", "requested_on"))
    later(specialist.order_by().values_list("case__pupil").annotate(day=stopped))
    support = Support.objects.filter(case__pupil__in=keys)
    later(
        support.order_by().values_list("case__pupil").annotate(day=Max(Coalesce("ended_on", "started_on", "asked_on")))
    )
    provided = {
        *Plan.objects.filter(case__pupil__in=keys).values_list("case__pupil", flat=True),
        *specialist.values_list("case__pupil", flat=True),
        *support.values_list("case__pupil", flat=True),
    }
    special = set(support.filter(kind=SupportKind.TLV, granted=True).values_list("case__pupil", flat=True))
    running = set(Case.objects.open().filter(pupil__in=keys).values_list("pupil", flat=True))
    return {
        key: File(pupil.birth_date, last[key], pupil.left_on, key in provided, key in special, key in running)
        for key, pupil in known.items()
    }


def blocks(pupil: UUID, *, today: datetime.date) -> list[str]:
    """What holds the destruction of this file back today, in sentences for the family. Empty: nothing does. One query."""
    specialist = Escalation.objects.filter(case__pupil=OuterRef("pk"))
    running = specialist.filter(status__in=[E.REQUESTED, E.GRANTED, E.OUTSIDE], stopped_on__isnull=True)
    inspection = FamilyRequest.objects.filter(answered_on=None, kind=FamilyRequest.Kind.INSPECTION)
    state = Pupil.objects.filter(pk=pupil).values_list(
        Exists(Case.objects.open().filter(pupil=OuterRef("pk"))),
        Exists(running),
        Exists(CaseAccess.objects.filter(case__pupil=OuterRef("pk"), period__contains=today)),
        Exists(inspection.filter(pupil=OuterRef("pk"))),
        Exists(FamilyExport.objects.filter(pupil=OuterRef("pk"), state__in=["wacht", "bezig"])),
        Subquery(specialist.filter(decided_on__isnull=False).order_by("-decided_on").values("decided_on")[:1]),
    )
    (*holds, decided_on) = state.get()
    found = [sentence for sentence, blocked in zip(SENTENCES, holds, strict=True) if blocked]
    if decided_on and today < (ends := decided_on + datetime.timedelta(weeks=settings.OBJECTION_WEEKS)):
        found.append(f"Tegen het besluit kan nog bezwaar worden gemaakt, tot en met {write_day(ends)}.")
    return found


SENTENCES = (
    "Er loopt nog een ondersteuningsvraag. Sluit die eerst af.",
    "Er loopt nog specialistische jeugdhulp of een aanvraag.",
    "Iemand buiten het team leest nog mee. Beëindig dat eerst.",
    "Er ligt nog een verzoek om inzage. Beantwoord dat eerst.",
    "Er wordt nog een kopie van het dossier gemaakt.",
)


def requests_of(pupil: UUID) -> QuerySet[FamilyRequest]:
    return FamilyRequest.objects.filter(pupil=pupil).order_by("-asked_on", "-id")


def answer_by(request: FamilyRequest) -> datetime.date:
    """The last day on which an answer is in time: REMOVAL_MONTHS for destruction, else ANSWER_MONTHS [domain 2.11]."""
    removal = request.kind == FamilyRequest.Kind.REMOVAL
    return months_after(request.asked_on, settings.REMOVAL_MONTHS if removal else settings.ANSWER_MONTHS)


def unfinished() -> QuerySet[FamilyRequest]:
    """Requests that still need something: an answer, or the destruction that was promised. What was destroyed has no
    request any more; where the second person did not agree, the promise is over."""
    refused = Removal.objects.filter(
        pupil_id=OuterRef("pupil_id"),
        reason=Removal.Reason.REQUEST,
        state=Removal.State.REFUSED,
        blocked_by=[],
        asked_on__gte=OuterRef("asked_on"),
    )
    promised = Q(kind=FamilyRequest.Kind.REMOVAL, granted=True) & ~Exists(refused)
    return FamilyRequest.objects.filter(Q(answered_on__isnull=True) | promised)


def removal_request(pupil: UUID) -> FamilyRequest | None:
    """The request of the family on which its file may be destroyed, or None."""
    return unfinished().filter(pupil=pupil, kind=FamilyRequest.Kind.REMOVAL).order_by("asked_on", "id").first()


# ---- What a team must do about keeping -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Asked:
    """A request of a family, with the last day in time; `case` is the newest question of the child."""

    request: FamilyRequest
    pupil: Pupil
    by: datetime.date
    case: UUID


@dataclass(frozen=True)
class Over:
    """A file, or a part of it, whose term is over or that the family wants gone."""

    removal: Removal
    pupil: Pupil


@dataclass(frozen=True)
class Keeping:
    """`proposals` wait for the team, `asked` for the second person."""

    requests: list[Asked]
    proposals: list[Over]
    asked: list[Over]

    @property
    def pupils(self) -> set[UUID]:
        """Whose names stand on the page."""
        return {one.pupil.pk for one in self.requests} | {one.pupil.pk for one in (*self.proposals, *self.asked)}


#: A list shows at most this many: the next ones come up when these are dealt with.
MOST_KEPT = 200


def keeping(*, today: datetime.date) -> Keeping:
    """What families asked and what may be destroyed, in the teams of who looks, the most pressing first. Five queries."""
    asked = list(unfinished().filter(asked_on__lte=today).select_related("pupil"))
    newest = newest_cases([one.pupil_id for one in asked])
    requests = [
        Asked(one, one.pupil, answer_by(one), newest[one.pupil_id].pk) for one in asked if one.pupil_id in newest
    ]
    states = (Removal.State.PROPOSED, Removal.State.ASKED)
    removals = list(Removal.objects.filter(state__in=states).order_by("due_on", "id")[:MOST_KEPT])
    pupils = {one.pk: one for one in Pupil.objects.filter(pk__in=[row.pupil_id for row in removals])}
    over = [Over(row, pupils[row.pupil_id]) for row in removals if row.pupil_id in pupils]
    return Keeping(
        sorted(requests, key=lambda one: one.by),
        [one for one in over if one.removal.state == Removal.State.PROPOSED],
        [one for one in over if one.removal.state == Removal.State.ASKED],
    )


def newest_cases(pupils: Iterable[UUID]) -> dict[UUID, Case]:
    """The newest question of each of these pupils, open or closed: where what is about the whole file stands. One query."""
    rows = Case.objects.filter(pupil__in=list(pupils)).order_by("pupil_id", "-raised_on", "-id").distinct("pupil_id")
    return {case.pupil_id: case for case in rows}


def term_of(removal: Removal) -> RetentionTerm | None:
    """The term that decided, when it was a term."""
    return RetentionTerm.objects.filter(code=removal.term).first() if removal.term else None
