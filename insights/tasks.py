"""Work on figures: leaves that call one action each. Any of them may run twice, or be killed and run again."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from accounts import api_use
from insights import actions, ahead
from insights.api.urls import RESOURCES


@shared_task(name="insights.tasks.fold")
def fold() -> None:
    """Each minute: bring the counts up to date."""
    actions.keep_up(today=timezone.localdate())


@shared_task(name="insights.tasks.draw_ahead")
def draw_ahead() -> None:
    """Each minute: pages and answers that were asked for lately, as they are now."""
    ahead.draw_ahead(today=timezone.localdate())


@shared_task(name="insights.tasks.take_in_use")
def take_in_use() -> None:
    """Each minute: what programs asked."""
    api_use.take_in(resources=RESOURCES, today=timezone.localdate())


@shared_task(name="insights.tasks.nightly")
def nightly() -> None:
    """Each night: the same, money, new months of places, and the publications whose moment has come."""
    actions.nightly(today=timezone.localdate(), weigh=not settings.DEMO)
