"""What arrangements cost by their contract, and what the controller released about them. Answers: what did the Fase 2 klas cost?"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from insights.enums import Released
from insights.pages.base import Cell, Grid, Line, Look, Part, definitions
from insights.periods import add_months
from insights.today import ReleasedRow, Terms
from schools.calendar import SchoolYear
from shell.numbers import Unit, write

D = datetime.date
SHOWN_YEARS = 4


def arrangements(look: Look) -> Part:
    """The contract cost of each arrangement per school year: it follows from what was agreed, not from pupils."""
    this = SchoolYear.of(look.choice.day).begins_in
    years = [SchoolYear(begins) for begins in range(this, this - SHOWN_YEARS, -1)]
    by_code: dict[str, list[Terms]] = defaultdict(list)
    for one in look.today.terms:
        by_code[one.code].append(one)
    lines: list[Line] = []
    said = []
    for terms in by_code.values():
        costs = {year: cost for year in years if (cost := contract_cost(terms, year)) is not None}
        lines += [_year_of(terms, year, cost) for year, cost in costs.items()]
        said += [
            f"{terms[-1].name}: {write(cost, Unit.EURO)} in schooljaar {year}{' (loopt nog)' if year == years[0] else ''}."
            for year, cost in list(costs.items())[:2]
        ]
    return Part(
        Grid(
            "arrangementen",
            "Wat kosten de onderwijs-zorgarrangementen?",
            " ".join(said) or "Er is geen arrangement afgesproken.",
            ("Arrangement en schooljaar", "Plaatsen", "Bedrag per plaats", "Contractkosten"),
            tuple(lines),
        ),
        definitions("contract"),
        "Kosten volgens het contract, ook voor lege plaatsen. Wat een klas opleverde, staat hier als de controller het "
        "heeft vrijgegeven.",
    )


def _year_of(terms: list[Terms], year: SchoolYear, cost: int) -> Line:
    last = _in_force(terms, year.after - datetime.timedelta(days=1)) or terms[-1]
    price = Cell("–") if last.price is None else Cell.written(float(last.price), Unit.EURO)
    return Line(
        f"{last.name}, {year}", (Cell(str(last.capacity), str(last.capacity)), price, Cell.written(cost, Unit.EURO))
    )


def contract_cost(terms: Iterable[Terms], year: SchoolYear) -> int | None:
    """Whole euros of all places in a school year: a twelfth a month, a month that is partly in force by its days
    [domain 3.2]. None when nothing was agreed."""
    total, found = Fraction(0), False
    for one in terms:
        if one.capacity is None or one.price is None:
            continue
        for month in (add_months(year.first, step) for step in range(12)):
            after = add_months(month, 1)
            days = (min(one.after or after, after) - max(one.first, month)).days
            if days > 0:
                found = True
                total += Fraction(one.price) * one.capacity / 12 * Fraction(days, (after - month).days)
    return round(total) if found else None


def _in_force(terms: Iterable[Terms], day: D) -> Terms | None:
    return next((one for one in terms if one.first <= day and (one.after is None or day < one.after)), None)


def released(rows: Iterable[ReleasedRow]) -> Grid:
    """What the controller released about arrangements, with the reason."""
    lines = tuple(
        Line(
            f"{row.name}, {row.school_year}-{row.school_year + 1}",
            (
                Cell(str(Released(row.what).label), is_prose=True),
                Cell(write_released(row), str(row.value)),
                Cell(row.reason, is_prose=True),
            ),
        )
        for row in rows
    )
    return Grid("vrijgegeven", "Vrijgegeven door de controller", "", ("Arrangement", "Wat", "Cijfer", "Reden"), lines)


def write_released(row: ReleasedRow) -> str:
    """The value in the unit of what it is."""
    unit = {
        Released.COST: Unit.EURO,
        Released.SAVED: Unit.EURO,
        Released.MARK_PUPIL: Unit.MARK,
        Released.MARK_PARENTS: Unit.MARK,
    }.get(Released(row.what), Unit.COUNT)
    return write(row.value, unit)
