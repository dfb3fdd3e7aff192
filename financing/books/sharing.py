"""Sharing rules (*verdeelsleutels*): which rule wins on a day, and who pays [domain 3.3]."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from typing import NamedTuple

from ..enums import Role, Sector, Status
from ..money import Shares
from .calendar import FAR
from .facts import Book, Fact, ShareLine, days_of
from .timeline import Timeline


class Scope(NamedTuple):
    """What a rule is for, and equally what an amount is. The order of the fields is their weight: a rule with an
    arrangement goes before one without, then with a location, with a sector, with a role."""

    arrangement: str | None
    location: str | None
    sector: Sector | None
    role: Role | None

    @property
    def pattern(self) -> tuple[bool, ...]:
        """Which fields are filled; greater goes before."""
        return tuple(field is not None for field in self)

    def seen_through(self, pattern: tuple[bool, ...]) -> Scope:
        """Only the fields that the pattern looks at."""
        arrangement, location, sector, role = pattern
        return Scope(
            self.arrangement if arrangement else None,
            self.location if location else None,
            self.sector if sector else None,
            self.role if role else None,
        )


@dataclass(frozen=True)
class SharingRule:
    """A dated rule with its payers in order. Cannot exist unless its fractions make 1."""

    code: str
    scope: Scope
    days: tuple[int, int]
    kinds: tuple[str, ...]
    shares: Shares
    decision: str | None = None

    @classmethod
    def of_lines(cls, lines: Iterable[ShareLine]) -> SharingRule:
        """From the lines of one `sleutel`."""
        ordered = sorted(lines, key=lambda line: line.order)
        first = ordered[0]
        return cls(
            code=first.rule,
            scope=scope_of(first),
            days=days_of(first),
            kinds=tuple(line.payer for line in ordered),
            shares=Shares(tuple(line.fraction for line in ordered)),
            decision=first.decision,
        )


def scope_of(line: ShareLine) -> Scope:
    """What the rule of this line is for."""
    return Scope(line.arrangement, line.location, line.sector, line.role)


def rules_of(book: Book) -> Iterator[SharingRule]:
    """Every rule in the book."""
    lines = sorted(book.all(ShareLine), key=lambda line: line.rule)
    for _, group in groupby(lines, key=lambda line: line.rule):
        yield SharingRule.of_lines(group)


class SharingRules:
    """All rules, asked by what an amount is for. The rules of one scope never overlap."""

    def __init__(self, rules: Iterable[SharingRule]) -> None:
        by_scope: dict[Scope, list[SharingRule]] = defaultdict(list)
        for rule in rules:
            by_scope[rule.scope].append(rule)
        self._timelines = {
            scope: Timeline(sorted(((*rule.days, rule) for rule in group), key=lambda span: span[0]))
            for scope, group in by_scope.items()
        }
        self._patterns = sorted({scope.pattern for scope in by_scope}, reverse=True)
        self._arrangements = {scope.arrangement for scope in by_scope}
        self._locations = {scope.location for scope in by_scope}
        self._winners: dict[Scope, Timeline[SharingRule]] = {}

    def winners(self, scope: Scope) -> Timeline[SharingRule]:
        """The rule that wins on each day for an amount with these fields."""
        named = scope._replace(
            arrangement=scope.arrangement if scope.arrangement in self._arrangements else None,
            location=scope.location if scope.location in self._locations else None,
        )
        found = self._winners.get(named)
        if found is None:
            found = self._winners[named] = self._find_winners(named)
        return found

    def _find_winners(self, scope: Scope) -> Timeline[SharingRule]:
        ranked = [
            self._timelines[seen]
            for pattern in self._patterns
            if (seen := scope.seen_through(pattern)) in self._timelines and seen.pattern == pattern
        ]
        days = sorted({day for timeline in ranked for first, end, _ in timeline.spans() for day in (first, end)})
        spans = []
        for first, end in pairwise(days):
            winner = next((rule for timeline in ranked if (rule := timeline.at(first)) is not None), None)
            if winner is not None:
                spans.append((first, end, winner))
        return Timeline(spans)


def give_way(book: Book) -> Iterator[Fact]:
    """The facts of a book, where a decided rule has left the days on which a rule that is only meant, for exactly the
    same things, would take its place. A rule cut in two goes on as two rules."""
    meant: dict[Scope, list[tuple[int, int]]] = defaultdict(list)
    for line in book.all(ShareLine):
        if line.status is Status.INTENDED and days_of(line) not in meant[scope_of(line)]:
            meant[scope_of(line)].append(days_of(line))
    for fact in book:
        if isinstance(fact, ShareLine) and fact.status is Status.ESTABLISHED:
            rest = _without(days_of(fact), sorted(meant.get(scope_of(fact), ())))
            for number, (first, end) in enumerate(rest):
                yield replace(
                    fact,
                    rule=fact.rule if number == 0 else f"{fact.rule} ({number + 1})",
                    start=date.fromordinal(first),
                    end=None if end == FAR else date.fromordinal(end),
                )
        else:
            yield fact


def _without(days: tuple[int, int], gaps: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is left of a period when these periods, in order, are taken out."""
    first, end = days
    for gap_first, gap_end in gaps:
        if gap_first > first and min(gap_first, end) > first:
            yield first, min(gap_first, end)
        first = max(first, gap_end)
    if first < end:
        yield first, end
