"""`./run manage`, `test`, `check` and `reset`."""

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import FrameType

from zwolle_ot.launch.console import say
from zwolle_ot.launch.lock import DataLock
from zwolle_ot.launch.postgres import Cluster
from zwolle_ot.launch.processes import LaunchError, die_with
from zwolle_ot.launch.services import PROJECT, data_folder, embedded_postgres, environment, running

MANAGE = [sys.executable, str(PROJECT / "manage.py")]
OWNER_COMMANDS = frozenset(
    {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "squashmigrations", "demo", "bench"}
)
WITHOUT_TABLES = OWNER_COMMANDS - {"demo", "bench"} | {"help", "--help", "version", "--version", "check"}


def manage(arguments: Sequence[str]) -> int:
    """A management command against our services; its own standard input, output and exit code."""
    command = arguments[0] if arguments else "help"
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


def _take_or_share(lock: DataLock) -> bool:
    """True: the services are ours to start. False: a running ./run has them ready. Waits while another command has them."""
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


def foreground(argv: Sequence[str], *, env: Mapping[str, str], stdout: int | None = None) -> int:
    """Run a program in our place: the terminal is its own, signals to us go to it. Its exit code, as a shell gives it."""
    us = os.getpid()
    child = subprocess.Popen(argv, env=env, stdout=stdout, preexec_fn=lambda: die_with(us, signal.SIGTERM))

    def pass_on(number: int, frame: FrameType | None) -> None:
        child.send_signal(number)

    before = {
        signal.SIGTERM: signal.signal(signal.SIGTERM, pass_on),
        signal.SIGHUP: signal.signal(signal.SIGHUP, pass_on),
    }
    before[signal.SIGINT] = signal.signal(signal.SIGINT, lambda number, frame: None)  # the terminal told the child too
    try:
        code = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


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
        "demo.made",
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


def check() -> int:
    """Put right what can be, then say what is left: format, lint, types, import contract."""
    ours = _tools_environment()
    return _all_of(
        {
            "format": (["ruff", "format", "."], ours),
            "lint": (["ruff", "check", "--fix", "."], ours),
            "types": (["mypy", "."], ours),
            "imports": (["lint-imports"], ours),
        }
    )


NARROWING = (
    "-k",
    "-m",
    "--lf",
    "--last-failed",
    "--ff",
    "--failed-first",
    "--sw",
    "--stepwise",
    "--collect-only",
    "--co",
)


def test(arguments: Sequence[str]) -> int:
    """The tests. Without arguments that choose some of them: all, on two processes, after the checks."""
    narrowed = any(argument.startswith(NARROWING) or not argument.startswith("-") for argument in arguments)
    ours = _tools_environment()
    pytest = (["pytest", "-rs", *([] if narrowed else ["-n", "2"]), *arguments], dict(os.environ))
    if narrowed:
        say("only the tests asked for; without arguments the checks run too")
        return _all_of({"tests": pytest})
    return _all_of(
        {
            "format": (["ruff", "format", "--check", "."], ours),
            "lint": (["ruff", "check", "."], ours),
            "types": (["mypy", "."], ours),
            "imports": (["lint-imports"], ours),
            "migrations": ([*MANAGE, "makemigrations", "--check", "--dry-run"], ours),
            "tests": pytest,
        }
    )


def _tools_environment() -> dict[str, str]:
    """For tools that read the settings and need no services."""
    nowhere = {
        "OT_DEMO": "1",
        "SECRET_KEY": "only read, never used",
        "DATABASE_URL": "postgres://nobody@/none?host=/nonexistent",
        "CELERY_BROKER_URL": "redis+socket:///nonexistent",
    }
    return {**nowhere, **os.environ, "PYTHONWARNINGS": "ignore:Got an error checking a consistent migration history"}


def _all_of(steps: Mapping[str, tuple[list[str], dict[str, str]]]) -> int:
    """Run every step, also after one has failed, and say at the end which did."""
    results: dict[str, tuple[int, float]] = {}
    for name, (argv, env) in steps.items():
        say(name)
        began = time.monotonic()
        tool = pathlib.Path(sys.executable).with_name(argv[0])
        results[name] = (
            foreground(
                [sys.executable, "-m", "pytest", *argv[1:]] if argv[0] == "pytest" else [str(tool), *argv[1:]], env=env
            ),
            time.monotonic() - began,
        )
    for name, (code, seconds) in results.items():
        say(f"{name:<10} {'ok' if code == 0 else f'FAILED (exit code {code})':<22} {seconds:6.1f} s")
    return next((code for code, _ in results.values() if code), 0)
