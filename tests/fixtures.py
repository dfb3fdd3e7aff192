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
