"""Holidays of schools in region Noord, to which Zwolle belongs, and the public holidays on which every school is closed.

Facts, typed by hand. From Christmas 2019 on they follow OpenHolidays (openholidaysapi.org, ODbL); before, the ministerial
"Regeling vaststelling schoolvakanties 2016-2019" (summer, Christmas, May) and OCW's advised dates (autumn, spring).
Autumn and spring are advice: a school may choose other days, and may make its May holiday longer. A later school year is
added here as a line of five.
"""

import datetime
from functools import cache
from typing import NamedTuple

Day = datetime.date
ONE_DAY = datetime.timedelta(days=1)


class Holiday(NamedTuple):
    """A school holiday; `first` and `last` are both included."""

    name: str
    first: Day
    last: Day


NAMES = ("herfstvakantie", "kerstvakantie", "voorjaarsvakantie", "meivakantie", "zomervakantie")

#: Per school year, by the year in which it begins: first and last day of each holiday, in the order of NAMES.
DATES: dict[int, str] = {
    2016: "2016-10-15/2016-10-23 2016-12-24/2017-01-08 2017-02-18/2017-02-26 2017-04-22/2017-04-30 2017-07-22/2017-09-03",
    2017: "2017-10-21/2017-10-29 2017-12-23/2018-01-07 2018-02-24/2018-03-04 2018-04-28/2018-05-06 2018-07-21/2018-09-02",
    2018: "2018-10-20/2018-10-28 2018-12-22/2019-01-06 2019-02-16/2019-02-24 2019-04-27/2019-05-05 2019-07-13/2019-08-25",
    2019: "2019-10-19/2019-10-27 2019-12-21/2020-01-05 2020-02-15/2020-02-23 2020-04-25/2020-05-03 2020-07-04/2020-08-16",
    2020: "2020-10-10/2020-10-18 2020-12-19/2021-01-03 2021-02-20/2021-02-28 2021-05-01/2021-05-09 2021-07-10/2021-08-22",
    2021: "2021-10-16/2021-10-24 2021-12-25/2022-01-09 2022-02-19/2022-02-27 2022-04-30/2022-05-08 2022-07-16/2022-08-28",
    2022: "2022-10-15/2022-10-23 2022-12-24/2023-01-08 2023-02-25/2023-03-05 2023-04-29/2023-05-07 2023-07-22/2023-09-03",
    2023: "2023-10-21/2023-10-29 2023-12-23/2024-01-07 2024-02-17/2024-02-25 2024-04-27/2024-05-05 2024-07-20/2024-09-01",
    2024: "2024-10-26/2024-11-03 2024-12-21/2025-01-05 2025-02-15/2025-02-23 2025-04-26/2025-05-04 2025-07-12/2025-08-24",
    2025: "2025-10-18/2025-10-26 2025-12-20/2026-01-04 2026-02-21/2026-03-01 2026-04-25/2026-05-03 2026-07-04/2026-08-16",
    2026: "2026-10-10/2026-10-18 2026-12-19/2027-01-03 2027-02-20/2027-02-28 2027-04-24/2027-05-02 2027-07-10/2027-08-22",
    2027: "2027-10-16/2027-10-24 2027-12-25/2028-01-09 2028-02-19/2028-02-27 2028-04-29/2028-05-07 2028-07-15/2028-08-27",
    2028: "2028-10-14/2028-10-22 2028-12-23/2029-01-07 2029-02-17/2029-02-25 2029-04-28/2029-05-06 2029-07-21/2029-09-02",
    2029: "2029-10-20/2029-10-28 2029-12-22/2030-01-06 2030-02-16/2030-02-24 2030-04-27/2030-05-05 2030-07-20/2030-09-01",
}
#: The summer that was under way when the first school year above began.
SUMMER_BEFORE = Holiday("zomervakantie", Day(2016, 7, 16), Day(2016, 8, 28))

KNOWN_FROM = Day(min(DATES), 8, 1)
KNOWN_UNTIL = Day(max(DATES) + 1, 8, 1)  # the day after the last that is known


def _read(line: str) -> list[Holiday]:
    spans = [span.split("/") for span in line.split()]
    return [
        Holiday(name, Day.fromisoformat(first), Day.fromisoformat(last))
        for name, (first, last) in zip(NAMES, spans, strict=True)
    ]


HOLIDAYS: tuple[Holiday, ...] = (SUMMER_BEFORE, *(holiday for year in sorted(DATES) for holiday in _read(DATES[year])))


@cache
def public_holidays(year: int) -> dict[Day, str]:
    """Days of a calendar year on which every school is closed, with their Dutch names.

    Good Friday is a day off at many schools but not a public one. Liberation Day is one every fifth year.
    """
    easter = easter_sunday(year)
    kings_day = Day(year, 4, 27)
    found = {
        Day(year, 1, 1): "Nieuwjaarsdag",
        easter: "Eerste paasdag",
        easter + ONE_DAY: "Tweede paasdag",
        kings_day - ONE_DAY if kings_day.isoweekday() == 7 else kings_day: "Koningsdag",
        easter + 39 * ONE_DAY: "Hemelvaartsdag",
        easter + 49 * ONE_DAY: "Eerste pinksterdag",
        easter + 50 * ONE_DAY: "Tweede pinksterdag",
        Day(year, 12, 25): "Eerste kerstdag",
        Day(year, 12, 26): "Tweede kerstdag",
    }
    if year % 5 == 0:
        found.setdefault(Day(year, 5, 5), "Bevrijdingsdag")
    return found


def easter_sunday(year: int) -> Day:
    """Easter of the Gregorian calendar (the anonymous algorithm, as published by Meeus)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return Day(year, month, day + 1)
