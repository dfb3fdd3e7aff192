"""Closing months and the corrections that follow [domain 3.11]."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from financing.books.calendar import FAR, Basis, Months, parse_month
from financing.books.closing import CannotClose, ClosedMonths, check_may_close, close, listing
from financing.books.cover import cover
from financing.books.engine import Engine, Line, day_after
from financing.books.facts import Actual, Book, ShareLine, Source, YearlyCost
from financing.enums import SourceKind, YearlyKind

ZWOLLE = "gemeente:GM0193"
JANUARY, FEBRUARY, MARCH = (parse_month(text) for text in ("2018-01", "2018-02", "2018-03"))
LATER = parse_month("2019-01")
COST = YearlyCost("think", YearlyKind.PROGRAMME, 1200_00, Basis.CALENDAR_YEAR, date(2017, 12, 1))
RULE = ShareLine("alles", 1, "gemeente", Fraction(1), date(2015, 1, 1))
BOOK = Book([COST, RULE])
NEVER = ClosedMonths()


def closed_through(month, book=BOOK, before=NEVER):
    return ClosedMonths(month, (*before.lines, *close(Engine(book), before, month, LATER)))


def shown(book, closed, period="2018", until=FAR):
    return listing(Engine(book), closed, Months.parse(period).months, until)


@pytest.mark.parametrize(
    ("last", "month", "sentence"),
    [
        (None, LATER, "2019-01 is nog niet voorbij"),
        (JANUARY, JANUARY, "2018-01 is al afgesloten"),
        (JANUARY, MARCH, "nu is 2018-02 aan de beurt"),
    ],
)
def test_months_close_in_order_and_only_when_they_have_ended(last, month, sentence):
    with pytest.raises(CannotClose, match=sentence):
        check_may_close(ClosedMonths(last), month, LATER)


def test_the_first_close_takes_everything_before_it():
    closed = closed_through(JANUARY)

    assert [(line.month, line.budget) for line in closed.lines] == [(JANUARY - 1, 100_00), (JANUARY, 100_00)]


def test_a_closed_month_is_wholly_past_whatever_the_reference_day():
    lines = shown(BOOK, closed_through(JANUARY), until=day_after(date(2017, 6, 1)))

    assert [line.realised for line in lines[:2]] == [100_00, 0]


def test_later_facts_correct_the_first_open_month_and_are_frozen_with_it():
    closed = closed_through(JANUARY)
    dearer = Book([replace(COST, amount=2400_00), RULE])
    lines = shown(dearer, closed, "2018-02")
    names = ["correctie/2017-12/think", "correctie/2018-01/think", "think"]

    assert [(line.name, line.budget) for line in lines] == list(zip(names, (100_00, 100_00, 200_00), strict=True))

    further = closed_through(FEBRUARY, dearer, closed)
    assert shown(dearer, further, "2018-02") == lines
    assert [line.name for line in shown(dearer, further, "2018-03")] == ["think"]


def test_what_was_corrected_is_not_corrected_again():
    dearer = Book([replace(COST, amount=2400_00), RULE])
    closed = closed_through(FEBRUARY, dearer, closed_through(JANUARY))
    lines = shown(BOOK, closed, "2018-03")

    assert [(line.name, line.budget) for line in lines] == [
        ("correctie/2017-12/think", -100_00),
        ("correctie/2018-01/think", -100_00),
        ("correctie/2018-02/think", -100_00),
        ("think", 100_00),
    ]


def test_another_payer_gives_a_row_for_each():
    moved = Book([COST, replace(RULE, payer="rsj")])

    assert shown(moved, closed_through(JANUARY), "2018-02")[2:4] == [
        Line(FEBRUARY, "correctie/2018-01/think", ZWOLLE, -100_00, -100_00, -100_00),
        Line(FEBRUARY, "correctie/2018-01/think", "rsj", 100_00, 100_00, 100_00),
    ]


def test_an_actual_for_a_closed_month_corrects_what_was_realised_only():
    late = Book([COST, RULE, Actual("think", JANUARY, 130_00)])

    assert shown(late, closed_through(JANUARY), "2018-02", until=0)[0] == Line(
        FEBRUARY, "correctie/2018-01/think", ZWOLLE, 0, 30_00, 30_00
    )


def test_a_correction_is_covered_with_what_it_corrects_in_the_year_where_it_stands():
    closed = closed_through(parse_month("2017-12"))
    book = Book([replace(COST, amount=600_00), RULE])
    source = Source(ZWOLLE, 2018, 1, SourceKind.STRUCTURAL, 10_000_00, "alles", scope=("think",))
    (row, shortfall) = cover(shown(book, closed), [source], 2018)

    assert (row.covered, shortfall.covered) == (600_00 - 50_00, 0)


def test_a_commitment_below_zero_is_not_covered_and_stays_in_the_shortfall():
    lines = [Line(JANUARY, "a", ZWOLLE, 100, 0, 0), Line(JANUARY, "correctie/2017-12/b", ZWOLLE, -30, 0, 0)]
    source = Source(ZWOLLE, 2018, 1, SourceKind.STRUCTURAL, 1000, "alles")

    assert [row.covered for row in cover(lines, [source], 2018)] == [100, -30]
