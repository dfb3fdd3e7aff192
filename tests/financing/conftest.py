"""Fixtures for money: a town whose workbook is stored and computed."""

import pytest

from financing.actions import compute_all
from financing.actions.flags import recompute_flags
from schools.models import SchoolBoard
from tests.browser import chromium, new_page  # noqa: F401
from tests.cast import appoint

from .stored import TODAY, take_in
from .test_workbook import GOOD

SHEETS = {
    **GOOD,
    "verdeelsleutels": GOOD["verdeelsleutels"] + "IB;1;bestuur;1;IB;;;;2015-01-01;\n",
    "wijkteams": GOOD["wijkteams"] + "noord;SWT Noord;GM0193\n",
    "schoolbesturen": GOOD["schoolbesturen"],
}


@pytest.fixture
def money(town):
    """The workbook of the tests in the town: its board 41001 has a member, its wijkteams have leads."""
    take_in(SHEETS)
    appoint(town.board_member, "BOARD", at=SchoolBoard.objects.get(code="41001"))
    compute_all(today=TODAY)
    recompute_flags(today=TODAY)
    return town
