"""Choosing what would be otherwise. Everything is optional; what is filled in counts together."""

import datetime
import re
from fractions import Fraction
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.core.exceptions import ValidationError

from financing.books.payers import is_payer_kind
from financing.enums import Role, Sector
from financing.forms.choosing import BudgetForm, choices_with
from financing.models.base import ROLE_CHOICES, SECTOR_CHOICES
from financing.what_if import Change, Intentions, OtherNorm, OtherRate, OtherSharing, OtherStart
from financing.workbook.cells import WrongCell, read_fraction
from shell.fields import DutchDateField, DutchDecimalField, EuroField
from shell.forms import ShellForm


class WhatIfForm(ShellForm):
    """Lives in the address, so that a comparison can be shared and kept."""

    submit_label = "Vergelijk"
    method = "get"
    marks_optional = False
    periode = forms.ChoiceField(label="Periode")
    voornemens = forms.BooleanField(label="Voornemens gaan door", required=False)
    rol = forms.ChoiceField(label="Rol", choices=[("", "–"), *ROLE_CHOICES], required=False)
    sector = forms.ChoiceField(label="Sector", choices=[("", "alle"), *SECTOR_CHOICES], required=False)
    delen = forms.CharField(
        label="Wie betaalt welk deel", required=False, help_text="Bijvoorbeeld: bestuur 1/2, gemeente 1/2"
    )
    tarief = EuroField(label="Ander tarief per uur in euro", required=False, min_value=0)
    vanaf = DutchDateField(label="Vanaf", required=False)
    sleutel = forms.ChoiceField(label="Verdeelsleutel", required=False)
    start = DutchDateField(label="Gaat in op", required=False)
    norm = DutchDecimalField(label="Norm: uren per week per basisschool", required=False, min_value=0)

    def __init__(self, data: Any, *, today: datetime.date, rules: list[str]) -> None:
        super().__init__(data or None, initial={"periode": str(today.year)})
        self.fields["periode"].choices = choices_with(self.data.get("periode", ""), today)  # type: ignore[attr-defined]
        self.fields["sleutel"].choices = [("", "–"), *((rule, rule) for rule in rules)]  # type: ignore[attr-defined]
        self.months = BudgetForm(data, today=today).months
        self.today = today

    def layout(self) -> list[Any]:
        return [
            "periode",
            "voornemens",
            Fieldset("Een rol anders", "rol", "sector", "delen", "tarief", "vanaf"),
            Fieldset("Een verdeelsleutel op een andere dag", "sleutel", "start"),
            Fieldset("Een andere norm", "norm"),
        ]

    def clean_delen(self) -> list[tuple[str, Fraction]]:
        found = []
        for part in filter(str.strip, self.cleaned_data["delen"].split(",")):
            told = re.fullmatch(r"\s*(\S+)\s+(\S+)\s*", part)
            if not told or not is_payer_kind(told[1]):
                raise ValidationError("Schrijf betalers en delen met een komma ertussen: bestuur 1/2, gemeente 1/2.")
            try:
                found.append((told[1], read_fraction(told[2])))
            except WrongCell as wrong:
                raise ValidationError(f"{wrong}.") from None
        if found and sum(part for _, part in found) != 1:
            raise ValidationError("De delen zijn samen niet 1.")
        return found

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if (told.get("delen") or told.get("tarief") is not None) and not told.get("rol"):
            self.add_error("rol", "Kies voor welke rol.")
        if told.get("sleutel") and not told.get("start"):
            self.add_error("start", "Vul in op welke dag de sleutel ingaat.")
        return told

    def changes(self) -> list[Change]:
        """What was filled in; nothing when the form is wrong."""
        if not self.is_bound or not self.is_valid():
            return []
        told = self.cleaned_data
        since = told["vanaf"] or datetime.date(self.months.months.start // 12, self.months.months.start % 12 + 1, 1)
        found: list[Change] = [Intentions()] if told["voornemens"] else []
        if told["tarief"] is not None:
            found.append(OtherRate(Role(told["rol"]), since, int(told["tarief"] * 100)))
        if told["delen"]:
            sector = Sector(told["sector"]) if told["sector"] else None
            found.append(OtherSharing(Role(told["rol"]), sector, since, told["delen"]))
        if told["sleutel"]:
            found.append(OtherStart(told["sleutel"], told["start"]))
        if told["norm"] is not None:
            found.append(OtherNorm(since, told["norm"]))
        return found
