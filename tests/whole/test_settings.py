"""A missing or unsafe setting stops the start, and the sentence says which one."""

import os
import subprocess
import sys

import pytest

from zwolle_ot.launch.services import PROJECT

SECRET = "4f9c0a7e-a-long-random-text-of-more-than-fifty-characters-1b2d"
GOOD = {
    "SECRET_KEY": SECRET,
    "MATCH_KEY": SECRET[::-1],
    "ALLOWED_HOSTS": "ot.zwolle.nl",
    "DATABASE_URL": "postgres://ot_web:secret@db.example/ot",
    "CELERY_BROKER_URL": "redis://broker.example/0",
    "EMAIL_URL": "smtps://ot%40zwolle.nl:p%40ss@mail.example:465",
    "DEFAULT_FROM_EMAIL": "ot@zwolle.nl",
}


def start(show: str = "settings.DEBUG", **changes: str) -> "subprocess.CompletedProcess[str]":
    """Django's command line with these settings and no others; an empty value is a setting that is missing."""
    env = {"PATH": os.environ["PATH"], **{name: value for name, value in {**GOOD, **changes}.items() if value}}
    command = ["shell", "--no-imports", "-c", f"from django.conf import settings; print({show})"]
    return subprocess.run(
        [sys.executable, "manage.py", *command], env=env, cwd=PROJECT, capture_output=True, text=True, check=False
    )


def test_right_settings_start_and_secrets_in_addresses_are_decoded() -> None:
    done = start("settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD, settings.SITE_URL")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "ot@zwolle.nl p@ss https://ot.zwolle.nl"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is not set"),
        ("SECRET_KEY", "short", "SECRET_KEY is too easy to guess"),
        ("MATCH_KEY", "", "MATCH_KEY is not set"),
        ("ALLOWED_HOSTS", "*", "Set ALLOWED_HOSTS"),
        ("DATABASE_URL", "", "DATABASE_URL is not set"),
        ("DATABASE_URL", "garbage", "DATABASE_URL must begin with one of postgres://"),
        ("DATABASE_URL", "sqlite:///ot.db", "DATABASE_URL must begin with one of postgres://"),
        ("CELERY_BROKER_URL", "garbage", "CELERY_BROKER_URL must begin with one of redis://"),
        ("CELERY_BROKER_URL", "amqp://broker.example", "RabbitMQ is no cache: set CACHE_URL"),
        ("CACHE_URL", "memcached://cache.example", "CACHE_URL must begin with one of redis://"),
        ("EMAIL_URL", "file", "EMAIL_URL must begin with one of smtps://"),
        ("EMAIL_URL", "smtp://mail.example:25", "EMAIL_URL sends mail in the open"),
        ("SITE_URL", "http://ot.zwolle.nl", "SITE_URL must begin with one of https://"),
        ("SESSION_MINUTES", "-5", "SESSION_MINUTES=-5 is out of range"),
        ("SESSION_MINUTES", "100000", "SESSION_MINUTES=100000 is out of range"),
        ("SESSION_MINUTES", "an hour", "is not a whole number"),
        ("BEHIND_PROXY", "perhaps", "is not clear"),
        ("OT_DEBUG", "1", "OT_DEBUG=1 shows internals to visitors"),
    ],
)
def test_a_missing_or_unsafe_setting_stops_the_start(name: str, value: str, sentence: str) -> None:
    done = start(**{name: value})
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not value or "secret" not in done.stderr
