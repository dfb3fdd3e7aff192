"""A book out again, in the form in which it came in: importing it into an empty database gives the same budgets."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from ..books.facts import Book, Fact
from . import cells
from .cells import CellKind
from .read import shortest
from .sheets import SHEETS, Sheet

_NUMBERS = (cells.AMOUNT, cells.HOURS, cells.WHOLE, cells.YEAR)
_DAYS = (cells.DAY, cells.LAST_DAY)
_FIRST_SAFE_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900; earlier dates are written as text."""


def write_folder(book: Book, folder: Path) -> None:
    """One CSV file for each sheet that holds rows; a file of a sheet without rows is taken away."""
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in SHEETS:
        path = folder / f"{sheet.name}.csv"
        rows = list(_rows(book, sheet))
        if not rows:
            path.unlink(missing_ok=True)
            continue
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\n")
            writer.writerow(sheet.by_name)
            writer.writerows(rows)


def write_xlsx(book: Book, file: IO[bytes] | Path) -> None:
    """One .xlsx file with a sheet for each kind of fact; amounts, hours and dates are real numbers and dates."""
    workbook = Workbook(write_only=True)
    for sheet in SHEETS:
        rows = list(_rows(book, sheet))
        if rows or sheet is SHEETS[0]:  # an .xlsx file without sheets does not exist
            target = workbook.create_sheet(sheet.name)
            target.freeze_panes = "A2"
            target.append(list(sheet.by_name))
            kinds = [column.kind for column in sheet.columns]
            for row in rows:
                target.append([_cell(target, kind, text) for kind, text in zip(kinds, row, strict=True)])
    workbook.save(file)


def _rows(book: Book, sheet: Sheet) -> Iterator[list[str]]:
    """The rows of a sheet as texts, in order of their keys."""
    for fact in sorted(book.all(sheet.fact), key=_sort_key):
        yield [_text(column.kind, getattr(fact, column.field)) for column in sheet.columns]


def _sort_key(fact: Fact) -> tuple[Any, ...]:
    return tuple(getattr(fact, field) for field in fact.KEY)


def _text(kind: CellKind, value: Any) -> str:
    return "" if value is None else kind.write(value)


def _cell(sheet: Any, kind: CellKind, text: str) -> Any:
    """A cell that reads back as the same text: a number or a date where Excel keeps it exactly, else text."""
    if not text:
        return None
    write: Any = WriteOnlyCell
    if kind in _NUMBERS and Decimal(shortest(float(text))) == Decimal(text):
        cell = write(sheet, value=Decimal(text))
        if kind is cells.AMOUNT:
            cell.number_format = "#,##0.00"
    elif kind in _DAYS and (day := date.fromisoformat(text)) >= _FIRST_SAFE_DAY:
        cell = write(sheet, value=day)
        cell.number_format = "yyyy-mm-dd"
    else:
        cell = write(sheet, value=text)
        cell.data_type = "s"  # a text that begins with = is a text
        cell.number_format = "@"
    return cell
