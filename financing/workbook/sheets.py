"""The sheets of the workbook, as data: which columns, what they hold, and to which fact they belong [formats, "In"]."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..books import facts
from . import cells
from .cells import CellKind


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `field` is the attribute of the fact; `refers` names the sheets that must hold its code."""

    name: str
    field: str
    kind: CellKind
    is_required: bool = False
    refers: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet. Its key is the key of its fact; with `adds_up` rows of one key are no error but one sum of minutes."""

    name: str
    fact: type[facts.Fact]
    hint: str
    columns: tuple[Column, ...]
    adds_up: bool = False

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def by_field(self) -> dict[str, Column]:
        return {column.field: column for column in self.columns}

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The fields that each row fills."""
        return tuple(column.field for column in self.columns if column.is_required)

    @cached_property
    def key(self) -> tuple[Column, ...]:
        return tuple(self.by_field[field] for field in self.fact.KEY)


def _need(name: str, field: str, kind: CellKind, *refers: str, hint: str = "") -> Column:
    return Column(name, field, kind, True, refers, hint)


def _may(name: str, field: str, kind: CellKind, *refers: str, hint: str = "") -> Column:
    return Column(name, field, kind, False, refers, hint)


_FROM = _need("van", "start", cells.DAY, hint="De eerste dag.")
_TO = _may("tot", "end", cells.LAST_DAY)
_NAME = _may("naam", "name", cells.text(200))
_DECISION = _may("besluit", "decision", cells.text(500), hint="Het besluit waar dit op rust.")
_ORGANISATION, _COMMITMENT = cells.code(20), cells.code(60)
_STATUS = _may("status", "status", cells.STATUS, hint="Leeg is vastgesteld. Voorgenomen telt alleen mee in ‘Wat als’.")
_ROLE = _need("rol", "role", cells.ROLE)
_LOCATION = _need("vestiging", "location", cells.LOCATION, "vestigingen")

SHEETS = (
    Sheet(
        "gemeenten",
        facts.Municipality,
        "De gemeenten waar leerlingen wonen en scholen staan.",
        (_need("code", "code", cells.MUNICIPALITY), _NAME),
    ),
    Sheet(
        "schoolbesturen",
        facts.Board,
        "De schoolbesturen.",
        (_need("code", "code", _ORGANISATION), _NAME),
    ),
    Sheet(
        "wijkteams",
        facts.NeighbourhoodTeam,
        "De sociale wijkteams.",
        (
            _need("code", "code", _ORGANISATION),
            _NAME,
            _may("gemeente", "municipality", cells.MUNICIPALITY, "gemeenten"),
        ),
    ),
    Sheet(
        "vestigingen",
        facts.Location,
        "De vestigingen van scholen. Een tweede rij vanaf een latere dag verhuist de vestiging.",
        (
            _need("vestiging", "location", cells.LOCATION),
            _FROM,
            _NAME,
            _need("type", "type", cells.TYPE),
            _may("bestuur", "board", _ORGANISATION, "schoolbesturen"),
            _may("gemeente", "municipality", cells.MUNICIPALITY, "gemeenten"),
            _may("wijkteam", "team", _ORGANISATION, "wijkteams", hint="Alleen bij BO, SBO en SO."),
            _TO,
        ),
    ),
    Sheet(
        "medewerkers",
        facts.Person,
        "De mensen die in een ondersteuningsteam werken.",
        (_need("medewerker", "email", cells.EMAIL), _may("naam", "name", cells.text(120))),
    ),
    Sheet(
        "aanstellingen",
        facts.Appointment,
        "Wie in welke rol op welke vestiging werkt.",
        (
            _LOCATION,
            _ROLE,
            _need("medewerker", "person", cells.EMAIL, "medewerkers"),
            _FROM,
            _need("uren_per_week", "hours", cells.HOURS),
            _may("werkgever", "employer", cells.text(200)),
            _TO,
        ),
    ),
    Sheet(
        "uurtarieven",
        facts.Rate,
        "Wat een uur van een rol kost. Een latere rij van de rol beëindigt de vorige.",
        (
            _ROLE,
            _FROM,
            _need("tarief", "rate", cells.RATE),
            _may("weken", "weeks", cells.WEEKS, hint="Weken per jaar. Leeg: 40."),
            _TO,
        ),
    ),
    Sheet(
        "normen",
        facts.HoursNorm,
        "Uren per week voor elke PO-vestiging. Zonder dit blad geldt 4 uur voor JGW.",
        (_ROLE, _FROM, _need("uren", "hours", cells.HOURS), _TO),
    ),
    Sheet(
        "verplichtingen",
        facts.YearlyCost,
        "Vaste bedragen per jaar, en programma’s van een school.",
        (
            _need("code", "code", _COMMITMENT),
            _need("soort", "kind", cells.YEARLY_KIND),
            _may("omschrijving", "description", cells.text(300)),
            _may("rol", "role", cells.ROLE),
            _may("sector", "sector", cells.SECTOR),
            _may("vestiging", "location", cells.LOCATION, "vestigingen"),
            _need("bedrag", "amount", cells.AMOUNT, hint="Per jaar."),
            _need("jaarbasis", "basis", cells.BASIS),
            _FROM,
            _TO,
            _DECISION,
            _STATUS,
        ),
    ),
    Sheet(
        "arrangementen",
        facts.Arrangement,
        "Onderwijs-zorgarrangementen. Een latere rij van de code beëindigt de vorige.",
        (
            _need("code", "code", _COMMITMENT),
            _FROM,
            _NAME,
            _may("vestiging", "location", cells.LOCATION, "vestigingen"),
            _may("capaciteit", "capacity", cells.WHOLE, hint="Hoeveel leerlingen tegelijk."),
            _may("bedrag_per_plaats", "amount_per_place", cells.PRICE, hint="Per schooljaar."),
            _TO,
            _DECISION,
            _STATUS,
        ),
    ),
    Sheet(
        "plaatsingen",
        facts.Placement,
        "Leerlingen in een arrangement: een code, nooit een naam.",
        (
            _need("arrangement", "arrangement", _COMMITMENT, "arrangementen"),
            _need("leerling", "pupil", cells.code(60, slash=True), hint="Een code, nooit een naam."),
            _FROM,
            _may("woongemeente", "municipality", cells.MUNICIPALITY, "gemeenten"),
            _may("besluit_school", "decided_by_school", cells.DAY, hint="De dag van het besluit."),
            _may("besluit_gemeente", "decided_by_municipality", cells.DAY, hint="De dag van de beschikking."),
            _TO,
        ),
    ),
    Sheet(
        "verdeelsleutels",
        facts.ShareLine,
        "Wie welk deel betaalt. De rijen van een sleutel zijn samen 1.",
        (
            _need("sleutel", "rule", cells.code(60, slash=True)),
            _need("volgorde", "order", cells.WHOLE),
            _need("betaler", "payer", cells.PAYER_KIND),
            _need("deel", "fraction", cells.FRACTION),
            _may("rol", "role", cells.ROLE),
            _may("sector", "sector", cells.SECTOR),
            _may("vestiging", "location", cells.LOCATION, "vestigingen"),
            _may("arrangement", "arrangement", _COMMITMENT, "arrangementen", "verplichtingen"),
            _FROM,
            _TO,
            _DECISION,
            _STATUS,
        ),
    ),
    Sheet(
        "dekking",
        facts.Source,
        "Waaruit een betaler in een jaar betaalt, op volgorde.",
        (
            _need("betaler", "payer", cells.PAYER),
            _need("jaar", "year", cells.YEAR),
            _need("volgorde", "order", cells.WHOLE),
            _may("naam", "name", cells.text(300)),
            _need("soort", "kind", cells.SOURCE_KIND),
            _need("maximum", "maximum", cells.AMOUNT),
            _may("voor", "scope", cells.SCOPE),
            _DECISION,
            _STATUS,
        ),
    ),
    Sheet(
        "werkelijk",
        facts.Actual,
        "Wat een verplichting in een maand echt kostte.",
        (
            _need("verplichting", "name", cells.code(400, slash=True), hint="De naam zoals die in de begroting staat."),
            _need("maand", "month", cells.MONTH),
            _need("bedrag", "amount", cells.AMOUNT),
        ),
    ),
    Sheet(
        "werkafspraken",
        facts.Agreement,
        "Hoeveel uren per week een wijkteam aan een vestiging geeft.",
        (
            _need("wijkteam", "team", _ORGANISATION, "wijkteams"),
            _LOCATION,
            _FROM,
            _need("uren", "hours", cells.HOURS),
            _TO,
        ),
    ),
    Sheet(
        "uren",
        facts.Logged,
        "Gewerkte uren die niet uit de dossiers komen. Rijen van een dag, vestiging, rol en medewerker tellen op.",
        (
            _need("datum", "day", cells.DAY),
            _LOCATION,
            _ROLE,
            _need("medewerker", "person", cells.EMAIL, "medewerkers"),
            _need("minuten", "minutes", cells.WHOLE),
        ),
        adds_up=True,
    ),
)

BY_NAME = {sheet.name: sheet for sheet in SHEETS}
BY_FACT = {sheet.fact: sheet for sheet in SHEETS}
