"""The embedded PostgreSQL where it is hard: long paths, root without namespaces, data of another version, a kill."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys

import pytest

from tests.whole.launched import processes_of
from zwolle_ot.launch.postgres import Cluster, find_binaries
from zwolle_ot.launch.processes import LaunchError, wait_until
from zwolle_ot.launch.services import PROJECT, database_url, ensure_roles

pytestmark = pytest.mark.services
HATS = [
    "case",
    "figures",
    "figures_look",
    "look",
    "money",
    "money_look",
    "people",
    "people_look",
    "privacy",
    "privacy_look",
]


def start(cluster: Cluster) -> Cluster:
    try:
        return cluster.start()
    except BaseException:
        cluster.stop()
        raise


def test_a_long_path_gets_a_short_socket(tmp_path: pathlib.Path) -> None:
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    cluster = start(Cluster(deep, durable=False))
    try:
        assert cluster.sql("show data_directory").strip() == str(deep / f"pg{cluster.major}")
        assert len(str(cluster.socket_folder)) < 85
        assert cluster.socket_folder.stat().st_mode & 0o777 == 0o700
        assert str(cluster.socket_folder) in database_url("ot_web", deep)
    finally:
        cluster.stop()
        shutil.rmtree(cluster.socket_folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_root_without_user_namespaces_becomes_nobody(tmp_path: pathlib.Path) -> None:
    cluster = Cluster(tmp_path, durable=False, namespaces=False)
    try:
        cluster.start()
        assert cluster.process is not None
        status = pathlib.Path(f"/proc/{cluster.process.pid}/status").read_text()
        assert "\nUid:\t65534\t65534\t65534\t65534\n" in status
        assert cluster.sql("select 1") == "1\n"
    finally:
        cluster.stop()
        shutil.rmtree(cluster.data.parent)


def test_data_of_another_version_is_left_alone(tmp_path: pathlib.Path) -> None:
    (tmp_path / "pg17").mkdir()
    (tmp_path / "pg17" / "PG_VERSION").write_text("17\n")
    cluster = Cluster(tmp_path)
    if cluster.data.parent != tmp_path:
        pytest.skip("this machine keeps the data elsewhere")
    with pytest.raises(LaunchError, match="holds data of pg17 and this is PostgreSQL"):
        cluster.start()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pg17", "run"]


def test_a_wrong_pg_bin_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(LaunchError, match="there is no program `postgres` in it"):
        find_binaries()


def test_roles_can_be_made_twice_and_web_inherits_nothing(tmp_path: pathlib.Path) -> None:
    cluster = start(Cluster(tmp_path, durable=False))
    try:
        ensure_roles(cluster)
        ensure_roles(cluster)
        granted = cluster.sql(
            "select roleid::regrole, inherit_option, set_option, admin_option from pg_auth_members "
            "where member = 'ot_web'::regrole order by roleid::regrole::text"
        )
        assert granted.split() == [f"ot_{hat}|f|t|f" for hat in HATS]
        assert cluster.sql("select count(*) from pg_auth_members where member = 'ot_owner'::regrole") == "0\n"
        special = "select count(*) from pg_roles where rolname ~ '^ot_' and (rolsuper or rolbypassrls or rolcreaterole)"
        assert cluster.sql(special) == "0\n"
    finally:
        cluster.stop()


def test_it_ends_with_its_starter_and_recovers(tmp_path: pathlib.Path) -> None:
    starter = "import sys, time, pathlib; from zwolle_ot.launch.postgres import Cluster; "
    starter += "c = Cluster(pathlib.Path(sys.argv[1])).start(); c.sql('create table kept as select 3 as number'); "
    starter += "print('up', flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", starter, str(tmp_path)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        process.send_signal(signal.SIGKILL)
    cluster = start(Cluster(tmp_path))  # at once: it waits until the old one is gone
    try:
        assert cluster.sql("select number from kept") == "3\n"
    finally:
        cluster.stop()
    assert wait_until(lambda: processes_of(tmp_path, "postgres") == [], seconds=10)
