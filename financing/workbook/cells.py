"""The kinds of cells of the workbook: how a text becomes a value, how a value becomes text again, and what is wrong.

Refusals are Dutch sentences of language level B1; the caller puts `sheet, row, column: ` before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from shell.exact import MOST_DECIMALS

from ..books.calendar import Basis, NotAPeriod, label, parse_month
from ..books.payers import is_payer, is_payer_kind
from ..enums import LocationType, Role, Sector, SourceKind, Status, YearlyKind
from ..listing import euros


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that holds no value that can be read, with the reason."""

    reason: str


Raw = str | date | Unreadable
"""A cell that is not empty: a text without blanks around it, or the date of an xlsx date cell."""


class WrongCell(ValueError):
    """A cell with a wrong value; the message is a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class CellKind:
    """How a kind of cell is read and written. `form` tells users what to type; `choices` are all values, if few; `most` is
    the most characters of a text."""

    read: Callable[[Raw], Any]
    write: Callable[[Any], str]
    form: str
    choices: tuple[str, ...] = ()
    most: int | None = None


MOST_OF_AN_ADDRESS, MOST_OF_A_PAYER = 254, 80
PAYER_KINDS = "bestuur, gemeente, woongemeente, rsj, swv:CODE, aanbieder:CODE of fonds:CODE"
PAYERS = "bestuur:CODE, gemeente:CODE, swv:CODE, aanbieder:CODE, fonds:CODE of rsj"

_MOST_DIGITS = 12
"""Euros below a million millions: their cents fit the database with room to add."""
_MOST_OF_A_RATE, _MOST_OF_A_PRICE = 8, 10
_MOST_HOURS, _MOST_WEEKS = 5, 3
"""Digits before the point: hours × weeks × rate, in cents, fit 64 bits."""
MOST_MINUTES = 999_999_999
"""Of one person, role, location and day together."""
_LONGEST_NUMBER = MOST_DECIMALS

_AMOUNT = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?|[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]{1,2}")
_UNCLEAR = re.compile(r"[0-9.]*\.[0-9]{3}")
_DECIMAL = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_FRACTION = re.compile(r"([0-9]+)/([0-9]+)")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DUTCH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")


def _text_of(raw: Raw) -> str:
    if isinstance(raw, Unreadable):
        raise WrongCell(raw.reason)
    if isinstance(raw, date):
        raise WrongCell(f"hier staat een datum ({raw.isoformat()}); maak van de cel tekst en vul de waarde opnieuw in")
    if not raw.isprintable() and _CONTROL.search(raw):
        raise WrongCell("hier staat een teken dat niet te lezen is; typ de waarde opnieuw")
    return raw


def _short(text: str, most: int) -> str:
    if len(text) > most:
        raise WrongCell(f"‘{text[:30]}…’ is te lang: {len(text)} tekens, hoogstens {most}")
    return text


def text(most: int) -> CellKind:
    """Any text of at most so many characters."""
    return CellKind(lambda raw: _short(_text_of(raw), most), str, f"Tekst, hoogstens {most} tekens.", most=most)


def code(most: int, form: str = "Een code zonder schuine streep.", *, slash: bool = False) -> CellKind:
    """A code: on one line, of at most so many characters."""

    def read(raw: Raw) -> str:
        text = _short(_text_of(raw), most)
        if not text.isprintable():
            raise WrongCell("hier staat een teken dat niet te zien is; typ de code opnieuw")
        if "/" in text and not slash:
            raise WrongCell(f"‘{text}’ bevat een schuine streep; dat mag niet in een code")
        return text

    return CellKind(read, str, form, most=most)


def _matching(pattern: str, refusal: str, most: int = 6) -> Callable[[Raw], str]:
    compiled = re.compile(pattern)

    def read(raw: Raw) -> str:
        text = _short(_text_of(raw), max(most, 30))
        if not compiled.fullmatch(text):
            raise WrongCell(refusal.format(text=text))
        return _short(text, most)

    return read


def _email(raw: Raw) -> str:
    text = _matching(r"[^@\s]+@[^@\s]+", "‘{text}’ is geen e-mailadres", MOST_OF_AN_ADDRESS)(raw)
    if not text.isprintable():
        raise WrongCell("hier staat een teken dat niet te zien is; typ het e-mailadres opnieuw")
    if text != text.lower():
        raise WrongCell(f"‘{text}’ heeft hoofdletters; schrijf een e-mailadres in kleine letters")
    return text


def _whole(raw: Raw) -> int:
    text = _text_of(raw)
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise WrongCell(f"‘{text}’ is geen heel getal van 0 of hoger")
    return int(text)


def _year(raw: Raw) -> int:
    text = _text_of(raw)
    if not re.fullmatch(r"[1-9][0-9]{3}", text):
        raise WrongCell(f"‘{text}’ is geen jaar; schrijf een jaar als 2018")
    return int(text)


def read_amount(raw: Raw, most_digits: int = _MOST_DIGITS) -> int:
    """Cents. `1234.56`, `1234,56` and `1.234,56` are amounts; `1.234` could be two things and is refused."""
    text = _short(_text_of(raw), _LONGEST_NUMBER)
    if _AMOUNT.fullmatch(text):
        if "," in text:
            text = text.replace(".", "").replace(",", ".")
        whole, _, part = text.partition(".")
        if len(whole.lstrip("0")) > most_digits:
            raise WrongCell(f"‘{text}’ is te groot voor een bedrag")
        return int(whole) * 100 + int(part.ljust(2, "0"))
    if _UNCLEAR.fullmatch(text):
        raise WrongCell(f"‘{text}’ is niet duidelijk; schrijf 1234,00 of 1.234,00 voor duizenden, of twee decimalen")
    if re.fullmatch(r"[0-9]+[.,][0-9]{3,}", text):
        raise WrongCell(f"‘{text}’ heeft meer dan twee decimalen")
    if text.startswith("-"):
        raise WrongCell(f"‘{text}’ is minder dan 0; een bedrag is 0 of hoger")
    raise WrongCell(f"‘{text}’ is geen bedrag; schrijf een bedrag als 1234,56 of 1.234,56")


def read_hours(raw: Raw, most_digits: int = _MOST_HOURS) -> Decimal:
    """An exact decimal of any length; point and comma are the same here."""
    text = _short(_text_of(raw), _LONGEST_NUMBER)
    if not _DECIMAL.fullmatch(text):
        raise WrongCell(f"‘{text}’ is geen getal van 0 of hoger; schrijf een getal als 6,5")
    text = text.replace(",", ".")
    if len(text.partition(".")[0].lstrip("0")) > most_digits:
        raise WrongCell(f"‘{text}’ is te groot; hoogstens {most_digits} cijfers voor de komma")
    return Decimal(text)


def read_fraction(raw: Raw) -> Fraction:
    """`1/2`, `0.5` or `0,5`; above 0."""
    text = _short(_text_of(raw), _LONGEST_NUMBER)
    if found := _FRACTION.fullmatch(text):
        up, down = int(found[1]), int(found[2])
        if down == 0:
            raise WrongCell(f"‘{text}’ deelt door 0")
        part = Fraction(up, down)
    elif _DECIMAL.fullmatch(text):
        part = Fraction(text.replace(",", "."))
    else:
        raise WrongCell(f"‘{text}’ is geen deel; schrijf een deel als 1/2 of 0,5")
    if part <= 0:
        raise WrongCell("een deel is meer dan 0")
    return part


def read_day(raw: Raw) -> date:
    """`2017-09-01` or `1-9-2017`, or an xlsx date cell."""
    if isinstance(raw, date):
        return raw
    text = _text_of(raw)
    try:
        if found := _ISO_DAY.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DUTCH_DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise WrongCell(f"‘{text}’ bestaat niet als datum") from None
    raise WrongCell(f"‘{text}’ is geen datum; schrijf een datum als 2017-09-01 of 1-9-2017")


def _read_last_day(raw: Raw) -> date | None:
    """The day after the last day included; the last day that can be written is an open end."""
    day = read_day(raw)
    return None if day == date.max else day + timedelta(days=1)


def _read_month(raw: Raw) -> int:
    if isinstance(raw, date):
        return raw.year * 12 + raw.month - 1
    try:
        return parse_month(_text_of(raw))
    except NotAPeriod as problem:
        raise WrongCell(str(problem)) from None


def _read_scope(raw: Raw) -> tuple[str, ...]:
    return tuple(word for part in _text_of(raw).split(",") if (word := part.strip()))


def _payer_kind(raw: Raw) -> str:
    text = _short(_text_of(raw), MOST_OF_A_PAYER)
    if not text.isprintable() or not is_payer_kind(text):
        raise WrongCell(f"‘{text}’ is geen betaler; kies {PAYER_KINDS}")
    return text


def _payer(raw: Raw) -> str:
    text = _short(_text_of(raw), MOST_OF_A_PAYER)
    if not text.isprintable() or not is_payer(text):
        raise WrongCell(f"‘{text}’ is geen betaler; schrijf {PAYERS}")
    return text


def _one_of(choices: type[StrEnum]) -> CellKind:
    values = {choice.value: choice for choice in choices}
    listed = ", ".join(values)

    def read(raw: Raw) -> StrEnum:
        text = _text_of(raw)
        if text not in values:
            raise WrongCell(f"‘{text}’ is onbekend; kies uit {listed}")
        return values[text]

    return CellKind(read, str, f"Kies uit: {listed}.", tuple(values))


def write_decimal(value: Decimal) -> str:
    """Every digit that was entered that matters, without exponent or trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _write_day(value: date) -> str:
    return value.isoformat()


def _write_last_day(end: date) -> str:
    return (end - timedelta(days=1)).isoformat()


MUNICIPALITY = CellKind(
    _matching(r"GM[0-9]{4}", "‘{text}’ is geen gemeentecode; schrijf een code als GM0193"), str, "Een code als GM0193."
)
LOCATION = CellKind(
    _matching(r"[0-9]{2}[A-Z]{2}[0-9]{2}", "‘{text}’ is geen vestiging; schrijf een code als 00AB00"),
    str,
    "BRIN en vestigingsnummer, zoals 00AB00.",
)
EMAIL = CellKind(_email, str, "Een e-mailadres in kleine letters, zoals naam@voorbeeld.nl.", most=MOST_OF_AN_ADDRESS)
WHOLE = CellKind(_whole, str, "Een heel getal van 0 of hoger.")
YEAR = CellKind(_year, str, "Een jaar, zoals 2018.")
AMOUNT = CellKind(read_amount, euros, "Een bedrag in euro’s, zoals 1234,56.")
RATE = CellKind(lambda raw: read_amount(raw, _MOST_OF_A_RATE), euros, "Een bedrag in euro’s, zoals 66,18.")
PRICE = CellKind(lambda raw: read_amount(raw, _MOST_OF_A_PRICE), euros, "Een bedrag in euro’s, zoals 24000.")
HOURS = CellKind(read_hours, write_decimal, "Een getal, zoals 6,5.")
WEEKS = CellKind(lambda raw: read_hours(raw, _MOST_WEEKS), write_decimal, "Een getal, zoals 40.")
FRACTION = CellKind(read_fraction, str, "Een deel, zoals 1/2 of 0,5. De delen van een sleutel zijn samen 1.")
DAY = CellKind(read_day, _write_day, "Een datum, zoals 2017-09-01.")
LAST_DAY = CellKind(_read_last_day, _write_last_day, "De laatste dag die meetelt. Leeg: zonder einde.")
MONTH = CellKind(_read_month, label, "Een maand, zoals 2018-03.")
SCOPE = CellKind(_read_scope, ",".join, "Rollen en codes met een komma ertussen. Leeg: alles.")
PAYER_KIND = CellKind(
    _payer_kind,
    str,
    "bestuur, gemeente, woongemeente, rsj, swv:CODE, aanbieder:CODE of fonds:CODE.",
    most=MOST_OF_A_PAYER,
)
PAYER = CellKind(_payer, str, f"Schrijf {PAYERS}.", most=MOST_OF_A_PAYER)
ROLE, SECTOR, TYPE = _one_of(Role), _one_of(Sector), _one_of(LocationType)
BASIS, YEARLY_KIND, SOURCE_KIND, STATUS = _one_of(Basis), _one_of(YearlyKind), _one_of(SourceKind), _one_of(Status)
