"""Real servers for tests, from Debian's binaries: on loopback, each with a folder of its own, gone after the test."""

import contextlib
import os
import pathlib
import secrets
import shutil
import socket
import sys
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit, urlunsplit

import pytest

from zwolle_ot.launch.postgres import Cluster
from zwolle_ot.launch.processes import Process, wait_until
from zwolle_ot.launch.services import PROJECT, REAL_DATABASE_URL

RABBITMQ = pathlib.Path(
    "/usr/lib/rabbitmq/bin/rabbitmq-server"
)  # not the wrapper in /usr/sbin, which becomes another user


def need(what: str, program: str | pathlib.Path) -> pathlib.Path:
    """The program's path. Skips the test when this machine has none, unless OT_REQUIRE names `what`: then it fails."""
    found = shutil.which(program)
    if found is None:
        reason = f"{what}: no {program} on this machine"
        if what in os.environ.get("OT_REQUIRE", "").split(","):
            pytest.fail(f"{reason}, and OT_REQUIRE asks for it")
        pytest.skip(reason)
    return pathlib.Path(found)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def start_postgres(folder: pathlib.Path) -> Iterator[dict[str, str]]:
    """A PostgreSQL as docs/running.md asks for: over TCP, each role with its password. Gives the address of each role."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(folder, durable=False, port=free_port())
    passwords = {role: secrets.token_urlsafe(12) for role in REAL_DATABASE_URL}
    try:
        cluster.start()
        for script in ("roles.sql", "roles_test.sql"):
            cluster.sql((PROJECT / "zwolle_ot/launch" / script).read_text())
        cluster.sql("".join(f"alter role {role} password '{password}';" for role, password in passwords.items()))
        yield {role: f"postgres://{role}:{passwords[role]}@127.0.0.1:{cluster.port}/ot" for role in passwords}
    finally:
        cluster.stop()


def worker_url(database: str) -> str:
    """Where the worker logs in to this database: OT_WORKER_DATABASE_URL, or as tests do where no password is asked."""
    owner = os.environ["DATABASE_URL"]
    url = urlsplit(os.environ.get("OT_WORKER_DATABASE_URL") or owner.replace("ot_owner", "ot_worker", 1))
    return urlunsplit(url._replace(path=f"/{database}"))


@contextlib.contextmanager
def start_redis(folder: pathlib.Path) -> Iterator[str]:
    """Debian's Redis, keeping what it accepts; gives its URL, for CELERY_BROKER_URL."""
    program, port = need("redis", "redis-server"), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder), "--appendonly", "yes", "--save", ""]
    with _server("redis", [str(program), *options], folder, port):
        yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def start_rabbitmq(folder: pathlib.Path) -> Iterator[str]:
    """Debian's RabbitMQ without plugins; gives its URL, for CELERY_BROKER_URL (CACHE_URL is then asked for too)."""
    program, port, names, distribution = need("rabbitmq", RABBITMQ), free_port(), free_port(), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "enabled_plugins").write_text("[].\n")
    env = {
        **os.environ,
        "HOME": str(folder),  # the Erlang cookie
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(names),
        "RABBITMQ_NODENAME": f"ot{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(distribution),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_CONF_ENV_FILE": "/nonexistent",
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false",
    }
    # Erlang would start this one as a daemon that outlives it.
    with (
        _server("names of Erlang", [str(need("rabbitmq", "epmd"))], folder, names, env=env),
        _server("rabbitmq", [str(program)], folder, port, env=env),
    ):
        yield f"amqp://guest:guest@127.0.0.1:{port}//"


@contextlib.contextmanager
def start_worker(env: Mapping[str, str], log: pathlib.Path, *, concurrency: int = 2) -> Iterator[Process]:
    """A Celery worker that is ready for work. `kill()` it as `kill -9` of a machine would: pool processes too."""
    argv = [sys.executable, "-m", "celery", "--quiet", "--app", "zwolle_ot", "worker", "--loglevel", "INFO"]
    options = [
        "--concurrency",
        str(concurrency),
        "--without-gossip",
        "--without-mingle",
        "--hostname",
        f"w{free_port()}@%h",
    ]
    log.parent.mkdir(parents=True, exist_ok=True)
    seen = log.stat().st_size if log.exists() else 0
    with log.open("ab") as output:
        process = Process("worker", [*argv, *options], env={**os.environ, **env}, output=output)
    try:
        ready = wait_until(lambda: b" ready." in log.read_bytes()[seen:] or not process.running, seconds=60)
        assert ready and process.running, log.read_text()
        yield process
    finally:
        process.stop()


@contextlib.contextmanager
def _server(
    name: str, argv: list[str], folder: pathlib.Path, port: int, *, env: Mapping[str, str] | None = None
) -> Iterator[None]:
    log = folder / f"{name}.log"
    with log.open("ab") as output:
        process = Process(name, argv, env=env, output=output)
    try:
        assert wait_until(lambda: answers(port) or not process.running, seconds=60), log.read_text()
        assert process.running, log.read_text()
        yield
    finally:
        process.stop()
