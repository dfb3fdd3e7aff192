"""Work in the background: each task makes one call, may run twice, and may be killed."""

from celery import shared_task
from django.utils import timezone

from cases.actions import flags


@shared_task
def drain_stale() -> int:
    """Flags of the cases that changed. Queued on commit and by the clock."""
    return flags.drain_stale(today=timezone.localdate())


@shared_task
def nightly() -> int:
    """Flags of every open case: a day that passed is a change too."""
    return flags.recompute_all(today=timezone.localdate())
