"""A population budget: entering it, and changing its path [domain 3.10]."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from financing.actions.population import NewPopulation
from financing.books.payers import is_payer
from financing.forms.changing import ReasonForm
from financing.models import FundingSource
from financing.policies import YEARS_OF_PATH
from financing.workbook.cells import WrongCell, read_amount
from shell.fields import EuroField
from shell.forms import ShellForm

PAYER_HELP = "Bijvoorbeeld fonds:noord, gemeente:GM0193, bestuur:41001, swv:PO2305 of rsj"


class PopulationBudgetForm(ShellForm):
    """What all parties put in at the start, and the path along which it shrinks."""

    submit_label = "Populatiebudget vastleggen"
    payer = forms.CharField(
        label="Betaler", help_text=f"Op wiens naam de kosten van het gebied staan. {PAYER_HELP}", max_length=80
    )
    name = forms.CharField(label="Naam", initial="Populatiebudget", max_length=300)
    area = forms.CharField(label="Gebied", help_text="Bijvoorbeeld een deel van Zwolle Noord", max_length=300)
    first_year = forms.IntegerField(label="Eerste jaar", min_value=2015, max_value=2100)
    shares = forms.CharField(
        label="Wie legt wat in",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Per regel een partij en een bedrag per jaar, bijvoorbeeld: gemeente:GM0193 180.000,00",
    )
    path = forms.CharField(
        label="Afgesproken pad",
        initial="100 95 90 85 80",
        help_text="Voor elk van de vijf jaren het deel van de inleg in procenten, met spaties ertussen",
    )
    scope = forms.CharField(
        label="Waarvoor",
        required=False,
        help_text="Rollen, codes van verplichtingen of arrangementen, met spaties ertussen. Leeg is alles.",
    )
    decision = forms.CharField(label="Besluit", max_length=500, help_text="Wat is besloten, door wie en wanneer")

    def clean_payer(self) -> str:
        payer = str(self.cleaned_data["payer"])
        if not is_payer(payer):
            raise ValidationError(f"‘{payer}’ is geen betaler. {PAYER_HELP}.")
        return payer

    def clean_shares(self) -> list[tuple[str, Decimal]]:
        found = []
        for number, line in enumerate(filter(str.strip, self.cleaned_data["shares"].splitlines()), start=1):
            told = re.fullmatch(r"\s*(\S+)\s+(\S+)\s*", line)
            if not told or not is_payer(told[1]):
                raise ValidationError(f"Regel {number}: schrijf een partij en een bedrag. {PAYER_HELP}.")
            try:
                found.append((told[1], Decimal(read_amount(told[2])).scaleb(-2)))
            except WrongCell as wrong:
                raise ValidationError(f"Regel {number}: {wrong}.") from None
        return found

    def clean_path(self) -> list[Decimal]:
        words = self.cleaned_data["path"].replace("%", " ").replace(",", ".").split()
        if any(not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", word) for word in words):
            raise ValidationError("Schrijf procenten, bijvoorbeeld 100 95 90 85 80.")
        if len(words) != YEARS_OF_PATH:
            raise ValidationError(f"Een pad is van {YEARS_OF_PATH} jaren: schrijf {YEARS_OF_PATH} procenten.")
        return [Decimal(word) for word in words]

    def clean_scope(self) -> list[str]:
        return str(self.cleaned_data["scope"]).split()

    def population(self) -> NewPopulation:
        return NewPopulation(**self.cleaned_data)


class PathForm(ReasonForm):
    """Another maximum for years of the path."""

    submit_label = "Pad wijzigen"

    def __init__(self, *args: Any, steps: Sequence[FundingSource], **kwargs: Any) -> None:
        self.steps = steps
        super().__init__(*args, **kwargs)
        for step in steps:
            label = f"Maximum in {step.year} in euro"
            self.fields[f"in_{step.year}"] = EuroField(label=label, min_value=0, initial=step.maximum)
        self.helper = self.build_helper()

    def layout(self) -> list[Any]:
        return [*(f"in_{step.year}" for step in self.steps), "decision", "reason"]

    def maxima(self) -> dict[int, Decimal]:
        return {step.year: self.cleaned_data[f"in_{step.year}"] for step in self.steps}
