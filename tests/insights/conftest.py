"""The small city of these tests."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import ApiClient, Scope, User
from insights import actions, keeping, lately
from insights.models import Publication, PublishedFigure
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


@pytest.fixture
def published(city: World) -> World:
    """Figures as if they had been published: what it takes to count them is tested elsewhere, and takes seconds."""
    actions.refresh_places(today=TODAY)
    units = [("city", ""), *(("neighbourhood_team", code) for code in ("noord", "zuid"))]
    units += [("board", "10001"), ("board", "10002"), *(("location", team.location.code) for team in city.teams)]
    for kind, first in (("quarter", datetime.date(2026, 4, 1)), ("school_year", datetime.date(2025, 8, 1))):
        publication = Publication.objects.create(
            kind=kind, first=first, revision=1, counted_on=datetime.date(2026, 8, 1)
        )
        PublishedFigure.objects.bulk_create(
            PublishedFigure(
                publication=publication, figure="raised", level=level, unit=unit, shape="rounded", number=10 + 5 * at
            )
            for at, (level, unit) in enumerate(units)
        )
    return city


class Program:
    """A client program: asks with its token."""

    def __init__(self, client: Client, token: str) -> None:
        self._client, self._token = client, token

    def get(self, path: str, **headers: str) -> Any:
        return self._client.get(path, headers={"Authorization": f"Bearer {self._token}", **headers})


@pytest.fixture
def token(db: None) -> str:
    cache.clear()
    keeping.forget()
    lately.forget()
    client = ApiClient(
        name="Dashboard van de raad",
        contact="raad@example.org",
        scopes=[Scope.STATISTICS, Scope.MONEY],
        per_minute=1000,
    )
    token = client.take_new_token()
    client.save()
    return token


@pytest.fixture
def program(token: str, client: Client, today: datetime.date) -> Program:
    return Program(client, token)


@pytest.fixture
def counted(city: World) -> World:
    """Published questions of a spring, and an hour and a half of the summer."""
    for team in city.teams[:4]:
        city.many(team, 6, datetime.date(2026, 5, 11))
    city.log(city.case(city.pupil(city.teams[0]), datetime.date(2026, 8, 3)), datetime.date(2026, 8, 4), 90)
    actions.nightly(today=TODAY)
    return city
