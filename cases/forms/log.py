"""Logging: made to be filled in within fifteen seconds, between two lessons."""

import datetime
from typing import Any

from crispy_forms.layout import Row
from django import forms

from cases.actions import Contact
from cases.enums import Audience, ContactKind, TeamTimeKind
from cases.forms.questions import not_later
from cases.models import Case
from shell.fields import DutchDateField
from shell.forms import ShellForm


def own_side_first(field: forms.Field) -> None:
    """The box stands ticked: the family did not agree yet."""
    field.initial = True
    field.help_text = (
        "Dit staat aan omdat het gezin nog niet akkoord is met bespreken in het team. Haal het vinkje weg als het team "
        "dit toch moet lezen. Kind en ouders kunnen alles opvragen."
    )


class LogForm(ShellForm):
    """A contact moment. The day is today and fifteen minutes are filled in; the text may stay empty."""

    submit_label = "Vastleggen"
    once = True

    kind = forms.ChoiceField(label="Soort contact", choices=ContactKind.choices)
    minutes = forms.IntegerField(
        label="Minuten", min_value=0, max_value=720, initial=15, widget=forms.NumberInput(attrs={"step": 5})
    )
    on = DutchDateField(label="Datum")
    body = forms.CharField(
        label="Wat is besproken?",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    own_side = forms.BooleanField(
        label="Alleen voor mijn eigen kant",
        required=False,
        help_text="Standaard leest het hele team mee. Kind en ouders kunnen alles opvragen.",
    )

    def __init__(self, *args: Any, today: datetime.date, agreed: bool = True, **kwargs: Any) -> None:
        """`agreed`: the family agreed that the team talks about the question; until then a line is for one's own side
        unless one says otherwise [domain 2.2]."""
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        if not agreed:
            own_side_first(self.fields["own_side"])

    def layout(self) -> list[Any]:
        return [Row("kind", "minutes", "on"), "body", "own_side"]

    def clean_on(self) -> datetime.date:
        return not_later(self.cleaned_data["on"], self.today)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("kind") == ContactKind.MELDCODE:
            told["own_side"] = True  # a step of the meldcode is for one's own side [domain 2.2]
        return told

    def contact(self, case: Case, own: Audience) -> Contact:
        """What the valid form says, as the action takes it."""
        told = self.cleaned_data
        return Contact(
            case=case,
            on=told["on"],
            kind=ContactKind(told["kind"]),
            minutes=told["minutes"],
            body=told["body"],
            audience=own if told["own_side"] else Audience.TEAM,
        )


class TeamTimeForm(ShellForm):
    """Time without a child."""

    submit_label = "Vastleggen"
    once = True

    kind = forms.ChoiceField(label="Wat deed u?", choices=TeamTimeKind.choices)
    minutes = forms.IntegerField(label="Minuten", min_value=1, max_value=720, initial=30)
    on = DutchDateField(label="Datum")
    note = forms.CharField(
        label="Waarover", required=False, max_length=300, help_text="Noem geen namen van kinderen of ouders."
    )

    def __init__(self, *args: Any, today: datetime.date, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today
        self.fields["team"] = forms.ChoiceField(label="Team", choices=teams)
        if len(teams) == 1:
            self.fields["team"].widget = forms.HiddenInput()
            self.fields["team"].initial = teams[0][0]
        self.helper = self.build_helper()

    def layout(self) -> list[Any]:
        fields = [Row("kind", "minutes", "on"), "note"]
        return ["team", *fields] if "team" in self.fields else fields

    def clean_on(self) -> datetime.date:
        return not_later(self.cleaned_data["on"], self.today)


class WithdrawForm(ShellForm):
    """Why something does not belong in this file."""

    submit_label = "Haal het nu weg"
    once = True

    reason = forms.CharField(
        label="Waarom hoort dit hier niet?",
        max_length=300,
        help_text="Noem het andere kind hier niet: dit blijft in dit dossier staan.",
    )
