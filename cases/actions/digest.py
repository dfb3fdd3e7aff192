"""The daily mail: numbers of what waits, and nothing about a child."""

import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string

from accounts.acting import working
from accounts.models import User
from accounts.roles import CORE_ROLES
from cases.models import Case, CaseFlag, DigestChoice, Meeting, Task
from cases.reading.worklist import waiting_for


def who_gets_mail(*, today: datetime.date) -> list[UUID]:
    """Who works in a team today, can sign in, and did not say that they want no mail."""
    with working(today=today, action="cases.digest"):
        no = DigestChoice.objects.filter(wanted=False).values("owner")
        people = User.people.filter(
            appointments__role__in=CORE_ROLES,
            appointments__period__contains=today,
            appointments__confirmed_at__isnull=False,
            is_active=True,
            is_demo=False,
            invited_at__isnull=False,
        ).exclude(pk__in=no)
        return sorted(set(people.values_list("pk", flat=True)))


def numbers(person: UUID, *, today: datetime.date) -> dict[str, int]:
    """What waits for this person, as numbers alone."""
    mine = Case.objects.open().led_by(person)
    flags = CaseFlag.objects.filter(Q(case__in=mine), cleared_on__isnull=True).exclude(seen_by__contains=[person])
    teams = mine.values("team")
    return {
        "late": Task.objects.filter(person_id=person, done_on=None, due_on__lt=today, case__closed_on=None).count(),
        "today": Task.objects.filter(person_id=person, done_on=None, due_on=today, case__closed_on=None).count(),
        "flags": flags.count(),
        "urgent": flags.filter(level="urgent").count(),
        "waiting": len(waiting_for(person, today)),
        "meetings": Meeting.objects.filter(team__in=teams, state=Meeting.State.PLANNED, on=today).count(),
    }


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
