"""`./run manage` and `./run reset`."""

import contextlib
import shutil
import sys
import time
from collections.abc import Sequence

from zwolle_ot.launch.console import say
from zwolle_ot.launch.lock import DataLock
from zwolle_ot.launch.postgres import Cluster
from zwolle_ot.launch.processes import LaunchError, foreground
from zwolle_ot.launch.services import (
    MANAGE,
    broker_url,
    cache_url,
    data_folder,
    database_url,
    embedded_postgres,
    embedded_valkey,
    ensure_postgres,
    ensure_valkey,
    environment,
    running,
)

OWNER_COMMANDS = frozenset(
    {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "squashmigrations", "demo", "bench"}
)
WITHOUT_TABLES = OWNER_COMMANDS - {"demo", "bench"} | {"help", "--help", "version", "--version", "check"}


def manage(arguments: Sequence[str]) -> int:
    """A management command against our services; its own standard input, output and exit code."""
    command = arguments[0] if arguments else "help"
    if command == "bench":
        return bench(arguments)
    lock = DataLock(data_folder(), f"./run manage {command}")
    with contextlib.ExitStack() as stack:
        if _take_or_share(lock):
            stack.callback(lock.release)
            cluster = stack.enter_context(running(lock.data))
            if cluster is not None and command not in WITHOUT_TABLES and not _has_tables(cluster):
                say("migrate: making the tables first")
                foreground([*MANAGE, "migrate", "--verbosity", "0"], env=environment("ot_owner"), stdout=2)
        role = "ot_owner" if command in OWNER_COMMANDS else "ot_worker"
        return foreground([*MANAGE, *arguments], env=environment(role))


def bench(arguments: Sequence[str]) -> int:
    """`manage.py bench` against services of its own, in `bench/` of OT_DATA, which are thrown away after it. So it never
    meets the demo world, and may run beside it. On a real server the command makes and drops a database of its own."""
    data = data_folder() / "bench"
    lock = DataLock(data, "./run manage bench")
    lock.insist()
    env = environment("ot_owner")
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, data, ignore_errors=True)
        stack.callback(lock.release)
        env["OT_DATA"] = str(data)
        if embedded_valkey():
            stack.callback(ensure_valkey(data).stop)
            env |= {"CELERY_BROKER_URL": broker_url(data), "CACHE_URL": cache_url(data)}
        if embedded_postgres():
            stack.callback(ensure_postgres(data, for_tests=True).stop)
            env["DATABASE_URL"] = database_url("ot_owner", data)
        return foreground([*MANAGE, *arguments], env=env)


def _take_or_share(lock: DataLock) -> bool:
    """True: the services are ours to start. False: a running ./run has them. Waits while another command has them."""
    told = False
    while not lock.take():
        holder = lock.holder()
        if holder and holder.ready:
            return False
        if holder and not told:
            say(f"waiting for {holder.command} (process {holder.pid})")
            told = True
        time.sleep(0.1)
    return True


def _has_tables(cluster: Cluster) -> bool:
    return cluster.sql("select to_regclass('django_migrations') is not null", database="ot").strip() == "t"


def reset(arguments: Sequence[str]) -> int:
    """Throw away what the embedded services keep in OT_DATA. Asks first, unless told --yes."""
    data = data_folder()
    lock = DataLock(data, "./run reset")
    lock.insist()
    if "--yes" not in arguments:
        if not sys.stdin.isatty():
            raise LaunchError(f"This throws away all data in {data}. Say ./run reset --yes if that is what you want.")
        print(f"This throws away all data in {data}. Type yes to go on: ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip() != "yes":
            say("nothing was changed")
            return 1
    kept_by_nobody = [Cluster(data).data] if embedded_postgres() else []
    names = (
        "pg*",
        "run",
        "valkey*",
        "postgres.log*",
        "demo.*",
        "static*",
        "beat*",
        "secret_key",
        "mail",
        "uploads",
        "test",
    )
    for path in [*kept_by_nobody, *(found for name in names for found in data.glob(name))]:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    say(f"{data} is empty; ./run makes a new demo world")
    return 0
