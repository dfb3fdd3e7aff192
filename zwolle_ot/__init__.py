"""The project: settings, addresses, worker, API wiring and the demo world."""

from zwolle_ot.celery import app as celery_app

__all__ = ["celery_app"]
