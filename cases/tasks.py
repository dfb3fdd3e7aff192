"""Work in the background: each task makes one call, may run twice, and may be killed."""

from typing import Any
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from cases.actions import attachments, digest, drafts, flags, invitations, removal, rights

#: A mail server that does not answer is tried again; SMTPException is an OSError too.
_again: dict[str, Any] = {"autoretry_for": (OSError,), "retry_backoff": 10, "max_retries": 5}


@shared_task
def drain_stale() -> int:
    """Flags of the cases that changed. Asked after a change, and by the clock."""
    return flags.drain_stale(today=timezone.localdate())


@shared_task
def nightly() -> int:
    """Flags of every open case: a day that passed is a change too."""
    return flags.recompute_all(today=timezone.localdate())


@shared_task
def look_after_files() -> int:
    """What a term has ended for is proposed for destruction; old copies, drafts and files without a row go."""
    today = timezone.localdate()
    rights.clear_exports(today=today)
    attachments.clear_orphans(today=today)
    drafts.forget_old(today=today)
    return removal.propose_due(today=today)


@shared_task
def make_export(key: str) -> None:
    """A copy of everything about a child."""
    today = timezone.localdate()
    try:
        rights.make_export(key=UUID(key), today=today)
    except Exception:
        rights.fail_export(key=UUID(key), today=today)
        raise


@shared_task
def execute_removal(key: str) -> None:
    """Destroy what two people agreed on."""
    removal.execute_removal(key=UUID(key), today=timezone.localdate())


@shared_task
def send_digests() -> int:
    """The daily mail: one task for each person, so that one address that fails does not stop the others."""
    people = digest.who_gets_mail(today=timezone.localdate())
    for person in people:
        send_digest.delay(str(person))
    return len(people)


@shared_task(**_again)
def send_digest(person: str) -> None:
    digest.send(person=UUID(person), today=timezone.localdate())


@shared_task(**_again)
def send_invitations(meeting: str) -> int:
    """Who was asked to a meeting is told when and where; again when it moved or was called off."""
    return invitations.invite(key=UUID(meeting), today=timezone.localdate())
