"""Starting programs that never outlive the one who started them.

Three layers, because `kill -9` gives us no last word:

1. every program gets a process group of its own, so Ctrl-C reaches only us, and we end the programs in order;
2. a guard (`guard.py`) reads a pipe whose other end only we hold: when we are gone it ends every group that is left,
   grandchildren included, on Linux and macOS alike;
3. on Linux the kernel signals the program itself when we die, also if the guard was killed with us.
"""

import atexit
import contextlib
import ctypes
import functools
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import IO, Any

LINUX = sys.platform.startswith("linux")
PR_SET_PDEATHSIG = 1
GUARD_SECONDS = 10  # its own patience is 8
_libc = ctypes.CDLL(None) if LINUX else None  # loaded before any fork: a child of threads should not start importing


class LaunchError(Exception):
    """Something the person at the keyboard can put right. The message says what, in one or two lines."""


def die_with(parent: int, how: signal.Signals) -> None:
    """Ask Linux for the signal `how` to this process when its parent is gone. Elsewhere nothing: the guard does it."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, how)
        if os.getppid() != parent:  # it died before we asked
            os.kill(os.getpid(), how)


class Guard:
    """The process that outlives us by a few seconds, to end what we could not."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def watch(self, group: int, how: signal.Signals) -> None:
        self._tell(f"watch {group} {int(how)}\n")

    def forget(self, group: int) -> None:
        self._tell(f"forget {group}\n")

    def _tell(self, line: str) -> None:
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._process = subprocess.Popen(
                    [sys.executable, "-I", "-S", pathlib.Path(__file__).with_name("guard.py")],
                    stdin=subprocess.PIPE,
                    start_new_session=True,
                )
            assert self._process.stdin is not None
            self._process.stdin.write(line.encode())
            self._process.stdin.flush()

    def close(self) -> None:
        """At an orderly end: the guard has nothing left to watch and ends too."""
        with self._lock:
            if self._process is not None and self._process.stdin is not None:
                with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                    self._process.stdin.close()
                    self._process.wait(GUARD_SECONDS)


_guard = Guard()
atexit.register(_guard.close)


class Process:
    """A running program with its whole process group."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str | pathlib.Path],
        *,
        ends_by: signal.Signals = signal.SIGTERM,
        env: Mapping[str, str] | None = None,
        output: int | IO[bytes] | None = None,
        pass_fds: Sequence[int] = (),
        as_user: tuple[int, int] | None = None,
    ) -> None:
        """Start `argv`; `ends_by` is the signal that makes it end in an orderly way. Call from the main thread:
        Linux counts the death of the starting thread as the death of the parent."""
        self.name = name
        self.ends_by = ends_by
        identity: dict[str, Any] = {}
        if as_user:
            identity = {"user": as_user[0], "group": as_user[1], "extra_groups": []}
        self.popen: subprocess.Popen[bytes] = subprocess.Popen(
            [str(part) for part in argv],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output is not None else None,
            pass_fds=pass_fds,
            process_group=0,
            preexec_fn=functools.partial(die_with, os.getpid(), ends_by),
            **identity,
        )
        _guard.watch(self.popen.pid, ends_by)

    @property
    def pid(self) -> int:
        return self.popen.pid

    @property
    def running(self) -> bool:
        return self.popen.poll() is None

    def stop(self, patience: float = 15) -> None:
        """End the program in its own way; after `patience` seconds by force, and what it left in its group as well."""
        if self.running:
            self.popen.send_signal(self.ends_by)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.popen.wait(patience)
        self.kill()

    def kill(self) -> None:
        """End the whole group at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.popen.wait()
        _guard.forget(self.pid)


def wait_until(ready: Callable[[], bool], *, seconds: float, every: float = 0.03) -> bool:
    """Ask `ready` until it says yes (True) or `seconds` have passed (False)."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True


def foreground(argv: Sequence[str], *, env: Mapping[str, str], stdout: int | None = None) -> int:
    """Run a program in our place: the terminal is its own, signals to us go to it. Its exit code as shells give it."""
    child = subprocess.Popen(
        argv, env=env, stdout=stdout, preexec_fn=functools.partial(die_with, os.getpid(), signal.SIGTERM)
    )

    def pass_on(number: int, _frame: FrameType | None) -> None:
        if number != signal.SIGINT:  # Ctrl-C: the terminal told the child too
            child.send_signal(number)

    before = {number: signal.signal(number, pass_on) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        code = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code
