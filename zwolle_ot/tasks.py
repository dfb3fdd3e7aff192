"""Catching up with what people changed, in the order in which one room needs the other."""

from celery import shared_task
from django.core.cache import cache

import cases.tasks
import financing.tasks
import insights.tasks
import schools.tasks

ASKED = "keep-up-asked"


@shared_task
def keep_up() -> None:
    """Flags, budgets and figures of what changed. Asked after a change; the clock asks each room as well."""
    cache.delete(ASKED)  # first: what changes from here on asks again
    schools.tasks.drain_stale()
    cases.tasks.drain_stale()
    financing.tasks.drain_stale()
    insights.tasks.fold()
