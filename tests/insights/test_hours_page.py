"""The projection of hours: which wijkteam runs out before the summer."""

import datetime

import pytest

from insights.pages.hours import Projection

D = datetime.date
#: Ten school weeks.
WEEKS = [D(2026, 8, 17) + datetime.timedelta(weeks=week) for week in range(10)]


def of(norm: int, worked: int, passed: int = 5) -> Projection:
    return Projection("Noord", norm, norm, worked, passed, WEEKS)


def test_the_pool_of_the_year_goes_on_from_the_norm_so_far() -> None:
    assert of(600, 600).pool == 1200
    assert of(600, 600, passed=3).pool == 2000


@pytest.mark.parametrize(
    ("worked", "week"),
    [
        (599, None),
        (600, None),  # exactly enough
        (601, WEEKS[9]),  # a minute too much: in the last week
        (750, WEEKS[8]),  # 150 a week: 1200 last eight weeks, and the ninth has none
        (1200, WEEKS[5]),
        (6000, WEEKS[1]),
    ],
)
def test_the_week_in_which_the_hours_are_used_up(worked: int, week: D | None) -> None:
    assert of(600, worked).runs_out_in == week


def test_what_is_expected_goes_on_at_the_pace_so_far() -> None:
    assert of(600, 500).expected == 1000
