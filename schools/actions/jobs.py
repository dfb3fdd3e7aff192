"""Asking for long work, and doing it."""

import datetime
import logging
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.acting import Acting, call_it, working
from schools import jobs
from schools.models import Job

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 3
A_WHILE = datetime.timedelta(minutes=2)


@transaction.atomic
def ask(
    *, by: Acting, kind: str, title: str, file_name: str = "", content: bytes | None = None, options: dict[str, Any]
) -> Job:
    """Put work on the list of the worker, for `by` alone to follow. `options` is JSON."""
    from schools import tasks  # the task calls `run` below

    call_it("schools.ask_job", by=by)
    job = Job.objects.create(
        kind=kind, title=title, actor=by.actor, file_name=file_name[:200], content=content, options=options
    )
    transaction.on_commit(partial(tasks.run_job.delay, str(job.pk)), robust=True)
    return job


def run(*, job: UUID, today: datetime.date) -> None:
    """Do the work of a job that waits. Its changes and its outcome are one transaction; a second worker finds it locked."""
    free = Job.objects.select_for_update(skip_locked=True).filter(pk=job, state=Job.State.WAITING)
    with transaction.atomic():  # counted also when the work itself is cut off
        if free.first():
            Job.objects.filter(pk=job).update(attempts=F("attempts") + 1)
    with working(today=today, action="schools.run_job"):
        found = free.first()
        if found is None:
            return
        found.state, found.outcome = _done(found)
        found.content, found.ended_at = None, timezone.now()
        found.save(update_fields=["state", "outcome", "content", "ended_at"])


def waiting(*, now: datetime.datetime) -> list[UUID]:
    """Jobs that nobody took up for a while: the message was lost, or the worker killed."""
    old = Job.objects.filter(state=Job.State.WAITING, asked_at__lt=now - A_WHILE)
    return list(old.order_by("asked_at").values_list("pk", flat=True))


def _done(job: Job) -> tuple[str, list[str]]:
    """The state and the lines after doing the work, all of it or nothing."""
    if job.attempts > MOST_ATTEMPTS:
        return Job.State.FAILED, ["Dit is na een paar pogingen niet gelukt. Vraag de beheerder van het programma."]

    def tell(step: str, done: int, total: int) -> None:
        jobs.tell(job.pk, jobs.Progress(step, done, total))

    try:
        with transaction.atomic():
            return Job.State.DONE, jobs.work_of(job.kind)(job, tell)
    except jobs.JobRefused as refusal:
        return Job.State.REFUSED, refusal.lines
    except Exception:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        return Job.State.FAILED, ["Er ging iets mis. Er is niets veranderd. Vraag de beheerder van het programma."]
