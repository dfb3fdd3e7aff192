"""Cells to values, sheet by sheet: every cell that is wrong in itself is found here. `check` looks at the whole."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter

from ..books.facts import Fact, Location, Logged
from ..enums import Sector
from .cells import MOST_MINUTES, Raw, WrongCell
from .read import Grid
from .sheets import BY_NAME, SHEETS, Column, Sheet

_AS_A_WHOLE = "*"
"""Stands in `ParsedRow.wrong` for the row itself."""


class CellError(NamedTuple):
    """What is wrong in a cell; as text `sheet, row, column: what is wrong`."""

    sheet: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"{self.sheet}, {self.row}, {self.column}: {self.message}"


@dataclass(slots=True)
class ParsedRow:
    """A row that holds something. `values` has what could be read, by field; `wrong` the fields that could not."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    wrong: frozenset[str] = frozenset()
    fact: Fact | None = None

    def tells(self, *fields: str) -> bool:
        """Whether all of these fields can be relied on."""
        return self.wrong.isdisjoint(fields)


@dataclass(slots=True)
class ParsedSheet:
    """The rows of a known sheet."""

    sheet: Sheet
    rows: list[ParsedRow]
    errors: list[CellError]

    def error(self, row: ParsedRow, field: str, message: str) -> None:
        """Note that a field of a row is wrong."""
        row.wrong |= {field}
        self.errors.append(CellError(self.sheet.name, row.number, self.sheet.by_field[field].name, message))

    def refuse(self, row: ParsedRow, field: str, message: str) -> None:
        """Note that a row cannot stand, though each of its cells can be read; shown at a field."""
        row.wrong |= {_AS_A_WHOLE}
        self.errors.append(CellError(self.sheet.name, row.number, self.sheet.by_field[field].name, message))

    def facts(self) -> Iterator[Fact]:
        """The facts of the rows that are right so far; minutes of one key are added up."""
        if not self.sheet.adds_up:
            yield from (row.fact for row in self.rows if row.fact is not None and not row.wrong)
            return
        sums: dict[Hashable, Logged] = {}
        for row in self.rows:
            if isinstance(row.fact, Logged) and not row.wrong:
                earlier = sums.setdefault(row.fact.key, row.fact)
                if earlier is not row.fact:
                    sums[row.fact.key] = replace(earlier, minutes=earlier.minutes + row.fact.minutes)
        yield from sums.values()


def parse(grids: Iterable[Grid]) -> tuple[dict[str, ParsedSheet], list[CellError]]:
    """The known sheets by name, and what is wrong outside them."""
    parsed: dict[str, ParsedSheet] = {}
    unknown = []
    for grid in grids:
        sheet = BY_NAME.get(grid.name)
        if sheet is None:
            known = ", ".join(sheet.name for sheet in SHEETS)
            unknown.append(CellError(grid.name, 1, "-", f"dit blad is onbekend; de werkmap kent {known}"))
        elif grid.name in parsed:
            unknown.append(CellError(grid.name, 1, "-", "dit blad staat er twee keer in"))
        else:
            parsed[grid.name] = _parse_sheet(sheet, grid)
    return parsed, unknown


def _parse_sheet(sheet: Sheet, grid: Grid) -> ParsedSheet:
    result = ParsedSheet(sheet, [], [])
    if grid.problem is not None:
        number, reason = grid.problem
        result.errors.append(CellError(sheet.name, number, "-", reason))
        return result
    header, body = (grid.rows[0][1], grid.rows[1:]) if grid.rows else ([], [])
    readers = _read_header(result, header)
    present = {reader.column.field for reader in readers if reader is not None}
    unreadable = frozenset(
        column.field for column in sheet.columns if column.is_required and column.field not in present
    )
    blank = {column.field: None for column in sheet.columns}
    is_named_throughout = None not in header
    for number, cells in body:
        if any(cells):
            row = ParsedRow(number, blank.copy(), unreadable)
            _parse_row(result, row, cells, readers)
            if not is_named_throughout or len(cells) > len(header):
                _refuse_unnamed(result, number, header, cells)
            result.rows.append(row)
    if sheet.adds_up:
        _check_sums(result)
    else:
        _check_keys(result)
    return result


def _refuse_unnamed(result: ParsedSheet, number: int, header: list[Raw | None], cells: list[Raw | None]) -> None:
    for place, cell in enumerate(cells):
        if cell is not None and (place >= len(header) or header[place] is None):
            message = "boven deze cel staat geen naam van een kolom"
            result.errors.append(CellError(result.sheet.name, number, get_column_letter(place + 1), message))


def _read_header(result: ParsedSheet, header: list[Raw | None]) -> list[_Reader | None]:
    """What reads each place of a row; None where nothing of ours stands."""
    sheet = result.sheet
    columns: list[Column | None] = []
    for name in header:
        column = sheet.by_name.get(name) if isinstance(name, str) else None
        if name is not None and column is None:
            known = ", ".join(sheet.by_name)
            result.errors.append(CellError(sheet.name, 1, str(name), f"deze kolom is onbekend; dit blad kent {known}"))
        elif column is not None and column in columns:
            result.errors.append(CellError(sheet.name, 1, column.name, "deze kolom staat er twee keer in"))
            column = None
        columns.append(column)
    for column in sheet.columns:
        if column.is_required and column not in columns:
            result.errors.append(CellError(sheet.name, 1, column.name, "deze kolom ontbreekt"))
    return [None if column is None else _Reader(column) for column in columns]


class _Reader(dict[Raw, Any]):
    """What the cells of one column say; remembers what it read, since columns repeat themselves."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.column, self.field = column, column.field
        self._read = column.kind.read

    def __missing__(self, cell: Raw) -> Any:
        value = self[cell] = self._read(cell)
        return value


def _parse_row(result: ParsedSheet, row: ParsedRow, cells: list[Raw | None], readers: list[_Reader | None]) -> None:
    values = row.values
    for reader, cell in zip(readers, cells, strict=False):
        if reader is None or cell is None:
            continue
        try:
            values[reader.field] = reader[cell]
        except WrongCell as problem:
            result.error(row, reader.field, str(problem))
    for name in result.sheet.required:
        if values[name] is None and name not in row.wrong:
            result.error(row, name, "deze cel moet gevuld zijn")
    _check_row(result, row)
    if not row.wrong:
        row.fact = result.sheet.fact(**{name: value for name, value in values.items() if value is not None})


def _check_row(result: ParsedSheet, row: ParsedRow) -> None:
    """What the cells of one row say together."""
    end = row.values.get("end")
    if end is not None and row.values["start"] is not None and end <= row.values["start"]:
        result.error(row, "end", "de laatste dag ligt voor de eerste dag")
    if result.sheet.fact is Location and row.values["team"]:
        kind = row.values["type"]
        if kind and kind.sector is not Sector.PO:
            result.error(row, "team", f"een wijkteam hoort alleen bij BO, SBO en SO, niet bij {kind}")


def _check_keys(result: ParsedSheet) -> None:
    """A key twice in a sheet is an error, at the second row."""
    key = result.sheet.key
    fields = [column.field for column in key]
    key_of = itemgetter(*fields)
    first_rows: dict[Hashable, int] = {}
    for row in result.rows:
        if row.wrong and not row.tells(*fields):
            continue
        earlier = first_rows.setdefault(key_of(row.values), row.number)
        if earlier != row.number:
            result.refuse(row, fields[0], f"deze rij is er al: rij {earlier} heeft dezelfde {_listed(key)}")


def _check_sums(result: ParsedSheet) -> None:
    """What adds up stays a number that can be kept; told at the row that goes over."""
    sums: dict[Hashable, int] = {}
    for row in result.rows:
        if row.fact is not None and isinstance(row.fact, Logged):
            before = sums.get(row.fact.key, 0)
            total = sums[row.fact.key] = before + row.fact.minutes
            if before <= MOST_MINUTES < total:
                result.error(row, "minutes", f"met de rijen hierboven zijn dit {total} minuten op een dag")


def _listed(columns: tuple[Column, ...]) -> str:
    return " en ".join(column.name for column in columns)
