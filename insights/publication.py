"""The one rule by which a count leaves the house [domain 5], as types that cannot show what they may not.

A `Tally` is what was counted; it has no text. `exact`, `finer` and the others turn one into something that may be shown.
Of `Suppressed` and `Withheld` nobody can ask the number: they have none.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NoReturn

from django.conf import settings

from shell.charts import Hidden
from shell.numbers import Unit, write, write_day


class Unpublishable(TypeError):
    """Somebody tried to show a number that was not published."""


class Tally:
    """Questions counted, and how many pupils they are about. Never shown, never compared with text."""

    __slots__ = ("_number", "_persons")

    def __init__(self, number: int, persons: int) -> None:
        self._number, self._persons = number, persons

    @property
    def is_small(self) -> bool:
        """About fewer pupils than the threshold, nobody included."""
        return min(self._number, self._persons) < settings.PUBLICATION_THRESHOLD

    @property
    def for_audit(self) -> tuple[int, int]:
        """The number and the pupils, for the audit of a publication and what the worker keeps for it: nothing else."""
        return self._number, self._persons

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and self.for_audit == other.for_audit

    def __hash__(self) -> int:
        return hash(self.for_audit)

    def __repr__(self) -> str:
        return "<Tally>"

    def __str__(self) -> NoReturn:
        raise Unpublishable("a tally is published before it is shown")

    def __format__(self, spec: str) -> NoReturn:
        raise Unpublishable("a tally is published before it is shown")


@dataclass(frozen=True)
class Exact:
    """A total of the city per sector for a whole period."""

    number: int

    @property
    def text(self) -> str:
        return write(self.number, Unit.COUNT)


@dataclass(frozen=True)
class Rounded:
    """A finer count, rounded by itself."""

    number: int

    @property
    def text(self) -> str:
        return write(self.number, Unit.COUNT)


@dataclass(frozen=True)
class Statistic:
    """A mean or median of enough pupils, or a percentage of rounded counts; at most one decimal."""

    number: Decimal
    unit: Unit

    @property
    def text(self) -> str:
        return write(self.number, self.unit)


@dataclass(frozen=True)
class Suppressed:
    """Fewer persons than the threshold, nobody included."""

    @property
    def text(self) -> str:
        return f"minder dan {settings.PUBLICATION_THRESHOLD}"


@dataclass(frozen=True)
class Withheld:
    """Not shown, because with it a small count elsewhere could be worked out."""

    text: str = "niet getoond"


@dataclass(frozen=True)
class Pending:
    """The period still runs, or was not counted yet."""

    due: datetime.date

    @property
    def text(self) -> str:
        return f"telling volgt op {write_day(self.due)}"


@dataclass(frozen=True)
class NotCounted:
    """The period lies before the first question, or nobody counted this."""

    text: str = "niet geteld"


Shown = Exact | Rounded | Statistic
Published = Shown | Suppressed | Withheld | Pending | NotCounted


def exact(tally: Tally) -> Exact:
    """For totals of the city per sector, for a whole period or on a fixed day: nothing finer."""
    return Exact(tally._number)


def finer(tally: Tally) -> Rounded | Suppressed:
    """Everything else: hidden below the threshold, else rounded to the nearest five, each figure on its own."""
    if tally.is_small:
        return Suppressed()
    return Rounded(_to_step(tally._number))


def share(part: Published, whole: Published, decimals: int = 0) -> Published:
    """A percentage, from rounded counts alone. What hides the part or the whole, hides the percentage. Tenths only where the
    whole is so large that they tell no single pupil."""
    for figure in (whole, part):
        if not isinstance(figure, Shown):
            return figure
    of = _to_step(int(number_of(whole)))
    if not of:
        return Suppressed()
    return Statistic(_rounded(100 * Decimal(_to_step(int(number_of(part)))) / of, decimals), Unit.PERCENT)


def mean(values: Mapping[int, int], *, persons: int, unit: Unit) -> Statistic | Suppressed:
    """Mean of raw values (value → how often) about `persons` pupils: whole days, other units in tenths."""
    if persons < settings.PUBLICATION_THRESHOLD:
        return Suppressed()
    total = sum(value * times for value, times in values.items())
    return Statistic(_rounded(Decimal(total) / sum(values.values()), _decimals(unit)), unit)


def median(values: Mapping[int, int], *, persons: int, unit: Unit) -> Statistic | Suppressed:
    """Median of raw values (value → how often): of an even number the mean of the middle two."""
    if persons < settings.PUBLICATION_THRESHOLD:
        return Suppressed()
    times = sum(values.values())
    low, high = _nth(values, (times - 1) // 2), _nth(values, times // 2)
    return Statistic(_rounded(Decimal(low + high) / 2, _decimals(unit)), unit)


def number_of(figure: Published) -> Decimal:
    """The number of a figure that shows one. Unpublishable when it shows none."""
    if isinstance(figure, Shown):
        return Decimal(figure.number)
    raise Unpublishable(f"no number is shown: {figure.text}")


def charted(figure: Published) -> int | Decimal | Hidden:
    """The same figure for a chart: a number that may be drawn, or the text that stands in its place."""
    return figure.number if isinstance(figure, Shown) else Hidden(figure.text)


def _to_step(number: int) -> int:
    """To the nearest five."""
    step: int = settings.PUBLICATION_ROUNDING
    return (2 * number + step) // (2 * step) * step


def _nth(values: Mapping[int, int], position: int) -> int:
    for value in sorted(values):
        position -= values[value]
        if position < 0:
            return value
    raise ValueError("no such position")


def _decimals(unit: Unit) -> int:
    return 0 if unit == Unit.DAYS else 1


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
