"""The quarter report as files: a tagged PDF for the table, a spreadsheet for who counts on, in two forms."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import typst
from django.conf import settings
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from insights.enums import Voice
from insights.pages.base import Cell
from insights.report import Report
from shell.numbers import write_day

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "insights" / "report.typ"
TITLE = "Ondersteuningsteams in Zwolle"
Value = str | float
Sheet = tuple[str, list[Sequence[Value]]]


def pdf_of(report: Report, *, today: str) -> bytes:
    """Tagged (PDF/UA-1). What stands in it goes to typst as data, never as markup."""
    period = report.period
    data = {
        "title": f"{TITLE}: {period.label}",
        "today": today,
        "counted": write_day(period.counted_on if report.revision < 2 else period.revised_on),
        "final": report.revision >= 2,
        "heads": ["Cijfer", period.short, period.previous.short, period.year_earlier.short],
        "sections": [
            {
                "title": section.title,
                "rows": [[one.definition.label, *one.texts] for one in section.figures],
                "remarks": [
                    [one.definition.label, label.capitalize(), said.text]
                    for one in section.figures
                    for _, label, said in one.voices
                    if said
                ],
                "meaning": [[one.definition.label, one.definition.what] for one in section.figures],
            }
            for section in report.sections
        ],
        "grids": [
            {
                "title": grid.title,
                "head": list(grid.head),
                "rows": [[line.label, *(cell.text for cell in line.cells)] for line in grid.lines],
            }
            for grid in report.grids
        ],
        "talks": [
            {
                "theme": talk.theme,
                "where": talk.neighbourhood_team or "hele stad",
                "on": write_day(talk.on),
                "question": talk.question,
                "participants": talk.participants,
                "lessons": talk.lessons,
            }
            for talk in report.talks
        ],
    }
    made: bytes = typst.compile(
        str(TEMPLATE),
        format="pdf",
        sys_inputs={"report": json.dumps(data)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    return made


def sheets_of(report: Report) -> list[Sheet]:
    """Every figure, table, remark and talk; a figure that is hidden is the words that stand in its place."""
    periods = (report.period, report.period.previous, report.period.year_earlier)
    figures: list[Sequence[Value]] = [("Onderdeel", "Cijfer", *(one.label for one in periods), "Wat telt", "Bron")]
    remarks: list[Sequence[Value]] = [("Cijfer", "Van wie", "Duiding", "Geschreven door", "Op")]
    labels = {voice.value: str(voice.label) for voice in Voice}
    for section in report.sections:
        for one in section.figures:
            unit = one.definition.unit
            values = (_value(Cell.of(value, unit)) for value in (one.now, one.previous, one.before))
            figures.append((section.title, one.definition.label, *values, one.definition.what, one.definition.source))
            remarks += [
                (one.definition.label, labels[said.voice], said.text, said.by, said.on.isoformat())
                for said in one.remarks
            ]
    found: list[Sheet] = [("Cijfers", figures)]
    for grid in report.grids:
        rows = [(line.label, *map(_value, line.cells)) for line in grid.lines]
        found.append((grid.title[:31], [grid.head, *rows]))
    found.append(("Duiding", remarks))
    talks = [
        (
            one.on.isoformat(),
            one.neighbourhood_team or "hele stad",
            one.theme,
            one.question,
            one.participants,
            one.lessons,
        )
        for one in report.talks
    ]
    head = ("Datum", "Waar", "Thema", "Vraag", "Wie deden mee", "Lessen")
    return [*found, ("Kwartaalgesprekken", [head, *talks])]


def _value(cell: Cell) -> Value:
    """A number where there is one."""
    try:
        return float(cell.number.replace(",", "."))
    except ValueError:
        return cell.text


def xlsx_of(sheets: Iterable[Sheet]) -> bytes:
    """For Excel and others, with real numbers and a fixed header row."""
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for place in range(1, len(rows[0]) + 1):
            longest = max(len(str(row[place - 1])) for row in rows)
            sheet.column_dimensions[get_column_letter(place)].width = min(60, longest + 4)
        for row in rows:
            sheet.append([_safe(value) for value in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _safe(value: Value) -> Value:
    """Text that begins like a formula is kept as text: nobody's words may run in somebody's spreadsheet."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "@")) else value


ODS = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (("office", "office"), ("table", "table"), ("text", "text"), ("manifest", "manifest"))
)


def ods_of(sheets: Iterable[Sheet]) -> bytes:
    """OpenDocument 1.3: the same sheets for LibreOffice. The type comes first and is not packed, as the standard asks."""
    body = "".join(_ods_sheets(sheets))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES} office:version="1.3">'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest {SPACES} manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{ODS}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", ODS, zipfile.ZIP_STORED)
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", manifest)
    return made.getvalue()


def _ods_sheets(sheets: Iterable[Sheet]) -> Iterator[str]:
    for title, rows in sheets:
        cells = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        yield f"<table:table table:name={quoteattr(title)}>{cells}</table:table>"


def _ods_cell(value: Value) -> str:
    if isinstance(value, float):
        return f'<table:table-cell office:value-type="float" office:value="{value!r}"><text:p>{value:g}</text:p></table:table-cell>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.splitlines())
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
