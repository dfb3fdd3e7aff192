"""Drafts: what somebody is typing, kept as they type."""

import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.acting import Acting, working
from cases.models import Draft

#: Never kept in a draft: keys of the form itself, and that somebody was sure. The version stays: it tells whether the text
#: was changed by somebody else after the typing began.
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "once", "sure"})


@transaction.atomic
def save_draft(*, by: Acting, form: str, fields: dict[str, Any]) -> Draft:
    """Keep the fields of a form under its address; the newest wins."""
    kept = {name: value for name, value in fields.items() if name not in NOT_KEPT}
    draft, _ = Draft.objects.update_or_create(
        owner_id=by.actor, form=form, defaults={"fields": kept, "saved_at": timezone.now()}
    )
    return draft


def drop_draft(*, by: Acting, form: str) -> None:
    """The form was sent: its draft is gone in the same transaction."""
    Draft.objects.filter(owner_id=by.actor, form=form).delete()


def forget_old(*, today: datetime.date) -> int:
    """Drafts that nobody touched for DRAFT_DAYS go. How many."""
    limit = today - datetime.timedelta(days=settings.DRAFT_DAYS)
    with working(today=today, action="cases.forget_drafts"):
        gone, _ = Draft.objects.filter(saved_at__date__lt=limit).delete()
    return gone
