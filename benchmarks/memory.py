"""Memory of a web worker: what one takes after its first pages, and how much more after many [performance.md].

One gunicorn worker, as in production, on the database of the bench; PSS counts shared pages for their share. Only where
PostgreSQL is reached over a socket that lets `ot_web` in, as the embedded one does; elsewhere there is nothing to print.
"""

import contextlib
import http.client
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from benchmarks.measuring import Row
from benchmarks.visiting import signed_in
from benchmarks.world import build

REQUESTS = {"smoke": 40, "s": 2_000, "m": 10_000, "l": 10_000}
WARM, MOST, GROWTH = 200, 110, 1.05
PAGES = ("/werklijst/", "/cijfers/")


class _Local(http.client.HTTPConnection):
    """HTTP over a socket file."""

    def __init__(self, path: pathlib.Path) -> None:
        super().__init__("127.0.0.1", timeout=60)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.path))


def rows(scale: str) -> Iterator[Row]:
    host = str(connection.get_connection_params().get("host", ""))
    if not host.startswith("/"):
        return
    city = build(scale)
    role = "IB" if city.teams[0].sector == "PO" else "ZC"
    cookies = [
        signed_in(*who).cookies[settings.SESSION_COOKIE_NAME].value
        for who in ((city.leads[0], role), (city.officer, "OFFICER"))
    ]
    asked = list(zip(PAGES, cookies, strict=True))
    with (
        tempfile.TemporaryDirectory(prefix="ot-") as folder,
        _served(pathlib.Path(folder) / "web", host) as (master, path),
    ):
        many = REQUESTS[scale]
        _ask(path, asked, min(WARM, many))
        first = _pss(master)
        _ask(path, asked, many)
        last = _pss(master)
    yield Row("memory of a web worker in MB (PSS)", last, MOST, f"{first:.0f} MB after its first pages")
    yield Row(f"the same after {many} requests beside before", last / first, GROWTH)


@contextlib.contextmanager
def _served(path: pathlib.Path, host: str) -> Iterator[tuple[int, pathlib.Path]]:
    name = connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgres://ot_web@/{name}?host={host}",
        "WEB_CONCURRENCY": "1",
        "STATIC_ROOT": str(path.with_name("static")),
    }
    collect = [sys.executable, str(settings.BASE_DIR / "manage.py"), "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, env=environment, check=True)
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "python:zwolle_ot.launch.gunicorn",
        "-b",
        f"unix:{path}",
        "zwolle_ot.wsgi",
    ]
    server = subprocess.Popen(command, env=environment)
    try:
        for _ in range(300):
            if path.exists():
                break
            time.sleep(0.1)
        yield server.pid, path
    finally:
        server.terminate()
        server.wait(30)


def _ask(path: pathlib.Path, asked: list[tuple[str, str]], many: int) -> None:
    browser = _Local(path)
    for number in range(many):
        url, cookie = asked[number % len(asked)]
        browser.request("GET", url, headers={"Host": "127.0.0.1", "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
        answer = browser.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{url} answers {answer.status}")
    browser.close()


def _pss(master: int) -> float:
    """MB of the only worker."""
    (worker,) = pathlib.Path(f"/proc/{master}/task/{master}/children").read_text().split()
    found = re.search(r"^Pss:\s+(\d+) kB", pathlib.Path(f"/proc/{worker}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0
