"""`./run` as a person starts it, and a look at what is left of it afterwards."""

import contextlib
import os
import pathlib
import re
import signal
import subprocess

from zwolle_ot.launch.postgres import Cluster
from zwolle_ot.launch.processes import wait_until
from zwolle_ot.launch.services import PROJECT
from zwolle_ot.launch.testing import LAUNCHER_DECIDES, tables

# The site without demo people: its database is there in seconds. Health may be asked over plain http.
WITHOUT_DEMO = {
    "OT_DEMO": "0",
    "ALLOWED_HOSTS": "127.0.0.1",
    "EMAIL_URL": "smtps://nobody:none@127.0.0.1:465",
    "DEFAULT_FROM_EMAIL": "ot@example.test",
}


def environment(data: pathlib.Path, **more: str) -> dict[str, str]:
    """What a person's shell would hold: nothing of the test run's own services."""
    ours = {name: value for name, value in os.environ.items() if name not in LAUNCHER_DECIDES}
    return {**ours, "OT_DATA": str(data), **more}


def run(data: pathlib.Path, *arguments: str, **env: str) -> "subprocess.CompletedProcess[str]":
    """`./run` with arguments, to its end."""
    return subprocess.run(
        [PROJECT / "run", *arguments],
        env=environment(data, **env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def with_tables(data: pathlib.Path) -> pathlib.Path:
    """`data`, with the database of a site without demo people that never ran: whoever starts on it finds its tables there."""
    Cluster(data).begin_with(tables(pathlib.Path(os.environ["OT_DATA"])))
    return data


class Up:
    """A `./run` that stays up, on a data folder and a port of its own. Use as a context."""

    def __init__(self, data: pathlib.Path, port: int, **env: str) -> None:
        self.data, self.port = data, port
        self._output, self._errors = data.with_name(f"{data.name}.stdout"), data.with_name(f"{data.name}.stderr")
        with self._output.open("wb") as stdout, self._errors.open("ab") as stderr:
            self.process = subprocess.Popen(
                [PROJECT / "run"],
                env=environment(data, PORT=str(port), **env),
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )

    def __enter__(self) -> "Up":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.end(signal.SIGTERM)

    @property
    def output(self) -> str:
        """What it said on standard output."""
        return self._output.read_text()

    @property
    def errors(self) -> str:
        """What this and earlier runs on the same data said on standard error."""
        return self._errors.read_text()

    def wait_until_ready(self, seconds: float = 600) -> "Up":
        """Until it has printed its address; fails with all it said when that does not come."""
        wait_until(lambda: self.process.poll() is not None or "http://" in self.output, seconds=seconds)
        assert self.process.poll() is None and "http://" in self.output, self.errors
        return self

    def end(self, number: signal.Signals) -> int:
        """Send it a signal and wait for its end; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)


def processes_of(data: pathlib.Path, program: str = "") -> list[int]:
    """Living processes that have `data` in their environment or command line, and `program` in the latter."""
    mark = re.compile(re.escape(str(data)).encode() + rb"(?![\w-])")
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ")
            ours = mark.search(command) or mark.search((process / "environ").read_bytes())
            if ours and command and program.encode() in command and int(process.name) != os.getpid():
                found.append(int(process.name))
    return sorted(found)
