"""The services the program needs, and the environment in which its processes find them."""

import contextlib
import os
import pathlib
import secrets
import sys
from collections.abc import Iterator

from zwolle_ot.launch.postgres import Cluster, short_folder
from zwolle_ot.launch.processes import LaunchError
from zwolle_ot.launch.valkey import Valkey

PROJECT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
MANAGE = (sys.executable, str(PROJECT / "manage.py"))

REAL_DATABASE_URL = {
    "ot_owner": "OT_OWNER_DATABASE_URL",
    "ot_web": "DATABASE_URL",
    "ot_worker": "OT_WORKER_DATABASE_URL",
}


def data_folder() -> pathlib.Path:
    """Where the embedded services keep their data: OT_DATA, else `.data` in the project."""
    return pathlib.Path(os.environ.get("OT_DATA") or PROJECT / ".data").resolve()


def embedded_postgres() -> bool:
    """Do we bring our own database, or does DATABASE_URL name one?"""
    return not os.environ.get("DATABASE_URL")


def embedded_valkey() -> bool:
    """Do we bring our own broker or cache? RabbitMQ alone is no cache; Redis and Valkey are both."""
    broker = os.environ.get("CELERY_BROKER_URL", "")
    return not broker or not (broker.startswith("redis") or os.environ.get("CACHE_URL"))


def ensure_roles(cluster: Cluster, *, for_tests: bool = False) -> None:
    """Our roles and the database `ot`. Harmless when they are there."""
    cluster.sql((HERE / "roles.sql").read_text())
    if for_tests:
        cluster.sql((HERE / "roles_test.sql").read_text())


def ensure_postgres(data: pathlib.Path, *, for_tests: bool = False) -> Cluster:
    """A running server on `data` with our roles and the database `ot`. The caller stops it."""
    cluster = Cluster(data, durable=not for_tests).start()
    ensure_roles(cluster, for_tests=for_tests)
    return cluster


def ensure_valkey(data: pathlib.Path) -> Valkey:
    """A running broker and cache on `data`. The caller stops it."""
    return Valkey(data).start()


def database_url(role: str, data: pathlib.Path | None = None) -> str:
    """DATABASE_URL of the embedded server for a process that logs in as `role`."""
    return f"postgres://{role}@/ot?host={Cluster(data or data_folder()).socket_folder}"


def broker_url(data: pathlib.Path | None = None, number: int = 0) -> str:
    """CELERY_BROKER_URL of the embedded Valkey, in its database `number`."""
    return f"redis+socket://{_valkey_socket(data)}?virtual_host={number}"


def cache_url(data: pathlib.Path | None = None, number: int = 1) -> str:
    """CACHE_URL of the embedded Valkey, in its database `number`."""
    return f"unix://{_valkey_socket(data)}?db={number}"


def environment(role: str) -> dict[str, str]:
    """The environment of a process of ours that logs in to PostgreSQL as `role` (ot_owner, ot_web or ot_worker).

    Demo mode is the default only on the embedded database: a real one never gets demo people unasked.
    """
    data = data_folder()
    env = {**os.environ, "OT_DATA": str(data), "PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "zwolle_ot.settings"}
    if os.geteuid() == 0:  # Celery's long warning is for those who unpickle what others send; we use JSON
        env.setdefault("PYTHONWARNINGS", "ignore:You're running the worker with superuser privileges")
    if embedded_postgres():
        env["DATABASE_URL"] = database_url(role, data)
        env.setdefault("OT_DEMO", "1")
        env.setdefault("SECRET_KEY", _own_secret(data))
        env.setdefault("MATCH_KEY", env["SECRET_KEY"])
    elif url := os.environ.get(REAL_DATABASE_URL[role]):
        env["DATABASE_URL"] = url
    else:
        raise LaunchError(
            f"DATABASE_URL names a real server, so ./run starts none. Set {REAL_DATABASE_URL[role]} too: "
            f"the address at which {role} logs in. See docs/running.md."
        )
    if not env.get("CELERY_BROKER_URL"):
        env["CELERY_BROKER_URL"] = broker_url(data)
    if embedded_valkey() and not env.get("CACHE_URL"):
        env["CACHE_URL"] = cache_url(data)
    return env


def _own_secret(data: pathlib.Path) -> str:
    """A SECRET_KEY of this data folder's own, kept so that sessions and links survive a restart."""
    kept = data / "secret_key"
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return kept.read_text()


def _valkey_socket(data: pathlib.Path | None) -> pathlib.Path:
    return short_folder((data or data_folder()) / "run") / "valkey.sock"


@contextlib.contextmanager
def running(data: pathlib.Path) -> Iterator[Cluster | None]:
    """The embedded services for the length of a block; for who holds the lock of `data`. Gives the PostgreSQL cluster
    if it is ours."""
    with contextlib.ExitStack() as stack:
        if embedded_valkey():
            valkey = Valkey(data)
            stack.callback(valkey.stop)
            valkey.start()
        cluster = None
        if embedded_postgres():
            cluster = Cluster(data)
            stack.callback(cluster.stop)
            cluster.start()
            ensure_roles(cluster)
        yield cluster
