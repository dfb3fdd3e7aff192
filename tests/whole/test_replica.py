"""The API reads from a streaming replica: a second PostgreSQL, made from the first with pg_basebackup."""

import hashlib
import os
import pathlib
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.whole.launched import with_tables
from tests.whole.services import need
from zwolle_ot.launch.postgres import Cluster
from zwolle_ot.launch.processes import wait_until
from zwolle_ot.launch.services import PROJECT, database_url, ensure_roles

pytestmark = pytest.mark.services
TOKEN = "otz_voorbeeld_van_een_replica"
PROGRAM = f"""insert into accounts_apiclient (id, name, contact, token_prefix, token_hash, scopes, per_minute, created_at)
values (uuidv7(), 'Programma', 'p@example.org', 'otz_voorbeel', '{hashlib.sha256(TOKEN.encode()).hexdigest()}',
  '{{statistics}}', 60, now())"""
ASK = f"""
import django; django.setup()
from django.test import Client
answer = Client().get("/api/v1/statistics/questions?period=2026-05&periods=1", headers={{"Authorization": "Bearer {TOKEN}"}})
print(answer.status_code, answer.json()["items"][0]["raised"]["text"])
"""


@pytest.fixture
def primary(tmp_path: pathlib.Path) -> Iterator[Cluster]:
    cluster = Cluster(with_tables(tmp_path / "primary"), durable=False)
    try:
        ensure_roles(cluster.start())
        cluster.sql(PROGRAM, database="ot")
        publish(cluster, revision=1, number=15)
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture
def replica(primary: Cluster, tmp_path: pathlib.Path) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path / "replica", durable=False)
    if cluster.data.parent != cluster.root:
        pytest.skip("this machine keeps the data elsewhere")
    copier = need("pg_basebackup", primary.binaries / "pg_basebackup")
    cluster.root.mkdir()
    source = ["-h", str(primary.socket_folder), "-U", "postgres"]
    options = [
        "-D",
        str(cluster.data),
        "--write-recovery-conf",
        "--wal-method=stream",
        "--checkpoint=fast",
        "--no-sync",
    ]
    subprocess.run([str(copier), *source, *options], check=True, timeout=60)
    try:
        yield cluster.start()
    finally:
        cluster.stop()


def publish(cluster: Cluster, *, revision: int, number: int) -> None:
    """So many new questions in May 2026, in the whole city."""
    cluster.sql(
        f"""with made as (insert into insights_publication (kind, first, revision, counted_on)
              values ('month', '2026-05-01', {revision}, '2026-07-01') returning id)
            insert into insights_publishedfigure
              (publication_id, figure, measure, sector, level, unit, breakdown, value, shape, number)
            select id, 'raised', 'count', '', 'city', '', '', '', 'exact', {number} from made""",
        database="ot",
    )


def run(cluster: Cluster, role: str, *command: str, figures: Cluster | None = None) -> str:
    """A Python process of ours on these databases."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "zwolle_ot.settings",
        "DATABASE_URL": database_url(role, cluster.root),
    }
    if figures:
        environment["FIGURES_DATABASE_URL"] = database_url("ot_web", figures.root)
    return subprocess.check_output([sys.executable, *command], cwd=PROJECT, env=environment, text=True, timeout=120)


def test_figures_come_from_the_replica_and_follow_the_primary(primary: Cluster, replica: Cluster) -> None:
    def ask() -> str:
        return run(primary, "ot_web", "-c", ASK, figures=replica).strip()

    assert replica.sql("select pg_is_in_recovery()").strip() == "t"
    assert ask() == "200 15"

    replica.sql("select pg_wal_replay_pause()")
    publish(primary, revision=2, number=20)
    assert ask() == "200 15", "the replica stands still, and that is where the figures come from"

    replica.sql("select pg_wal_replay_resume()")
    count = "select count(*) from insights_publication"
    assert wait_until(lambda: replica.sql(count, database="ot").strip() == "2", seconds=20)
    assert ask() == "200 20"
