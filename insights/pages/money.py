"""Money: budgeted, realised, expected; what arrangements cost; the value case. Answers: what did the Fase 2 klas cost?"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from insights.definitions import DEFINITIONS, Definition
from insights.enums import Level
from insights.pages import value
from insights.pages.arrangements import arrangements, released
from insights.pages.base import Cell, Grid, Line, Look, Part, definitions
from insights.today import Money
from shell.charts import Chart, Kind, Series
from shell.numbers import Unit, write_euro

D = datetime.date
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
    definition: Definition = DEFINITIONS["money"]


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
    return [*found, *value.parts(look), by_month(look), by_payer(look), by_wijkteam(look)]


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
