"""Meetings: lists, the agenda that is proposed, one meeting, one item, and meedenken."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count, F, Prefetch, Q, QuerySet

from accounts.roles import CORE_ROLES, label_of
from cases.enums import State
from cases.models import (
    AgendaItem,
    Attendance,
    Case,
    CaseFlag,
    Consultation,
    Decision,
    ItemGuest,
    Meeting,
    Plan,
)
from cases.models.flags import RULES
from schools.enums import SupportDomain
from schools.models import Appointment


@dataclass(frozen=True)
class Proposed:
    """A question that is due for a meeting, and why."""

    case: Case
    reasons: list[str]

    @property
    def why(self) -> str:
        return "; ".join(self.reasons)


def proposed_agenda(teams: Iterable[UUID], *, on: datetime.date) -> list[Proposed]:
    """Open questions of these teams that are due on the day of a meeting, the most reasons first. Three queries.

    New questions, those to look at again, plans to evaluate, and those with a flag that warns.
    """
    cases = list(Case.objects.open().filter(team__in=list(teams)).with_names().order_by("raised_on", "id"))
    keys = [case.pk for case in cases]
    reasons: dict[UUID, list[str]] = {key: [] for key in keys}
    for case in cases:
        if case.state == State.RAISED:
            reasons[case.pk].append("nieuwe vraag")
        if case.follow_up_on and case.follow_up_on <= on:
            reasons[case.pk].append("opnieuw kijken")
    for case_id in Plan.objects.filter(case__in=keys, evaluate_on__lte=on).values_list("case_id", flat=True):
        reasons[case_id].append("plan evalueren")
    flags = CaseFlag.objects.filter(case__in=keys, cleared_on__isnull=True).exclude(level="note")
    for case_id, rule in flags.order_by("since", "id").values_list("case_id", "rule"):
        reasons[case_id].append(RULES[rule].label)
    found = [Proposed(case, reasons[case.pk]) for case in cases if reasons[case.pk]]
    return sorted(found, key=lambda one: -len(one.reasons))


def meetings() -> QuerySet[Meeting]:
    """Meetings of the teams that the reader works in."""
    talked_about = Count("items", filter=Q(items__off_because=""))
    return Meeting.objects.select_related("kind").annotate(team_name=F("team__name"), number=talked_about)


def planned_without(case: Case, *, today: datetime.date) -> list[Meeting]:
    """Meetings of this team that are still to come and where this question is not on the agenda, the first first."""
    planned = Meeting.objects.select_related("kind").filter(
        team=case.team_id, state=Meeting.State.PLANNED, on__gte=today, kind__joint_training=False
    )
    on_it = AgendaItem.objects.filter(case=case, off_because="").values("meeting")
    return list(planned.exclude(pk__in=on_it).order_by("on", "at", "id")[:5])


TOGETHER = 2
HALF_A_YEAR = datetime.timedelta(days=183)


def joint_trainings() -> QuerySet[Meeting]:
    """Trainings that were held and that at least two members of the team followed together [domain 3.4]."""
    members = Attendance.objects.filter(came=True, person__isnull=False).values("meeting")
    together = members.annotate(members=Count("pk")).filter(members__gte=TOGETHER)
    return Meeting.objects.filter(
        state=Meeting.State.HELD, kind__joint_training=True, pk__in=together.order_by().values("meeting")
    )


@dataclass(frozen=True)
class Trained:
    """A joint training and who followed it, by name."""

    meeting: Meeting
    who: list[str]


def trainings_of(team: UUID) -> list[Trained]:
    """The joint trainings of a team, the newest first, for its own members. Two queries."""
    came = Attendance.objects.filter(came=True, person__isnull=False).annotate(name=F("person__name")).order_by("name")
    found = joint_trainings().filter(team=team).prefetch_related(Prefetch("attendance", queryset=came))
    return [
        Trained(one, [getattr(row, "name", "") for row in one.attendance.all()])
        for one in found.order_by("-on", "-id")[:10]
    ]


def who_may_have_trained(meeting: Meeting) -> list[tuple[UUID, str]]:
    """Key and name of who can be named at a training that is corrected: who was asked, and who worked in the core of the team in
    the year around it. One query each."""
    names: dict[UUID, str] = {}
    asked = Attendance.objects.filter(meeting=meeting, person__isnull=False)
    around = DateRange(meeting.on - HALF_A_YEAR, meeting.on + HALF_A_YEAR)
    core = Appointment.objects.filter(team=meeting.team_id, role__in=CORE_ROLES, period__overlap=around)
    for rows in (asked, core):
        names |= dict(rows.annotate(name=F("person__name")).values_list("person_id", "name"))
    return sorted(names.items(), key=lambda one: (one[1].lower(), one[0]))


@dataclass(frozen=True)
class Attendee:
    """Somebody who was asked to a meeting, by name, with the mandate of that day in words."""

    attendance: Attendance
    name: str
    role: str
    mandate: str


def attendees_of(meeting: Meeting) -> list[Attendee]:
    """Members first, then parties. One query."""
    rows = Attendance.objects.filter(meeting=meeting).select_related("party").annotate(person_name=F("person__name"))
    return [
        Attendee(
            attendance=row,
            name=row.person_name or str(row.party),
            role=label_of(row.role) if row.role else (row.party.get_kind_display() if row.party else ""),
            mandate="; ".join(SupportDomain(domain).label for domain in row.mandate),
        )
        for row in rows.order_by(F("role").desc(), "id")
    ]


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The agenda with the names of the children, guests and decisions; what was taken off comes last. Three queries."""
    found = (
        items()
        .filter(meeting=meeting)
        .prefetch_related(
            Prefetch("guests", queryset=ItemGuest.objects.select_related("party")),
            Prefetch("decisions", queryset=decisions()),
        )
        .order_by("position", "id")
    )
    return sorted(found, key=lambda item: bool(item.off_because))


def items_about(case: Case) -> list[AgendaItem]:
    """Where this question was on the agenda, newest first. Two queries."""
    return list(
        items()
        .filter(case=case)
        .prefetch_related(Prefetch("decisions", queryset=decisions()))
        .order_by("-meeting__on", "-id")
    )


def items() -> QuerySet[AgendaItem]:
    return AgendaItem.objects.select_related("case__pupil", "meeting__kind")


def decisions() -> QuerySet[Decision]:
    """With the action or support that each became."""
    return Decision.objects.select_related("task__guardian", "task__party", "support").annotate(
        person_name=F("task__person__name")
    )


def who_decided(decision: Decision) -> str:
    """Who carries a decision out, and before when, as the report says it."""
    if decision.task:
        named = getattr(decision, "person_name", None) or decision.task.guardian or decision.task.party
        return "de leerling zelf" if decision.task.by_pupil else str(named)
    return (decision.support.given_by or str(decision.support.provider or "")) if decision.support else ""


def consultations() -> QuerySet[Consultation]:
    """Meedenken of the teams that the reader works in, unanswered first."""
    return Consultation.objects.select_related("party").annotate(
        asked_name=F("asked_by__name"), person_name=F("person__name"), team_name=F("team__name")
    )
