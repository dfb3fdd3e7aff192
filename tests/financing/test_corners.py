"""Corners of domain 3 where a quick reading goes wrong; decision 0201 tells how each was read."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from financing.books.calendar import FAR, Basis, Months, NotAPeriod
from financing.books.closing import ClosedMonths, listing
from financing.books.engine import Engine, day_after
from financing.books.facts import (
    Actual,
    Appointment,
    Arrangement,
    Book,
    Location,
    Placement,
    Rate,
    ShareLine,
    YearlyCost,
)
from financing.enums import LocationType, Role, Sector, Status, YearlyKind

START = date(2015, 8, 1)
SCHOOL = Location("10AB00", START, LocationType.BO, board="41001", municipality="GM0193")
COST = YearlyCost("vast", YearlyKind.YEARLY, 1200_00, Basis.CALENDAR_YEAR, START, location="10AB00")
PERSON = Appointment("10AB00", Role.IB, "a@x.nl", START, Decimal(1))
NAME = "uren/10AB00/IB/a@x.nl/2015-08-01"


def rule(code, *payers, **about):
    return [
        ShareLine(code, order, payer, Fraction(1, len(payers)), **({"start": START} | about))
        for order, payer in enumerate(payers, start=1)
    ]


def paid(book, period, until=FAR):
    lines = listing(Engine(book), ClosedMonths(), Months.parse(period).months, until)
    return [(line.payer, line.budget) for line in lines]


@pytest.mark.parametrize("text", ["2017-2019", "0000", "17", "2017-13", "2017-K5", "٢٠١٧", "2017-2016", ""])
def test_what_is_no_period(text):
    with pytest.raises(NotAPeriod):
        Months.parse(text)


def test_the_narrowest_rule_wins_by_arrangement_then_location_then_sector_then_role():
    cost = replace(COST, role=Role.JGW)
    rules = [
        rule("rol", "fonds:rol", role=Role.JGW),
        rule("sector-en-rol", "fonds:sector-en-rol", sector=Sector.PO, role=Role.JGW),
        rule("vestiging", "fonds:vestiging", location="10AB00"),
        rule("code", "fonds:code", arrangement="vast"),
    ]
    for number in range(1, 5):
        book = Book([SCHOOL, cost, *(line for lines in rules[:number] for line in lines)])
        assert paid(book, "2018-01") == [(f"fonds:{rules[number - 1][0].rule}", 100_00)]


def test_an_amount_without_a_role_matches_no_rule_with_one():
    assert paid(Book([SCHOOL, COST, *rule("rol", "rsj", role=Role.JGW)]), "2018-01") == [("niet verdeeld", 100_00)]


def test_a_commitments_own_sector_goes_before_that_of_its_location():
    book = Book([SCHOOL, replace(COST, sector=Sector.VO), *rule("po", "rsj", sector=Sector.PO)])

    assert paid(book, "2018-01") == [("niet verdeeld", 100_00)]


def test_mbo_has_no_sector():
    book = Book([replace(SCHOOL, type=LocationType.MBO), COST, *rule("vo", "rsj", sector=Sector.VO)])

    assert paid(book, "2018-01") == [("niet verdeeld", 100_00)]


def test_one_payer_unknown_makes_the_whole_day_nobodys():
    closed = replace(SCHOOL, end=date(2018, 1, 16))
    book = Book([closed, COST, *rule("samen", "bestuur", "rsj")])

    assert paid(book, "2018-01") == [("bestuur:41001", 24_20), ("niet verdeeld", 51_61), ("rsj", 24_19)]


def test_a_payer_that_needs_no_location_is_known_without_one():
    assert paid(Book([COST, *rule("swv", "swv:PO2305")]), "2018-01") == [("swv:PO2305", 100_00)]


def test_a_change_of_board_starts_a_new_stretch_and_a_change_of_wijkteam_does_not():
    odd = replace(COST, amount=12)  # a cent a month, split over two: the first line takes the first of each pair
    halves = rule("samen", "bestuur", "gemeente")
    moved = replace(SCHOOL, start=date(2018, 2, 1), board="41002")
    elsewhere = replace(SCHOOL, start=date(2018, 2, 1), team="SWT2")

    assert paid(Book([SCHOOL, moved, odd, *halves]), "2018-02") == [("bestuur:41002", 1)]
    assert paid(Book([SCHOOL, elsewhere, odd, *halves]), "2018-02") == [("gemeente:GM0193", 1)]


def test_two_rules_with_the_same_payers_are_two_stretches():
    odd = replace(COST, amount=12)
    halves = rule("eerst", "bestuur", "gemeente", end=date(2018, 2, 1))
    again = rule("daarna", "bestuur", "gemeente", start=date(2018, 2, 1))

    assert paid(Book([SCHOOL, odd, *halves, *again]), "2018-02") == [("bestuur:41001", 1)]


def test_lines_of_the_same_payer_come_together_after_the_split():
    book = Book([SCHOOL, replace(COST, amount=12_00), *rule("drie", "rsj", "gemeente", "rsj")])

    assert paid(book, "2018-01") == [("gemeente:GM0193", 33), ("rsj", 67)]


def test_february_counts_its_own_days():
    book = Book([replace(COST, location=None, start=date(2016, 2, 29)), *rule("alles", "gemeente")])

    assert paid(book, "2016-02") == [("gemeente:GM0193", 3_45)]  # 100 × 1/29


def test_a_school_year_is_rounded_from_august():
    book = Book([replace(COST, amount=100_00, basis=Basis.SCHOOL_YEAR), SCHOOL, *rule("alles", "rsj")])

    assert [cents for _, cents in paid(book, "2017-2018")] == [833, 834, 833] * 4
    assert [cents for _, cents in paid(book, "2018")] == [833, 833, 834, 833, 833, 834, 833, 833, 834, 833, 833, 834]


def test_forty_weeks_when_a_rate_does_not_say_and_none_on_days_without_a_rate():
    rates = [
        Rate(Role.IB, START, 3000, end=date(2018, 2, 1)),
        Rate(Role.IB, date(2018, 3, 1), 3000, weeks=Decimal(20)),
    ]
    book = Book([SCHOOL, PERSON, *rates, *rule("alles", "rsj")])

    assert [cents for _, cents in paid(book, "2018-K1")] == [100_00, 50_00]


def test_a_later_rate_ends_the_earlier_one_for_good():
    rates = [Rate(Role.IB, START, 3000), Rate(Role.IB, date(2018, 1, 1), 6000, end=date(2018, 2, 1))]

    assert [cents for _, cents in paid(Book([SCHOOL, PERSON, *rates, *rule("alles", "rsj")]), "2018-K1")] == [200_00]


def test_a_role_that_never_had_a_rate_is_no_commitment():
    book = Book([SCHOOL, PERSON, Rate(Role.ZC, START, 3000), *rule("alles", "rsj")])

    assert Engine(book).commitments == ()
    assert [c.name for c in Engine(Book([*book, Rate(Role.IB, date(2020, 1, 1), 1)])).commitments] == [NAME]


def test_the_moments_of_decisions_do_not_move_a_placement():
    late = Placement("klas", "L1", date(2018, 1, 1), "GM0175", date(2018, 3, 1), date(2018, 4, 1))
    offer = Arrangement("klas", START, amount_per_place=1200_00)
    home = rule("woon", "woongemeente")

    assert paid(Book([offer, late, *home]), "2018-01") == [("gemeente:GM0175", 100_00)]
    assert paid(Book([offer, replace(late, decided_by_school=None), *home]), "2018-01") == []
    assert paid(Book([offer, replace(late, municipality=None), *home]), "2018-01") == [("niet verdeeld", 100_00)]


def test_an_arrangement_without_location_is_paid_by_the_boards_together():
    book = Book(
        [
            Arrangement("klas", START, amount_per_place=1200_00),
            Placement("klas", "L1", START, "GM0175", START, START),
            *rule("samen", "bestuur", "gemeente"),
        ]
    )

    assert paid(book, "2018-01") == [("bestuur:*", 50_00), ("gemeente:GM0193", 50_00)]


def test_an_actual_counts_when_its_month_is_wholly_past():
    book = Book([SCHOOL, COST, *rule("samen", "bestuur", "rsj"), Actual("vast", 2018 * 12, 3)])
    months = Months.parse("2018-01").months

    def amounts(day):
        lines = listing(Engine(book), ClosedMonths(), months, day_after(day))
        return [line[3:] for line in lines]

    assert amounts(date(2018, 1, 31)) == [(50_00, 2, 2), (50_00, 1, 1)]
    assert amounts(date(2018, 1, 30)) == [(50_00, 48_39, 50_00), (50_00, 48_38, 50_00)]
    assert amounts(date(2017, 12, 31)) == [(50_00, 0, 50_00), (50_00, 0, 50_00)]


def test_an_actual_without_budget_is_nobodys():
    book = Book([SCHOOL, replace(COST, end=date(2017, 1, 1)), Actual("vast", 2018 * 12, 3)])
    (line,) = listing(Engine(book), ClosedMonths(), Months.parse("2018").months, FAR)

    assert line[2:] == ("niet verdeeld", 0, 3, 3)


def test_what_is_only_meant_counts_in_a_what_if_and_nowhere_else():
    meant = rule("straks", "bestuur", start=date(2018, 2, 1), end=date(2018, 3, 1), status=Status.INTENDED)
    book = Book([SCHOOL, COST, *rule("nu", "gemeente"), *meant])

    assert [payer for payer, _ in paid(book.established(), "2018-K1")] == ["gemeente:GM0193"] * 3
    assert [payer for payer, _ in paid(book.with_intentions(), "2018-K1")] == [
        "gemeente:GM0193",
        "bestuur:41001",
        "gemeente:GM0193",
    ]


def test_why_an_amount_stands_where_it_stands():
    engine = Engine(
        Book([SCHOOL, replace(SCHOOL, start=date(2018, 1, 16), board="41002"), COST, *rule("x", "bestuur")])
    )
    first, second = engine.pieces(engine.commitments[0], date(2018, 1, 1).toordinal(), date(2018, 2, 1).toordinal())

    assert (first.payers, second.payers) == (("bestuur:41001",), ("bestuur:41002",))
    assert (second.rule.code, date.fromordinal(second.first)) == ("x", date(2018, 1, 16))
