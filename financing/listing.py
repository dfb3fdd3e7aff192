"""The listing: budget, cover and pools as CSV, JSON and xlsx [formats, "Out"].

The form is fixed, other programs read it: a header row first, `;` between cells, LF, a point and two decimals.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from io import BytesIO, StringIO
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .books.calendar import label
from .books.cover import CoverRow
from .books.engine import Line
from .books.pools import Pool


class Cell(StrEnum):
    """What a column of a listing holds."""

    TEXT = "text"
    COUNT = "count"
    CENTS = "cents"
    HOURS = "hours"


Value = str | int | Fraction | None


class Table(NamedTuple):
    """A listing before it is written: what its columns are called and hold, and its rows in order."""

    title: str
    columns: Mapping[str, Cell]
    rows: Sequence[Sequence[Value]]


def euros(cents: int) -> str:
    """`-13333.34`: two decimals and a point."""
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{part:02d}"


def hours(amount: Fraction) -> str:
    """`6.5`: exact, without trailing zeros. Hours have a finite decimal form, as they were entered in one."""
    up, down = amount.numerator, amount.denominator
    places = 0
    while down != 1 and up * 10**places % down:
        places += 1
    digits = str(abs(up) * 10**places // down).rjust(places + 1, "0")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if amount < 0 else text


def budget_table(lines: Iterable[Line]) -> Table:
    """`maand;verplichting;betaler;begroot;gerealiseerd;prognose`."""
    amounts = dict.fromkeys(("begroot", "gerealiseerd", "prognose"), Cell.CENTS)
    columns = {"maand": Cell.TEXT, "verplichting": Cell.TEXT, "betaler": Cell.TEXT, **amounts}
    return Table("Begroting", columns, [(label(line.month), *line[1:]) for line in lines])


def cover_table(rows: Iterable[CoverRow]) -> Table:
    """`betaler;volgorde;naam;maximum;gedekt`."""
    columns = {
        "betaler": Cell.TEXT,
        "volgorde": Cell.COUNT,
        "naam": Cell.TEXT,
        "maximum": Cell.CENTS,
        "gedekt": Cell.CENTS,
    }
    return Table("Dekking", columns, list(rows))


def pools_table(pools: Iterable[Pool]) -> Table:
    """`wijkteam;vestigingen;norm;pool;afgesproken;vrij`."""
    hour_columns = dict.fromkeys(("norm", "pool", "afgesproken", "vrij"), Cell.HOURS)
    columns = {"wijkteam": Cell.TEXT, "vestigingen": Cell.COUNT, **hour_columns}
    rows = [(pool.team, pool.locations, pool.norm, pool.size, pool.agreed, pool.free) for pool in pools]
    return Table("Uren van de wijkteams", columns, rows)


def as_csv(table: Table) -> str:
    """For programs: the fixed form."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(_texts(table))
    return out.getvalue()


def as_json(table: Table) -> str:
    """The same rows as a list of objects; every value is the text of the CSV, so that no reader makes a float of it."""
    rows = [dict(zip(table.columns, row, strict=True)) for row in _texts(table)]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def as_xlsx(table: Table) -> bytes:
    """For people: real numbers in the form of their own language, a fixed header row and a filter."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.title)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    for place, (name, kind) in enumerate(table.columns.items(), start=1):
        texts = [name, *(_TO_TEXT[kind](row[place - 1]) for row in table.rows[:1000])]
        sheet.column_dimensions[get_column_letter(place)].width = min(60, max(map(len, texts)) + 4)
    header = []
    for name, kind in table.columns.items():
        cell = WriteOnlyCell(sheet, value=name)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="left" if kind is Cell.TEXT else "right")
        header.append(cell)
    sheet.append(header)
    for row in table.rows:
        sheet.append([_number(sheet, kind, value) for kind, value in zip(table.columns.values(), row, strict=True)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _texts(table: Table) -> Iterable[list[str]]:
    writers = [_TO_TEXT[kind] for kind in table.columns.values()]
    return ([write(value) for write, value in zip(writers, row, strict=True)] for row in table.rows)


def _number(sheet: Any, kind: Cell, value: Value) -> Any:
    """A cell with a real number; untyped, as openpyxl does not tell that it takes a Decimal."""
    write: Any = WriteOnlyCell
    if kind is Cell.CENTS and isinstance(value, int):
        cell = write(sheet, value=Decimal(value).scaleb(-2))
        cell.number_format = "#,##0.00"
    elif kind is Cell.HOURS and isinstance(value, Fraction):
        cell = write(sheet, value=Decimal(hours(value)))
    else:
        cell = write(sheet, value=value)
        if isinstance(value, str):
            cell.data_type = "s"  # a text that begins with = is a text
    return cell


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _euros_or_nothing(value: Value) -> str:
    return euros(value) if isinstance(value, int) else ""


def _hours_or_nothing(value: Value) -> str:
    return hours(value) if isinstance(value, Fraction) else ""


_TO_TEXT: dict[Cell, Callable[[Value], str]] = {
    Cell.TEXT: _text,
    Cell.COUNT: _text,
    Cell.CENTS: _euros_or_nothing,
    Cell.HOURS: _hours_or_nothing,
}
