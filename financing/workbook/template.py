"""The empty workbook: every sheet with its header, an explanation at each column, and drop-downs and checks in the cells."""

from __future__ import annotations

from typing import IO, Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from . import cells
from .sheets import SHEETS, Column, Sheet

LAST_ROW = 5000
"""As far down as drop-downs and checks go; the import itself has no such end."""

_HEADER = PatternFill("solid", fgColor="DCE6F1")
_DAYS = (cells.DAY, cells.LAST_DAY)
_NUMBERS = (cells.AMOUNT, cells.HOURS)


def write_template(file: IO[bytes]) -> None:
    """Write the empty workbook as .xlsx. Importing it as it is changes nothing."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in SHEETS:
        target: Any = workbook.create_sheet(sheet.name)
        target.freeze_panes = "A2"
        for place, column in enumerate(sheet.columns, start=1):
            _write_column(target, sheet, column, place)
    workbook.save(file)


def _write_column(target: Any, sheet: Sheet, column: Column, place: int) -> None:
    letter = get_column_letter(place)
    header = target.cell(row=1, column=place, value=column.name)
    header.font = Font(bold=True)
    header.fill = _HEADER
    header.alignment = Alignment(horizontal="left")
    header.comment = Comment(_explanation(sheet, column, place), "Ondersteuningsteams Zwolle", width=320, height=140)
    dimension = target.column_dimensions[letter]
    dimension.width = max(14, len(column.name) + 4)
    if column.kind in _DAYS:
        dimension.number_format = "yyyy-mm-dd"
    elif column.kind is cells.AMOUNT:
        dimension.number_format = "#,##0.00"
    elif column.kind not in (*_NUMBERS, cells.WHOLE, cells.YEAR):
        dimension.number_format = "@"  # text: 1/2 stays a part, 2018-03 a month, 00AB00 a code
    check = _check_of(sheet, column, letter)
    if check is not None:
        check.add(f"{letter}2:{letter}{LAST_ROW}")
        target.add_data_validation(check)


def _explanation(sheet: Sheet, column: Column, place: int) -> str:
    """What the column holds; the first column also says what the sheet is for."""
    parts = [sheet.hint] if place == 1 else []
    parts += [column.hint, column.kind.form]
    parts.append("Altijd invullen." if column.is_required else "Mag leeg blijven.")
    if column.refers:
        parts.append(f"De code staat ook in {' of '.join(column.refers)}.")
    return "\n".join(part for part in parts if part)


def _check_of(sheet: Sheet, column: Column, letter: str) -> DataValidation | None:
    """A drop-down for fixed words and for codes of another sheet; a check for dates, numbers and amounts."""
    check = _drop_down(column) or _rule(sheet, column, letter)
    if check is None:
        return None
    check.allow_blank = not column.is_required
    check.showErrorMessage = True
    check.errorTitle = column.name
    check.error = f"Dit kan hier niet. {column.kind.form}"[:255]
    return check


def _drop_down(column: Column) -> DataValidation | None:
    if column.kind.choices:
        return DataValidation(type="list", formula1=f'"{",".join(column.kind.choices)}"')
    if len(column.refers) == 1:
        return DataValidation(type="list", formula1=_codes(column.refers[0]))
    return None


def _codes(name: str) -> str:
    """The cells that hold the codes of a sheet: its first column."""
    return f"{quote_sheetname(name)}!$A$2:$A${LAST_ROW}"


def _rule(sheet: Sheet, column: Column, letter: str) -> DataValidation | None:
    if column.kind is cells.LAST_DAY:
        start = get_column_letter(list(sheet.by_field).index("start") + 1)
        return DataValidation(type="custom", formula1=f"AND(ISNUMBER({letter}2),{letter}2>={start}2)")
    if column.kind is cells.DAY:
        return DataValidation(type="date", operator="greaterThan", formula1="1")
    if column.kind in _NUMBERS:
        return DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
    if column.kind in (cells.WHOLE, cells.YEAR):
        return DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
    if column.kind is cells.FRACTION:
        return DataValidation(type="custom", formula1=_is_part(f"{letter}2"))
    return None


def _is_part(cell: str) -> str:
    """A number above 0 and at most 1, or a text with a slash."""
    return f'IF(ISNUMBER({cell}),AND({cell}>0,{cell}<=1),ISNUMBER(FIND("/",{cell})))'
