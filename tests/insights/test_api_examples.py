"""The examples of docs/api.md, as a developer would copy them: run against a server, with the token of a program."""

import datetime
import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.insights.world import World

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
NEEDED = ("curl", "Rscript")  # what a machine may lack


def example(language: str) -> str:
    """The one example in this language."""
    (code,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    return str(code)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "command", "answer"),
    [
        ("sh", ["bash", "-euc"], '"name":"Wijkteam noord"'),
        ("python", [sys.executable, "-c"], "2025-SY huisarts"),
        ("r", ["Rscript", "-e"], "raised.number"),
    ],
)
def test_the_example_gives_figures(
    live_server: LiveServer,
    counted: World,
    token: str,
    today: datetime.date,
    language: str,
    command: list[str],
    answer: str,
) -> None:
    code = example(language)
    if missing := [program for program in (command[0], *code.split()[:1]) if program in NEEDED and not which(program)]:
        is_required = missing[0].lower() in os.environ.get("OT_REQUIRE", "").split(",")
        (pytest.fail if is_required else pytest.skip)(f"{missing[0]} is not installed here")

    done = subprocess.run(
        [*command, code],
        env={**os.environ, "SITE": live_server.url, "TOKEN": token},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert answer in done.stdout
