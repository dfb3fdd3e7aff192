"""Starts the services before Django reads its settings. Fixtures of an app live in `tests/<app>/conftest.py`."""

import django
import pytest

from zwolle_ot.launch import testing

testing.start()  # at import: a conftest.py in a folder below may import models
django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    testing.stop()
