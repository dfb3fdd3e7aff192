"""Changing what stands from a day on, with the decision and the reason."""

from fractions import Fraction
from typing import Any

from django import forms

from financing.actions.changing import Assumed, Because
from financing.forms.entering import read_parts
from shell.fields import DutchDateField, DutchDecimalField, EuroField
from shell.forms import ShellForm


class ReasonForm(ShellForm):
    """What every change says: on which decision, and why."""

    submit_label = "Wijziging opslaan"
    decision = forms.CharField(label="Besluit", max_length=500, help_text="Wat is besloten, door wie en wanneer")
    reason = forms.CharField(label="Reden", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    #: Fields above the decision.
    first: tuple[str, ...] = ()

    def layout(self) -> list[Any]:
        return [*self.first, "decision", "reason"]

    def because(self) -> Because:
        return Because(self.cleaned_data["decision"], self.cleaned_data["reason"])


class RateChangeForm(ReasonForm):
    """Another price of an hour."""

    first = ("amount", "weeks", "start")
    start = DutchDateField(label="Vanaf")
    amount = EuroField(label="Nieuw tarief per uur in euro", min_value=0)
    weeks = DutchDecimalField(label="Weken per jaar", required=False, min_value=0, help_text="Leeg is 40 weken")


class CodeField(forms.CharField):
    """What begins later has a code of its own."""

    def __init__(self) -> None:
        super().__init__(
            label="Nieuwe code",
            max_length=60,
            required=False,
            help_text="Voor wat vanaf die dag geldt. Niet nodig als u de begindatum kiest die er al stond.",
        )


class CostChangeForm(ReasonForm):
    """Another yearly amount."""

    first = ("amount", "start", "code")
    start = DutchDateField(label="Vanaf")
    amount = EuroField(label="Nieuw bedrag per jaar in euro", min_value=0)
    code = CodeField()


class RuleChangeForm(ReasonForm):
    """Other payers, or other parts."""

    first = ("parts", "start", "code")
    start = DutchDateField(label="Vanaf")
    parts = forms.CharField(
        label="Wie betaalt welk deel",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Per regel een betaler en een deel, bijvoorbeeld: bestuur 1/2. Samen precies 1.",
    )
    code = CodeField()

    def clean_parts(self) -> list[tuple[str, Fraction]]:
        return read_parts(self.cleaned_data["parts"])


class SourceChangeForm(ReasonForm):
    """Another maximum; a source is of a whole year."""

    first = ("amount",)
    amount = EuroField(label="Nieuw maximum in euro", min_value=0)


class AssumptionChangeForm(ReasonForm):
    """What an assumption of a value case says; about which school or arrangement and year it is, stays."""

    versioned = True
    first = ("care", "baseline", "now", "unit_price", "source")
    care = forms.CharField(label="Soort jeugdhulp", max_length=120)
    baseline = DutchDecimalField(label="Aantal per jaar voor de start", min_value=0, max_digits=8, decimal_places=2)
    now = DutchDecimalField(label="Aantal in dit jaar", min_value=0, max_digits=8, decimal_places=2)
    unit_price = EuroField(label="Prijs per jaar in euro", min_value=0)
    source = forms.CharField(label="Waar komt dit vandaan", max_length=300)

    def told(self) -> Assumed:
        return Assumed(**{name: self.cleaned_data[name] for name in self.first})


class AssumptionEndingForm(ReasonForm):
    """An assumption that counts no more."""

    versioned = True
    submit_label = "Laten vervallen"


class EndingForm(ReasonForm):
    """The last day of a yearly amount or rule."""

    submit_label = "Beëindigen"
    first = ("last_day",)
    last_day = DutchDateField(label="Laatste dag")
