"""The three registers: their columns in the order of delivery, and the school types that a row stands for.

DUO publishes them at duo.nl/open_onderwijsdata as "vestigingen basisonderwijs", "vestigingen speciaal (basis)onderwijs" and
"hoofdvestigingen en vestigingen voortgezet onderwijs". A column that DUO adds or renames makes a header unknown, which is
refused: what it means must be decided by a person.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from schools.enums import Register, SchoolType

Cells = Mapping[str, str]
Kinds = tuple[str, str]

AREA, BOARD, BRIN, CODE, NAME = (
    "PROVINCIE",
    "BEVOEGD GEZAG NUMMER",
    "INSTELLINGSCODE",
    "VESTIGINGSCODE",
    "VESTIGINGSNAAM",
)
MUNICIPALITY, MUNICIPALITY_NAME, HOLIDAY_REGION = "GEMEENTENUMMER", "GEMEENTENAAM", "VAKANTIEREGIO"
SORT, TAUGHT, STRUCTURE = "SOORT PRIMAIR ONDERWIJS", "ONDERWIJS", "ONDERWIJSSTRUCTUUR"

HEAD = (AREA, BOARD, BRIN, CODE, NAME)
ADDRESS = ("STRAATNAAM", "HUISNUMMER-TOEVOEGING", "POSTCODE", "PLAATSNAAM")
FACTS = (MUNICIPALITY, MUNICIPALITY_NAME, "DENOMINATIE", "TELEFOONNUMMER", "INTERNETADRES")
POST = tuple(f"{column} CORRESPONDENTIEADRES" for column in ADDRESS)
AREAS = (
    *(
        f"{area} {what}"
        for area in ("NODAAL GEBIED", "RPA-GEBIED", "WGR-GEBIED", "COROPGEBIED", "ONDERWIJSGEBIED", "RMC-REGIO")
        for what in ("CODE", "NAAM")
    ),
    HOLIDAY_REGION,
)
PROVINCES = frozenset(
    {
        *("Drenthe", "Flevoland", "Friesland", "Gelderland", "Groningen", "Limburg"),
        *("Noord-Brabant", "Noord-Holland", "Overijssel", "Utrecht", "Zeeland", "Zuid-Holland"),
    }
)


class UnknownKind(ValueError):
    """A cell tells a kind of school that we do not know."""

    def __init__(self, column: str, value: str) -> None:
        super().__init__(f"‘{value}’ is geen bekend soort onderwijs")
        self.column = column


@dataclass(frozen=True)
class Layout:
    """A register: its columns, and how those in `told_by` tell type and second type of a row. `kinds` may raise UnknownKind."""

    register: Register
    columns: tuple[str, ...]
    told_by: tuple[str, ...]
    kinds: Callable[[Cells], Kinds]


def _primary(_cells: Cells) -> Kinds:
    return SchoolType.BO, ""


def _secondary(cells: Cells) -> Kinds:
    """Only practical education makes a PrO; a school community that also offers it is VO."""
    return (SchoolType.PRO if cells[STRUCTURE] == "PRO" else SchoolType.VO), ""


def _special(cells: Cells) -> Kinds:
    """SBAO is SBO. Otherwise the column "ONDERWIJS" tells: "SO ZMLK + VSO ZMLK + RP-SO LZ/P".

    A place that only has regional placements ("RP-") counts as what those are.
    """
    if cells[SORT] == "SBAO":
        return SchoolType.SBO, ""
    offers = {part.split(" ")[0] for part in cells[TAUGHT].split(" + ")}
    found = offers & {"SO", "VSO"} or {offer.removeprefix("RP-") for offer in offers} & {"SO", "VSO"}
    match sorted(found):
        case ["SO", "VSO"]:
            return SchoolType.SO, SchoolType.VSO
        case [only]:
            return only, ""
        case _:
            raise UnknownKind(TAUGHT, cells[TAUGHT])


LAYOUTS: tuple[Layout, ...] = (
    Layout(Register.PO, (*HEAD, *ADDRESS, *FACTS, *POST, *AREAS), (), _primary),
    Layout(
        Register.SPECIAL, (SORT, *HEAD, *ADDRESS, *FACTS, "CLUSTER", TAUGHT, *POST, *AREAS), (SORT, TAUGHT), _special
    ),
    Layout(Register.VO, (*HEAD, *ADDRESS, *FACTS, STRUCTURE, *POST, *AREAS), (STRUCTURE,), _secondary),
)
