"""`./run check` and `./run test`."""

import os
import pathlib
import sys
import time
from collections.abc import Mapping, Sequence

from zwolle_ot.launch.console import say
from zwolle_ot.launch.processes import foreground
from zwolle_ot.launch.services import MANAGE


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
