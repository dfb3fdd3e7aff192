"""What the launcher says. All of it to standard error: standard output belongs to the command that was asked for."""

import os
import sys
import threading
import time

# `./run` becomes another Python once the environment is there; it hands its clock on, for this process id only.
_pid, _, _since = os.environ.pop("OT_RUN_STARTED", "").partition(" ")
_started = float(_since) if _pid == str(os.getpid()) else time.monotonic()
os.environ["OT_RUN_STARTED"] = f"{os.getpid()} {_started}"
_lock = threading.Lock()


def say(*words: object) -> None:
    """One line, with the seconds since the start before it."""
    line(f"[{time.monotonic() - _started:6.1f} s] {' '.join(map(str, words))}\n")


def line(text: str) -> None:
    """A whole line at once: several threads speak."""
    with _lock:
        sys.stderr.write(text)
        sys.stderr.flush()
