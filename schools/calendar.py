"""School years, school days and school weeks in region Noord. Pure: no database, no clock.

A school year runs from 1 August to 31 July [domain 3]. Everything here knows the school years of `schools.holidays` and
refuses to guess outside them: a number of school weeks that is quietly wrong would become wrong hours.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from schools.holidays import HOLIDAYS, KNOWN_FROM, KNOWN_UNTIL, public_holidays

Day = datetime.date
ONE_DAY, ONE_WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)
FIRST_MONTH = 8


class CalendarUnknown(LookupError):
    """A day outside the school years whose holidays are typed in `schools.holidays`. The message is a Dutch sentence."""


@dataclass(frozen=True, order=True)
class SchoolYear:
    """A school year, by the calendar year in which it begins: `SchoolYear(2017)` is 2017-2018."""

    begins_in: int

    @classmethod
    def of(cls, day: Day) -> "SchoolYear":
        """The school year that a day falls in."""
        return cls(day.year if day.month >= FIRST_MONTH else day.year - 1)

    @classmethod
    def parse(cls, text: str) -> "SchoolYear":
        """`2017-2018`. Raises ValueError with a Dutch sentence."""
        first, _, second = text.partition("-")
        if not (first.isdecimal() and second.isdecimal() and len(first) == 4 and int(second) == int(first) + 1):
            raise ValueError(f"‘{text}’ is geen schooljaar; schrijf een schooljaar als 2017-2018")
        return cls(int(first))

    @property
    def first(self) -> Day:
        return Day(self.begins_in, FIRST_MONTH, 1)

    @property
    def after(self) -> Day:
        """The day after the last."""
        return Day(self.begins_in + 1, FIRST_MONTH, 1)

    def __str__(self) -> str:
        return f"{self.begins_in}-{self.begins_in + 1}"


def free_because(day: Day) -> str | None:
    """Why there is no school on this day, in Dutch; None on a school day. Raises CalendarUnknown."""
    if not KNOWN_FROM <= day < KNOWN_UNTIL:
        raise CalendarUnknown(
            f"De schoolvakanties zijn bekend van {KNOWN_FROM:%d-%m-%Y} tot {KNOWN_UNTIL:%d-%m-%Y}; "
            f"{day:%d-%m-%Y} valt daarbuiten."
        )
    return _free(day)


@cache
def _free(day: Day) -> str | None:
    for holiday in HOLIDAYS:
        if holiday.first <= day <= holiday.last:
            return holiday.name
    return public_holidays(day.year).get(day) or ("weekend" if day.isoweekday() > 5 else None)


def is_school_day(day: Day) -> bool:
    """Whether schools in region Noord are open. Raises CalendarUnknown."""
    return free_because(day) is None


def school_days(first: Day, after: Day) -> Iterator[Day]:
    """School days of `[first, after)`, in order. Raises CalendarUnknown."""
    day = first
    while day < after:
        if is_school_day(day):
            yield day
        day += ONE_DAY


@lru_cache(maxsize=4096)  # for hundreds of teams the same months
def number_of_school_days(first: Day, after: Day) -> int:
    """How many school days `[first, after)` has. Raises CalendarUnknown."""
    return sum(1 for _ in school_days(first, after))


def school_weeks(first: Day, after: Day) -> list[Day]:
    """The Mondays of the weeks with at least one school day in `[first, after)`. Raises CalendarUnknown."""
    return list(dict.fromkeys(monday_of(day) for day in school_days(first, after)))


def school_weeks_between(first: Day, after: Day) -> int:
    """How many school weeks `[first, after)` touches, for a rule like "every six school weeks" [domain 3.4]."""
    return len(school_weeks(first, after))


@cache
def weeks_of_year(year: SchoolYear) -> int:
    """School weeks of a school year: hours of a year = weekly hours × this number [domain 3.7]. Raises CalendarUnknown."""
    return school_weeks_between(year.first, year.after)


def start_of_school_weeks(day: Day, weeks: int) -> Day:
    """The Monday on which the last `weeks` school weeks up to and including the week of `day` began.

    Holiday weeks in between are skipped: four consecutive school weeks around Christmas span six [domain 4,
    `absence_risk`]. A week counts by its school days up to `day`. Raises CalendarUnknown.
    """
    if weeks < 1:
        raise ValueError("at least one school week")
    monday, found = monday_of(day), 0
    while True:
        if monday < KNOWN_FROM:
            free_because(monday)  # says from when the calendar is known
        if next(school_days(monday, min(monday + ONE_WEEK, day + ONE_DAY)), None):
            found += 1
        if found == weeks:
            return monday
        monday -= ONE_WEEK


def add_school_weeks(day: Day, weeks: int) -> Day:
    """The day after the last school day of the `weeks` school weeks that begin at `day`: the end of a term such as
    "within six school weeks". Raises CalendarUnknown."""
    if weeks < 1:
        raise ValueError("at least one school week")
    mondays: list[Day] = []
    last = day
    while True:
        if is_school_day(day):
            if monday_of(day) not in mondays:
                if len(mondays) == weeks:
                    return last + ONE_DAY
                mondays.append(monday_of(day))
            last = day
        day += ONE_DAY


def monday_of(day: Day) -> Day:
    """The Monday of the week of this day."""
    return day - (day.isoweekday() - 1) * ONE_DAY
