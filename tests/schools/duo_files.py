"""Small registers in DUO's form, made for tests: invented schools, real columns."""

from collections.abc import Mapping

from schools.duo import registers as duo
from schools.enums import Register

COLUMNS: Mapping[Register, tuple[str, ...]] = {layout.register: layout.columns for layout in duo.LAYOUTS}
USUAL = {
    duo.AREA: "Overijssel",
    duo.BOARD: "41234",
    duo.MUNICIPALITY: "0193",
    duo.MUNICIPALITY_NAME: "ZWOLLE",
    "STRAATNAAM": "Dorpsstraat",
    "HUISNUMMER-TOEVOEGING": "1",
    "POSTCODE": "8011 AA",
    "PLAATSNAAM": "ZWOLLE",
    "DENOMINATIE": "Openbaar",
    duo.HOLIDAY_REGION: "Noord",
    duo.SORT: "(V)SO",
    duo.TAUGHT: "SO ZMLK + VSO ZMLK",
    duo.STRUCTURE: "VBO/MAVO",
}

School = Mapping[str, str]


def school(code: str, name: str = "De Vlieger", **more: str) -> School:
    """A row by its location code. Other cells by short names: board, municipality, taught, structure, sort, street, …"""
    short = {
        "board": duo.BOARD,
        "province": duo.AREA,
        "municipality": duo.MUNICIPALITY,
        "municipality_name": duo.MUNICIPALITY_NAME,
        "taught": duo.TAUGHT,
        "sort": duo.SORT,
        "structure": duo.STRUCTURE,
        "street": "STRAATNAAM",
        "town": "PLAATSNAAM",
        "website": "INTERNETADRES",
    }
    given = {short[key]: value for key, value in more.items()}
    return {**USUAL, duo.BRIN: code[:4], duo.CODE: code, duo.NAME: name, **given}


def text(register: Register, *schools: School) -> str:
    """The file as text: CRLF, one space for an empty cell."""
    lines = [";".join(COLUMNS[register])]
    lines += [";".join(one.get(column, "") or " " for column in COLUMNS[register]) for one in schools]
    return "".join(f"{line}\r\n" for line in lines)


def file(register: Register, *schools: School) -> bytes:
    """The file as DUO delivers it."""
    return text(register, *schools).encode("cp1252")
