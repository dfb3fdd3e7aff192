"""The engine: budget lines of any months, computed from the facts alone [domain 3.2, 3.3, 3.5, 3.11].

Closed months and their corrections are laid over this by `closing`.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ..money import NOTHING, WHOLE, RunningTotal, Shares, Stretch, YearlyAmount, fineness_of, largest_remainders
from .calendar import FAR, first_day, month_of, position
from .commitments import Commitment, commitments_of
from .facts import Actual, Book
from .payers import UNALLOCATED, Place, resolve
from .sharing import SharingRule, SharingRules, rules_of


class Line(NamedTuple):
    """What one payer pays of one commitment in one month, in cents. Lines sort as the listing does."""

    month: int
    name: str
    payer: str
    budget: int
    realised: int
    forecast: int

    @property
    def is_nothing(self) -> bool:
        """All three amounts are 0.00."""
        return not (self.budget or self.realised or self.forecast)

    @property
    def difference(self) -> int:
        """*verschil*: positive is an advantage (*voordeel*)."""
        return self.budget - self.forecast


class Unallocated(StrEnum):
    """Why an amount has no payer; the value is what the screen says."""

    NO_RULE = "geen verdeelsleutel past bij dit bedrag"
    PAYER_UNKNOWN = "een betaler van de verdeelsleutel is op deze dagen niet bekend"


class Piece(NamedTuple):
    """A run of days of a commitment with one yearly amount, one place, one rule and the same payers."""

    first: int
    end: int
    yearly: YearlyAmount | None
    place: Place
    rule: SharingRule | None
    payers: tuple[str, ...]
    problem: Unallocated | None

    @property
    def shares(self) -> Shares:
        """How an amount of these days is split; an amount that cannot be shared stays whole."""
        return WHOLE if self.rule is None or self.problem else self.rule.shares

    @property
    def sharing(self) -> tuple[str | None, tuple[str, ...]]:
        """What must stay equal for days to be one stretch [domain 3.5]."""
        return (None if self.rule is None or self.problem else self.rule.code), self.payers


class MonthParts:
    """What the payers of one commitment pay in one month: in all, and up to and including the reference day."""

    __slots__ = ("budget", "so_far")

    def __init__(self) -> None:
        self.budget: dict[str, int] = {}
        self.so_far: dict[str, int] = {}

    def add(self, payers: Iterable[str], parts: Iterable[int], is_past: bool) -> None:
        """Add the parts of some days; lines of the same payer come together here, after the split."""
        for payer, part in zip(payers, parts, strict=True):
            self.budget[payer] = self.budget.get(payer, 0) + part
            if is_past:
                self.so_far[payer] = self.so_far.get(payer, 0) + part


class Engine:
    """Answers for one book. Made once, asked often; it never changes the book."""

    def __init__(self, book: Book) -> None:
        """`book` holds what counts: `established()`, or `with_intentions()` for a what-if."""
        self.commitments = tuple(commitments_of(book))
        self._rules = SharingRules(rules_of(book))
        self._actuals: dict[str, dict[int, int]] = defaultdict(dict)
        for actual in book.all(Actual):
            self._actuals[actual.name][actual.month] = actual.amount

    def first_month(self) -> int | None:
        """The first month in which anything costs money or was paid."""
        months = [month_of(date.fromordinal(commitment.first)) for commitment in self.commitments]
        months += [month for by_month in self._actuals.values() for month in by_month]
        return min(months, default=None)

    def lines(self, months: range, until: int, of: Sequence[Commitment] | None = None) -> Iterator[Line]:
        """The lines of these months, in no order, 0.00 included. `until` is the ordinal of the day after the reference
        day: what lies before it is past. `of` narrows to some commitments, with their actuals."""
        names = set()
        for commitment in self.commitments if of is None else of:
            names.add(commitment.name)
            actuals = self._actuals.get(commitment.name, {})
            by_month = self.month_parts(commitment, months, until)
            for month, parts in by_month.items():
                yield from _lines(month, commitment.name, parts, _actual_in(actuals, month, until))
            for month in actuals.keys() - by_month.keys():
                yield from _unexpected(month, commitment.name, actuals, months, until)
        if of is None:
            for name in self._actuals.keys() - names:
                for month in self._actuals[name]:
                    yield from _unexpected(month, name, self._actuals[name], months, until)

    def month_parts(self, commitment: Commitment, months: range, until: int) -> dict[int, MonthParts]:
        """Per month what each payer pays, from the beginning of each year of the commitment's basis, so that no month
        depends on the months that are asked for."""
        found: dict[int, MonthParts] = {}
        if months:
            year = commitment.basis.year_of(months.start)
            while year.start < months.stop:
                self._book_year(commitment, year, months, until, found)
                year = commitment.basis.year_of(year.stop)
        return found

    def _book_year(
        self, commitment: Commitment, year: range, months: range, until: int, found: dict[int, MonthParts]
    ) -> None:
        end = first_day(min(year.stop, months.stop))
        pieces = self.pieces(commitment, first_day(year.start), end)
        total = RunningTotal(fineness_of([piece.yearly for piece in pieces if piece.yearly]))
        running, sharing, stretch = 0, None, Stretch(WHOLE, 0)
        for piece in pieces:
            if piece.sharing != sharing:
                sharing, stretch = piece.sharing, Stretch(piece.shares, running)
            for month, first, after in _by_month(piece.first, piece.end, until, months.start):
                running = total.book(piece.yearly or NOTHING, position(after) - position(first))
                parts = stretch.advance(running)
                if month >= months.start:
                    into = found.get(month)
                    if into is None:
                        into = found[month] = MonthParts()
                    into.add(piece.payers, parts, after <= until)

    def pieces(self, commitment: Commitment, first: int, end: int) -> list[Piece]:
        """The days of a commitment from `first` to before `end`, cut wherever anything about its money changes: why an
        amount stands where it stands."""
        first, end = max(first, commitment.first), min(end, commitment.end)
        if first >= end:
            return []
        days = [first, *commitment.amounts.changes(first, end), *commitment.places.changes(first, end), end]
        pieces = []
        for day, after in _runs(days):
            place = commitment.place_at(day)
            winners = self._rules.winners(commitment.scope_at(place))
            for start, stop in _runs([day, *winners.changes(day, after), after]):
                pieces.append(self._piece(commitment, start, stop, place, winners.at(start)))
        return pieces

    @staticmethod
    def _piece(commitment: Commitment, first: int, end: int, place: Place, rule: SharingRule | None) -> Piece:
        yearly = commitment.amounts.at(first)
        if rule is None:
            return Piece(first, end, yearly, place, None, (UNALLOCATED,), Unallocated.NO_RULE)
        payers = [payer for kind in rule.kinds if (payer := resolve(kind, place, commitment.home)) is not None]
        if len(payers) < len(rule.kinds):
            return Piece(first, end, yearly, place, rule, (UNALLOCATED,), Unallocated.PAYER_UNKNOWN)
        return Piece(first, end, yearly, place, rule, tuple(payers), None)


def day_after(reference: date) -> int:
    """The `until` of a reference day."""
    return min(reference.toordinal() + 1, FAR)


def _runs(days: list[int]) -> Iterator[tuple[int, int]]:
    ordered = sorted(set(days))
    return itertools.pairwise(ordered)


def _by_month(first: int, end: int, until: int, earliest: int) -> Iterator[tuple[int, int, int]]:
    """Days cut at the ends of months, and after the reference day; days before the earliest month stay in one piece."""
    start = first_day(earliest)
    if first < start:
        yield earliest - 1, first, min(start, end)
        first = start
    month = earliest if first == start else month_of(date.fromordinal(first))
    while first < end:
        after = min(end, first_day(month + 1))
        if first < until < after:
            yield month, first, until
            first = until
        yield month, first, after
        first, month = after, month + 1


def _actual_in(actuals: dict[int, int], month: int, until: int) -> int | None:
    """The actual of a month that lies wholly in the past."""
    return actuals.get(month) if first_day(month + 1) <= until else None


def _lines(month: int, name: str, parts: MonthParts, actual: int | None) -> Iterator[Line]:
    """An actual takes the place of the whole month, split as the budget of that month is [domain 3.11]."""
    if actual is None:
        for payer, budget in parts.budget.items():
            yield Line(month, name, payer, budget, parts.so_far.get(payer, 0), budget)
        return
    payers = sorted(parts.budget)
    weights = [parts.budget[payer] for payer in payers]
    if sum(weights):
        paid = dict(zip(payers, largest_remainders(actual, weights), strict=True))
    else:
        paid = {UNALLOCATED: actual}
    for payer in {*payers, *paid}:
        amount = paid.get(payer, 0)
        yield Line(month, name, payer, parts.budget.get(payer, 0), amount, amount)


def _unexpected(month: int, name: str, actuals: dict[int, int], months: range, until: int) -> Iterator[Line]:
    """An actual in a month without budget belongs to nobody."""
    actual = _actual_in(actuals, month, until) if month in months else None
    if actual is not None:
        yield Line(month, name, UNALLOCATED, 0, actual, actual)
