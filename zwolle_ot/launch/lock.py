"""One owner of a data folder at a time. The kernel lets go of the lock when its holder is gone, however it went."""

import contextlib
import fcntl
import json
import os
import pathlib
from dataclasses import asdict, dataclass

from zwolle_ot.launch.processes import LaunchError


@dataclass(frozen=True)
class Holder:
    """Who holds the lock: what was asked of it, its process id, and whether its services are ready for others."""

    command: str
    pid: int
    ready: bool = False


class DataLock:
    """The lock on `data`, held until the process ends or `release`."""

    def __init__(self, data: pathlib.Path, command: str) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.data = data
        self._path = data / "lock"
        self._me = Holder(command, os.getpid())
        self._descriptor: int | None = None

    def take(self) -> bool:
        """True if the folder is ours now, False if another process has it."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        self._write(self._me)
        return True

    def insist(self) -> None:
        """Take it, or raise LaunchError naming who has it."""
        if not self.take():
            holder = self.holder()
            who = f"{holder.command} (process {holder.pid})" if holder else "another process"
            raise LaunchError(f"{who} is busy with {self.data}. Stop it first, or choose another folder with OT_DATA.")

    def announce_ready(self) -> None:
        """Tell who reads `holder` that the services answer and the tables are there."""
        self._write(Holder(self._me.command, self._me.pid, ready=True))

    def holder(self) -> Holder | None:
        """Who has it now, as far as can be read."""
        with contextlib.suppress(OSError, ValueError, TypeError):
            return Holder(**json.loads(self._path.read_text()))
        return None

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _write(self, holder: Holder) -> None:
        assert self._descriptor is not None
        text = json.dumps(asdict(holder)).encode()
        os.pwrite(self._descriptor, text, 0)
        os.ftruncate(self._descriptor, len(text))
