"""Months, calendar years and school years, as whole numbers.

A month is `year × 12 + month − 1`, so that months can be counted and compared. A day, inside the engine, is its
ordinal (`date.toordinal()`); a period of days is half open, `[first day, day after last)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from ..money import MONTH_PARTS

FAR = date.max.toordinal() + 1
"""The end of a period without an end: the day after the last day that can be written."""


class NotAPeriod(ValueError):
    """Text that names no calendar year, school year or month; the message is a Dutch sentence."""


class Basis(StrEnum):
    """Which year a yearly amount is booked in [domain 3.5]."""

    CALENDAR_YEAR = "kalenderjaar"
    SCHOOL_YEAR = "schooljaar"

    def year_of(self, month: int) -> range:
        """The months of the year of this basis that a month belongs to; a school year runs from 1 August."""
        shift = 0 if self is Basis.CALENDAR_YEAR else 7
        first = (month - shift) // 12 * 12 + shift
        return range(first, first + 12)


def month_of(day: date) -> int:
    """The month of a day."""
    return day.year * 12 + day.month - 1


@cache
def first_day(month: int) -> int:
    """The ordinal of the first day of a month."""
    if month >= 12 * (date.max.year + 1):
        return FAR
    return date(month // 12, month % 12 + 1, 1).toordinal()


@cache
def length(month: int) -> int:
    """The number of days of a month."""
    return first_day(month + 1) - first_day(month)


@cache
def position(day: int) -> int:
    """How many parts of a month (MONTH_PARTS) lie before a day, given as ordinal: a twelfth of a yearly amount goes into
    each month, and is spread over its days [domain 3.2]. The days from a to before b hold position(b) − position(a)."""
    if day >= FAR:
        return month_of(date.max) * MONTH_PARTS + MONTH_PARTS
    month = month_of(date.fromordinal(day))
    return month * MONTH_PARTS + (day - first_day(month)) * (MONTH_PARTS // length(month))


@cache
def label(month: int) -> str:
    """`2018-03`, as it stands in the listing."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def parse_month(text: str) -> int:
    """The month that `2018-03` names. Raises NotAPeriod."""
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text) or text.startswith("0000"):
        raise NotAPeriod(f"‘{text}’ is geen maand; schrijf een maand als 2018-03")
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


@dataclass(frozen=True, slots=True)
class Months:
    """A run of whole months, and what users call it."""

    label: str
    months: range

    @classmethod
    def parse(cls, text: str) -> Months:
        """`2017` (calendar year), `2017-2018` (school year), `2018-03` (month) or `2018-K2` (quarter).

        Raises NotAPeriod.
        """
        if found := re.fullmatch(r"([0-9]{4})-([0-9]{4})", text):
            first = int(found[1])
            if first and int(found[2]) == first + 1:
                return cls(text, range(first * 12 + 7, first * 12 + 19))
        elif found := re.fullmatch(r"([0-9]{4})-K([1-4])", text):
            first = int(found[1]) * 12 + (int(found[2]) - 1) * 3
            if first >= 12:
                return cls(text, range(first, first + 3))
        elif re.fullmatch(r"[0-9]{4}", text):
            if text != "0000":
                return cls.year(int(text))
        elif re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            month = parse_month(text)
            return cls(text, range(month, month + 1))
        raise NotAPeriod(f"‘{text}’ is geen periode; schrijf een jaar als 2017 of een schooljaar als 2017-2018")

    @classmethod
    def year(cls, year: int) -> Months:
        """A calendar year (begrotingsjaar)."""
        return cls(str(year), range(year * 12, year * 12 + 12))
