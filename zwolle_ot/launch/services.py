"""The services the program needs, and the addresses by which its processes reach them."""

import os
import pathlib

from zwolle_ot.launch.postgres import Cluster, short_folder
from zwolle_ot.launch.valkey import Valkey

PROJECT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent


def data_folder() -> pathlib.Path:
    """Where the embedded services keep their data: OT_DATA, else `.data` in the project."""
    return (PROJECT / os.environ.get("OT_DATA", ".data")).resolve()


def ensure_postgres(data: pathlib.Path, *, for_tests: bool = False) -> Cluster:
    """A running server on `data` with our roles and the database `ot`. The caller stops it."""
    cluster = Cluster(data, durable=not for_tests).start()
    cluster.sql((HERE / "roles.sql").read_text())
    if for_tests:
        cluster.sql((HERE / "roles_test.sql").read_text())
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


def _valkey_socket(data: pathlib.Path | None) -> pathlib.Path:
    return short_folder((data or data_folder()) / "run") / "valkey.sock"
