"""How gunicorn serves us, here and in production: `gunicorn -c python:zwolle_ot.launch.gunicorn zwolle_ot.wsgi`."""

import gc
import os
import pathlib
import signal
from typing import Any

from zwolle_ot.launch.processes import die_with

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4  # a request waits for PostgreSQL more than it computes
worker_class = "gthread"
preload_app = True  # workers share the memory of what is loaded before the fork
max_requests, max_requests_jitter = 20_000, 2_000  # a worker that leaks is replaced before it matters
timeout, graceful_timeout, keepalive = 60, 10, 5  # seconds
worker_tmp_dir = "/dev/shm" if pathlib.Path("/dev/shm").is_dir() else None  # heartbeats without a disk
control_socket_disable = True  # it would write into the home folder
loglevel = "warning"


def when_ready(_server: Any) -> None:
    """In the master, just before it forks: load what the first request would load in each worker, then freeze it, so
    that the garbage collector does not write into (and so copy) the shared pages."""
    from django.urls import get_resolver

    refuse_owner()
    get_resolver()._populate()
    gc.collect()
    gc.freeze()


def refuse_owner() -> None:
    """End at once when DATABASE_URL is of somebody whom row security does not hold: the owner, a superuser."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """select current_user from pg_roles where rolname = current_user and (rolsuper or rolbypassrls or
               exists (select from pg_class where relname = 'cases_case' and pg_has_role(relowner, 'member')))"""
        )
        found = cursor.fetchone()
    connection.close()
    if found:
        raise SystemExit(
            f"DATABASE_URL signs in as {found[0]}, whom row security does not hold. Use ot_web for the web."
        )


def post_fork(_server: Any, _worker: Any) -> None:
    die_with(os.getppid(), signal.SIGTERM)
