"""The pages of the shell served without a database, so that these tests are quick and stand alone."""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from tests.browser import chromium, new_page  # noqa: F401

ALONE = {
    "ROOT_URLCONF": "tests.shell.urls",
    "SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies",
    "MIDDLEWARE": [
        "django.middleware.security.SecurityMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "csp.middleware.CSPMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django_htmx.middleware.HtmxMiddleware",
    ],
}


@pytest.fixture
def alone() -> Iterator[None]:
    """Only the shell's addresses and no middleware that asks the database."""
    with override_settings(**ALONE):
        yield


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of a server with the shell's pages."""
    with override_settings(**ALONE):
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
