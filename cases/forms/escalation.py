"""Asking for specialist youth care, deciding on it, and following it."""

import datetime
from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms

from cases.actions.escalation import Grant
from cases.enums import ProductCategory, Route, StopReason
from cases.forms.questions import not_later
from cases.forms.sharing import BasisMixin
from cases.reading.desk import SHOWN
from schools.models import Municipality, Provider
from shell.fields import DutchDateField
from shell.forms import FilterForm, ShellForm


class RequestEscalationForm(BasisMixin):
    """The request to the woongemeente: with consent of the family, or on a statutory ground."""

    submit_label = "Aanvraag versturen"
    once = True

    home = forms.ModelChoiceField(
        Municipality.objects.all(),
        label="Woongemeente die beslist",
        help_text="De gemeente waar het kind staat ingeschreven, ook als dat niet Zwolle is.",
    )
    reason = forms.CharField(
        label="Waarom is specialistische jeugdhulp nodig?",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        help_text="Wat is er al gedaan, wat hielp, en wat is nu nodig? De gemeente leest dit, en het gezin ook.",
    )
    urgent = forms.BooleanField(label="Spoed: de jeugdhulp start vóór het besluit", required=False)

    def layout(self) -> list[Any]:
        return ["home", "reason", "urgent", self.basis_layout()]


class DecisionForm(ShellForm):
    """Grant or refuse. What a grant needs is asked when "toekennen" is chosen."""

    submit_label = "Besluit vastleggen"
    once = True

    decision = forms.ChoiceField(
        label="Besluit", choices=[("grant", "Toekennen"), ("refuse", "Afwijzen")], widget=forms.RadioSelect
    )
    product_category = forms.ChoiceField(
        label="Productcategorie", choices=[("", "Kies"), *ProductCategory.choices], required=False
    )
    provider = forms.ModelChoiceField(Provider.objects.all(), label="Aanbieder", required=False, empty_label="Kies")
    first = DutchDateField(label="Beschikking van", required=False)
    last = DutchDateField(label="Tot en met", required=False)
    reason = forms.CharField(
        label="Motivering",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        help_text="Verplicht bij afwijzen. Het gezin krijgt dit te lezen.",
    )
    reference = forms.CharField(label="Kenmerk van de gemeente", max_length=60, required=False)

    def layout(self) -> list[Any]:
        return [
            "decision",
            Fieldset("Bij toekennen", Row("product_category", "provider"), Row("first", "last")),
            "reason",
            "reference",
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("decision") == "grant":
            for name, sentence in (
                ("product_category", "Kies een productcategorie."),
                ("provider", "Kies een aanbieder."),
                ("first", "Vul in vanaf wanneer de beschikking geldt."),
            ):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
            first, last = told.get("first"), told.get("last")
            if first and last and last < first:
                self.add_error("last", "De laatste dag ligt voor de eerste dag.")
        elif told.get("decision") == "refuse" and not (told.get("reason") or "").strip():
            self.add_error("reason", "Leg uit waarom de aanvraag is afgewezen.")
        return told

    def grant(self) -> Grant:
        """A valid "toekennen", as the action takes it: the last day is included, so the period ends the day after."""
        told = self.cleaned_data
        return Grant(
            product_category=ProductCategory(told["product_category"]),
            provider=told["provider"],
            first=told["first"],
            after=told["last"] + datetime.timedelta(days=1) if told["last"] else None,
            reference=told["reference"],
            reason=told["reason"],
        )


class RecordedDecisionForm(DecisionForm):
    """The decision of a municipality that does not work in this program, as its letter says."""

    on = DutchDateField(label="Datum van het besluit")

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["reference"].required = True
        self.fields["reference"].help_text = "Het nummer dat in de brief van de gemeente staat."

    def layout(self) -> list[Any]:
        first, *rest = super().layout()
        return [first, Row("on", "reference"), *(one for one in rest if one != "reference")]

    def clean_on(self) -> datetime.date:
        return not_later(self.cleaned_data["on"], self.today)


class DeskFilter(FilterForm):
    """Which of the requests that were decided."""

    submit_label = "Toon"

    toon = forms.ChoiceField(label="Toon", choices=[("", "Alles waarover is besloten"), *SHOWN.items()])


class OutsideRouteForm(ShellForm):
    """Specialist care that came in over another route than the team's."""

    submit_label = "Opslaan"
    once = True

    route = forms.ChoiceField(
        label="Via wie?", choices=[(code, label) for code, label in Route.choices if code != Route.LOCAL]
    )
    home = forms.ModelChoiceField(Municipality.objects.all(), label="Woongemeente")
    known_on = DutchDateField(label="Bij het team bekend op")
    provider = forms.ModelChoiceField(
        Provider.objects.all(), label="Aanbieder", required=False, empty_label="Nog niet bekend"
    )
    started_on = DutchDateField(label="Gestart op", required=False)
    note = forms.CharField(
        label="Toelichting", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["known_on"].initial = today

    def clean_known_on(self) -> datetime.date:
        return not_later(self.cleaned_data["known_on"], self.today)


class StartSpecialistForm(ShellForm):
    """The provider has started."""

    submit_label = "Start vastleggen"
    once = True

    on = DutchDateField(label="Gestart op", help_text="De eerste echte hulp, niet de intake.")

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today

    def clean_on(self) -> datetime.date:
        return not_later(self.cleaned_data["on"], self.today)


class StopSpecialistForm(StartSpecialistForm):
    """The specialist support has ended."""

    submit_label = "Einde vastleggen"

    on = DutchDateField(label="Gestopt op")
    reason = forms.ChoiceField(label="Waarom gestopt?", choices=StopReason.choices, widget=forms.RadioSelect)
