"""The Celery application. Worker: `celery -A zwolle_ot worker`; clock: `celery -A zwolle_ot beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zwolle_ot.settings")
app = Celery("zwolle_ot")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
