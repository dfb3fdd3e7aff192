"""Reading a CSV of a school's administration: every cell that is wrong is named, and nothing is written here.

Semicolons, commas or tabs; the first line names the columns, in any order; days as 1-9-2026 or 2026-09-01.
"""

import csv
import datetime
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

MOST_ROWS = 3000
#: Bytes.
LARGEST = 2 * 1024 * 1024


class Unreadable(ValueError):
    """This is no table that can be read. The message is a Dutch sentence."""


@dataclass(frozen=True)
class Column:
    """A column by the names that schools give it. `read` gives the value, or raises ValueError with a Dutch sentence."""

    name: str
    called: tuple[str, ...]
    read: Callable[[str], Any]
    required: bool = True

    @property
    def label(self) -> str:
        return self.called[0]


@dataclass(frozen=True)
class Wrong:
    """A cell that is wrong: line (the head is line 1), column, what stood there, and why."""

    line: int
    column: str
    text: str
    why: str


@dataclass
class Table:
    """What was read: good rows with their line, and what was wrong."""

    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def decode(content: bytes) -> str:
    """Text of a file as school administrations write them: UTF-8, or Windows. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable("Het bestand is te groot: ten hoogste 2 MB.")
    for coding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(coding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("Dit is geen tekstbestand. Sla het op als CSV.")


def read_table(text: str, columns: Sequence[Column]) -> Table:
    """Every row and every wrong cell. Raises Unreadable when a column is missing or there are too many rows."""
    lines = text.strip().splitlines()
    if len(lines) < 2:
        raise Unreadable(
            "Er staan geen rijen in. De eerste regel noemt de kolommen, daaronder staat elk kind op een regel."
        )
    if len(lines) - 1 > MOST_ROWS:
        raise Unreadable(f"Het zijn te veel rijen: ten hoogste {MOST_ROWS}.")
    separator = max(";\t,", key=lines[0].count)
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)
    places = _places([cell.strip().lower() for cell in next(reader)], columns)
    table = Table()
    for number, cells in enumerate(reader, start=2):
        if any(cell.strip() for cell in cells):
            _read_row(table, number, cells, places, columns)
    return table


def _places(head: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    places = {one.name: head.index(name) for one in columns for name in reversed(one.called) if name in head}
    if missing := [one.label for one in columns if one.required and one.name not in places]:
        raise Unreadable(f"Deze kolommen ontbreken: {', '.join(missing)}.")
    return places


def _read_row(
    table: Table, number: int, cells: Sequence[str], places: Mapping[str, int], columns: Sequence[Column]
) -> None:
    values: dict[str, Any] = {}
    before = len(table.wrong)
    for column in columns:
        place = places.get(column.name, len(cells))
        text = cells[place].strip() if place < len(cells) else ""
        if not text and column.required:
            table.wrong.append(Wrong(number, column.label, "", "Deze cel is leeg."))
            continue
        try:
            values[column.name] = column.read(text) if text else None
        except ValueError as error:
            table.wrong.append(Wrong(number, column.label, text[:60], str(error)))
    if len(table.wrong) == before:
        table.rows.append((number, values))


# ---- Readers of cells ------------------------------------------------------------------------------------------------
def words(most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > most:
            raise ValueError(f"Ten hoogste {most} tekens.")
        return " ".join(text.split())

    return read


def day(text: str) -> datetime.date:
    for form in ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    raise ValueError("Dit is geen datum. Schrijf bijvoorbeeld 1-9-2026.")


def hours(text: str) -> Decimal:
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValueError("Dit is geen getal. Schrijf bijvoorbeeld 2,5.") from None
    if not 0 < found <= 2000:
        raise ValueError("Vul meer dan 0 en ten hoogste 2000 uren in.")
    return found.quantize(Decimal("0.01"))


def one_of(known: Mapping[str, str]) -> Callable[[str], str]:
    """The code of one of these, by code or by label."""
    names = {**{label.lower(): code for code, label in known.items()}, **{code.lower(): code for code in known}}

    def read(text: str) -> str:
        if text.lower() not in names:
            raise ValueError(f"Kies uit: {', '.join(known)}.")
        return names[text.lower()]

    return read
