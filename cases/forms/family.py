"""The family: guardians, gezag, household."""

import datetime
from typing import Any

from crispy_forms.layout import Row
from django import forms

from cases.actions import NewGuardian
from cases.forms.questions import not_later
from cases.models import Guardian, Household, Pupil
from cases.models.households import Relation
from shell.fields import DutchDateField
from shell.forms import ShellForm


class TodayForm(ShellForm):
    """A form that knows what day it is."""

    once = True

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)


class OnForm(TodayForm):
    """A form about something that happened on a day, today unless told, never in the future."""

    on = DutchDateField(label="Datum")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today

    def clean_on(self) -> datetime.date:
        return not_later(self.cleaned_data["on"], self.today)


class ConfirmForm(ShellForm):
    """Only the question whether one is sure."""

    once = True

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        self.submit_label = label
        super().__init__(*args, **kwargs)


class GuardianForm(TodayForm):
    """A guardian of this pupil: one whom the team knows from a brother or sister, or somebody new."""

    known = forms.ModelChoiceField(
        Guardian.objects.none(),
        label="Al bekend bij het team",
        required=False,
        empty_label="Nee, iemand anders",
        help_text="Bijvoorbeeld de ouder van een broer of zus.",
    )
    name = forms.CharField(label="Naam", max_length=120, required=False)
    relation = forms.ChoiceField(label="Relatie tot het kind", choices=Relation.choices)
    gezag = forms.TypedChoiceField(
        label="Heeft deze persoon gezag?",
        choices=[("ja", "Ja"), ("nee", "Nee")],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
        help_text="Wie gezag heeft, moet instemmen met delen zolang het kind jonger is dan 16.",
    )
    since = DutchDateField(label="Sinds", help_text="Bijvoorbeeld de geboortedag van het kind.")
    phone = forms.CharField(label="Telefoon", max_length=20, required=False)
    email = forms.EmailField(label="E-mailadres", required=False)

    def __init__(self, *args: Any, pupil: Pupil, known: list[Guardian], **kwargs: Any) -> None:
        self.pupil = pupil
        super().__init__(*args, **kwargs)
        if known:
            field = self.fields["known"]
            field.queryset = Guardian.objects.filter(pk__in=[one.pk for one in known])  # type: ignore[attr-defined]
        else:
            del self.fields["known"]
        self.fields["since"].initial = pupil.birth_date
        self.helper = self.build_helper()

    def layout(self) -> list[Any]:
        first = ["known"] if "known" in self.fields else []
        return [*first, "name", "relation", "gezag", "since", Row("phone", "email")]

    def clean_since(self) -> datetime.date:
        return not_later(self.cleaned_data["since"], self.today)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not told.get("known") and not (told.get("name") or "").strip() and "name" not in self.errors:
            self.add_error("name", "Vul de naam in.")
        return told

    def guardian(self) -> NewGuardian:
        told = self.cleaned_data
        return NewGuardian(
            pupil=self.pupil,
            relation=Relation(told["relation"]),
            gezag=told["gezag"],
            since=told["since"],
            name=told["name"],
            phone=told["phone"],
            email=told["email"],
            known=told.get("known"),
        )


class GezagForm(OnForm):
    """Gezag begins or ends on a day."""

    submit_label = "Gezag aanpassen"

    gezag = forms.TypedChoiceField(
        label="Heeft deze persoon vanaf die dag gezag?",
        choices=[("ja", "Ja"), ("nee", "Nee")],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
    )
    on = DutchDateField(label="Vanaf")

    def layout(self) -> list[Any]:
        return ["gezag", "on"]


class HouseholdForm(OnForm):
    """To which household this child belongs."""

    submit_label = "Opslaan"

    household = forms.ModelChoiceField(
        Household.objects.none(), label="Gezin", required=False, empty_label="Een nieuw gezin"
    )
    name = forms.CharField(
        label="Naam van het nieuwe gezin", max_length=100, required=False, help_text="Bijvoorbeeld: gezin De Wit."
    )
    on = DutchDateField(label="Sinds")

    def __init__(self, *args: Any, team: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["household"].queryset = Household.objects.filter(team=team)  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        return ["household", "name", "on"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not told.get("household") and not (told.get("name") or "").strip():
            self.add_error("name", "Kies een gezin, of vul de naam van een nieuw gezin in.")
        return told
