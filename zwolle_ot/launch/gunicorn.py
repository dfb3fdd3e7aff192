"""How gunicorn serves us, here and in production: `gunicorn -c python:zwolle_ot.launch.gunicorn zwolle_ot.wsgi`."""

import gc
import json
import os
import pathlib
import signal
import socket
from typing import Any

from gunicorn import util

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
limit_request_line = 8190  # bytes of an address with its filters


def write_problem(client: socket.socket, status: int, reason: str, message: str) -> None:
    """What gunicorn refuses before the program sees it (an address that is too long, a broken header) is a problem like every
    other error of the API (RFC 9457), with the same headers. A fault of the program stays a page: the API answers its own."""
    if status >= 500:
        write_page(client, status, reason, message)
        return
    from insights.api.problems import CONTENT_TYPE, problem
    from zwolle_ot.api import HEADERS

    body = json.dumps(problem(status, reason, "")).encode()
    told = {**HEADERS, "Content-Type": CONTENT_TYPE, "Content-Length": str(len(body)), "Connection": "close"}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    util.write_nonblock(client, f"HTTP/1.1 {status} {reason}\r\n{head}\r\n".encode("latin-1") + body)


write_page = util.write_error
util.write_error = write_problem


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
