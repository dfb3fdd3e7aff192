"""From the bytes of a file to rows, or to everything that is wrong with them. No database."""

import datetime
import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from schools.duo import registers as duo
from schools.duo.names import readable
from schools.enums import Register

#: A cell: RFC 4180 quotes when they open it, close it and are doubled inside; otherwise a quote is a quote.
CELL = re.compile(r'"((?:[^"]|"")*)"(?=;|$)|([^;]*)')
RELEASE = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])(?!\d)")


class CellError(NamedTuple):
    """Something wrong in one place; line and column count from 1, the header is line 1."""

    line: int
    column: int
    problem: str

    def __str__(self) -> str:
        return f"regel {self.line}, kolom {self.column}: {self.problem}"


class RegisterRefused(Exception):
    """The file was not taken in. `errors` is everything that is wrong, in order."""

    def __init__(self, errors: Sequence[CellError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = tuple(errors)


class Row(NamedTuple):
    """A location as a register tells it: what is stored, under the names of the columns in the staging table."""

    code: str
    name: str
    type: str
    second_type: str
    board: str
    municipality: str
    municipality_name: str
    street: str
    house_number: str
    postcode: str
    town: str
    denomination: str
    telephone: str
    website: str
    postal_street: str
    postal_number: str
    postal_postcode: str
    postal_town: str


@dataclass(frozen=True)
class Release:
    """A register as it was on a day, with what it speaks for: every location in `municipalities`, or in the country."""

    register: Register
    released_on: datetime.date
    rows: tuple[Row, ...]
    municipalities: frozenset[str]
    whole_country: bool

    def only(self, municipalities: Sequence[str]) -> "Release":
        """The same release, speaking for these municipalities (CBS codes) alone. Raises RegisterRefused for one that is not
        in it: a typing error would otherwise end every school there."""
        kept = frozenset(municipalities)
        if absent := kept - self.municipalities:
            raise RegisterRefused([CellError(1, 1, f"in het bestand staat geen gemeente {', '.join(sorted(absent))}")])
        rows = tuple(row for row in self.rows if row.municipality in kept)
        return Release(self.register, self.released_on, rows, kept, whole_country=False)


#: The columns that a Row keeps, in its order without the types.
STORED = (
    *(duo.CODE, duo.NAME, duo.BOARD, duo.MUNICIPALITY, duo.MUNICIPALITY_NAME),
    *(*duo.ADDRESS, "DENOMINATIE", "TELEFOONNUMMER", "INTERNETADRES", *duo.POST),
)
#: The most that fits in the database, in characters.
LENGTHS = {"INTERNETADRES": 200, duo.NAME: 200, "TELEFOONNUMMER": 20, "POSTCODE": 7}
LENGTHS |= {"POSTCODE CORRESPONDENTIEADRES": 7}
SHAPES = {
    duo.BRIN: (re.compile(r"\d{2}[A-Z]{2}"), "een code als 00AB"),
    duo.CODE: (re.compile(r"\d{2}[A-Z]{2}\d{2}"), "een code als 00AB00"),
    duo.BOARD: (re.compile(r"\d{5}"), "een nummer van vijf cijfers"),
    duo.MUNICIPALITY: (re.compile(r"\d{4}"), "een nummer van vier cijfers, zoals 0193"),
    duo.NAME: (re.compile(r".+"), "een naam"),
    duo.AREA: (re.compile("|".join(sorted(duo.PROVINCES))), "een provincie"),
    # The last cell: a file that was cut off in it is seen by this.
    duo.HOLIDAY_REGION: (re.compile("Noord|Midden|Zuid"), "Noord, Midden of Zuid; is het bestand afgebroken?"),
}


def read_register(content: bytes, *, released_on: datetime.date) -> Release:
    """The rows of a register, recognised by its header. Raises RegisterRefused with everything that is wrong.

    As delivered: cp1252, `;` between cells, CRLF, one space for an empty cell, quotes that may be bare. UTF-8 is
    understood too: text in cp1252 with an accent in it is never valid UTF-8.
    """
    lines = _lines(content)
    if not lines:
        raise RegisterRefused([CellError(1, 1, "het bestand is leeg")])
    layout = _layout(_cells(lines[0]))
    if len(lines) == 1:
        raise RegisterRefused([CellError(2, 1, "er staat geen enkele vestiging in; is het bestand afgebroken?")])
    rows = _Rows(layout)
    for number, line in enumerate(lines[1:], start=2):
        rows.add(number, _cells(line))
    if rows.errors:
        raise RegisterRefused(rows.errors)
    return Release(
        layout.register,
        released_on,
        tuple(rows.found),
        municipalities=frozenset(row.municipality for row in rows.found),
        whole_country=rows.provinces >= duo.PROVINCES,
    )


def release_in_name(name: str) -> datetime.date | None:
    """The first day of the month that a file name tells: `po_vestigingen_2026-08.csv` is the release of 1 August 2026."""
    found = RELEASE.search(name)
    return datetime.date(int(found[1]), int(found[2]), 1) if found else None


def _lines(content: bytes) -> list[str]:
    """Without the line ends, and without empty lines at the very end."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(content)
    if "\0" in text:
        before = text[: text.index("\0")].split("\n")
        raise RegisterRefused([CellError(len(before), before[-1].count(";") + 1, "dit is geen tekstbestand")])
    return [line.removesuffix("\r") for line in text.rstrip("\r\n").split("\n")] if text.strip() else []


def _decoded(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("cp1252").split("\n")
        column = before[-1].count(";") + 1
        problem = f"het teken met code {content[error.start]} bestaat niet in deze codering (cp1252)"
        raise RegisterRefused([CellError(len(before), column, problem)]) from error


def _cells(line: str) -> list[str]:
    """The cells of a line, without blanks around them."""
    if '"' not in line:
        return [cell.strip() for cell in line.split(";")]
    cells: list[str] = []
    at = 0
    while True:
        found = CELL.match(line, at)
        assert found is not None  # the second alternative matches anything  # noqa: S101
        quoted, bare = found.groups()
        cells.append((bare if quoted is None else quoted.replace('""', '"')).strip())
        if found.end() == len(line):
            return cells
        at = found.end() + 1


def _layout(header: list[str]) -> duo.Layout:
    """The register with exactly these columns. Raises RegisterRefused at the first column that differs from the nearest."""
    for layout in duo.LAYOUTS:
        if tuple(header) == layout.columns:
            return layout
    first = {layout: _first_difference(header, layout.columns) for layout in duo.LAYOUTS}
    nearest = max(first, key=lambda layout: first[layout])
    at = first[nearest]
    found = f"‘{header[at]}’" if at < len(header) else "niets"
    expected = f"‘{nearest.columns[at]}’" if at < len(nearest.columns) else "niets"
    raise RegisterRefused(
        [CellError(1, at + 1, f"onbekende kop: hier staat {found}, verwacht {expected} ({nearest.register.label})")]
    )


def _first_difference(header: list[str], columns: tuple[str, ...]) -> int:
    pairs = enumerate(zip(header, columns, strict=False))
    return next((at for at, (found, expected) in pairs if found != expected), min(len(header), len(columns)))


class _Rows:
    """The rows of one file as they are read: what was found, and what is wrong."""

    def __init__(self, layout: duo.Layout) -> None:
        self.layout = layout
        self.at = {column: at for at, column in enumerate(layout.columns)}
        self.limits = [LENGTHS.get(column, 80) for column in layout.columns]
        self.shapes = [(self.at[column], *shape) for column, shape in SHAPES.items()]
        self.stored = operator.itemgetter(*(self.at[column] for column in STORED))
        self.lines: dict[str, int] = {}
        self.found: list[Row] = []
        self.provinces: set[str] = set()
        self.errors: list[CellError] = []

    def add(self, line: int, values: list[str]) -> None:
        if len(values) != len(self.limits):
            at = min(len(values), len(self.limits) + 1)
            problem = f"de rij heeft {len(values)} cellen, de kop heeft er {len(self.limits)}"
            self.errors.append(CellError(line, at, problem))
            return
        told = {column: values[self.at[column]] for column in self.layout.told_by}
        try:
            kinds = self.layout.kinds(told)
        except duo.UnknownKind as error:
            kinds = ("", "")
            self._wrong(line, self.at[error.column], str(error))
        self._check(line, values)
        self.found.append(_row(self.stored(values), kinds))
        self.provinces.add(values[self.at[duo.AREA]])

    def _check(self, line: int, values: list[str]) -> None:
        """What is wrong with the cells of a row that is whole."""
        for at, shape, expected in self.shapes:
            if not shape.fullmatch(values[at]):
                self._wrong(line, at, f"‘{values[at]}’ is niet {expected}")
        if any(map(operator.gt, map(len, values), self.limits)):
            for at, (value, limit) in enumerate(zip(values, self.limits, strict=True)):
                if len(value) > limit:
                    self._wrong(line, at, f"te lang: {len(value)} tekens, hoogstens {limit}")
        code, brin = values[self.at[duo.CODE]], values[self.at[duo.BRIN]]
        if not code.startswith(brin):
            self._wrong(line, self.at[duo.CODE], f"‘{code}’ hoort niet bij school ‘{brin}’")
        if (before := self.lines.setdefault(code, line)) != line:
            self._wrong(line, self.at[duo.CODE], f"‘{code}’ staat ook op regel {before}")

    def _wrong(self, line: int, at: int, problem: str) -> None:
        self.errors.append(CellError(line, at + 1, f"{problem} ({self.layout.columns[at]})"))


def _row(stored: Sequence[str], kinds: duo.Kinds) -> Row:
    """From the cells of the columns STORED."""
    code, name, board, municipality, municipality_name, *facts = stored
    facts[3], facts[10] = readable(facts[3]), readable(facts[10])  # the two places
    return Row(code, name, *kinds, board, f"GM{municipality}", readable(municipality_name), *facts)
