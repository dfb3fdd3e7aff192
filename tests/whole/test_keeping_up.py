"""After a change the worker is asked to keep up: once until it begins, and never so that the person notices."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import actions
from cases.enums import ContactKind
from cases.models import LogEntry
from tests.cases.conftest import by, question
from tests.cast import Town
from zwolle_ot.celery import app
from zwolle_ot.tasks import keep_up

QUEUE = "celery"


@pytest.fixture(autouse=True)
def empty_queue() -> Iterator[None]:
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge(QUEUE)
        yield
        broker.default_channel.queue_purge(QUEUE)


def asked() -> int:
    """How often the worker was asked and did not begin yet."""
    with app.connection_for_read() as broker:
        return int(broker.default_channel.client.llen(QUEUE))


@pytest.fixture
def write(town: Town, as_) -> Callable[..., int]:
    """Log a talk with the child, as the IB'er; the status of the answer."""
    [case] = actions.raise_questions(by=by(town.ib, "IB"), questions=[question(town)])

    def written(*, minutes: str = "20") -> int:
        sent = {"kind": ContactKind.CHILD.value, "minutes": minutes, "body": "Zij is stil.", "once": uuid.uuid4()}
        sent["on"] = f"{timezone.localdate():%d-%m-%Y}"
        return as_(town.ib).post(reverse("cases:log", args=[case.pk]), sent).status_code

    return written


def test_a_change_asks_once_until_the_worker_begins(write):
    assert [write(), write()] == [302, 302]
    assert asked() == 1
    keep_up()
    write()
    assert asked() == 2


def test_looking_typing_and_refusals_ask_nothing(town, as_, write):
    client = as_(town.ib)
    assert client.get(reverse("cases:worklist")).status_code == 200
    assert client.post(reverse("cases:draft", args=["nieuw"]), {"text": "Zij is"}).status_code == 200
    assert write(minutes="-3") == 422
    assert asked() == 0


@pytest.fixture
def no_broker() -> Iterator[None]:
    """Nobody listens at this address. Connections that are open already are forgotten, as after a fork."""
    before = app.conf.broker_write_url
    app.conf.broker_write_url = "redis+socket:///nonexistent/valkey.sock"
    app._after_fork()
    yield
    app.conf.broker_write_url = before
    app._after_fork()


def test_without_a_broker_the_change_is_kept(write, no_broker):
    assert write() == 302
    assert LogEntry.objects.count() == 1
