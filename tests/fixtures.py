"""Fixtures for every folder. Loaded by `tests/conftest.py`; importing it makes the tests strict (`tests.harness`)."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests import harness
from tests.cast import Town, build_town, sign_in

harness.install()


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture
def as_(client: Client) -> Callable[..., Client]:
    """`as_(town.ib)`: the client of this test, signed in as somebody; `as_(town.ib, role="IB")` in one of their roles."""

    def signed_in(someone: User, *, role: str | None = None) -> Client:
        return sign_in(client, someone, role=role)

    return signed_in


@pytest.fixture(autouse=True)
def fresh_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Sessions and counted attempts live in the cache: no test meets those of another."""
    yield
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        cache.clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that commits is followed by a flush, which would also take what migrations fill (core roles, kinds of
    meeting, grounds). Django then puts that back, so that the order of tests does not matter."""
    for item in items:
        names: list[str] = getattr(item, "fixturenames", [])
        mark = item.get_closest_marker("django_db")
        commits = {"transactional_db", "live_server"} & set(names) or (mark and mark.kwargs.get("transaction"))
        if commits and "django_db_serialized_rollback" not in names:
            names.append("django_db_serialized_rollback")
