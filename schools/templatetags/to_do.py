"""What waits for a functional administrator."""

from dataclasses import dataclass

from django import template
from django.urls import reverse

from accounts.models import User
from schools.models import Appointment

register = template.Library()


@dataclass(frozen=True)
class Waiting:
    text: str
    url: str


@register.simple_tag
def to_do_for_administrator() -> list[Waiting]:
    """Appointments from a file that nobody confirmed, and people who were never invited."""
    confirm = Appointment.objects.filter(confirmed_at__isnull=True).count()
    invite = User.people.filter(invited_at__isnull=True, is_active=True, is_demo=False).count()
    waiting = (
        (
            confirm,
            "aanstelling bevestigen",
            "aanstellingen bevestigen",
            "admin:schools_appointment_changelist",
            "bevestigd=nee",
        ),
        (
            invite,
            "persoon uitnodigen",
            "personen uitnodigen",
            "admin:accounts_user_changelist",
            "invited_at__isempty=1",
        ),
    )
    return [
        Waiting(f"{count} {one if count == 1 else many}", f"{reverse(page)}?{query}")
        for count, one, many, page, query in waiting
        if count
    ]
