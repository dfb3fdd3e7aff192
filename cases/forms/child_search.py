"""Which child the privacy officer means."""

from django import forms

from shell.fields import DutchDateField
from shell.forms import ShellForm


class ChildSearchForm(ShellForm):
    submit_label = "Zoek"

    name = forms.CharField(
        label="Naam", min_length=2, max_length=120, help_text="Voornaam, achternaam, of een deel ervan"
    )
    birth_date = DutchDateField(label="Geboren op", required=False)
