"""W1 to W8 of domain 3: the amounts that the decision of July 2017 and the Ambelt pilot name."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from financing.books.calendar import FAR, Basis, Months
from financing.books.closing import ClosedMonths, listing
from financing.books.cover import cover
from financing.books.engine import Engine
from financing.books.facts import (
    Agreement,
    Arrangement,
    Book,
    HoursNorm,
    Location,
    NeighbourhoodTeam,
    Placement,
    ShareLine,
    Source,
    YearlyCost,
)
from financing.books.pools import Pools
from financing.enums import LocationType, Role, Sector, SourceKind, YearlyKind

CHANGE = date(2017, 9, 1)


def yearly(code, role, sector, euros):
    return YearlyCost(
        code, YearlyKind.YEARLY, euros * 100, Basis.CALENDAR_YEAR, date(2016, 1, 1), role=role, sector=sector
    )


def half_and_half(role, end=None):
    common = {"role": role, "start": date(2015, 1, 1), "end": end}
    return [
        ShareLine(f"{role}-oud", 1, "bestuur", Fraction(1, 2), **common),
        ShareLine(f"{role}-oud", 2, "gemeente", Fraction(1, 2), **common),
    ]


def municipality_only(role):
    return [ShareLine(f"{role}-nieuw", 1, "gemeente", Fraction(1), CHANGE, role=role)]


COSTS = [yearly("jgw-po", Role.JGW, Sector.PO, 320_000), yearly("smw-vo", Role.SMW, Sector.VO, 366_000)]
AS_IT_WAS = Book([*COSTS, *half_and_half(Role.JGW), *half_and_half(Role.SMW)])
AS_DECIDED = Book(
    [
        *COSTS,
        *half_and_half(Role.JGW, CHANGE),
        *half_and_half(Role.SMW, CHANGE),
        *municipality_only(Role.JGW),
        *municipality_only(Role.SMW),
    ]
)


def lines_of(book, period):
    return listing(Engine(book), ClosedMonths(), Months.parse(period).months, FAR)


def paid(lines, payer=None, name=None):
    return sum(line.budget for line in lines if payer in (None, line.payer) and name in (None, line.name))


def test_w1_the_school_year_before_the_decision():
    lines = lines_of(AS_IT_WAS, "2016-2017")

    assert paid(lines) == 686_000_00
    assert paid(lines, "bestuur:*") == 343_000_00
    assert paid(lines, "gemeente:GM0193") == 343_000_00


def test_w2_what_the_decision_costs_the_municipality_more_in_2017():
    extra = paid(lines_of(AS_DECIDED, "2017"), "gemeente:GM0193") - paid(lines_of(AS_IT_WAS, "2017"), "gemeente:GM0193")

    assert extra == 114_333_33
    assert extra // 100 == 114_333


def test_w3_the_rule_changes_on_1_september():
    lines = lines_of(AS_DECIDED, "2017")
    before = [line for line in lines if line.month < 2017 * 12 + 8]
    after = [line for line in lines if line.month >= 2017 * 12 + 8]

    assert paid(before, name="jgw-po") == 213_333_33
    assert paid(before, "bestuur:*", "jgw-po") == 106_666_67
    assert paid(before, "gemeente:GM0193", "jgw-po") == 106_666_66
    assert paid(before, "bestuur:*", "smw-vo") == paid(before, "gemeente:GM0193", "smw-vo") == 122_000_00
    assert paid(after, "gemeente:GM0193", "jgw-po") == 106_666_67
    assert paid(after, "gemeente:GM0193", "smw-vo") == 122_000_00
    assert paid(after, "bestuur:*") == 0
    assert (paid(lines, "bestuur:*"), paid(lines, "gemeente:GM0193")) == (228_666_67, 457_333_33)
    assert paid(lines) == 686_000_00


@pytest.mark.parametrize(("euros", "shortfall"), [(1_000_000, 0), (1_020_000, 20_000_00)])
def test_w4_the_cover_of_2018(euros, shortfall):
    municipality = "gemeente:GM0193"
    book = Book(
        [
            yearly("toegang", Role.JGW, None, euros),
            *municipality_only(Role.JGW),
            Source(municipality, 2018, 1, SourceKind.STRUCTURAL, 450_000_00, "structureel"),
            Source(municipality, 2018, 2, SourceKind.INCIDENTAL, 550_000_00, "incidenteel"),
        ]
    )

    rows = cover(lines_of(book, "2018"), book.all(Source), 2018)

    assert [(row.name, row.covered) for row in rows] == [
        ("structureel", 450_000_00),
        ("incidenteel", 550_000_00),
        ("tekort", shortfall),
    ]


def test_w5_the_pool_of_a_wijkteam_with_nine_schools():
    start = date(2017, 8, 1)
    schools = [f"{number}AB00" for number in range(10, 19)]
    book = Book(
        [
            NeighbourhoodTeam("SWT1"),
            HoursNorm(Role.JGW, start, Decimal(4)),
            *(Location(school, start, LocationType.BO, team="SWT1") for school in schools),
            *(
                Agreement("SWT1", school, start, Decimal(hours))
                for school, hours in zip(schools, (5, 4, 4, 4, 4, 4, 4, 4, 3), strict=True)
            ),
        ]
    )

    (pool,) = Pools(book).on(start)

    assert (pool.locations, pool.size, pool.agreed, pool.free) == (9, 36, 36, 0)


def placement(euros, start, end):
    return Book(
        [
            Arrangement("fase2", date(2015, 8, 1), amount_per_place=euros * 100),
            Placement("fase2", "L1", start, "GM0175", start, start, end),
            ShareLine("fase2", 1, "woongemeente", Fraction(1), date(2015, 8, 1), arrangement="fase2"),
        ]
    )


def test_w6_half_a_school_year_costs_half_a_place():
    lines = lines_of(placement(24_000, date(2017, 8, 1), date(2018, 2, 1)), "2017-2018")

    assert paid(lines) == paid(lines, "gemeente:GM0175") == 12_000_00


def test_w8_a_month_that_is_partly_in_force_counts_its_days():
    lines = lines_of(placement(12_000, date(2018, 1, 15), None), "2018-01")

    assert [(line.name, line.payer, line.budget) for line in lines] == [
        ("plaats/fase2/L1/2018-01-15", "gemeente:GM0175", 548_39)
    ]
