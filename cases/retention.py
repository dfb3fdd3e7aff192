"""When a slice of a file must go. Pure: no database, no clock.

Terms are data (`RetentionTerm`); this says which one applies to a file and from which day it counts [architecture 5].
"""

import calendar
import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.models.rights import Slice, TermStart

Day = datetime.date
#: Who never was told to have left school has done so at this age.
GROWN_UP = 23


@dataclass(frozen=True)
class Term:
    """A term as the table tells it."""

    code: str
    slice: str
    years: int
    starts: str


@dataclass(frozen=True)
class File:
    """What decides. `last_change` is the last thing that happened in the file; `provision`: a plan or support was made."""

    born: Day
    last_change: Day
    left_on: Day | None
    provision: bool
    special_school: bool
    open: bool


@dataclass(frozen=True)
class Due:
    """The first day on which a slice may go, and must; `code` names the term that decides."""

    on: Day
    code: str


def years_after(day: Day, years: int) -> Day:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return Day(day.year + years, 3, 1)


def months_after(day: Day, months: int) -> Day:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return Day(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def left_school(file: File) -> Day:
    """The day of leaving school; when nobody told it, the day on which the young person is grown up."""
    return file.left_on or years_after(file.born, GROWN_UP)


def term_codes(file: File) -> dict[str, str]:
    """Which term applies to each slice of this file."""
    return {
        Slice.YOUTH: "jeugd_plan" if file.provision else "jeugd_gesprek",
        Slice.SCHOOL: "school_tlv" if file.special_school else "school",
        Slice.ABSENCE: "verzuim",
    }


def due(file: File, terms: Iterable[Term]) -> dict[str, Due]:
    """The day for each slice, and for the whole: the last of them. Nothing is due while a question is open."""
    if file.open:
        return {}
    by_code: Mapping[str, Term] = {term.code: term for term in terms}
    found: dict[str, Due] = {}
    for piece, code in term_codes(file).items():
        term = by_code[code]
        starts = file.last_change if term.starts == TermStart.LAST_CHANGE else left_school(file)
        found[piece] = Due(years_after(starts, term.years), code)
    last = max(found.values(), key=lambda one: one.on)
    found[Slice.WHOLE] = last
    return found
