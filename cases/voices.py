"""Whose agreement is needed before something about a child is shared. Pure: no database, no clock.

Under 12 every guardian with gezag, from 12 to 15 they and the young person, from 16 the young person alone [domain 2.2;
Jeugdwet 7.3.4, 7.3.5 and 7.3.15, written from memory of the law: have them checked]. The ages are settings. The database
holds the same rule in `app.consent_holds`; `tests/cases/test_voices.py` lays the two beside each other.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

Day = datetime.date

#: From this age the young person has a voice too, and from the second one it is the only one.
TOGETHER_FROM, ALONE_FROM = settings.CONSENT_TOGETHER_FROM, settings.CONSENT_ALONE_FROM


@dataclass(frozen=True)
class Span:
    """A half open period: from `first` up to and not including `after`; None is without end."""

    first: Day
    after: Day | None = None

    def __contains__(self, day: Day) -> bool:
        return self.first <= day and (self.after is None or day < self.after)


@dataclass(frozen=True)
class Needed:
    """The voices that are needed on a day: these guardians, and the young person or not.

    `guardian_unknown`: a guardian must agree and none with gezag was recorded; then nobody can speak for the child yet.
    """

    guardians: frozenset[UUID]
    pupil: bool
    guardian_unknown: bool = False


@dataclass(frozen=True)
class Child:
    """What decides about voices: birth date, and when which guardian has gezag."""

    born: Day
    gezag: Mapping[UUID, tuple[Span, ...]]


@dataclass(frozen=True)
class Given:
    """A consent: in force in `span`, with for each voice (None is the young person) when it was given and not withdrawn."""

    span: Span
    voices: Mapping[UUID | None, tuple[Span, ...]]


def birthday(born: Day, age: int) -> Day:
    """The day on which somebody becomes `age`. Who was born on 29 February does so on 1 March in a common year."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return Day(born.year + age, 3, 1)


def next_turn(born: Day, day: Day) -> Day | None:
    """The next birthday on which others must agree than on this day: the 12th or the 16th; None when both are over."""
    return next((turn for age in (TOGETHER_FROM, ALONE_FROM) if (turn := birthday(born, age)) > day), None)


def age_on(born: Day, day: Day) -> int:
    """Whole years."""
    age = day.year - born.year
    return age if birthday(born, age) <= day else age - 1


def needed_voices(child: Child, day: Day) -> Needed:
    """Who must agree on this day."""
    age = age_on(child.born, day)
    if age >= ALONE_FROM:
        return Needed(frozenset(), pupil=True)
    guardians = frozenset(guardian for guardian, spans in child.gezag.items() if any(day in span for span in spans))
    return Needed(guardians, pupil=age >= TOGETHER_FROM, guardian_unknown=not guardians)


def missing_voices(child: Child, given: Given, day: Day) -> frozenset[UUID | None]:
    """Needed voices that this consent lacks on the day; None stands for the young person."""
    needed = needed_voices(child, day)
    wanted: set[UUID | None] = set(needed.guardians)
    if needed.pupil:
        wanted.add(None)
    return frozenset(voice for voice in wanted if not any(day in span for span in given.voices.get(voice, ())))


def holds(child: Child, given: Given, day: Day) -> bool:
    """Whether the consent carries a sharing on this day."""
    unknown = needed_voices(child, day).guardian_unknown
    return day in given.span and not unknown and not missing_voices(child, given, day)


def ends_on(child: Child, given: Given, since: Day) -> Day | None:
    """The first day after `since` on which the consent does not hold, as far as is known now; None is without end.

    A birthday is known years before, a withdrawal on the day itself.
    """
    for day in sorted(day for day in _turning_points(child, given) if day > since):
        if not holds(child, given, day):
            return day
    return None


def _turning_points(child: Child, given: Given) -> Iterable[Day]:
    yield birthday(child.born, TOGETHER_FROM)
    yield birthday(child.born, ALONE_FROM)
    spans: Collection[Span] = [
        given.span,
        *(span for one in child.gezag.values() for span in one),
        *(span for one in given.voices.values() for span in one),
    ]
    for span in spans:
        yield span.first
        if span.after:
            yield span.after
