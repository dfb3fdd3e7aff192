"""What the launcher says. All of it to standard error: standard output belongs to the command that was asked for."""

import sys
import threading
import time

_started = time.monotonic()
_lock = threading.Lock()


def say(*words: object) -> None:
    """One line, with the seconds since the start before it."""
    line(f"[{time.monotonic() - _started:6.1f} s] {' '.join(map(str, words))}\n")


def line(text: str) -> None:
    """A whole line at once: several threads speak."""
    with _lock:
        sys.stderr.write(text)
        sys.stderr.flush()
