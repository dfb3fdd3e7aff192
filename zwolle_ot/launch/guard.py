"""Ends process groups whose starter has died. Runs as a program of its own: `python -I -S guard.py`, told what to watch
on standard input. That input ends when the starter is gone, however it went; no signal and no polling is needed.
"""

import contextlib
import os
import pathlib
import signal
import sys
import time

PATIENCE = 8.0  # seconds for an orderly end, before SIGKILL


def send(group: int, how: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, how)


def is_alive(group: int) -> bool:
    """Is anybody of the group still running? A zombie, which only waits for its new parent to collect it, is not."""
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    if not sys.platform.startswith("linux"):
        return True
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _parent, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                return True
    return False


def main() -> None:
    for terminal_signal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(terminal_signal, signal.SIG_IGN)  # we leave last
    watched: dict[int, int] = {}
    for line in sys.stdin:
        verb, group, *how = line.split()
        if verb == "watch":
            watched[int(group)] = int(how[0])
        else:
            watched.pop(int(group), None)
    end = time.monotonic() + PATIENCE
    for group, how in watched.items():
        send(group, how)
    while (left := [group for group in watched if is_alive(group)]) and time.monotonic() < end:
        time.sleep(0.1)
    for group in left:
        send(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
