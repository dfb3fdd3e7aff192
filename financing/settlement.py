"""The settlement (*afrekening*) of a payer: what it owes in a period, as a table, an .xlsx and a tagged PDF."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

import typst
from django.conf import settings

from financing.listing import Cell, Table, as_xlsx
from financing.queries import Amounts, sum_of
from shell.numbers import write_euro

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "financing" / "settlement.typ"


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
    pdf: bytes = typst.compile(
        str(TEMPLATE),
        format="pdf",
        sys_inputs={"settlement": json.dumps(data)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    return pdf


def _written(amounts: Amounts) -> list[str]:
    return [write_euro(Decimal(cents).scaleb(-2)) for cents in (*amounts, amounts.difference)]
