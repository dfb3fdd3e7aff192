"""The value case: what was put in, beside specialist care that was not needed, with the assumptions [domain 3.12].

Amounts that follow from fewer pupils than the threshold stand here only when the controller released them [domain 5].
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from insights.enums import Level, Released
from insights.pages.arrangements import contract_cost
from insights.pages.base import Cell, Grid, Line, Look, Part, definitions
from insights.publication import Suppressed
from insights.today import AssumptionRow, ReleasedRow, Terms
from schools.calendar import SchoolYear
from shell.numbers import Unit, write

FEW = Cell("minder dan 8 leerlingen")


@dataclass
class ValueCase:
    """Of an arrangement or a school in a school year. Euros; None: it may not be shown, or nobody knows it."""

    name: str
    year: SchoolYear
    put_in: Decimal | None = None
    assumptions: list[AssumptionRow] = field(default_factory=list)
    released: ReleasedRow | None = None
    cost: ReleasedRow | None = None

    @property
    def saved(self) -> Decimal | None:
        """What was released; else pupils fewer than before the start × price, from numbers that may be seen."""
        if self.released:
            return self.released.value
        amounts = [
            (one.baseline - one.now) * one.price
            for one in self.assumptions
            if one.baseline is not None and one.now is not None
        ]
        return sum(amounts, Decimal(0)) if amounts and len(amounts) == len(self.assumptions) else None

    @property
    def balance(self) -> Decimal | None:
        """Not between what was released and a contract cost: one is of the pupils, the other of all places."""
        if self.saved is None or self.put_in is None or bool(self.released) != bool(self.cost):
            return None
        return self.saved - self.put_in

    @property
    def how(self) -> str:
        """How one knows."""
        if self.released:
            return f"Vrijgegeven door de controller: {self.released.reason}"
        if self.saved is None:
            return "Het gaat om minder dan 8 leerlingen. De controller kan het bedrag vrijgeven."
        return "Berekend uit de aannames hieronder."


def parts(look: Look) -> list[Part]:
    """Nothing when nobody assumed or released anything about what is looked at."""
    known = value_cases(look)
    if not known:
        return []
    found = [beside_each_other(known)]
    if any(one.assumptions for one in known):
        found.append(assumptions(known))
    return found


def value_cases(look: Look) -> list[ValueCase]:
    """Those of the schools that are looked at, and of arrangements for who looks at the city; the newest first."""
    schools = {unit.code for unit in look.locations()}
    by_key: dict[tuple[str, str, int], ValueCase] = {}

    def case(row: AssumptionRow | ReleasedRow) -> ValueCase | None:
        if row.location not in schools and not (row.arrangement and look.choice.scope.level == Level.CITY):
            return None
        key = (row.arrangement, row.location, row.school_year)
        return by_key.setdefault(key, ValueCase(row.name, SchoolYear(row.school_year)))

    for row in look.today.assumptions:
        if found := case(row):
            found.assumptions.append(row)
            found.put_in = None if row.put_in is None else Decimal(row.put_in) / 100
    for one in look.today.releases:
        if one.what == Released.SAVED and (found := case(one)):
            found.released = one
    terms: dict[str, list[Terms]] = defaultdict(list)
    for agreed in look.today.terms:
        terms[agreed.code].append(agreed)
    for (arrangement, _, year), found in by_key.items():
        if arrangement and (cost := contract_cost(terms[arrangement], SchoolYear(year))) is not None:
            found.put_in = Decimal(cost)
    for one in look.today.releases:
        key = (one.arrangement, one.location, one.school_year)
        if one.what == Released.COST and key in by_key:
            by_key[key].cost, by_key[key].put_in = one, one.value
    return sorted(by_key.values(), key=lambda found: (-found.year.begins_in, found.name))


def beside_each_other(known: list[ValueCase]) -> Part:
    """What was put in, what was not needed, and the difference."""
    lines = tuple(
        Line(
            f"{one.name}, {one.year}",
            (
                _euros(one.put_in, Cell("–")),
                _euros(one.saved, FEW),
                _euros(one.balance, FEW if one.saved is None else Cell("–")),
                Cell(one.how, is_prose=True),
            ),
        )
        for one in known
    )
    told = [one for one in known if one.saved is not None]
    said = "Nog geen bedrag over jeugdhulp die niet nodig was kan worden getoond."
    if told:
        said = " ".join(_in_words(one) for one in told[:2])
    head = ("School of arrangement", "Ingezet", "Minder jeugdhulp", "Saldo", "Hoe wij dit weten")
    grid = Grid("businesscase", "Wat leverde het op?", said, head, lines)
    return Part(grid, definitions("value"), "De uitkomst is zo goed als de aannames.")


def _in_words(one: ValueCase) -> str:
    said = f"{one.name} in {one.year}: {write(one.saved or 0, Unit.EURO)} minder aan jeugdhulp"
    if one.balance is None:
        return f"{said}{', vrijgegeven door de controller' if one.released else ''}."
    return f"{said}, tegenover {write(one.put_in or 0, Unit.EURO)} ingezet."


def _euros(amount: Decimal | None, otherwise: Cell) -> Cell:
    return otherwise if amount is None else Cell.written(float(amount), Unit.EURO)


def assumptions(known: list[ValueCase]) -> Part:
    """Everything that the amounts rest on."""
    lines = tuple(
        Line(
            f"{row.care}: {one.name}, {one.year}",
            (
                _pupils(row.baseline),
                _pupils(row.now),
                Cell.written(float(row.price), Unit.EURO),
                Cell(row.source, is_prose=True),
            ),
        )
        for one in known
        for row in one.assumptions
    )
    head = ("Soort jeugdhulp", "Leerlingen voor de start", "Leerlingen in dit jaar", "Prijs per jaar", "Bron")
    said = "Aantallen zijn afgerond op 5; minder dan 8, ook nul, tonen wij niet."
    return Part(Grid("aannames", "Waar de businesscase op rust", said, head, lines), definitions("value"))


def _pupils(number: int | None) -> Cell:
    return Cell(Suppressed().text) if number is None else Cell.written(number, Unit.COUNT)
