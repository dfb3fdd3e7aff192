"""Ends process groups whose starter has died. Runs as a program of its own: `python -I -S guard.py`, told what to watch
on standard input. That input ends when the starter is gone, however it went; no signal and no polling is needed.
"""

import os
import signal
import sys
import time

PATIENCE = 8.0  # seconds for an orderly end, before SIGKILL


def send(group: int, how: int) -> bool:
    """True if somebody of the group was still there. A zombie counts until its new parent has collected it."""
    try:
        os.killpg(group, how)
    except (ProcessLookupError, PermissionError):
        return False
    return True


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
    left = {group for group, how in watched.items() if send(group, how)}
    while left and time.monotonic() < end:
        time.sleep(0.05)
        left = {group for group in left if send(group, 0)}
    for group in left:
        send(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
