"""The Celery application. Worker: `celery -A zwolle_ot worker`; clock: `celery -A zwolle_ot beat`."""

import os
import signal
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

from zwolle_ot.launch.processes import die_with

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zwolle_ot.settings")
app = Celery("zwolle_ot")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def die_with_worker(**_: Any) -> None:
    """A pool process whose worker was killed ends too: its task goes to another worker, and is to be done once."""
    die_with(os.getppid(), signal.SIGKILL)


worker_process_init.connect(die_with_worker)
