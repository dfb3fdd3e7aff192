"""Closing a month and sending a workbook."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from financing.periods import month_name
from shell.forms import ShellForm

LARGEST = 10 * 1024 * 1024


class CloseForm(ShellForm):
    """Which month, and that one means it."""

    submit_label = "Maand afsluiten"
    month = forms.TypedChoiceField(label="Maand", coerce=int)
    sure = forms.BooleanField(
        label="Ik weet zeker dat deze maand af is. Dit kan niet worden teruggedraaid.",
        error_messages={"required": "Zet een vinkje als u zeker weet dat deze maand af is."},
    )

    def __init__(self, *args: Any, months: range, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(month, month_name(month)) for month in reversed(months)]  # type: ignore[attr-defined]


class WorkbookForm(ShellForm):
    """A workbook to take in."""

    submit_label = "Werkmap inlezen"
    workbook = forms.FileField(label="Werkmap", help_text="Een .xlsx-bestand van hoogstens 10 MB")

    def clean_workbook(self) -> Any:
        sent = self.cleaned_data["workbook"]
        if not sent.name.lower().endswith(".xlsx"):
            raise ValidationError("Kies een .xlsx-bestand. Heeft u een ander bestand? Sla het in Excel op als .xlsx.")
        if sent.size > LARGEST:
            raise ValidationError("Dit bestand is groter dan 10 MB.")
        return sent
