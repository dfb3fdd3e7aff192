"""The project's Python environment: exactly what the lock file says, checked against its hashes.

`uv` does the installing (seconds, where the pip that comes with Python takes more than a minute); pip installs uv, also
by hash. Runs in whatever Python started `./run`, so standard library only.
"""

import fcntl
import hashlib
import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Sequence

from zwolle_ot.launch.console import say

PROJECT = pathlib.Path(__file__).resolve().parents[2]
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNTIME, TEST = PROJECT / "requirements.lock", PROJECT / "requirements-test.lock"
UV_LOCK = PROJECT / "requirements-uv.lock"
STAMP = VENV / ".synced"  # the digests of the lock files that it satisfies
UV_HOME = PROJECT / ".data" / "uv"


def ensure(*, for_tests: bool) -> str:
    """The path of a Python with everything of the lock file (of the one for tests if asked). Ends the program with a
    message when it cannot be made."""
    for_tests = for_tests or "test" in _satisfied()  # a checkout that ran the tests keeps their tools
    wanted = TEST if for_tests else RUNTIME
    if _digest(wanted) in _satisfied():
        return str(PYTHON)
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit("This Python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv")
    UV_HOME.mkdir(parents=True, exist_ok=True)
    with (UV_HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two ./run at once: the second waits, and finds it done
        if _digest(wanted) not in _satisfied():
            try:
                _sync(wanted)
            except subprocess.CalledProcessError as error:
                sys.exit(f"The Python environment could not be made (exit code {error.returncode}); see above.")
    return str(PYTHON)


def _sync(wanted: pathlib.Path) -> None:
    uv = _uv()
    if not PYTHON.exists():
        shutil.rmtree(VENV, ignore_errors=True)
        _do([uv, "venv", "--quiet", "--python", sys.executable, VENV])
    STAMP.unlink(missing_ok=True)
    say(f"Python environment: installing {wanted.name}")
    _do([uv, "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, wanted])
    also = ["test", _digest(TEST)] if wanted == TEST else []  # the lock for tests contains the other
    STAMP.write_text("\n".join([_digest(RUNTIME), *also]))
    say("Python environment: ready")


def _uv() -> pathlib.Path:
    stamp, program = UV_HOME / "synced", UV_HOME / "venv" / "bin" / "uv"
    if not program.exists() or not stamp.exists() or stamp.read_text() != _digest(UV_LOCK):
        say("Python environment: installing uv")
        _do([sys.executable, "-m", "venv", "--clear", UV_HOME / "venv"])
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        _do([UV_HOME / "venv" / "bin" / "python", *install, "--only-binary=:all:", "-r", UV_LOCK])
        stamp.write_text(_digest(UV_LOCK))
    return program


def _do(command: Sequence[str | pathlib.Path]) -> None:
    quiet = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    subprocess.run(command, check=True, env=quiet, stdin=subprocess.DEVNULL, stdout=sys.stderr)


def _digest(lock: pathlib.Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def _satisfied() -> list[str]:
    return STAMP.read_text().split() if STAMP.exists() and PYTHON.exists() else []
