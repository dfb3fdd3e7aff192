"""A workbook in: all of it or nothing [formats, "In"]."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..books.facts import Book
from .check import check, errors_of
from .parse import CellError, parse
from .read import Grid, read_workbook


class WorkbookRefused(ValueError):
    """Something is wrong in the workbook. `errors` has every wrong cell; the text has one on each line."""

    def __init__(self, errors: list[CellError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = errors


def load(grids: Iterable[Grid], stored: Book) -> Book:
    """What is stored with the workbook laid over it. Raises WorkbookRefused."""
    sheets, unknown = parse(grids)
    merged = check(sheets, stored)
    errors = [*unknown, *errors_of(sheets)]
    if errors:
        raise WorkbookRefused(errors)
    return merged


def load_path(path: Path, stored: Book | None = None) -> Book:
    """The same for an .xlsx file or a folder of CSV files. Raises UnreadableWorkbook too."""
    return load(read_workbook(path), Book() if stored is None else stored)
