"""Starts the services before Django reads its settings. Fixtures of an app live in `tests/<app>/conftest.py`."""

import os

import django
import pytest
from django.conf import settings

from zwolle_ot.launch import testing

testing.start()  # at import: a conftest.py in a folder below may import models
django.setup()
# A process that xdist starts must not inherit this: pytest-django would read the settings, and so the cache of all of them,
# before `testing.start` gives that process a cache of its own.
os.environ.pop("DJANGO_SETTINGS_MODULE", None)
pytest_plugins = ["tests.fixtures"]


def pytest_configure(config: pytest.Config) -> None:
    """Static files as they lie in the source: the test server finds no hashed names, and hashing takes 15 s."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


def pytest_unconfigure(config: pytest.Config) -> None:
    testing.stop()
