"""Money: budgeted, realised, expected; and what arrangements cost. Answers: what did the Fase 2 klas cost?"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from insights.enums import Level, Released
from insights.pages.base import Cell, Grid, Line, Look, Part, definitions
from insights.periods import add_months
from insights.today import Money, ReleasedRow, Terms
from schools.calendar import SchoolYear
from shell.charts import Chart, Kind, Series
from shell.numbers import Unit, write, write_euro

D = datetime.date
SHOWN_YEARS = 4
PAYERS = {
    "gemeente": "Gemeente",
    "bestuur": "Schoolbesturen",
    "swv": "Samenwerkingsverbanden",
    "rsj": "RSJ IJsselland",
    "aanbieder": "Aanbieders",
    "fonds": "Fondsen",
}


@dataclass
class Sums:
    """Cents."""

    budget: int = 0
    realised: int = 0
    forecast: int = 0

    def add(self, row: Money) -> None:
        self.budget += row.budget
        self.realised += row.realised
        self.forecast += row.forecast


def year_of(look: Look) -> int:
    """The calendar year of the last month that the page looks at."""
    return look.choice.live_until.first.year


def in_year(rows: Iterable[Money], year: int) -> list[Money]:
    return [row for row in rows if row.month.year == year]


@dataclass(frozen=True)
class Amount:
    """An amount of the calendar year, as a tile."""

    label: str
    value: str
    note: str = ""
    url: str = ""


def tiles(look: Look) -> list[Amount]:
    total, year = Sums(), year_of(look)
    for row in in_year(look.today.money, year):
        total.add(row)
    over = total.forecast - total.budget
    note = "evenveel als begroot" if not over else f"{_euros(abs(over))} {'meer' if over > 0 else 'minder'} dan begroot"
    return [
        Amount(f"Begroot {year}", _euros(total.budget)),
        Amount(f"Gerealiseerd {year}", _euros(total.realised), "tot en met vandaag"),
        Amount(f"Prognose {year}", _euros(total.forecast), note),
    ]


def parts(look: Look) -> list[Part]:
    found = [arrangements(look)] if look.choice.scope.level == Level.CITY else []
    if found and look.today.releases:
        grid = released(look.today.releases)
        found.append(Part(grid, (), "De controller geeft een cijfer onder de 8 leerlingen vrij, met de reden."))
    return [*found, by_month(look), by_payer(look), by_wijkteam(look)]


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


def by_month(look: Look) -> Part:
    """Budgeted, realised and expected of the last thirteen months."""
    months = look.choice.live_months
    totals: dict[D, Sums] = defaultdict(Sums)
    for row in look.today.money:
        totals[row.month].add(row)
    series = tuple(
        Series(
            label,
            tuple(getattr(totals[one.first], name) / 100 if one.first in totals else None for one in months),
        )
        for label, name in (("Begroot", "budget"), ("Gerealiseerd", "realised"), ("Prognose", "forecast"))
    )
    shown = [totals[one.first] for one in months if one.first in totals]
    said = "Er is nog geen begroting."
    if shown:
        budget, realised, forecast = (
            _euros(sum(getattr(one, name) for one in shown)) for name in ("budget", "realised", "forecast")
        )
        said = f"In deze maanden is {budget} begroot en {realised} gerealiseerd. De prognose is {forecast}."
    labels = tuple(one.short for one in months)
    chart = Chart("maanden", "Geld per maand", labels, series, Kind.LINE, Unit.EURO, says=said)
    return Part(chart, definitions("money"))


def by_payer(look: Look) -> Part:
    """Who pays, in the calendar year."""
    found: dict[str, Sums] = defaultdict(Sums)
    for row in in_year(look.today.money, year_of(look)):
        found[row.payer].add(row)
    return _grid(look, "betalers", "Wie betaalt", "Betaler", {PAYERS.get(key, key): one for key, one in found.items()})


def by_wijkteam(look: Look) -> Part:
    """Where the money goes, in the calendar year; secondary schools stand under no wijkteam."""
    found: dict[str, Sums] = defaultdict(Sums)
    for row in in_year(look.today.money, year_of(look)):
        code = row.neighbourhood_team
        found[look.name_of(Level.NEIGHBOURHOOD_TEAM, code) if code else "buiten een wijkteam"].add(row)
    return _grid(look, "wijkteams", "Geld per wijkteam", "Wijkteam", found)


def _grid(look: Look, key: str, title: str, what: str, found: dict[str, Sums]) -> Part:
    year = year_of(look)
    order = sorted(found.items(), key=lambda one: (-one[1].budget, one[0]))
    lines = tuple(
        Line(name, tuple(Cell.written(cents / 100, Unit.EURO) for cents in (one.budget, one.realised, one.forecast)))
        for name, one in order
    )
    said = "Voor dit jaar is niets begroot."
    if order:
        said = f"Het meest: {order[0][0]}, {_euros(order[0][1].budget)} in {year}."
    grid = Grid(key, f"{title} in {year}", said, (what, "Begroot", "Gerealiseerd", "Prognose"), lines)
    return Part(grid, definitions("money"))


def _euros(cents: int) -> str:
    return write_euro(cents / 100, 0)


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
