"""The small city of these tests."""

import datetime

import pytest

from tests.browser import chromium, new_page  # noqa: F401
from tests.insights.world import World

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
