"""Services for a test run: started once by the process that steers it, shared by the processes that xdist starts.

Their data is in `test/` of OT_DATA, so a test run never meets the demo world. With DATABASE_URL set (as ot_owner, after
roles.sql and roles_test.sql) nothing is started here.
"""

import os

from zwolle_ot.launch.lock import DataLock
from zwolle_ot.launch.postgres import Cluster
from zwolle_ot.launch.services import broker_url, cache_url, data_folder, database_url, ensure_postgres, ensure_valkey
from zwolle_ot.launch.valkey import Valkey

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
            _started.append(ensure_postgres(data, for_tests=True))
            os.environ["DATABASE_URL"] = database_url("ot_owner", data)
        _started.append(ensure_valkey(data))
    # Valkey has 16 numbered databases: each test process has two to itself.
    os.environ["CELERY_BROKER_URL"] = broker_url(number=2 * worker % 16)
    os.environ["CACHE_URL"] = cache_url(number=(2 * worker + 1) % 16)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zwolle_ot.settings")
    os.environ.setdefault("SECRET_KEY", "for tests only, and long enough to be taken for a real one: 8f1c2b7d6e5a")
    os.environ.setdefault("OT_DEMO", "1")  # plain http; what is stricter outside demo mode, tests switch on themselves
    os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")


def stop() -> None:
    """End what this process started."""
    while _started:
        _started.pop().stop()
    while _locks:
        _locks.pop().release()
