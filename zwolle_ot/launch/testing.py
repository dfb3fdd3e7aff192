"""Services for a test run: started once by the process that steers it, shared by the processes that xdist starts.

Their data is in `test/` of OT_DATA, so a test run never meets the demo world. With DATABASE_URL set (as ot_owner, after
roles.sql and roles_test.sql) nothing is started here.
"""

import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess

from zwolle_ot.launch.lock import DataLock
from zwolle_ot.launch.postgres import Cluster
from zwolle_ot.launch.processes import LaunchError
from zwolle_ot.launch.services import (
    PROJECT,
    broker_url,
    cache_url,
    data_folder,
    database_url,
    ensure_postgres,
    ensure_valkey,
)
from zwolle_ot.launch.valkey import Valkey

LAUNCHER_DECIDES = {"DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL", "SECRET_KEY", "OT_DEMO", "ALLOWED_HOSTS"}
SOURCES = ("accounts", "cases", "financing", "insights", "schools", "shell", "zwolle_ot")

_started: list[Cluster | Valkey] = []
_locks: list[DataLock] = []


def start() -> None:
    """Start what is missing and put the addresses into the environment, before Django reads its settings."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw-1")[2:]) + 1  # 0: the steering process
    if not worker:
        data = data_folder() / "test"
        os.environ["OT_DATA"] = str(data)
        _locks.append(DataLock(data, "a test run"))
        _locks[-1].insist()
        if not os.environ.get("DATABASE_URL"):
            Cluster(data).begin_with(tables(data))
            _started.append(ensure_postgres(data, for_tests=True))
            os.environ["DATABASE_URL"] = database_url("ot_owner", data)
            os.environ["OT_TEST_TEMPLATE"] = "ot"  # each process copies this database for itself
        _started.append(ensure_valkey(data))
    # Valkey has 16 numbered databases: each test process has two to itself.
    os.environ["CELERY_BROKER_URL"] = broker_url(number=2 * worker % 16)
    os.environ["CACHE_URL"] = cache_url(number=(2 * worker + 1) % 16)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zwolle_ot.settings")
    os.environ.setdefault("SECRET_KEY", "for tests only, and long enough to be taken for a real one: 8f1c2b7d6e5a")
    os.environ.setdefault("OT_DEMO", "1")  # plain http; what is stricter outside demo mode, tests switch on themselves
    os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")


def tables(data: pathlib.Path) -> pathlib.Path:
    """A PostgreSQL data folder with all tables in the database `ot`, of a site without demo people that never ran.

    Migrating takes most of a first start, so it is done once for all processes and sites of a test run, and again only when
    something in the program changed. It is never started itself: copy it.
    """
    folder = data / "tables"
    folder.mkdir(parents=True, exist_ok=True)
    made_of = hashlib.sha256(b"".join(path.read_bytes() for path in _sources())).hexdigest()
    with (data / "tables.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        note = folder / "made_of"
        if not note.exists() or note.read_text() != made_of:
            for old in (Cluster(folder).data, folder):
                shutil.rmtree(old, ignore_errors=True)
            folder.mkdir()
            _migrate(folder)
            note.write_text(made_of)
    return Cluster(folder).data


def _sources() -> list[pathlib.Path]:
    """Everything that could change what a migration does."""
    kinds = ("*.py", "*.sql", "*.json")
    found = [path for name in SOURCES for kind in kinds for path in (PROJECT / name).rglob(kind)]
    return sorted([*found, PROJECT / "requirements.lock"])


def _migrate(folder: pathlib.Path) -> None:
    env = {name: value for name, value in os.environ.items() if name not in LAUNCHER_DECIDES}
    command = [str(PROJECT / "run"), "manage", "migrate", "--verbosity", "0"]
    done = subprocess.run(
        command,
        env={**env, "OT_DATA": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise LaunchError(f"The tables for the tests could not be made:\n{done.stdout}{done.stderr}")


def stop() -> None:
    """End what this process started."""
    while _started:
        _started.pop().stop()
    while _locks:
        _locks.pop().release()
