"""The periods that a page offers, and how they are called."""

import datetime

from financing.books.calendar import Basis, Months, NotAPeriod, label, month_of
from shell.fields import MONTHS as SHORT
from shell.numbers import MONTHS


def parsed(text: str, today: datetime.date) -> Months:
    """The period that an address names; the calendar year of today when it names none."""
    try:
        return Months.parse(text)
    except NotAPeriod:
        return Months.year(today.year)


def written(months: Months) -> str:
    """`schooljaar 2017-2018`, `2e kwartaal 2018`, `maart 2018`, `2018`."""
    text, start = months.label, months.months.start
    if len(months.months) == 1:
        return month_name(start)
    if len(months.months) == 3:
        return f"{start % 12 // 3 + 1}e kwartaal {start // 12}"
    return f"schooljaar {text}" if "-" in text else text


def month_name(month: int) -> str:
    """`maart 2018`."""
    return f"{MONTHS[month % 12]} {month // 12}"


def short(day: datetime.date) -> str:
    """`mrt 2018`, for the axis of a chart."""
    return f"{SHORT[day.month - 1]} {day.year}"


def choices(today: datetime.date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Calendar years, school years, quarters and months around today, newest first."""
    school = Basis.SCHOOL_YEAR.year_of(month_of(today)).start // 12
    years = [str(year) for year in range(today.year + 1, today.year - 4, -1)]
    school_years = [f"{year}-{year + 1}" for year in range(school + 1, school - 4, -1)]
    quarters = [f"{year}-K{number}" for year in (today.year, today.year - 1) for number in (4, 3, 2, 1)]
    this_month = month_of(today)
    months = [label(month) for month in range(this_month + 1, this_month - 17, -1)]
    named = (("Jaar", years), ("Schooljaar", school_years), ("Kwartaal", quarters), ("Maand", months))
    return [(name, [(code, written(Months.parse(code))) for code in codes]) for name, codes in named]
