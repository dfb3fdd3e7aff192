"""`./run check` and `./run test`."""

import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from zwolle_ot.launch.console import line, say
from zwolle_ot.launch.processes import die_with, foreground
from zwolle_ot.launch.services import MANAGE

# Three files at once on two cores: some wait for a browser or a process. They begin in the order of tests/conftest.py.
AT_ONCE = ("-n", "3", "--dist", "loadfile", "--no-loadscope-reorder")
CHECKS_ALONE = "--checks"
NARROWING = {"-k", "-m", "--lf", "--last-failed", "--sw", "--stepwise", "--collect-only", "--co", "--deselect"}


@dataclass(frozen=True)
class Step:
    """Something to run to its end, with a name for the summary."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]


def check() -> int:
    """Put right what can be, then say what is left: format, lint, types, import contract."""
    env = _without_services()
    return _all_of(
        Step("format", [_tool("ruff"), "format", "."], env),
        Step("lint", [_tool("ruff"), "check", "--fix", "."], env),
        Step("types", [_tool("mypy"), "."], env),
        Step("imports", [_tool("lint-imports")], env),
    )


def test(arguments: Sequence[str]) -> int:
    """The tests. Without arguments that choose some of them: all, several at once, and the checks beside them.
    `--checks`: the checks alone."""
    pytest = [sys.executable, "-m", "pytest", "-rs"]  # -rs: say what was skipped, and why
    if any(_narrows(argument) for argument in arguments):
        say("only the tests asked for; without arguments the checks are part of it")
        return _all_of(Step("tests", [*pytest, *arguments], os.environ))
    env = _without_services()
    checks = [
        Step("format", [_tool("ruff"), "format", "--check", "."], env),
        Step("lint", [_tool("ruff"), "check", "."], env),
        Step("types", [_tool("mypy"), "."], env),
        Step("imports", [_tool("lint-imports")], env),
        Step("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], env),
    ]
    if CHECKS_ALONE in arguments:
        return _all_of(*checks)
    # Beside the tests: one reads types on one core while the tables of all others are made on the second.
    beside = _Beside(Step("checks", [sys.executable, "-m", "zwolle_ot.launch", "test", CHECKS_ALONE], os.environ))
    return _all_of(Step("tests", [*pytest, *AT_ONCE, *arguments], os.environ), beside=beside)


class _Beside:
    """A step that runs while others do; what it says comes all at once when it ends."""

    def __init__(self, step: Step) -> None:
        self.step, self.began = step, time.monotonic()
        self.process = subprocess.Popen(
            step.argv,
            env=step.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=partial(die_with, os.getpid(), signal.SIGTERM),
        )
        self.seconds = 0.0
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        said, _ = self.process.communicate()
        self.seconds = time.monotonic() - self.began
        line(f"\n{said}")

    def end(self) -> tuple[Step, int, float]:
        self._listener.join()
        return self.step, self.process.returncode, self.seconds


def _narrows(argument: str) -> bool:
    return not argument.startswith("-") or argument.split("=")[0] in NARROWING


def _tool(name: str) -> str:
    return str(pathlib.Path(sys.executable).with_name(name))


def _without_services() -> dict[str, str]:
    """For tools that read the settings and ask nothing of a service."""
    nowhere = {
        "OT_DEMO": "1",
        "SECRET_KEY": "only read, never used",
        "DATABASE_URL": "postgres://nobody@/none?host=/nonexistent",
        "CELERY_BROKER_URL": "redis+socket:///nonexistent",
        "PYTHONWARNINGS": "ignore:Got an error checking a consistent migration history",
    }
    return {**nowhere, **os.environ}


def _all_of(*steps: Step, beside: _Beside | None = None) -> int:
    """Run every step, also after one has failed; then say which did. The exit code of the first that failed."""
    results: list[tuple[Step, int, float]] = []
    for step in steps:
        say(step.name)
        began = time.monotonic()
        results.append((step, foreground(step.argv, env=step.env), time.monotonic() - began))
    if beside:
        results.insert(0, beside.end())
    for step, code, seconds in results:
        say(f"{step.name:<10} {'ok' if code == 0 else f'FAILED (exit code {code})':<22} {seconds:6.1f} s")
    return next((code for _, code, _ in results if code), 0)
