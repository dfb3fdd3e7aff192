"""Keeps the programs of the site running, and ends them in order when asked to stop."""

import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

from zwolle_ot.launch.console import line, say
from zwolle_ot.launch.processes import LaunchError, Process

TOO_OFTEN = 4  # times ended by itself …
WITHIN = 60.0  # … in so many seconds: starting it again does not help
PATIENCE = 20.0  # seconds for an orderly end


class Stopped(Exception):
    """Somebody asked us to stop while something was still coming up."""


@dataclass
class Service:
    """A program that must keep running. `start` starts it and returns when it is as far as the next one needs. What
    others lean on (`foundation`) ends after them."""

    name: str
    start: Callable[[], Process]
    foundation: bool
    process: Process | None = None
    ended: deque[float] = field(default_factory=lambda: deque(maxlen=TOO_OFTEN))


class Supervisor:
    """Use as a context: inside it SIGINT and SIGTERM ask for an orderly stop; leaving it ends every service, then those
    that they lean on. A second signal ends them at once."""

    def __init__(self) -> None:
        self._services: list[Service] = []
        self._signals = 0
        self._steps: list[Process] = []

    def __enter__(self) -> "Supervisor":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        say("stopping")
        self._end([*self._steps, *self._processes(foundation=False)])
        for process in reversed(self._processes(foundation=True)):
            self._end([process])
        say("stopped")

    @property
    def stopping(self) -> bool:
        return self._signals > 0

    def add(self, name: str, start: Callable[[], Process], *, foundation: bool = False) -> None:
        """Start a service and keep it running from now on."""
        service = Service(name, start, foundation)
        self._services.append(service)
        service.process = start()
        self.check()

    def check(self) -> None:
        """Raise Stopped if we were asked to stop, LaunchError if a service keeps ending; start again what ended."""
        if self.stopping:
            raise Stopped
        for service in self._services:
            if service.process is not None and not service.process.running:
                self._start_again(service, service.process)

    def begin(self, name: str, argv: Sequence[str], *, env: Mapping[str, str], output: int | IO[bytes] = 2) -> Process:
        """Start a program that ends by itself; its output goes to standard error unless told otherwise."""
        step = Process(name, argv, env=env, output=output)
        self._steps.append(step)
        return step

    def finish(self, step: Process) -> None:
        """Wait until a step has ended. LaunchError when it failed."""
        while step.running:
            self.check()
            time.sleep(0.03)
        step.stop()
        self._steps.remove(step)
        if step.popen.returncode:
            raise LaunchError(f"{step.name} failed with exit code {step.popen.returncode}; see above.")

    def wait_until(self, ready: Callable[[], bool], *, seconds: float, otherwise: str) -> None:
        """Wait for `ready`, keeping the services up; LaunchError with the text `otherwise` after `seconds`."""
        end = time.monotonic() + seconds
        while not ready():
            self.check()
            if time.monotonic() > end:
                raise LaunchError(otherwise)
            time.sleep(0.05)

    def keep_running(self) -> None:
        """Until somebody asks to stop."""
        while not self.stopping:
            self.check()
            time.sleep(0.2)

    def _start_again(self, service: Service, ended: Process) -> None:
        ended.kill()  # what it left in its group
        service.ended.append(time.monotonic())
        if len(service.ended) == TOO_OFTEN and service.ended[-1] - service.ended[0] < WITHIN:
            raise LaunchError(f"{service.name} keeps ending (exit code {ended.popen.returncode}); see above.")
        say(f"{service.name} ended (exit code {ended.popen.returncode}); starting it again")
        service.process = service.start()

    def _processes(self, *, foundation: bool) -> list[Process]:
        return [service.process for service in self._services if service.process and service.foundation == foundation]

    def _end(self, processes: Sequence[Process]) -> None:
        """Ask them all to end, wait, and end by force what is left of them and in their groups."""
        if self._signals < 2:
            for process in processes:
                if process.running:
                    process.popen.send_signal(process.ends_by)
        end = time.monotonic() + PATIENCE
        while any(process.running for process in processes) and self._signals < 2 and time.monotonic() < end:
            time.sleep(0.02)
        for process in processes:
            process.kill()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._signals += 1


def prefixed(name: str, argv: Sequence[str], *, env: Mapping[str, str], pass_fds: Sequence[int] = ()) -> Process:
    """Start a program whose lines appear on our standard error with `name` before them."""
    process = Process(name, argv, env=env, output=subprocess.PIPE, pass_fds=pass_fds)

    def read() -> None:
        assert process.popen.stdout is not None
        for raw in process.popen.stdout:
            line(f"{name:>8} | {raw.decode(errors='replace')}")

    threading.Thread(target=read, name=f"output of {name}", daemon=True).start()
    return process
