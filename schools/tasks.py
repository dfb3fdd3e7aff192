"""Work in the background: each task makes one call, may run twice, and may be killed."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from schools.actions import flags, jobs
from schools.duo import job as import_duo

KINDS = (import_duo.KIND,)  # of long work in this app: naming one here makes the worker know it


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


@shared_task
def run_job(key: str) -> None:
    """Long work that somebody asked for. Queued on commit."""
    jobs.run(job=UUID(key), today=timezone.localdate())


@shared_task
def run_waiting_jobs() -> int:
    """By the clock: long work whose message was lost, or whose worker was killed."""
    left = jobs.waiting(now=timezone.now())
    for key in left:
        jobs.run(job=key, today=timezone.localdate())
    return len(left)
