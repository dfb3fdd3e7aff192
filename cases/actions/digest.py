"""The daily mail: numbers of what waits, and nothing about a child."""

import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from accounts.acting import working
from accounts.models import User
from accounts.roles import CORE_ROLES
from cases.enums import EscalationStatus
from cases.models import DigestChoice, Escalation, Meeting, Task
from cases.reading.worklist import my_day
from schools.models import Appointment, SupportTeam

DESK = "JEUGDCONSULENT"


def who_gets_mail(*, today: datetime.date) -> list[UUID]:
    """Who works in a team or decides on requests today, can sign in, and did not say that they want no mail."""
    with working(today=today, action="cases.digest"):
        no = DigestChoice.objects.filter(wanted=False).values("owner")
        people = User.people.filter(
            appointments__role__in=(*CORE_ROLES, DESK),
            appointments__period__contains=today,
            appointments__confirmed_at__isnull=False,
            is_active=True,
            is_demo=False,
            invited_at__isnull=False,
        ).exclude(pk__in=no)
        return sorted(set(people.values_list("pk", flat=True)))


def numbers(person: UUID, *, today: datetime.date) -> dict[str, int]:
    """What waits for this person, as numbers alone."""
    day = my_day(actor=person, today=today)
    tasks = Task.objects.filter(person_id=person, done_on=None, case__closed_on=None)
    teams = SupportTeam.objects.filter(
        appointments__person=person, appointments__period__contains=today, appointments__confirmed_at__isnull=False
    )
    return {
        "late": tasks.filter(due_on__lt=today).count(),
        "today": tasks.filter(due_on=today).count(),
        "flags": day.flags,
        "urgent": day.urgent,
        "waiting": len(day.waiting),
        "meetings": Meeting.objects.filter(team__in=teams, state=Meeting.State.PLANNED, on=today).count(),
        **_at_the_desk(person, today=today),
    }


def _at_the_desk(person: UUID, *, today: datetime.date) -> dict[str, int]:
    """Requests that wait for the desk of this person, and how many of them wait so long that the team is warned."""
    desks = Appointment.objects.in_force(today).filter(person=person, role=DESK).values("municipality")
    asked = Escalation.objects.filter(home__in=desks, status=EscalationStatus.REQUESTED)
    late = today - datetime.timedelta(weeks=settings.FLAG_DECISION_DUE_WEEKS)
    return {"requests": asked.count(), "late_requests": asked.filter(requested_on__lte=late).count()}


def send(*, person: UUID, today: datetime.date) -> bool:
    """Mail this person, unless nothing waits. Whether a mail went out."""
    with working(today=today, action="cases.digest"):
        someone = User.people.get(pk=person)
        told = numbers(person, today=today)
    if not any(told.values()):
        return False
    text = render_to_string("cases/mail/digest.txt", {"person": someone, "site": settings.SITE_URL, **told})
    send_mail("OT Zwolle: wat er vandaag op u wacht", text, None, [someone.email])
    return True
