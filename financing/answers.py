"""The listings as they are asked: a budget of any period, cover of a year, pools on a day; from the facts of this moment, or
as they were known at the end of an earlier day."""

import datetime
from collections.abc import Iterable

from financing.books.calendar import Months
from financing.books.closing import ClosedMonths, listing
from financing.books.commitments import roles_of_codes
from financing.books.cover import CoverRow, cover
from financing.books.engine import Engine, Line, day_after
from financing.books.facts import Book, Source
from financing.books.pools import Pool, Pools
from financing.known import end_of, known_at
from financing.store import closed_months, read_book


class Books:
    """The book of this moment, read once; each answer is computed from it. `known`: that of the end of this day."""

    def __init__(
        self, book: Book | None = None, closed: ClosedMonths | None = None, *, known: datetime.date | None = None
    ) -> None:
        with known_at(end_of(known) if known else None):
            self.book = (read_book() if book is None else book).established()
            self.closed = closed_months() if closed is None else closed
        self.engine = Engine(self.book)

    def budget(self, months: Months, *, reference: datetime.date) -> list[Line]:
        """The lines of these months, with what is realised up to and including the reference day."""
        return listing(self.engine, self.closed, months.months, day_after(reference))

    def cover(self, year: int, *, reference: datetime.date) -> list[CoverRow]:
        """What covers the costs of each payer in a calendar year, and what is left."""
        lines = self.budget(Months.year(year), reference=reference)
        return cover(lines, self.book.all(Source), year, roles_of_codes(self.book))

    def pools(self, day: datetime.date) -> list[Pool]:
        """Every wijkteam with its pool, what is agreed and what is free, in hours a week."""
        return Pools(self.book).on(day)


def total(lines: Iterable[Line]) -> tuple[int, int, int]:
    """Sums of budget, realised and forecast, in cents."""
    budget = realised = forecast = 0
    for line in lines:
        budget, realised, forecast = budget + line.budget, realised + line.realised, forecast + line.forecast
    return budget, realised, forecast
