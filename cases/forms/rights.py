"""Forms about the family's rights."""

from typing import Any

from django import forms

from cases.forms.family import OnForm
from cases.models import FamilyRequest
from shell.forms import ShellForm

YES_NO = [("ja", "Ja, wij doen dit"), ("nee", "Nee")]


class RightForm(OnForm):
    """What the family asks."""

    submit_label = "Verzoek vastleggen"

    kind = forms.ChoiceField(
        label="Wat vraagt het gezin?", choices=FamilyRequest.Kind.choices, widget=forms.RadioSelect
    )
    asked_by = forms.CharField(label="Wie vraagt dit?", max_length=120)
    what = forms.CharField(
        label="Toelichting", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ["kind", "asked_by", "on", "what"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "Gevraagd op"


class RightAnswerForm(ShellForm):
    """The answer, which the family reads."""

    submit_label = "Antwoord vastleggen"
    once = True

    granted = forms.ChoiceField(label="Volgt u het verzoek?", choices=YES_NO, widget=forms.RadioSelect)
    answer = forms.CharField(
        label="Uw antwoord",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Het gezin leest dit. Leg uit waarom.",
    )


class StatementForm(ShellForm):
    """The family's own words."""

    submit_label = "Toevoegen aan het dossier"
    once = True

    told_by = forms.CharField(label="Van wie is deze verklaring?", max_length=120)
    text = forms.CharField(
        label="Eigen verklaring",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Neem de woorden van het gezin over. Dit wordt later niet veranderd.",
    )


class RefuseForm(ShellForm):
    """Why it does not happen."""

    submit_label = "Niet akkoord"
    once = True

    why = forms.CharField(label="Waarom niet?", max_length=300)
