"""What people write beside figures."""

import datetime
from typing import Any

from django import forms

from insights.actions.reporting import Talk
from insights.enums import Released
from insights.models.reporting import MOST_LETTERS
from schools.calendar import SchoolYear
from schools.models import Arrangement, NeighbourhoodTeam, SchoolLocation
from shell.fields import DutchDateField, DutchDecimalField
from shell.forms import ShellForm

NOBODY = "Er staat niets in waaraan een kind of gezin te herkennen is"
RELEASED_YEARS = 10


def _long(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class RemarkForm(ShellForm):
    """How one group reads a figure."""

    submit_label = "Duiding opslaan"
    versioned = True
    text = forms.CharField(
        label="Hoe lezen zij dit cijfer?",
        max_length=MOST_LETTERS,
        widget=_long(6),
        help_text="Schrijf wat de groep zei. Noem geen namen, scholen van één kind of bijzondere situaties.",
    )
    nobody = forms.BooleanField(
        label=NOBODY, error_messages={"required": "Kijk de tekst na en zet een vinkje als dit klopt."}
    )


class TalkForm(ShellForm):
    """A quarterly talk that was held."""

    submit_label = "Gesprek opslaan"
    versioned = True
    on = DutchDateField(label="Wanneer was het gesprek?")
    neighbourhood_team = forms.ModelChoiceField(
        label="Waar ging het over?",
        queryset=NeighbourhoodTeam.objects.none(),
        empty_label="De hele stad",
        required=False,
    )
    theme = forms.CharField(label="Thema", max_length=120)
    question = forms.CharField(label="Welke vraag stond centraal?", max_length=300)
    participants = forms.CharField(
        label="Wie deden mee?",
        max_length=MOST_LETTERS,
        widget=_long(3),
        help_text="Noem groepen en aantallen, bijvoorbeeld: 5 ouders, 3 jongeren en 4 scholen. Geen namen van ouders of jongeren.",
    )
    lessons = forms.CharField(label="Wat zijn de lessen?", max_length=3 * MOST_LETTERS, widget=_long(6), required=False)
    nobody = forms.BooleanField(
        label=NOBODY, error_messages={"required": "Kijk de tekst na en zet een vinkje als dit klopt."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["neighbourhood_team"].queryset = NeighbourhoodTeam.objects.order_by("name")  # type: ignore[attr-defined]

    def talk(self) -> Talk:
        found = self.cleaned_data
        names = ("on", "neighbourhood_team", "theme", "question", "participants", "lessons")
        return Talk(**{name: found[name] for name in names})


class ReleaseForm(ShellForm):
    """A figure about few pupils that the controller releases: of an arrangement, or of a school."""

    submit_label = "Cijfer vrijgeven"
    arrangement = forms.ModelChoiceField(
        label="Arrangement", queryset=Arrangement.objects.none(), empty_label="Geen", required=False
    )
    location = forms.ModelChoiceField(
        label="Of school", queryset=SchoolLocation.objects.none(), empty_label="Geen", required=False
    )
    school_year = forms.TypedChoiceField(label="Schooljaar", coerce=int)
    what = forms.ChoiceField(label="Welk cijfer?", choices=Released.choices)
    value = DutchDecimalField(label="Waarde", max_digits=12, decimal_places=2, min_value=0)
    reason = forms.CharField(
        label="Waarom geeft u dit vrij?",
        max_length=MOST_LETTERS,
        widget=_long(4),
        help_text="Schrijf waarom dit mag, ook al gaat het over minder dan 8 leerlingen. De reden staat bij het cijfer.",
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["arrangement"].queryset = Arrangement.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["location"].queryset = SchoolLocation.objects.order_by("name")  # type: ignore[attr-defined]
        last = SchoolYear.of(today).begins_in
        years = [SchoolYear(begins) for begins in range(last, last - RELEASED_YEARS, -1)]
        self.fields["school_year"].choices = [(year.begins_in, str(year)) for year in years]  # type: ignore[attr-defined]
