"""Periods of figures: month, quarter, calendar year, school year. Half open; each has the moments at which it is counted."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from insights.enums import PeriodKind
from shell.numbers import MONTHS

K = PeriodKind
SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
MONTHS_IN = {K.MONTH: 1, K.QUARTER: 3, K.YEAR: 12, K.SCHOOL_YEAR: 12}
STARTS = {K.MONTH: range(1, 13), K.QUARTER: (1, 4, 7, 10), K.YEAR: (1,), K.SCHOOL_YEAR: (8,)}
CODES = {
    K.MONTH: re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})-(?P<month>0[1-9]|1[0-2])"),
    K.QUARTER: re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})-Q(?P<quarter>[1-4])"),
    K.YEAR: re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})"),
    K.SCHOOL_YEAR: re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})-SY"),
}


class NotAPeriod(ValueError):
    """The text names no period; the message says how one is written."""

    def __init__(self, text: str) -> None:
        super().__init__(f"“{text}” is geen periode. Schrijf 2025-09, 2025-Q3, 2025 of 2025-SY (schooljaar).")


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The first day of the month that lies `months` after the month of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, 1)


@dataclass(frozen=True, order=True)
class Period:
    """`[first, after)` of one kind. ValueError: `first` is no day on which such a period begins."""

    first: datetime.date
    kind: PeriodKind

    def __post_init__(self) -> None:
        if self.first.day != 1 or self.first.month not in STARTS[self.kind]:
            raise ValueError(f"no {self.kind} begins on {self.first}")

    @property
    def after(self) -> datetime.date:
        return add_months(self.first, MONTHS_IN[self.kind])

    @property
    def last_month(self) -> datetime.date:
        return add_months(self.after, -1)

    @property
    def next(self) -> "Period":
        return Period(self.after, self.kind)

    @property
    def previous(self) -> "Period":
        return Period(add_months(self.first, -MONTHS_IN[self.kind]), self.kind)

    @property
    def year_earlier(self) -> "Period":
        return Period(add_months(self.first, -12), self.kind)

    @property
    def counted_on(self) -> datetime.date:
        """A month after the period ends [domain 5]."""
        return add_months(self.after, 1)

    @property
    def revised_on(self) -> datetime.date:
        """With the count of the next period; after that it stands."""
        return self.next.counted_on

    @property
    def code(self) -> str:
        """As addresses write it: 2025-09, 2025-Q3, 2025, 2025-SY (the school year that begins in 2025)."""
        match self.kind:
            case K.MONTH:
                return f"{self.first:%Y-%m}"
            case K.QUARTER:
                return f"{self.first.year}-Q{self.first.month // 3 + 1}"
            case K.YEAR:
                return str(self.first.year)
            case _:
                return f"{self.first.year}-SY"

    @property
    def label(self) -> str:
        """As people read it: september 2025, 3e kwartaal 2025, 2025, schooljaar 2025-2026."""
        match self.kind:
            case K.MONTH:
                return f"{MONTHS[self.first.month - 1]} {self.first.year}"
            case K.QUARTER:
                return f"{self.first.month // 3 + 1}e kwartaal {self.first.year}"
            case K.YEAR:
                return str(self.first.year)
            case _:
                return f"schooljaar {self.first.year}-{self.first.year + 1}"

    @property
    def short(self) -> str:
        """For the axis of a chart: sep 2025, 3e kw 2025, 2025-26."""
        match self.kind:
            case K.MONTH:
                return f"{SHORT_MONTHS[self.first.month - 1]} {self.first.year}"
            case K.QUARTER:
                return f"{self.first.month // 3 + 1}e kw {self.first.year}"
            case K.YEAR:
                return str(self.first.year)
            case _:
                return f"{self.first.year}-{(self.first.year + 1) % 100:02}"

    def parts(self) -> "Iterator[Period]":
        """The next smaller periods that make it up: a quarter its months, a calendar year its quarters, a school year
        its months (the holidays cut no quarter of it)."""
        kind = K.QUARTER if self.kind == K.YEAR else K.MONTH
        if self.kind == K.MONTH:
            return
        for step in range(0, MONTHS_IN[self.kind], MONTHS_IN[kind]):
            yield Period(add_months(self.first, step), kind)


def containing(day: datetime.date, kind: PeriodKind) -> Period:
    """The period of this kind in which `day` lies."""
    start = max(month for month in (*STARTS[kind], 0) if month <= day.month)
    if not start:  # January to July belong to the school year that began in the year before
        return Period(datetime.date(day.year - 1, max(STARTS[kind]), 1), kind)
    return Period(datetime.date(day.year, start, 1), kind)


def parse(code: str) -> Period:
    """The period that a code names. NotAPeriod when it names none."""
    for kind, pattern in CODES.items():
        if found := pattern.fullmatch(code):
            parts = {name: int(value) for name, value in found.groupdict().items()}
            month = parts.get("month") or parts.get("quarter", 1) * 3 - 2
            return Period(datetime.date(parts["year"], 8 if kind == K.SCHOOL_YEAR else month, 1), kind)
    raise NotAPeriod(code)


def back(last: Period, number: int) -> list[Period]:
    """So many periods, oldest first, ending with `last`."""
    first = Period(add_months(last.first, -MONTHS_IN[last.kind] * (number - 1)), last.kind)
    return run(first, last)


def run(first: Period, last: Period) -> list[Period]:
    """`first` up to and including `last`, of one kind."""
    found = []
    while first <= last:
        found.append(first)
        first = first.next
    return found
