"""Work in the background: each task makes one call, may run twice, and may be killed."""

from celery import shared_task
from django.utils import timezone

from schools.actions import flags


@shared_task
def drain_stale() -> int:
    """Flags of the teams that changed. Queued on commit and by the clock; goes on until nothing is left."""
    drained = 0
    while rows := flags.drain_stale(today=timezone.localdate()):
        drained += rows
    return drained


@shared_task
def nightly() -> int:
    """Flags of every team: a day that passed is a change too."""
    return flags.recompute_all(today=timezone.localdate())
