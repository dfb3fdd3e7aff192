"""The small city of these tests."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from insights import actions
from schools.models import Appointment
from tests.browser import chromium, new_page  # noqa: F401
from tests.insights.world import LONG_AGO, World

TODAY = datetime.date(2026, 9, 15)
SCHOOLS = (
    ("BO", "10001", "noord"),
    ("BO", "10001", "noord"),
    ("BO", "10002", "zuid"),
    ("BO", "10002", "zuid"),
    ("VO", "10003", ""),
    ("VO", "10003", ""),
    ("VO", "10001", ""),
)


@pytest.fixture
def city(db: None) -> World:
    return World(SCHOOLS)


@pytest.fixture
def counting(city: World) -> World:
    """The city with its reference days: absence is counted from the first row on."""
    actions.refresh_days(today=TODAY)
    return city


def person(role: str, **unit: Any) -> User:
    """Somebody who holds this role at one place."""
    email = f"{role.lower()}@example.org"
    somebody = User.objects.create(email=email, name=role.title(), is_demo=True)
    Appointment.objects.create(
        person=somebody, role=role, period=DateRange(LONG_AGO, None), confirmed_at=timezone.now(), **unit
    )
    return somebody


@pytest.fixture
def today() -> Iterator[datetime.date]:
    """15 September 2026, for the pages too."""
    with time_machine.travel(datetime.datetime(2026, 9, 15, 9, 0, tzinfo=datetime.UTC), tick=True):
        yield TODAY


@pytest.fixture
def officer(city: World, today: datetime.date, client: Client) -> Client:
    client.force_login(person("OFFICER", municipality=city.zwolle))
    return client


@contextmanager
def queries() -> Iterator[list[str]]:
    """The statements that a block sends. Not counted: what opens and closes a transaction, and what only a transaction
    inside that of the test asks: which settings to give back, and giving them back."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    around = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "select current_setting", "select set_config('role', 'ot_web'")
    found += [one["sql"] for one in captured if not one["sql"].startswith(around)]
