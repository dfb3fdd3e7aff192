"""An .xlsx or a folder of CSV files, as sheets of cells. Knows nothing of what the sheets mean."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from .cells import Raw, Unreadable


class UnreadableWorkbook(ValueError):
    """A file that is no workbook at all; the message is a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet, by row number (the header is row 1); None is an empty cell. `problem` tells why the sheet
    as a whole cannot be read, and in which row that shows."""

    name: str
    rows: list[tuple[int, list[Raw | None]]] = field(default_factory=list)
    problem: tuple[int, str] | None = None


def read_workbook(path: Path) -> list[Grid]:
    """The sheets of a folder of CSV files or of an .xlsx file. Raises UnreadableWorkbook."""
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv" and file.is_file())
        if not files:
            raise UnreadableWorkbook(f"in de map {path} staat geen CSV-bestand")
        return [read_csv(file.stem, file.read_bytes()) for file in files]
    if not path.is_file():
        raise UnreadableWorkbook(f"{path} bestaat niet")
    with path.open("rb") as file:
        return read_xlsx(file)


def read_csv(name: str, content: bytes) -> Grid:
    """One CSV file: UTF-8, `;` between cells."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = content[: problem.start].count(b"\n") + 1
        return Grid(name, problem=(row, "dit bestand is geen UTF-8; sla het op als ‘CSV UTF-8’"))
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(StringIO(text, newline=""), delimiter=";", strict=True))
    except csv.Error:
        return Grid(name, problem=(len(rows) + 1, "deze rij is geen goede CSV; kijk naar de aanhalingstekens"))
    return Grid(name, [(number, [cell.strip() or None for cell in row]) for number, row in enumerate(rows, start=1)])


def read_xlsx(file: IO[bytes]) -> list[Grid]:
    """The sheets of an .xlsx file, with what its formulas gave when it was saved. Raises UnreadableWorkbook."""
    try:
        grids, has_formulas = _read_cells(file, data_only=False)
        if has_formulas:
            file.seek(0)
            computed, _ = _read_cells(file, data_only=True)
            grids = [_with_results(grid, results) for grid, results in zip(grids, computed, strict=True)]
    except (
        BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        EOFError,
        OSError,
    ) as problem:
        raise UnreadableWorkbook("dit bestand is geen .xlsx-werkmap, of het is beschadigd") from problem
    return grids


_FORMULA = Unreadable("hier staat een formule zonder uitkomst; sla de werkmap op in Excel, of vul de waarde in")


def _read_cells(file: IO[bytes], *, data_only: bool) -> tuple[list[Grid], bool]:
    book = openpyxl.load_workbook(file, read_only=True, data_only=data_only)
    has_formulas = False
    grids = []
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write a wrong size
        rows = []
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            row = [_raw(cell) for cell in cells]
            has_formulas = has_formulas or any(cell is _FORMULA for cell in row)
            rows.append((number, row))
        grids.append(Grid(sheet.title, rows))
    book.close()
    return grids, has_formulas


def _with_results(grid: Grid, results: Grid) -> Grid:
    """The cells of a grid, its formulas replaced by what they gave."""
    return Grid(
        grid.name, [(number, list(_chosen(row, result))) for (number, row), (_, result) in _together(grid, results)]
    )


def _together(grid: Grid, results: Grid) -> Iterable[Any]:
    return zip(grid.rows, results.rows, strict=True)


def _chosen(row: list[Raw | None], result: list[Raw | None]) -> Iterator[Raw | None]:
    for cell, outcome in zip(row, result, strict=True):
        yield (outcome or _FORMULA) if cell is _FORMULA else cell


def _raw(cell: Any) -> Raw | None:
    """The value of a cell: a number counts by its shortest decimal form, a date cell is a date."""
    value = cell.value
    if value is None:
        return None
    match cell.data_type:
        case "f":
            return _FORMULA
        case "e":
            return Unreadable(f"hier staat een fout ({value})")
        case "b":
            return Unreadable("hier staat WAAR of ONWAAR in plaats van een waarde")
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int | float):
        return shortest(value)
    return _day(value)


def _day(value: object) -> Raw:
    if isinstance(value, datetime):
        if value.time() != time():
            return Unreadable("hier staat een datum met een tijd; alleen de datum hoort hier")
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, time | timedelta):
        return Unreadable("hier staat een tijd in plaats van een waarde")
    return str(value)


def shortest(value: float) -> str:
    """The shortest decimal that is this number, without exponent: `4`, `0.1`, `1234.56`."""
    if isinstance(value, int):
        return str(value)
    text = format(Decimal(repr(value)), "f")
    return text.removesuffix(".0")
