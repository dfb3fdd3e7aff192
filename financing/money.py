"""Exact money: whole cents at the edges, whole parts of a cent inside. Pure, no database, no floats.

Amounts are rounded at two places only (domain 3.5): the cumulative total of a year, half up to cents, and its split
over payers, by largest remainders. A month is always the difference of two such cumulative amounts, so that parts add
up to lines, lines to months and months to years, whatever period is asked for.

A yearly amount costs a twelfth a month and a month is spread over its days (domain 3.2). In parts of
1/453,096,000 cent (12 × lcm(28..31) × 100) every day of every month of a yearly amount in hundredths of a cent is a
whole number; a yearly amount with a finer fraction (hours may have any number of decimals) takes a finer part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm

MONTH_PARTS = lcm(28, 29, 30, 31)
"""A month has this many parts, since each length of a month divides it: one day of n days is MONTH_PARTS / n."""

FINENESS = 100
"""Yearly amounts are held in hundredths of a cent (hours in hundredths × weeks × rate in cents), or finer."""

PARTS_PER_CENT = 12 * MONTH_PARTS * FINENESS
"""453,096,000."""


class PartsDoNotAddUp(ValueError):
    """Parts of an amount, or fractions of one, that are not together what they should be."""


def half_up(numerator: int, denominator: int) -> int:
    """`numerator / denominator` rounded to the nearest whole number, a half upwards (towards +∞) [domain 3.5]."""
    return (2 * numerator + denominator) // (2 * denominator)


def largest_remainders(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split whole cents in proportion to whole weights, so that the parts make the total [domain 3.5, 3.11].

    Every part is floored (towards −∞) and the cents that are left go, one each, to the largest remainders; of equal
    remainders to the weight that stands first. Weights may be negative; their sum may not be 0.

    Raises ZeroDivisionError when the weights make 0: there is no proportion then.
    """
    whole = sum(weights)
    if whole < 0:
        weights, whole = [-weight for weight in weights], -whole
    floors, remainders = [], []
    for weight in weights:
        floor, remainder = divmod(total * weight, whole)
        floors.append(floor)
        remainders.append(remainder)
    left = total - sum(floors)
    if left:
        for place in sorted(range(len(floors)), key=lambda place: -remainders[place])[:left]:
            floors[place] += 1
    return tuple(floors)


@dataclass(frozen=True)
class Shares:
    """The fractions of a sharing rule, in its order: each above 0, together exactly 1 [domain 3.3]."""

    fractions: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        if any(fraction <= 0 for fraction in self.fractions):
            raise PartsDoNotAddUp("each part must be above 0")
        if sum(self.fractions) != 1:
            raise PartsDoNotAddUp(f"the parts make {sum(self.fractions)}, not 1")

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """The fractions as whole numbers over one denominator."""
        denominator = lcm(*(fraction.denominator for fraction in self.fractions))
        return tuple(int(fraction * denominator) for fraction in self.fractions)

    def split(self, cents: int) -> Split:
        """Divide an amount over these fractions by largest remainders."""
        return Split(cents, largest_remainders(cents, self.weights))


WHOLE = Shares((Fraction(1),))
"""One payer pays everything."""


@dataclass(frozen=True, slots=True)
class Split:
    """An amount in cents with its parts, which cannot exist unless the parts make the amount."""

    total: int
    parts: tuple[int, ...]

    def __post_init__(self) -> None:
        if sum(self.parts) != self.total:
            raise PartsDoNotAddUp(f"the parts {self.parts} do not make {self.total}")


@dataclass(frozen=True, slots=True)
class YearlyAmount:
    """An exact amount a year, in euro cents: `numerator / denominator`. Never below zero."""

    numerator: int
    denominator: int = 1

    def __post_init__(self) -> None:
        if self.numerator < 0 or self.denominator < 1:
            raise ValueError(f"not an amount: {self.numerator}/{self.denominator}")

    @classmethod
    def of_hours(cls, hours: Decimal, weeks: Decimal, rate: int) -> YearlyAmount:
        """Hours a week × weeks a year × rate in cents an hour [domain 3.1 (a)]."""
        (hours_up, hours_down), (weeks_up, weeks_down) = hours.as_integer_ratio(), weeks.as_integer_ratio()
        return cls(hours_up * weeks_up * rate, hours_down * weeks_down)


NOTHING = YearlyAmount(0)


class RunningTotal:
    """The exact amount booked since a year of the commitment's own basis began: R(day) of domain 3.5.

    `fineness` is a common multiple of the denominators of the yearly amounts that will be booked; the unit is
    1 / (12 × lcm(28..31) × fineness) cent.
    """

    __slots__ = ("_exact", "_fineness", "_parts_per_cent")

    def __init__(self, fineness: int = FINENESS) -> None:
        self._exact = 0
        self._fineness = fineness
        self._parts_per_cent = 12 * MONTH_PARTS * fineness

    def book(self, yearly: YearlyAmount, parts: int) -> int:
        """Add so many parts of a month (a whole month has MONTH_PARTS) of a yearly amount; returns R(the last day that
        was booked), in cents rounded half up."""
        self._exact += yearly.numerator * (self._fineness // yearly.denominator) * parts
        return half_up(self._exact, self._parts_per_cent)


class Stretch:
    """A run of consecutive days within one year with one rule and the same resolved payers [domain 3.5].

    The parts so far are always the split of the stretch's total so far; what a day, a month or any run of days costs a
    payer is a difference of two such splits, and may be a cent negative.
    """

    __slots__ = ("_before", "_parts", "_weights")

    def __init__(self, shares: Shares, before: int) -> None:
        """`before` is R(day before the stretch)."""
        self._weights = shares.weights
        self._before = before
        self._parts: tuple[int, ...] = (0,) * len(self._weights)

    def advance(self, running_total: int) -> tuple[int, ...]:
        """Move on to a later day with this R(day); returns what each line of the rule costs since the last call."""
        total = running_total - self._before
        now = (total,) if len(self._weights) == 1 else largest_remainders(total, self._weights)
        step = tuple([part - earlier for part, earlier in zip(now, self._parts, strict=True)])
        self._parts = now
        return step


def fineness_of(amounts: Sequence[YearlyAmount]) -> int:
    """The smallest fineness, FINENESS or a multiple of it, that holds all of these amounts exactly."""
    return lcm(FINENESS, *(amount.denominator for amount in amounts))
