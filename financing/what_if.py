"""What if: another sharing rule, rate, start date or norm beside today's, per payer and month. Pure; the books stay as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from financing.books.calendar import FAR, Months
from financing.books.engine import Engine
from financing.books.facts import Book, HoursNorm, Rate, ShareLine
from financing.books.pools import Pool, Pools
from financing.books.sharing import scope_of
from financing.enums import Role, Sector, Status
from shell.numbers import write_day, write_euro

NAME = "wat als"


@dataclass(frozen=True)
class Change:
    """One thing that would be otherwise."""

    def applied(self, book: Book) -> Book:
        raise NotImplementedError


@dataclass(frozen=True)
class Intentions(Change):
    """Everything that is only *voorgenomen* goes ahead."""

    def __str__(self) -> str:
        return "Alles wat is voorgenomen, gaat door"

    def applied(self, book: Book) -> Book:
        return book.with_intentions()


@dataclass(frozen=True)
class OtherRate(Change):
    """An hour of a role costs something else from a day on, in cents."""

    role: Role
    start: date
    rate: int

    def __str__(self) -> str:
        return f"Een uur {self.role} kost {write_euro(Decimal(self.rate).scaleb(-2))} vanaf {write_day(self.start)}"

    def applied(self, book: Book) -> Book:
        return book.merged(Book([Rate(self.role, self.start, self.rate)]))


@dataclass(frozen=True)
class OtherNorm(Change):
    """Another number of hours a week for each PO location from a day on."""

    start: date
    hours: Decimal

    def __str__(self) -> str:
        return f"De norm is {self.hours:f} uur per week per basisschool vanaf {write_day(self.start)}".replace(".", ",")

    def applied(self, book: Book) -> Book:
        return book.merged(Book([HoursNorm(Role.JGW, self.start, self.hours)]))


@dataclass(frozen=True)
class OtherSharing(Change):
    """A role (in a sector) is shared otherwise from a day on; a rule for exactly the same things gives way."""

    role: Role
    sector: Sector | None
    start: date
    parts: Sequence[tuple[str, Fraction]]

    def __str__(self) -> str:
        sector = f" in het {self.sector}" if self.sector else ""
        told = ", ".join(f"{payer} {part}" for payer, part in self.parts)
        return f"{self.role}{sector} wordt betaald door {told} vanaf {write_day(self.start)}"

    def applied(self, book: Book) -> Book:
        lines = [
            ShareLine(NAME, order, payer, part, self.start, self.role, self.sector, status=Status.INTENDED)
            for order, (payer, part) in enumerate(self.parts, start=1)
        ]
        return book.established().merged(Book(lines)).with_intentions()


@dataclass(frozen=True)
class OtherStart(Change):
    """A sharing rule begins on another day; the rule that it followed goes on until then."""

    rule: str
    start: date

    def __str__(self) -> str:
        return f"Verdeelsleutel ‘{self.rule}’ gaat in op {write_day(self.start)}"

    def applied(self, book: Book) -> Book:
        lines = [line for line in book.all(ShareLine) if line.rule == self.rule]
        if not lines:
            return book
        old, scope = lines[0].start, scope_of(lines[0])
        before = [line for line in book.all(ShareLine) if line.end == old and scope_of(line) == scope]
        moved = [replace(line, start=self.start) for line in lines if line.end is None or self.start < line.end]
        ended = [replace(line, end=self.start) for line in before if line.start < self.start]
        gone = {line.key for line in (*lines, *before)}
        kept = (fact for fact in book if not (isinstance(fact, ShareLine) and fact.key in gone))
        return Book([*kept, *moved, *ended])


@dataclass(frozen=True)
class Comparison:
    """What a payer pays now and then, per month, in cents."""

    payer: str
    now: dict[int, int]
    then: dict[int, int]

    @property
    def total_now(self) -> int:
        return sum(self.now.values())

    @property
    def total_then(self) -> int:
        return sum(self.then.values())

    @property
    def more(self) -> int:
        """What it costs this payer more; below zero is less."""
        return self.total_then - self.total_now

    def more_in(self, month: int) -> int:
        return self.then.get(month, 0) - self.now.get(month, 0)


def changed(book: Book, changes: Sequence[Change]) -> Book:
    """The book as it would be. `book` may hold what is voorgenomen; it counts only with `Intentions`."""
    found = book
    for change in sorted(changes, key=lambda one: not isinstance(one, Intentions)):
        found = change.applied(found)
    return found.established()


def compare(book: Book, then: Book, months: Months) -> list[Comparison]:
    """Per payer what is begroot in each month, by what is decided and by `then`; in order of payer."""
    sums: list[dict[str, dict[int, int]]] = []
    for one in (book.established(), then):
        by_payer: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for line in Engine(one).lines(months.months, FAR):
            by_payer[line.payer][line.month] += line.budget
        sums.append(by_payer)
    payers = sorted({*sums[0], *sums[1]})
    found = [Comparison(payer, dict(sums[0].get(payer, {})), dict(sums[1].get(payer, {}))) for payer in payers]
    return [one for one in found if any(one.now.values()) or any(one.then.values())]


def compare_pools(book: Book, then: Book, day: date) -> list[tuple[Pool, Pool]]:
    """The pool of each wijkteam on a day, now and then."""
    return list(zip(Pools(book.established()).on(day), Pools(then).on(day), strict=True))
