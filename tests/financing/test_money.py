"""Exact amounts, rounding and splits [domain 3.2, 3.5]."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financing.money import (
    MONTH_PARTS,
    PARTS_PER_CENT,
    PartsDoNotAddUp,
    RunningTotal,
    Shares,
    Split,
    Stretch,
    YearlyAmount,
    fineness_of,
    half_up,
    largest_remainders,
)

HALVES = Shares((Fraction(1, 2), Fraction(1, 2)))
THIRDS = Shares((Fraction(1, 3),) * 3)


def test_a_cent_has_as_many_parts_as_the_house_says():
    assert PARTS_PER_CENT == 453_096_000


@pytest.mark.parametrize(
    ("numerator", "denominator", "whole"), [(1, 2, 1), (3, 2, 2), (49, 100, 0), (-1, 2, 0), (-3, 2, -1), (7, 1, 7)]
)
def test_a_half_goes_up(numerator, denominator, whole):
    assert half_up(numerator, denominator) == whole


def test_w7_a_hundred_euros_over_three_payers():
    assert THIRDS.split(100_00).parts == (33_34, 33_33, 33_33)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (1, (1, 1), (1, 0)),  # a tie goes to the line that stands first
        (10, (1, 2, 1), (3, 5, 2)),  # 2.5 and 2.5: again the first
        (-1, (1, 1), (0, -1)),  # floors go towards minus infinity
        (5, (0, 1), (0, 5)),
        (100, (-1, 3), (-50, 150)),  # a part of a cent below zero is split like any other
        (100, (1, -3), (-50, 150)),
    ],
)
def test_the_cents_that_are_left_go_to_the_largest_remainders(total, weights, parts):
    assert largest_remainders(total, weights) == parts


def test_weights_that_make_nothing_have_no_proportion():
    with pytest.raises(ZeroDivisionError):
        largest_remainders(1, (1, -1))


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(-50, 50), min_size=1, max_size=6).filter(sum))
def test_parts_always_make_the_total_and_are_less_than_a_cent_off(total, weights):
    parts = largest_remainders(total, weights)

    assert sum(parts) == total
    assert all(
        abs(part - Fraction(total * weight, sum(weights))) < 1 for part, weight in zip(parts, weights, strict=True)
    )


@pytest.mark.parametrize("parts", [("1/2", "1/3"), ("1", "0"), ("3/2", "-1/2"), ()])
def test_shares_that_do_not_make_one_do_not_exist(parts):
    with pytest.raises(PartsDoNotAddUp):
        Shares(tuple(Fraction(part) for part in parts))


def test_a_split_that_does_not_add_up_does_not_exist():
    with pytest.raises(PartsDoNotAddUp):
        Split(100, (33, 33, 33))


def test_a_yearly_amount_below_zero_does_not_exist():
    with pytest.raises(ValueError, match="not an amount"):
        YearlyAmount(-1)


def test_twelve_months_make_the_year_to_the_cent():
    total = RunningTotal()
    months = [total.book(YearlyAmount(100_01), MONTH_PARTS) for _ in range(12)]

    assert months[-1] == 100_01
    assert months[:3] == [8_33, 16_67, 25_00]


def test_hours_of_any_length_are_exact():
    amount = YearlyAmount.of_hours(Decimal("0.3333333333333333333333333333333333333"), Decimal("38.5"), 1)
    total = RunningTotal(fineness_of([amount]))

    assert Fraction(amount.numerator, amount.denominator) == Fraction("12.83333333333333333333333333333333333205")
    assert [total.book(amount, days * MONTH_PARTS // 31) for days in (1, 30)] == [0, 1]


def test_a_part_may_be_a_cent_negative_but_the_stretch_adds_up():
    stretch = Stretch(Shares((Fraction(1, 7), Fraction(3, 7), Fraction(3, 7))), before=0)
    steps = [stretch.advance(running_total) for running_total in (3, 4, 7)]

    assert steps == [(1, 1, 1), (-1, 1, 1), (1, 1, 1)]


def test_a_stretch_counts_from_the_day_before_it():
    stretch = Stretch(HALVES, before=7)

    assert stretch.advance(10) == (2, 1)
    assert stretch.advance(11) == (0, 1)
