"""Fixtures for every folder. Loaded by `tests/conftest.py`; importing it makes the tests strict (`tests.harness`)."""

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.core import serializers
from django.core.cache import cache
from django.db.backends.postgresql.creation import DatabaseCreation
from django.db.models.signals import post_migrate
from django.test import Client

from accounts.models import Change, User
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


OURS = ("accounts", "schools", "cases", "financing", "insights")
_lists: list[str] = []


def keep_lists(sender: object, using: str, **_: object) -> None:
    """A test that commits is followed by a flush, which also takes what migrations fill (core roles, kinds of meeting,
    grounds). Both end with this signal: the first time it keeps those rows, later it puts them back."""
    if _lists:
        for row in serializers.deserialize("json", _lists[0], using=using):
            row.save(using=using)
    else:
        ours = [model for name in OURS for model in apps.get_app_config(name).get_models() if model is not Change]
        rows = [row for model in ours for row in model._base_manager.using(using)]
        _lists.append(serializers.serialize("json", rows))


post_migrate.connect(keep_lists, sender=apps.get_app_config("accounts"), dispatch_uid="keep_lists")


def destroy_at_once(self: DatabaseCreation, test_database_name: str, verbosity: int) -> None:
    """Drop the database, also when a worker that a test ended or a page that a browser left still says goodbye to it:
    PostgreSQL would wait for those five seconds, and then refuse."""
    with self._nodb_cursor() as cursor:
        cursor.execute(f"drop database {self.connection.ops.quote_name(test_database_name)} with (force)")


DatabaseCreation._destroy_test_db = destroy_at_once
