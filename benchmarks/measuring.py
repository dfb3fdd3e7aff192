"""What the groups of `manage.py bench` share: a row with its bar, and timing reference and candidate in turn."""

import contextlib
import datetime
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.db import connection, transaction

ROUNDS = 5
TODAY = datetime.date(2018, 6, 15)


@dataclass(frozen=True)
class Row:
    """A measured ratio beside its bar. Lower is better, unless `at_least`."""

    what: str
    ratio: float
    bar: float
    note: str = ""
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.ratio >= self.bar if self.at_least else self.ratio <= self.bar

    def __str__(self) -> str:
        bar = f"bar {'≥' if self.at_least else '≤'} {self.bar:g}"
        return f"{self.what}: {self.ratio:.2f} ({bar}){'' if self.is_met else '  NOT MET'}  {self.note}".rstrip()


def equal(what: str, reference: object, candidate: object) -> None:
    """Raises AssertionError when what is compared does not answer the same, so that no ratio is of unlike things."""
    if reference != candidate:
        raise AssertionError(f"other {what} than the reference")


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def empty_books() -> None:
    """No schools, people or money, until the transaction is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "truncate schools_municipality, schools_schoolboard, schools_school, financing_hoursrate cascade"
        )
        cursor.execute("truncate financing_hoursnorm, financing_actual, financing_costsharerule, accounts_user cascade")


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """What happens here does not stay, so that the next run meets the same tables."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def in_turn(
    reference: Callable[[], object],
    candidate: Callable[[], object],
    rounds: int | None = None,
    around: Callable[[], AbstractContextManager[object]] = contextlib.nullcontext,
) -> tuple[float, float]:
    """Median seconds of both, each run once to warm up and then in turn; what `around` does is not counted."""

    first, second = all_in_turn((reference, around), (candidate, around), rounds=rounds)
    return first, second


#: Something to do, and what it is done in, which is not counted.
Work = tuple[Callable[[], object], Callable[[], AbstractContextManager[object]]]


def all_in_turn(*works: Work, rounds: int | None = None) -> list[float]:
    """Median seconds of each, in the same way."""

    def timed(work: Work) -> float:
        what, around = work
        with around():
            return seconds(what)

    for work in works:
        timed(work)
    found = [[timed(work) for work in works] for _ in range(rounds or ROUNDS)]
    return [statistics.median(column) for column in zip(*found, strict=True)]
