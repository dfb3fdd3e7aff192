"""A worker killed in the middle loses nothing and does nothing twice: on the embedded broker, on Redis and on RabbitMQ.

The work is real: 40 questions with talks enough for a flag each. The worker is killed with -9, pool processes too, once
it has begun; another one finishes. Afterwards every question has exactly one open flag and nothing is left to do.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from cases import actions, tasks
from cases.actions import Contact
from cases.enums import ContactKind
from cases.models import Case, CaseFlag, StaleCase
from tests.cases.conftest import TODAY, by, question
from tests.cast import Town, build_town
from tests.whole import services
from tests.whole.launched import with_tables
from zwolle_ot.celery import app
from zwolle_ot.launch.processes import wait_until
from zwolle_ot.launch.services import PROJECT

QUESTIONS, BATCH = 40, 4


REAL_SERVER = "OT_WORKER_DATABASE_URL" in os.environ
BROKERS = ["redis"] if REAL_SERVER else ["embedded", "rabbitmq"]


@pytest.fixture(params=BROKERS)
def broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a broker that really runs."""
    if request.param == "embedded":
        yield settings.CELERY_BROKER_URL
    elif request.param == "redis":
        with services.start_redis(tmp_path / "redis") as url:
            yield url
    else:
        with services.start_rabbitmq(tmp_path / "rabbitmq") as url:
            yield url


@pytest.fixture
def town_of_work(transactional_db: None) -> Town:
    """Committed, so that another process sees it."""
    return build_town()


def asked(town: Town) -> list[Case]:
    cases = actions.raise_questions(
        by=by(town.ib, "IB"), questions=[question(town, name=f"Kind {number}") for number in range(QUESTIONS)]
    )
    talks = [Contact(case=case, on=TODAY, kind=ContactKind.CHILD, minutes=30) for case in cases for _ in range(5)]
    actions.log_contacts(by=by(town.mate, "JGW"), contacts=talks)
    return cases


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_nothing(broker: str, town_of_work: Town, tmp_path: Path) -> None:
    cases = asked(town_of_work)
    env = {
        "DATABASE_URL": services.worker_url(connection.settings_dict["NAME"]),
        "CELERY_BROKER_URL": broker,
        "CACHE_URL": settings.CACHE_URL,
        "STALE_BATCH": str(BATCH),
    }
    log = tmp_path / "worker.log"
    with override_settings(CELERY_BROKER_URL=broker), app.connection_for_write(broker) as to_broker:
        for _ in range(2 * QUESTIONS // BATCH):
            tasks.drain_stale.apply_async(connection=to_broker)
        with services.start_worker(env, log) as worker:
            assert wait_until(lambda: CaseFlag.objects.exists(), seconds=60), log.read_text()
            worker.kill()
        begun = CaseFlag.objects.count()
        with services.start_worker(env, log):

            def done() -> bool:
                """As the clock does: asks for what is left, time and again."""
                tasks.drain_stale.apply_async(connection=to_broker)
                return not StaleCase.objects.exists()

            assert wait_until(done, seconds=90, every=0.5), log.read_text()

    assert 0 < begun < QUESTIONS
    flags = CaseFlag.objects.values_list("case", "rule", "cleared_on")
    assert sorted(flags) == sorted((case.pk, "many_sessions", None) for case in cases)
    assert not StaleCase.objects.exists()


@pytest.mark.services
@pytest.mark.skipif(REAL_SERVER, reason="this is the real server")
def test_all_of_this_on_a_real_server(tmp_path: Path) -> None:
    """The test above on Debian's Redis, with a PostgreSQL over TCP where every role has its password."""
    services.need("redis", "redis-server")
    with_tables(tmp_path / "postgres")
    with services.start_postgres(tmp_path / "postgres") as addresses:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
        env = {
            **ours,
            "OT_DATA": str(tmp_path / "data"),
            "OT_TEST_TEMPLATE": "ot",
            "DATABASE_URL": addresses["ot_owner"],
            "OT_WORKER_DATABASE_URL": addresses["ot_worker"],
        }
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            __file__,
            "-k",
            "loses_nothing and redis",
        ]
        done = subprocess.run(command, env=env, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout
