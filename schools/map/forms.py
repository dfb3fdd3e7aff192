"""Filters of the lists, and the day of a team page."""

from typing import Any

from django import forms

from schools.enums import SchoolType
from schools.models import Municipality, NeighbourhoodTeam
from shell.fields import DutchDateField
from shell.forms import FilterForm

ANY = ("", "Alle")


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
