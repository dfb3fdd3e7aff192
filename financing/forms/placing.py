"""Asking a place, deciding about it, and what came of it. A pupil is a code; a field that holds a name is refused."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from financing.models import PlacementResult, Side
from schools.models import Municipality
from shell.fields import DutchDateField, DutchDecimalField, EuroField, PeriodField
from shell.forms import ShellForm, ShellModelForm

CODE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9.-]{0,19}")


class ApplicationForm(ShellForm):
    """Who, from where, and when."""

    submit_label = "Plaats aanvragen"
    pupil_code = forms.CharField(
        label="Code van de leerling",
        max_length=20,
        help_text="De code die de school gebruikt, bijvoorbeeld F2-031. Nooit een naam.",
    )
    home = forms.ModelChoiceField(
        label="Woongemeente", queryset=Municipality.objects.none(), help_text="Deze gemeente betaalt de plaats."
    )
    period = PeriodField(label="Gewenste periode", open_ended=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home"].queryset = Municipality.objects.order_by("name")  # type: ignore[attr-defined]

    def clean_pupil_code(self) -> str:
        code = str(self.cleaned_data["pupil_code"]).strip()
        if not CODE.fullmatch(code):
            raise ValidationError(
                "Een code heeft letters en minstens één cijfer, zonder spaties, bijvoorbeeld F2-031. Vul geen naam in."
            )
        return code


class SchoolDecisionForm(ShellForm):
    """The school says yes."""

    submit_label = "Besluit van de school vastleggen"
    on = DutchDateField(label="Besloten op")


class BeschikkingForm(ShellForm):
    """The municipality decided: the beschikking of the pupil."""

    submit_label = "Beschikking vastleggen"
    on = DutchDateField(label="Datum van de beschikking")
    beschikking = forms.CharField(
        label="Kenmerk van de beschikking", max_length=60, help_text="Het nummer van de gemeente, zonder naam"
    )


class MunicipalRefusalForm(ShellForm):
    """No place, and why."""

    submit_label = "Afwijzing vastleggen"
    on = DutchDateField(label="Datum")
    reason = forms.CharField(
        label="Reden", max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text="Zonder naam van de leerling"
    )


class RefusalForm(MunicipalRefusalForm):
    """No place, said by which side."""

    side = forms.ChoiceField(label="Wie wijst de plaats af", choices=Side.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, for_municipality: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not for_municipality:
            self.fields["side"].choices = [one for one in Side.choices if one[0] != Side.MUNICIPALITY]  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        return ["side", "on", "reason"]

    def clean_side(self) -> Side:
        return Side(self.cleaned_data["side"])


class EndForm(ShellForm):
    """The last day of a placement."""

    submit_label = "Einddatum vastleggen"
    last_day = DutchDateField(label="Laatste dag")


class SchoolDaysForm(ShellForm):
    """How many days a week the pupil is at school."""

    submit_label = "Dagen vastleggen"
    on = DutchDateField(label="Gemeten op")
    days = DutchDecimalField(label="Dagen per week op school", min_value=0, max_value=5, max_digits=2, decimal_places=1)


class ProgressForm(ShellForm):
    """Months of learning in a subject."""

    submit_label = "Leerwinst vastleggen"
    school_year = forms.TypedChoiceField(label="Schooljaar", coerce=int)
    subject = forms.CharField(label="Vak", max_length=60, help_text="Bijvoorbeeld rekenen of begrijpend lezen")
    months = DutchDecimalField(
        label="Maanden vooruit",
        min_value=0,
        max_value=60,
        max_digits=4,
        decimal_places=1,
        help_text="Norm: 10 in een jaar",
    )

    def __init__(self, *args: Any, first: datetime.date, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begins = first.year if first.month >= 8 else first.year - 1
        this = today.year if today.month >= 8 else today.year - 1
        years = range(max(begins, this), begins - 1, -1)
        self.fields["school_year"].choices = [(year, f"{year}-{year + 1}") for year in years]  # type: ignore[attr-defined]


class ResultForm(ShellModelForm):
    """Marks, where the pupil went on to, and the care that was not needed."""

    submit_label = "Opbrengst vastleggen"
    mark_pupil = DutchDecimalField(
        label="Cijfer van de leerling", required=False, min_value=1, max_value=10, max_digits=3, decimal_places=1
    )
    mark_parents = DutchDecimalField(
        label="Cijfer van de ouders", required=False, min_value=1, max_value=10, max_digits=3, decimal_places=1
    )
    replaced_cost = EuroField(label="Wat die in een jaar zou hebben gekost, in euro", required=False, min_value=0)

    class Meta(ShellModelForm.Meta):
        model = PlacementResult
        fields = ("mark_pupil", "mark_parents", "onward", "replaced_care", "replaced_cost")
        help_texts = {"replaced_care": "Bijvoorbeeld: dagopvang. Zonder naam van een aanbieder of leerling."}
