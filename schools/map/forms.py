"""Filters of the lists, and the day of a team page."""

import datetime
from typing import Any

from django import forms

from schools.duo.reading import release_in_name
from schools.enums import SchoolType
from schools.models import Municipality, NeighbourhoodTeam
from shell.fields import DutchDateField
from shell.forms import FilterForm, ShellForm

ANY = ("", "Alle")
MOST_BYTES = 10_000_000


class SchoolsFilter(FilterForm):
    zoek = forms.CharField(label="School, plaats of code", max_length=80)
    soort = forms.ChoiceField(label="Soort", choices=[ANY, *SchoolType.choices])
    gemeente = forms.ModelChoiceField(label="Gemeente", queryset=Municipality.objects.none(), empty_label="Alle")
    wijkteam = forms.ModelChoiceField(label="Wijkteam", queryset=NeighbourhoodTeam.objects.none(), empty_label="Alle")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].queryset = Municipality.objects.all()  # type: ignore[attr-defined]
        self.fields["wijkteam"].queryset = NeighbourhoodTeam.objects.all()  # type: ignore[attr-defined]

    #: Names in the address are Dutch; those of the query are these.
    NAMES = {"zoek": "text", "soort": "kind", "gemeente": "municipality", "wijkteam": "neighbourhood_team"}

    def asked(self) -> dict[str, Any]:
        """The filters in force, by the names of `schools.queries.schools`."""
        return {self.NAMES[name]: value for name, value in self.chosen().items()}


class TeamsFilter(FilterForm):
    zoek = forms.CharField(label="Team", max_length=80)
    onvolledig = forms.BooleanField(label="Alleen teams die niet compleet zijn")


class DayForm(FilterForm):
    """The day as on which a team is shown."""

    dag = DutchDateField(label="Toon het team op")
    submit_label = "Toon"


class RegisterForm(ShellForm):
    """A location register of DUO, and which part of it."""

    submit_label = "Inlezen"
    bestand = forms.FileField(label="Bestand", help_text="Het vestigingenregister zoals DUO het levert (csv)")
    dag = DutchDateField(
        label="Uitgave van",
        required=False,
        help_text="Bijvoorbeeld 1-8-2026. Laat dit leeg als de maand in de naam van het bestand staat.",
    )
    alleen_hier = forms.BooleanField(label="Neem alleen scholen in de eigen gemeente", required=False, initial=True)
    veel_verdwenen = forms.BooleanField(
        label="Ook als er opvallend veel scholen uit het bestand zijn verdwenen", required=False
    )

    def clean_bestand(self) -> Any:
        sent = self.cleaned_data["bestand"]
        if sent.size > MOST_BYTES:
            raise forms.ValidationError("Dit bestand is te groot. Een register van DUO is kleiner dan 10 MB.")
        return sent

    def released_on(self, today: datetime.date) -> datetime.date:
        """What was filled in, else the month in the file name, else today."""
        named: datetime.date | None = release_in_name(self.cleaned_data["bestand"].name)
        return self.cleaned_data["dag"] or named or today
