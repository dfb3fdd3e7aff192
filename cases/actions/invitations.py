"""Invitations by mail: kind of meeting, day and place, with a file for the calendar. Nothing about a child."""

import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.acting import working
from accounts.models import User
from cases.calendar_file import invitation
from cases.models import Meeting


def who_is_invited(meeting: Meeting, *, today: datetime.date) -> list[User]:
    """Members and colleagues who were asked and can sign in, unless the meeting is over."""
    if meeting.on < today or meeting.state == Meeting.State.HELD:
        return []
    people = User.people.filter(is_active=True, is_demo=False, invited_at__isnull=False)
    asked = meeting.attendance.values("person"), meeting.attendance.values("party__person")
    return list((people.filter(pk__in=asked[0]) | people.filter(pk__in=asked[1])).order_by("email"))


def invite(*, key: UUID, today: datetime.date) -> int:
    """Mail everybody who was asked; how many. The same invitation again, or a newer one, replaces it in a calendar."""
    with working(today=today, action="cases.invite"):
        meeting = Meeting.objects.select_related("kind", "team").get(pk=key)
        people = who_is_invited(meeting, today=today)
    url = f"{settings.SITE_URL}{reverse('cases:meeting', args=[meeting.pk])}"
    words = {"meeting": meeting, "url": url, "cancelled": meeting.state == Meeting.State.CANCELLED}
    for someone in people:
        mail = EmailMessage(
            subject=render_to_string("cases/mail/invitation_subject.txt", words).strip(),
            body=render_to_string("cases/mail/invitation.txt", {**words, "person": someone}),
            to=[someone.email],
        )
        mail.attach("overleg.ics", invitation(meeting, url=url), "text/calendar")
        mail.send()
    return len(people)
