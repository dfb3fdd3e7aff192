"""What the workbook says as a whole, laid over what is stored: codes that exist, parts that make 1, rules and
appointments that do not overlap, agreements within the pool [formats, "In"].

A row that is wrong in itself is left out where it would only cause more messages; its codes count as known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeVar

from ..books import facts
from ..books.commitments import hours_name, place_name
from ..books.facts import Book, days_of
from ..books.payers import BOARDS_TOGETHER, BY_LOCATION, HOME_MUNICIPALITY
from ..books.sharing import scope_of
from ..enums import Role
from .agreements import check_agreements
from .parse import CellError, ParsedRow, ParsedSheet
from .sheets import BY_FACT, BY_NAME, SHEETS

REGISTERS = (
    "gemeenten",
    "schoolbesturen",
    "wijkteams",
    "vestigingen",
    "medewerkers",
    "verplichtingen",
    "arrangementen",
)
"""The sheets whose first column makes codes known."""

Sheets = Mapping[str, ParsedSheet]
Row = TypeVar("Row", facts.ShareLine, facts.Appointment)
EMPTY_ROWS: list[ParsedRow] = []


def rows_of(sheets: Sheets, name: str) -> list[ParsedRow]:
    """The rows of a sheet; none when the sheet is absent."""
    return sheets[name].rows if name in sheets else EMPTY_ROWS


def check(sheets: Sheets, stored: Book) -> Book:
    """Find everything that is wrong across cells, and note it in the sheets. Returns the stored book with the right
    rows of the workbook laid over it; it is only of use when nothing was wrong."""
    known = {name: _codes(sheets, stored, name) for name in REGISTERS}
    _check_codes(sheets, known)
    _check_code_once(sheets, known)
    _check_rules_agree(sheets)
    _check_parts(sheets)
    merged = stored.merged(Book(fact for sheet in sheets.values() for fact in sheet.facts()))
    _check_rules_apart(sheets, merged)
    _check_appointments_apart(sheets, merged)
    _check_actuals(sheets, merged)
    if "werkafspraken" in sheets:
        check_agreements(sheets, stored, merged)
    return merged


def errors_of(sheets: Sheets) -> list[CellError]:
    """All errors, in the order of the sheets and rows."""
    found = []
    for sheet in SHEETS:
        if sheet.name in sheets:
            places = {column.name: place for place, column in enumerate(sheet.columns)}
            errors = sheets[sheet.name].errors
            found += sorted(errors, key=lambda error: (error.row, places.get(error.column, -1)))
    return list(dict.fromkeys(found))


def _codes(sheets: Sheets, stored: Book, name: str) -> set[str]:
    """The codes that a register knows: what is stored and what the workbook brings."""
    sheet = BY_NAME[name]
    field = sheet.key[0].field
    known = {getattr(fact, field) for fact in stored.all(sheet.fact)}
    return known | {row.values[field] for row in rows_of(sheets, name) if row.tells(field)}


def _check_codes(sheets: Sheets, known: Mapping[str, set[str]]) -> None:
    for sheet in sheets.values():
        for column in sheet.sheet.columns:
            if not column.refers:
                continue
            codes = set[str]().union(*(known[name] for name in column.refers))
            where = " of ".join(column.refers)
            for row in sheet.rows:
                value = row.values[column.field]
                if value is not None and value not in codes and row.tells(column.field):
                    sheet.error(row, column.field, f"‘{value}’ is onbekend; zet de code eerst in {where}")
    for row in rows_of(sheets, "dekking"):
        _check_source(sheets["dekking"], row, known)


def _check_source(sheet: ParsedSheet, row: ParsedRow, known: Mapping[str, set[str]]) -> None:
    words = {*Role, *known["verplichtingen"], *known["arrangementen"]}
    for word in row.values["scope"] or ():
        if word not in words:
            sheet.error(row, "scope", f"‘{word}’ is geen rol, verplichting of arrangement")
    kind, _, code = (row.values["payer"] or "").partition(":")
    always = {"bestuur": BOARDS_TOGETHER, "gemeente": HOME_MUNICIPALITY}
    register = {"bestuur": "schoolbesturen", "gemeente": "gemeenten"}
    if kind in BY_LOCATION and row.tells("payer") and code not in known[register[kind]] and code != always[kind]:
        sheet.error(row, "payer", f"‘{code}’ is onbekend; zet de code eerst in {register[kind]}")


def _check_code_once(sheets: Sheets, known: Mapping[str, set[str]]) -> None:
    """No code is both a yearly amount and an arrangement."""
    other = {"verplichtingen": "arrangementen", "arrangementen": "verplichtingen"}
    for name, elsewhere in other.items():
        for row in rows_of(sheets, name):
            if row.tells("code") and row.values["code"] in known[elsewhere]:
                sheets[name].error(
                    row, "code", f"‘{row.values['code']}’ staat ook in {elsewhere}; kies een andere code"
                )


_SAME_IN_A_RULE = ("role", "sector", "location", "arrangement", "start", "end", "status")


def _rows_by_rule(sheets: Sheets) -> dict[str, list[ParsedRow]]:
    by_rule: dict[str, list[ParsedRow]] = defaultdict(list)
    for row in rows_of(sheets, "verdeelsleutels"):
        if row.tells("rule"):
            by_rule[row.values["rule"]].append(row)
    return by_rule


def _check_rules_agree(sheets: Sheets) -> None:
    """The rows of one rule say the same about what it is for."""
    sheet = sheets.get("verdeelsleutels")
    for rule, (first, *others) in _rows_by_rule(sheets).items():
        for row in others:
            for field in _SAME_IN_A_RULE:
                if sheet and first.tells(field) and row.tells(field) and _said(first, field) != _said(row, field):
                    name = sheet.sheet.by_field[field].name
                    sheet.error(row, field, f"{name} is anders dan in rij {first.number} van sleutel ‘{rule}’")


def _said(row: ParsedRow, field: str) -> Any:
    return "vastgesteld" if field == "status" and row.values[field] is None else row.values[field]


def _check_parts(sheets: Sheets) -> None:
    """The parts of a rule make 1; reported at its first row."""
    for rule, rows in _rows_by_rule(sheets).items():
        if all(row.tells("fraction", "order") for row in rows):
            total = sum((row.values["fraction"] for row in rows), Fraction(0))
            if total != 1:
                message = f"de delen van sleutel ‘{rule}’ zijn samen {total}, niet 1"
                sheets["verdeelsleutels"].refuse(rows[0], "fraction", message)


def _check_rules_apart(sheets: Sheets, merged: Book) -> None:
    """Two rules for the same things never hold on one day; reported at the first row concerned. What is only meant
    may stand beside what is decided."""
    sheet = sheets.get("verdeelsleutels")
    if sheet is None:
        return
    first_rows = {rule: rows[0] for rule, rows in _rows_by_rule(sheets).items()}
    broken = {rule for rule, rows in _rows_by_rule(sheets).items() if any(row.wrong for row in rows)}
    firsts = {line.rule: line for line in merged.all(facts.ShareLine) if line.rule not in broken}
    for one, other in _overlapping(firsts.values(), lambda line: (scope_of(line), line.status)):
        concerned = [first_rows[line.rule] for line in (one, other) if line.rule in first_rows]
        if concerned:
            row = min(concerned, key=lambda row: row.number)
            message = f"sleutels ‘{one.rule}’ en ‘{other.rule}’ gelden voor hetzelfde en op dezelfde dagen"
            sheet.refuse(row, "start", message)


def _check_appointments_apart(sheets: Sheets, merged: Book) -> None:
    """The same person in the same role at one location never twice on a day."""
    sheet = sheets.get("aanstellingen")
    if sheet is None:
        return
    rows = {row.fact.key: row for row in sheet.rows if row.fact is not None}
    for one, other in _overlapping(merged.all(facts.Appointment), lambda row: (row.location, row.role, row.person)):
        for mine, theirs in ((one, other), (other, one)):
            row = rows.get(mine.key)
            if row is not None:
                message = (
                    f"overlapt de aanstelling van {theirs.person} als {theirs.role} vanaf {theirs.start.isoformat()}"
                )
                sheet.refuse(row, "start", message)


def _overlapping(rows: Iterable[Row], group: Callable[[Row], Hashable]) -> Iterator[tuple[Row, Row]]:
    """Pairs of rows of one group that share a day; each row that overlaps an earlier one is there once."""
    longest: dict[Hashable, Row] = {}
    for row in sorted(rows, key=days_of):
        earlier = longest.get(group(row))
        if earlier is not None and days_of(row)[0] < days_of(earlier)[1]:
            yield earlier, row
        if earlier is None or days_of(row)[1] > days_of(earlier)[1]:
            longest[group(row)] = row


def _check_actuals(sheets: Sheets, merged: Book) -> None:
    """An actual is for something that can cost money."""
    sheet = sheets.get("werkelijk")
    if sheet is None:
        return
    known = _names(sheets, merged)
    for row in sheet.rows:
        if row.tells("name") and row.values["name"] not in known:
            sheet.error(row, "name", f"‘{row.values['name']}’ is geen naam uit de begroting")


def _names(sheets: Sheets, merged: Book) -> set[str]:
    """Every name that a listing can hold. A row that is wrong elsewhere still makes its name known."""
    roles: set[Role] = {rate.role for rate in merged.all(facts.Rate)}
    roles |= {row.values["role"] for row in rows_of(sheets, "uurtarieven") if row.tells("role")}
    names = {cost.code for cost in merged.all(facts.YearlyCost)}
    names |= {row.values["code"] for row in rows_of(sheets, "verplichtingen") if row.tells("code")}
    names |= {hours_name(*key) for key in _keys(sheets, merged, facts.Appointment) if key[1] in roles}
    names |= {place_name(*key) for key in _keys(sheets, merged, facts.Placement)}
    return names


def _keys(sheets: Sheets, merged: Book, kind: type[facts.Fact]) -> set[tuple[Any, ...]]:
    """The keys of a kind: of what is right, and of rows whose key can be read."""
    keys: set[Any] = {fact.key for fact in merged.all(kind)}
    for row in rows_of(sheets, BY_FACT[kind].name):
        if row.tells(*kind.KEY):
            keys.add(tuple(row.values[field] for field in kind.KEY))
    return keys
