"""Filters of the pages about the logs."""

from typing import Any

from django import forms

from accounts.models import Look
from accounts.queries import table_labels
from accounts.roles import ROLE_CHOICES
from shell.fields import DutchDateField
from shell.forms import FilterForm

ANY = ("", "Alle")
OPERATIONS = [("insert", "toegevoegd"), ("update", "gewijzigd"), ("delete", "verwijderd")]


class LogFilter(FilterForm):
    """What both logs can be asked. A child is chosen on the page where one searches for a child."""

    leerling = forms.UUIDField(widget=forms.HiddenInput, label="Leerling")
    medewerker = forms.CharField(label="Medewerker", help_text="Naam of e-mailadres", max_length=120)
    rol = forms.ChoiceField(label="Rol", choices=[ANY, *ROLE_CHOICES])
    van = DutchDateField(label="Vanaf", help_text="")
    tot = DutchDateField(label="Tot en met", help_text="")

    #: Names in the address are Dutch; those of the query are these.
    NAMES = {"leerling": "pupil", "medewerker": "person", "rol": "role", "van": "first", "tot": "last"}

    def asked(self) -> dict[str, Any]:
        """The filters in force, by the names of `accounts.queries`."""
        return {self.NAMES[name]: value for name, value in self.chosen().items()}

    def _shown(self, name: str) -> str:
        return "één kind" if name == "leerling" else super()._shown(name)


class LooksFilter(LogFilter):
    soort = forms.ChoiceField(label="Soort", choices=[ANY, *Look.Kind.choices])

    NAMES = {**LogFilter.NAMES, "soort": "kind"}


class ChangesFilter(LogFilter):
    wat = forms.ChoiceField(label="Wat")
    soort = forms.ChoiceField(label="Soort", choices=[ANY, *OPERATIONS])

    NAMES = {**LogFilter.NAMES, "wat": "table", "soort": "operation"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wat"].choices = [ANY, *table_labels().items()]  # type: ignore[attr-defined]
