"""Starts the services before Django reads its settings. Fixtures of an app live in `tests/<app>/conftest.py`."""

import os

import django
import pytest
from django.conf import settings
from django.db import connections

from zwolle_ot.launch import testing

testing.start()  # at import: a conftest.py in a folder below may import models
django.setup()
# A process that xdist starts must not inherit this: pytest-django would read the settings, and so the cache of all of them,
# before `testing.start` gives that process a cache of its own.
os.environ.pop("DJANGO_SETTINGS_MODULE", None)
pytest_plugins = ["tests.fixtures"]


def pytest_configure(config: pytest.Config) -> None:
    """Static files as they lie in the source: the test server finds no hashed names, and hashing takes 15 s. Tables as they
    were made for the whole run: migrating in each process takes 10 s."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if template := os.environ.get("OT_TEST_TEMPLATE"):
        connections.settings["default"]["TEST"]["TEMPLATE"] = template


#: What takes longest begins first, so that no process is left alone with it at the end.
LONG = (
    "test_run.py",
    "test_worker_killed.py",
    "test_team_year.py",
    "test_demo.py",
    "test_demo_building.py",
    "test_parts_in_browser.py",
    "test_browser.py",
    "test_url_walk.py",
    "test_around_pages.py",
    "test_pages_in_browser.py",
    "test_attack.py",
    "test_in_browser.py",
    "test_schemathesis.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files keep their tests in order; only the order of the files changes."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))


def pytest_unconfigure(config: pytest.Config) -> None:
    testing.stop()
