"""The settlement (*afrekening*) of a payer: what it owes in a period, as a table, an .xlsx and a tagged PDF."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from financing.listing import Cell, Table, as_xlsx
from financing.queries import Amounts, sum_of
from shell.numbers import write_euro

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "financing"


@dataclass(frozen=True)
class Settlement:
    """What one payer pays, commitment by commitment; amounts in cents, as on a day."""

    payer: str
    period: str
    as_on: str
    rows: list[tuple[str, Amounts]]

    @property
    def total(self) -> Amounts:
        return sum_of(amounts for _, amounts in self.rows)


def settlement(payer: str, period: str, as_on: str, rows: Iterable[tuple[str, Amounts]]) -> Settlement:
    """Rows of 0.00 throughout are left out."""
    return Settlement(payer, period, as_on, [(name, amounts) for name, amounts in rows if any(amounts)])


def xlsx_of(made: Settlement) -> bytes:
    """For people, with real numbers."""
    amounts = dict.fromkeys(("begroot", "gerealiseerd", "prognose", "verschil"), Cell.CENTS)
    rows = [(name, *one, one.difference) for name, one in (*made.rows, ("samen", made.total))]
    return as_xlsx(Table("Afrekening", {"verplichting": Cell.TEXT, **amounts}, rows))


def pdf_of(made: Settlement, *, today: str) -> bytes:
    """Tagged (PDF/UA-1). What stands in it goes to typst as data, never as markup."""
    data = {
        **asdict(made),
        "today": today,
        "rows": [[name, *_written(amounts)] for name, amounts in made.rows],
        "total": _written(made.total),
    }
    return _compiled("settlement", data)


@dataclass(frozen=True)
class PlaceOnLetter:
    """One pupil's place on a letter: the code, the days in the period, the beschikking, and cents."""

    pupil: str
    period: str
    beschikking: str
    amount: int


@dataclass(frozen=True)
class Letter:
    """What is written to a municipality about an arrangement in a period; `realised` is the part that is past, in cents."""

    municipality: str
    arrangement: str
    decision: str
    period: str
    as_on: str
    places: list[PlaceOnLetter]
    realised: int

    @property
    def total(self) -> int:
        return sum(one.amount for one in self.places)


def letter_of(made: Letter, *, today: str) -> bytes:
    """The letter as a tagged PDF."""
    home = settings.HOME_MUNICIPALITY_NAME
    data = {
        "sender": f"Gemeente {home}",
        "addressee": f"Aan het college van burgemeester en wethouders van de {made.municipality}",
        "today": today,
        "arrangement": made.arrangement,
        "decision": made.decision,
        "period": made.period,
        "as_on": made.as_on,
        "rows": [[one.pupil, one.period, one.beschikking, _euro(one.amount)] for one in made.places],
        "total": _euro(made.total),
        "so_far": _euro(made.realised) if made.realised != made.total else "",
    }
    return _compiled("letter", data)


def _compiled(name: str, data: dict[str, Any]) -> bytes:
    pdf: bytes = typst.compile(
        str(TEMPLATES / f"{name}.typ"),
        format="pdf",
        sys_inputs={name: json.dumps(data)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    return pdf


def _written(amounts: Amounts) -> list[str]:
    return [_euro(cents) for cents in (*amounts, amounts.difference)]


def _euro(cents: int) -> str:
    return write_euro(Decimal(cents).scaleb(-2))
