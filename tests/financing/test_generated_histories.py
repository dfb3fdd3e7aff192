"""The engine against the slow way, on generated books, and the laws of conservation of domain 3.5.

`OT_EXAMPLES=5000 ./run test tests/financing` asks for more than the normal run does.
"""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import date

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from financing.books.calendar import FAR, Months, first_day, month_of
from financing.books.closing import ClosedMonths, close, corrected, correction_name, listing
from financing.books.commitments import roles_of_codes
from financing.books.cover import cover
from financing.books.engine import Engine, Line, day_after
from financing.books.facts import Book, Source
from financing.books.pools import Pools

from . import slow_way
from .histories import ACTUAL_MONTHS, actuals, books

EXAMPLES = int(os.environ.get("OT_EXAMPLES", "150"))
thorough = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
periods = st.sampled_from(["2016", "2017", "2015-2016", "2016-2017", "2017-2018", "2016-02", "2017-K3"])
month_ends = [date.fromordinal(first_day(month + 1) - days) for month in ACTUAL_MONTHS for days in (0, 1, 2)]
reference_days = st.one_of(st.dates(date(2015, 12, 1), date(2018, 2, 1)), st.sampled_from(month_ends))


@st.composite
def histories(draw):
    """A book with actuals of things that are in it."""
    book = draw(books())
    names = {commitment.name for commitment in Engine(book).commitments}
    return Book([*book, *draw(actuals(names))])


def as_table(lines):
    return {line[:3]: list(line[3:]) for line in lines}


@thorough
@given(histories(), periods, reference_days)
def test_budget_equals_the_slow_way(book, period, reference):
    months = Months.parse(period).months
    lines = listing(Engine(book), ClosedMonths(), months, day_after(reference))

    assert as_table(lines) == slow_way.budget(book, months, reference)


@st.composite
def budgets(draw, book):
    """Lines of 2016 for things in the book and their corrections, some below zero."""
    names = sorted(commitment.name for commitment in Engine(book).commitments)
    corrections = [correction_name(2015 * 12 + 11, name) for name in names]
    payers = ["gemeente:GM0193", "bestuur:41001", "rsj", "niet verdeeld"]
    keys = st.tuples(
        st.integers(2016 * 12, 2016 * 12 + 11), st.sampled_from([*names, *corrections]), st.sampled_from(payers)
    )
    amounts = st.integers(-2_000_000, 4_000_000)
    return [Line(*key, amount, 0, 0) for key, amount in draw(st.dictionaries(keys, amounts, min_size=1)).items()]


@thorough
@given(st.data())
def test_cover_equals_the_slow_way(data):
    book = data.draw(books())
    lines = data.draw(budgets(book))
    rows = cover(lines, book.all(Source), 2016, roles_of_codes(book))

    assert [tuple(row) for row in rows] == slow_way.cover(as_table(lines), book, 2016)


@thorough
@given(books(), reference_days)
def test_pools_equal_the_slow_way(book, day):
    pools = [(pool.team, pool.locations, pool.norm, pool.size, pool.agreed, pool.free) for pool in Pools(book).on(day)]

    assert pools == slow_way.pools(book, day)


@thorough
@given(histories(), reference_days)
def test_nothing_is_lost_and_no_month_depends_on_the_period(book, reference):
    engine, until = Engine(book), day_after(reference)
    by_year = as_table(listing(engine, ClosedMonths(), range(2015 * 12 + 7, 2018 * 12), until))
    by_month = {}
    for month in range(2015 * 12 + 7, 2018 * 12):
        by_month |= as_table(listing(engine, ClosedMonths(), range(month, month + 1), until))

    assert by_month == by_year
    for commitment in engine.commitments:
        for year in (commitment.basis.year_of(2016 * 12), commitment.basis.year_of(2017 * 12)):
            lines = list(engine.lines(year, until, of=[commitment]))
            exact = sum(slow_days(book, commitment.name, year))
            assert sum(line.budget for line in lines) == slow_way.rounded(exact)


def slow_days(book, name, year):
    """The exact amounts of the days of a year."""
    cost = next(cost for cost in slow_way.costs(book) if cost.name == name)
    day = date(year.start // 12, year.start % 12 + 1, 1)
    while month_of(day) < year.stop:
        if cost.runs_on(day):
            yield cost.yearly(day) / 12 / slow_way.days_in_month(day)
        day += slow_way.ONE_DAY


@settings(thorough, max_examples=max(EXAMPLES // 3, 1))
@given(histories(), histories(), histories(), st.integers(2016 * 12, 2017 * 12 + 2), st.integers(1, 3), reference_days)
def test_closed_months_stay_and_corrections_make_up_the_difference(first, second, third, month, more, reference):
    """Close with what is known first, learn something else, close further, and learn again."""
    after, until = 2017 * 12 + 8, day_after(reference)
    closed = ClosedMonths(month, tuple(close(Engine(first), ClosedMonths(), month, after)))
    assume(closed.lines)
    for number in range(month + 1, month + 1 + more):
        rows = close(Engine(second), closed, number, after)
        closed = ClosedMonths(number, (*closed.lines, *rows))
    now = Engine(third)
    everything = range(2015 * 12, after)
    shown = listing(now, closed, everything, until)

    assert [line for line in shown if line.month <= closed.last] == sorted(closed.lines)
    sums = defaultdict(lambda: [0, 0, 0])
    for line in shown:
        about = corrected(line.name) or (line.month, line.name)
        if about[0] <= closed.last:
            for column, amount in enumerate(line[3:]):
                sums[*about, line.payer][column] += amount
    facts_now = as_table(listing(now, ClosedMonths(), range(2015 * 12, closed.last + 1), FAR))
    assert {key: amounts for key, amounts in sums.items() if any(amounts)} == facts_now
    assert {line.month for line in shown if corrected(line.name)} <= set(range(month + 1, closed.last + 2))
