"""Every row of `manage.py bench` runs on a small world and compares equal answers first. How quick it is, is not tested."""

import importlib

import pytest
from django.core.management import CommandError, call_command

from benchmarks import world
from benchmarks.measuring import Row, equal
from zwolle_ot.management.commands.bench import groups

#: How many rows each group prints. `memory` starts a web server of its own, which takes longer than a test may.
ROWS = {"entries": 1, "figures": 16, "money": 2, "pages": 6, "row_security": 3, "workbook": 1}


@pytest.mark.django_db(transaction=True)
def test_every_group_runs_and_its_answers_are_equal(monkeypatch):
    monkeypatch.setattr("benchmarks.measuring.ROUNDS", 1)
    assert set(groups()) - set(ROWS) == {"memory"}
    world.build.cache_clear()
    found = {name: list(importlib.import_module(f"benchmarks.{name}").rows("smoke")) for name in ROWS}
    assert {name: len(rows) for name, rows in found.items()} == ROWS
    assert all(row.ratio > 0 for rows in found.values() for row in rows)


def test_answers_that_differ_stop_a_group():
    with pytest.raises(AssertionError, match="other cents than the reference"):
        equal("cents", [1], [2])


def test_a_row_tells_whether_its_bar_is_met():
    assert str(Row("import", 1.234, 1.5, "1 s beside 2 s")) == "import: 1.23 (bar ≤ 1.5)  1 s beside 2 s"
    assert str(Row("list", 1.5, 2, at_least=True)) == "list: 1.50 (bar ≥ 2)  NOT MET"


def test_an_unknown_group_is_refused():
    with pytest.raises(CommandError, match="there is no group"):
        call_command("bench", "niets")
