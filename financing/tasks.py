"""Work in the background: each task makes one call, may run twice, and may be killed."""

from celery import shared_task
from django.utils import timezone

from financing.actions import computing


@shared_task
def drain_stale() -> int:
    """Budget lines of what changed. Queued on commit and by the clock."""
    return computing.drain_stale(today=timezone.localdate())


@shared_task
def nightly() -> int:
    """All budget lines: what is realised depends on the day."""
    return computing.compute_all(today=timezone.localdate())
