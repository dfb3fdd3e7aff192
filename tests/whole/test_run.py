"""`./run` itself: it comes up, shares its services, recovers, ends, and leaves nothing behind."""

import datetime
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from django.utils import timezone

from tests.whole.digests import digest
from tests.whole.launched import WITHOUT_DEMO, Up, environment, processes_of, run, with_tables
from tests.whole.services import free_port
from zwolle_ot.demo import build
from zwolle_ot.launch.postgres import Cluster
from zwolle_ot.launch.processes import wait_until
from zwolle_ot.launch.services import PROJECT, database_url

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(not pathlib.Path("/proc/self/environ").exists(), reason="looks at processes through /proc"),
]


@pytest.fixture(scope="module", autouse=True)
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Collected once for all the sites here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STATIC_ROOT", str(tmp_path_factory.mktemp("collected") / "static"))
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return with_tables(tmp_path_factory.mktemp("run") / "data")


@pytest.fixture(scope="module")
def up(data: pathlib.Path) -> Iterator[Up]:
    """One running site for the tests that do not end it."""
    with Up(data, free_port(), **WITHOUT_DEMO) as up:
        yield up.wait_until_ready()


def page(port: int, path: str = "gezond") -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def healthy(port: int) -> bool:
    try:
        return page(port)[0] == 200
    except OSError:
        return False


def sql(data: pathlib.Path, statement: str) -> str:
    """Beside our own tables, which belong to ot_owner."""
    return Cluster(data).sql(statement).strip()


# ---- While it is up ---------------------------------------------------------------------------------------------


def test_programs_log_in_with_the_role_of_their_task(up: Up) -> None:
    roles = sql(
        up.data, "select string_agg(distinct usename, ' ' order by usename) from pg_stat_activity where datname = 'ot'"
    )
    assert "ot_owner" not in roles
    assert page(up.port)[0] == 200
    assert sql(up.data, "select count(*) > 0 from pg_stat_activity where usename = 'ot_web'") == "t"


def test_what_the_server_itself_refuses_is_a_problem_too(up: Up) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"http://127.0.0.1:{up.port}/api/v1/schools?board={'x' * 9000}", timeout=10)
    with refused.value as answer:
        assert (answer.code, answer.headers["Content-Type"]) == (414, "application/problem+json")
        assert answer.headers["API-Version"] and json.load(answer)["status"] == 414


def test_manage_shares_the_services_of_a_running_site(up: Up) -> None:
    ask = "from django.db import connection as c; c.ensure_connection(); print(c.connection.info.user)"
    done = run(up.data, "manage", "shell", "--verbosity", "0", "--command", ask, **WITHOUT_DEMO)
    assert (done.returncode, done.stdout) == (0, "ot_worker\n"), done.stderr
    assert healthy(up.port)


DRAWS = """
from django.utils import timezone
from accounts.roles import ROLES
from insights.ahead import draw_ahead
from insights.choices import Audience
from insights.keeping import Place
from insights.lately import note
today = timezone.localdate()
note("eerste-blik", Place(Audience(ROLES["OFFICER"], frozenset()).told, "/cijfers/", today, ""))
print(draw_ahead(today=today))
"""


def test_the_worker_may_take_the_rights_of_a_reader_of_figures(up: Up) -> None:
    done = run(up.data, "manage", "shell", "--verbosity", "0", "--command", DRAWS, **WITHOUT_DEMO)
    assert (done.returncode, done.stdout) == (0, "1\n"), done.stderr


def test_a_second_start_on_the_same_data_is_refused(up: Up) -> None:
    done = run(up.data, PORT=str(free_port()), **WITHOUT_DEMO)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"./run (process {up.process.pid}) is busy with {up.data}" in done.stderr
    assert healthy(up.port)


def test_reset_is_refused_while_it_runs(up: Up) -> None:
    done = run(up.data, "reset", "--yes")
    assert (done.returncode, done.stdout) == (1, "")
    assert "is busy with" in done.stderr


def test_a_killed_postgres_is_started_again(up: Up) -> None:
    sql(up.data, "create table kept as select 7 as number")
    postmaster = int((Cluster(up.data).data / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    assert wait_until(lambda: "postgres ended (exit code -9); starting it again" in up.errors, seconds=10)
    assert wait_until(lambda: healthy(up.port), seconds=30, every=0.2)
    assert sql(up.data, "select number from kept") == "7"


@pytest.mark.parametrize("program", ["gunicorn", "celery --quiet --app zwolle_ot worker", "valkey-server"])
def test_a_killed_program_is_started_again_and_leaves_no_child(up: Up, program: str) -> None:
    before = processes_of(up.data, program)
    os.kill(before[0], signal.SIGKILL)  # the lowest number is the oldest: the parent of the others
    assert wait_until(
        lambda: len(set(processes_of(up.data, program)) - set(before)) >= len(before), seconds=40, every=0.2
    )
    assert not set(before) & set(processes_of(up.data, program))
    assert wait_until(lambda: healthy(up.port), seconds=40, every=0.2)


FEW = 0.05  # of the questions; the whole world is made in test_demo.py


@pytest.fixture
def first_day() -> datetime.date:
    """Before the site starts, so that both worlds are of one day; not begun in the minutes before midnight."""
    if timezone.localtime().time() > datetime.time(23, 55):
        pytest.skip("midnight comes between the two worlds")
    return timezone.localdate()


@pytest.fixture
def first(first_day: datetime.date, tmp_path: pathlib.Path) -> Iterator[Up]:
    with Up(tmp_path / "data", free_port(), OT_DEMO_SCALE=str(FEW)) as started:
        started.wait_until_ready()
        yield started


def test_a_first_start_says_each_step_makes_the_demo_world_and_names_its_people(
    first: Up, first_day: datetime.date, db: None, settings: Any, tmp_path: pathlib.Path
) -> None:
    """And the same day makes the same world, also in another process."""
    assert page(first.port) == (200, "gezond\n")
    new, site = ["PostgreSQL: making a new database", "Valkey: starting"], ["web, worker and beat:", "s] ready"]
    places = [first.errors.index(step) for step in [*new, "migrate:", "demo:", *site]]
    assert places == sorted(places)
    people = (first.data / "demo.people").read_text()
    assert len([line for line in people.splitlines() if "@" in line]) >= 6  # one for each role
    assert first.output == f"\nhttp://localhost:{first.port}/   (Ctrl-C stops everything)\n\n{people}\n"
    status, body = page(first.port, "toegang/inloggen/")
    assert (status, "Voorbeeldgegevens" in body) == (200, True)

    with closing(psycopg2.connect(database_url("ot_owner", first.data))) as there, there.cursor() as cursor:
        made_there = digest(cursor)
    settings.MEDIA_ROOT = tmp_path / "uploads"
    assert build.build(today=first_day, scale=FEW)
    assert digest() == made_there


# ---- Its end ----------------------------------------------------------------------------------------------------


def test_killed_or_stopped_it_leaves_nothing_and_keeps_the_data(tmp_path: pathlib.Path) -> None:
    data = with_tables(tmp_path / "data")
    with Up(data, free_port(), **WITHOUT_DEMO) as up:
        up.wait_until_ready()
        sql(data, "create table kept as select 9 as number")
        assert len(processes_of(data)) > 6
        up.end(signal.SIGKILL)
        assert wait_until(lambda: processes_of(data) == [], seconds=10, every=0.1), processes_of(data)
    with Up(data, free_port(), **WITHOUT_DEMO) as again:
        again.wait_until_ready()
        assert sql(data, "select number from kept") == "9"
        assert again.end(signal.SIGTERM) == 0
    assert processes_of(data) == []
    assert again.errors.rstrip().endswith("stopped")


def test_a_command_starts_the_services_itself_and_ends_them(tmp_path: pathlib.Path) -> None:
    ask = "import sys; print('a;b'); print('chatter', file=sys.stderr); sys.exit(7)"
    data = with_tables(tmp_path / "data")
    done = run(data, "manage", "shell", "--verbosity", "0", "--command", ask, **WITHOUT_DEMO)
    assert (done.returncode, done.stdout) == (7, "a;b\n"), done.stderr
    assert processes_of(data) == []


def test_stopped_while_it_comes_up_it_leaves_nothing(tmp_path: pathlib.Path) -> None:
    data = tmp_path / "data"
    with Up(data, free_port(), **WITHOUT_DEMO) as up:
        assert wait_until(lambda: "migrate:" in up.errors, seconds=60)
        assert up.end(signal.SIGINT) == 0
    assert processes_of(data) == []


def test_reset_throws_the_data_away(tmp_path: pathlib.Path) -> None:
    data = tmp_path / "data"
    assert run(data, "manage", "check", **WITHOUT_DEMO).returncode == 0
    (data / "of somebody else").touch()
    unasked = run(data, "reset")
    assert (unasked.returncode, unasked.stdout) == (1, "")
    assert "throws away all data" in unasked.stderr
    assert not Cluster(data).is_new
    assert run(data, "reset", "--yes").returncode == 0
    assert sorted(path.name for path in data.iterdir()) == ["lock", "of somebody else"]


# ---- What stops it before it starts -----------------------------------------------------------------------------


def test_a_port_in_use_is_said_and_nothing_starts(tmp_path: pathlib.Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(tmp_path / "data", PORT=str(port), **WITHOUT_DEMO)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"Port {port} is not free")
    assert not list((tmp_path / "data").glob("pg*"))


def test_a_real_database_needs_an_address_for_each_role(tmp_path: pathlib.Path) -> None:
    done = run(tmp_path / "data", "manage", "migrate", DATABASE_URL="postgres://ot_web:x@127.0.0.1:1/ot")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Set OT_OWNER_DATABASE_URL too" in done.stderr


def test_a_missing_setting_outside_demo_mode_is_said(tmp_path: pathlib.Path) -> None:
    done = run(tmp_path / "data", "manage", "check", **{**WITHOUT_DEMO, "ALLOWED_HOSTS": ""})
    assert done.returncode == 1
    assert "Set ALLOWED_HOSTS to the host names of this site" in done.stderr
    assert processes_of(tmp_path / "data") == []


def test_an_unknown_command_is_said(tmp_path: pathlib.Path) -> None:
    done = run(tmp_path / "data", "tset")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no ./run tset.")


@pytest.fixture
def checkout(tmp_path: pathlib.Path) -> pathlib.Path:
    """As fresh from git: the script and its package, and no environment yet."""
    launch = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PROJECT / "zwolle_ot" / "launch", tmp_path / "zwolle_ot" / "launch", ignore=launch)
    for name in ("run", "zwolle_ot/__init__.py", *(path.name for path in PROJECT.glob("requirements*.lock"))):
        shutil.copy(PROJECT / name, tmp_path / name)
    return tmp_path


def start_fresh(checkout: pathlib.Path, program: str) -> "subprocess.CompletedProcess[str]":
    """Run `program`, Python that may start `run`, as if it were the machine's own Python."""
    python = [sys._base_executable, "-c", program]
    env = environment(checkout / ".data")
    return subprocess.run(python, cwd=checkout, env=env, capture_output=True, text=True, check=False)


START = "import runpy, sys; sys.argv = ['run']; sys.path.insert(0, '.'); runpy.run_path('run', run_name='__main__')"


def test_an_old_python_is_said(checkout: pathlib.Path) -> None:
    done = start_fresh(checkout, f"import sys; sys.version_info = (3, 10, 4); {START}")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Python 3.11 or newer is needed; this is Python 3.10. Try: python3.11 run\n"


def test_a_python_without_venv_is_said(checkout: pathlib.Path) -> None:
    # As Debian without python3-venv: the module venv is there, ensurepip is not.
    hide = (
        "import importlib.util as u; find = u.find_spec; u.find_spec = lambda n: None if n == 'ensurepip' else find(n)"
    )
    done = start_fresh(checkout, f"{hide}; {START}")
    assert (done.returncode, done.stdout) == (1, "")
    assert "apt install python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()
