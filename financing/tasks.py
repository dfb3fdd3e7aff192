"""Work in the background: each task makes one call, may run twice, and may be killed."""

from celery import shared_task
from django.utils import timezone

from financing.actions import computing, flags, jobs, working_hours

KINDS = jobs.KINDS  # of long work in this app: naming them here makes the worker know them


@shared_task
def drain_stale() -> int:
    """Budget lines of what changed, and then the flags about them. Asked after a change, and by the clock."""
    drained = computing.drain_stale(today=timezone.localdate())
    if drained:
        flags.recompute_flags(today=timezone.localdate())
    return drained


@shared_task
def nightly() -> int:
    """All budget lines: what is realised depends on the day. Then hours, the condition, and flags, which follow from them."""
    today = timezone.localdate()
    lines = computing.compute_all(today=today)
    working_hours.recompute_hours(today=today)
    working_hours.recompute_cooperation(today=today)
    working_hours.fix_cases_by_home(today=today)
    flags.recompute_flags(today=today)
    return lines
