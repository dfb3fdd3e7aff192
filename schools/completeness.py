"""Is a team complete? Pure: dated facts in, days and roles out.

A team is complete on a day when each core role that its school types then have is filled by somebody that day [domain 1]. An
appointment that nobody confirmed yet counts: it opens no file, but the person is there. A day on which no core role applies
(before the teams began, an MBO, a closed location) is neither complete nor incomplete.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from accounts.roles import CORE_ROLES
from schools.calendar import number_of_school_days

Day = datetime.date
ONE_DAY = datetime.timedelta(days=1)


class Span(NamedTuple):
    """Something that is so from `first` up to and not including `after`."""

    first: Day
    after: Day
    what: str

    def has(self, day: Day) -> bool:
        return self.first <= day < self.after


class CoreRule(NamedTuple):
    """At a school of this type a team must have this role, from `first` up to and not including `after`."""

    first: Day
    after: Day
    school_type: str
    role: str


class Stretch(NamedTuple):
    """Days `[first, after)` on which the same roles are needed and the same are missing."""

    first: Day
    after: Day
    needed: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class TeamCore:
    """What is known of one team: the school types of its sector at its location, the rules, and who fills which role."""

    types: tuple[Span, ...] = ()
    rules: tuple[CoreRule, ...] = ()
    filled: tuple[Span, ...] = ()

    def needed(self, day: Day) -> tuple[str, ...]:
        """The core roles that the team must have, in the order of the role declarations."""
        types = {span.what for span in self.types if span.has(day)}
        roles = {rule.role for rule in self.rules if rule.school_type in types and rule.first <= day < rule.after}
        return tuple(role for role in CORE_ROLES if role in roles)

    def missing(self, day: Day) -> tuple[str, ...]:
        """Which of those nobody fills."""
        present = {span.what for span in self.filled if span.has(day)}
        return tuple(role for role in self.needed(day) if role not in present)

    def stretches(self, first: Day, after: Day) -> Iterator[Stretch]:
        """`[first, after)` cut where something changes, in order."""
        edges = {edge for days in self._periods() for edge in days}
        starts = [first, *sorted(edge for edge in edges if first < edge < after)]
        for start, end in zip(starts, [*starts[1:], after], strict=True):
            yield Stretch(start, end, self.needed(start), self.missing(start))

    def incomplete_since(self, day: Day) -> Day | None:
        """Since when a role has been missing without a day in between; None when none is missing on `day`."""
        since: Day | None = None
        for stretch in self.stretches(min((first for first, _ in self._periods()), default=day), day + ONE_DAY):
            if not stretch.missing:
                since = None
            elif since is None:
                since = stretch.first
        return since

    def complete_school_days(self, first: Day, after: Day) -> tuple[int, int]:
        """Of the school days of `[first, after)`: complete ones, and all on which core roles apply [domain 3.4].

        Raises schools.calendar.CalendarUnknown.
        """
        complete = counted = 0
        for stretch in self.stretches(first, after):
            if stretch.needed:
                days = number_of_school_days(stretch.first, stretch.after)
                counted += days
                complete += 0 if stretch.missing else days
        return complete, counted

    def _periods(self) -> Iterator[tuple[Day, Day]]:
        yield from ((span.first, span.after) for span in (*self.types, *self.filled))
        yield from ((rule.first, rule.after) for rule in self.rules)
