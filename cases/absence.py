"""Counting absence. Pure: no database, no clock. Days both included, hours of lessons.

Sixteen hours without reason within four consecutive school weeks are reported to leerplicht [domain 4]; a
*thuiszitter* is of compulsory school age, without start qualification, and more than four weeks on end without
education and without valid reason, enrolled or not [domain 2.9].
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cases.voices import age_on
from schools.calendar import ONE_DAY, CalendarUnknown, is_school_day, school_days, start_of_school_weeks

Day = datetime.date
WEEKEND = 6  # isoweekday from here on is Saturday or Sunday


@dataclass(frozen=True)
class Spell:
    """Absence without valid reason: `whole_days` when the child was not at school at all (not: late)."""

    first: Day
    last: Day | None
    hours: Decimal | None
    whole_days: bool


def hours_in_window(spells: Iterable[Spell], *, today: Day, weeks: int) -> Decimal:
    """Hours within the last `weeks` school weeks up to and including today. A spell's hours are spread over its school days.

    Raises CalendarUnknown for a day whose holidays are not known.
    """
    begins = start_of_school_weeks(today, weeks)
    total = Decimal(0)
    for spell in spells:
        last = min(spell.last or today, today)
        if spell.hours is None or last < begins:
            continue
        days = list(school_days(spell.first, max(last, spell.first) + ONE_DAY)) or [spell.first]
        inside = sum(1 for day in days if begins <= day <= today)
        total += spell.hours * inside / len(days)
    return total.quantize(Decimal("0.01"))


def without_education_since(spells: Sequence[Spell], day: Day) -> Day | None:
    """The first day of the unbroken run of whole days that covers `day`; None when `day` is not in one.

    Spells with only weekend or holiday between them are one run.
    """
    runs: list[tuple[Day, Day]] = []
    for spell in sorted((one for one in spells if one.whole_days and one.first <= day), key=lambda one: one.first):
        last = spell.last or day
        if runs and _nothing_between(runs[-1][1], spell.first):
            runs[-1] = (runs[-1][0], max(runs[-1][1], last))
        else:
            runs.append((spell.first, last))
    return next((first for first, last in reversed(runs) if last >= day), None)


def _nothing_between(last: Day, first: Day) -> bool:
    """Whether no school day lies after `last` and before `first`."""
    day = last + ONE_DAY
    while day < first:
        try:
            if is_school_day(day):
                return False
        except CalendarUnknown:
            if day.isoweekday() < WEEKEND:
                return False
        day += ONE_DAY
    return True


@dataclass(frozen=True)
class Young:
    """What decides whether somebody must go to school."""

    born: Day
    qualified_on: Day | None


def must_learn(young: Young, day: Day, *, ages: tuple[int, int]) -> bool:
    """Of compulsory school age on this day: from the first age up to the second, without start qualification."""
    first, until = ages
    return first <= age_on(young.born, day) < until and (young.qualified_on is None or young.qualified_on > day)


def thuiszitter_since(
    young: Young, spells: Sequence[Spell], day: Day, *, ages: tuple[int, int], longer_than: int
) -> Day | None:
    """Since when this child is without education, if it counts as thuiszitter on `day`; `longer_than` in days."""
    if not must_learn(young, day, ages=ages):
        return None
    since = without_education_since(spells, day)
    return since if since and (day - since).days + 1 > longer_than else None
