"""`./run`: everything up, with a line for each step, until Ctrl-C."""

import os
import pathlib
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable

from zwolle_ot.launch.console import say
from zwolle_ot.launch.lock import DataLock
from zwolle_ot.launch.postgres import Cluster
from zwolle_ot.launch.processes import LaunchError, Process
from zwolle_ot.launch.services import (
    MANAGE,
    PROJECT,
    data_folder,
    embedded_postgres,
    embedded_valkey,
    ensure_roles,
    environment,
)
from zwolle_ot.launch.supervisor import Stopped, Supervisor, prefixed
from zwolle_ot.launch.valkey import Valkey

NOT_SERVED = ("rest_framework", "django_htmx")  # no page of ours asks for them, and compressing them takes seconds
HOST = "127.0.0.1"  # demo people have known passwords: this machine only


def up() -> int:
    """Bring everything up and keep it up. Exit code: 0 after an asked-for stop, 1 after a failure."""
    data = data_folder()
    lock = DataLock(data, "./run")
    lock.insist()
    listener = listen()
    processes = {role: environment(role) for role in ("ot_owner", "ot_web", "ot_worker")}
    try:
        with Supervisor() as supervisor:
            _services(supervisor, data)
            people = _prepare(supervisor, data, processes["ot_owner"], lock.announce_ready)
            _site(supervisor, data, processes, listener)
            _welcome(supervisor, people, listener.getsockname()[1])
            supervisor.keep_running()
    except Stopped:
        pass
    return 0


def listen() -> socket.socket:
    """The web socket, taken before anything starts: a port in use stops us here. gunicorn inherits it, so a visitor
    who comes while we start, or while the web process is replaced, waits a moment instead of being refused."""
    text = os.environ.get("PORT", "8000")
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, int(text)))
        listener.listen(2048)
    except (ValueError, OverflowError):
        raise LaunchError(f"PORT is {text!r}; it must be a number from 0 to 65535.") from None
    except OSError as error:
        raise LaunchError(
            f"Port {text} is not free ({error.strerror}). Stop what uses it, or choose another: PORT=8001 ./run"
        ) from None
    return listener


def _services(supervisor: Supervisor, data: pathlib.Path) -> None:
    if embedded_postgres():
        cluster = Cluster(data)
        say("PostgreSQL: starting" if not cluster.is_new else "PostgreSQL: making a new database")
        supervisor.add("postgres", _start(cluster), foundation=True)
        ensure_roles(cluster)
    if embedded_valkey():
        say("Valkey: starting")
        supervisor.add("valkey", _start(Valkey(data)), foundation=True)


def _start(server: Cluster | Valkey) -> Callable[[], Process]:
    def start() -> Process:
        server.start()
        assert server.process is not None
        return server.process

    return start


def _prepare(supervisor: Supervisor, data: pathlib.Path, owner: dict[str, str], ready: Callable[[], None]) -> str:
    """Tables, demo world and static files. Calls `ready` once the tables are there; gives the list of demo people."""
    root = pathlib.Path(owner.get("STATIC_ROOT") or data / "static")
    signature, kept = _static_signature(), root.with_suffix(".signature")
    static = None
    if not kept.exists() or kept.read_text() != signature:
        say("static files: collecting")
        options = ["--noinput", "--clear", "--verbosity", "0", *(f"--ignore={package}" for package in NOT_SERVED)]
        static = supervisor.begin("collectstatic", [*MANAGE, "collectstatic", *options], env=owner)
    say("migrate: bringing the tables up to date")
    supervisor.finish(supervisor.begin("migrate", [*MANAGE, "migrate", "--verbosity", "0"], env=owner))
    ready()
    people = _demo(supervisor, data, owner) if owner.get("OT_DEMO") == "1" else ""
    if static is not None:
        supervisor.finish(static)
        kept.write_text(signature)
    return people


def _demo(supervisor: Supervisor, data: pathlib.Path, owner: dict[str, str]) -> str:
    """The demo people; their world is made first if our database does not have it yet."""
    people = data / "demo.people"
    if not people.exists() or not embedded_postgres():
        say("demo: making the demo world, about a minute")
        scale = ["--scale", owner["OT_DEMO_SCALE"]] if owner.get("OT_DEMO_SCALE") else []
        supervisor.finish(supervisor.begin("demo", [*MANAGE, "demo", *scale], env=owner))
        unfinished = people.with_suffix(".part")
        with unfinished.open("wb") as file:
            supervisor.finish(supervisor.begin("demo", [*MANAGE, "demo", "--people"], env=owner, output=file))
        unfinished.rename(people)
    return people.read_text()


def _static_signature() -> str:
    """Changes when a static file or an installed package does."""
    sources = [PROJECT / "static", *(path / "static" for path in PROJECT.iterdir() if (path / "__init__.py").exists())]
    files = [file for source in sources for file in source.rglob("*") if file.is_file()]
    newest = max((file.stat().st_mtime_ns for file in files), default=0)
    return f"{len(files)} {newest} {(PROJECT / 'requirements.lock').stat().st_mtime_ns}"


def _site(
    supervisor: Supervisor, data: pathlib.Path, processes: dict[str, dict[str, str]], listener: socket.socket
) -> None:
    """Web, worker and beat, all three at once."""
    python = sys.executable
    descriptor = listener.fileno()
    celery = [python, "-m", "celery", "--quiet", "--app", "zwolle_ot"]
    gunicorn = [python, "-m", "gunicorn", "-c", "python:zwolle_ot.launch.gunicorn", "-b", f"fd://{descriptor}"]
    worker = ["worker", "--concurrency", "2", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    beat = ["beat", "--loglevel", "WARNING", "--schedule", str(data / "beat"), "--pidfile", ""]
    say("web, worker and beat: starting")
    web = [*gunicorn, "zwolle_ot.wsgi"]
    supervisor.add("web", lambda: prefixed("web", web, env=processes["ot_web"], pass_fds=[descriptor]))
    supervisor.add("worker", lambda: prefixed("worker", [*celery, *worker], env=processes["ot_worker"]))
    supervisor.add("beat", lambda: prefixed("beat", [*celery, *beat], env=processes["ot_worker"]))


def _welcome(supervisor: Supervisor, people: str, port: int) -> None:
    supervisor.wait_until(
        lambda: _healthy(port), seconds=90, otherwise="The site does not answer at /gezond; see the lines above."
    )
    say("ready")
    print(f"\nhttp://localhost:{port}/   (Ctrl-C stops everything)\n\n{people}", flush=True)


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/gezond", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
