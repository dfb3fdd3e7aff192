"""What those who decide find on their desk: requests, and what became of them."""

from django.db.models import F, QuerySet

from accounts.models import User
from cases.enums import EscalationStatus
from cases.models import Escalation

#: What can be chosen of the requests that were decided, and what each means.
SHOWN = {
    "wacht": "toegekend, nog niet gestart",
    "loopt": "loopt",
    "gestopt": "gestopt",
    "afgewezen": "afgewezen",
}


def waiting() -> QuerySet[Escalation]:
    """Requests without a decision, the oldest first."""
    return _requests().filter(status=EscalationStatus.REQUESTED).order_by("requested_on", "id")


def decided(shown: str) -> QuerySet[Escalation]:
    """Requests that were granted or refused; `shown` is a key of SHOWN, or empty for all."""
    found = _requests().filter(status__in=(EscalationStatus.GRANTED, EscalationStatus.REFUSED))
    running = found.filter(status=EscalationStatus.GRANTED, stopped_on=None)
    return {
        "": found,
        "wacht": running.filter(started_on=None),
        "loopt": running.filter(started_on__isnull=False),
        "gestopt": found.filter(stopped_on__isnull=False),
        "afgewezen": found.filter(status=EscalationStatus.REFUSED),
    }[shown]


def _requests() -> QuerySet[Escalation]:
    return Escalation.objects.select_related("case__pupil", "case__team", "provider", "home").annotate(
        requested_name=F("requested_by__name"), requested_email=F("requested_by__email")
    )


def requester(escalation: Escalation) -> User:
    """Who asked, by name and address. One query."""
    return User.people.get(pk=escalation.requested_by_id)
