"""Evaluating and closing."""

from typing import Any

from crispy_forms.layout import Row
from django import forms

from cases.actions.closing import Marks
from cases.enums import Outcome
from shell.forms import ShellForm


class EvaluateForm(ShellForm):
    """The evaluation with child and parents: a mark, or the reason why there is none [004 "Evaluatie" 3]."""

    submit_label = "Evaluatie opslaan"
    once = True

    note = forms.CharField(label="Wat leverde het op?", widget=forms.Textarea(attrs={"rows": 5}), max_length=4000)
    pupil_mark = forms.IntegerField(label="Cijfer van de leerling", min_value=1, max_value=10, required=False)
    parents_mark = forms.IntegerField(label="Cijfer van de ouders", min_value=1, max_value=10, required=False)
    reason = forms.CharField(
        label="Waarom ontbreekt een cijfer?",
        max_length=200,
        required=False,
        help_text="Verplicht als een cijfer leeg is.",
    )

    def layout(self) -> list[Any]:
        return ["note", Row("pupil_mark", "parents_mark"), "reason"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        missing = any(told.get(name) is None for name in ("pupil_mark", "parents_mark"))
        if missing and not (told.get("reason") or "").strip() and not self.errors:
            self.add_error("reason", "Vul beide cijfers in, of zeg waarom een cijfer ontbreekt.")
        return told

    def marks(self) -> Marks:
        told = self.cleaned_data
        return Marks(pupil=told["pupil_mark"], parents=told["parents_mark"], reason=told["reason"])


class CloseForm(ShellForm):
    """How the question ended."""

    submit_label = "Vraag afsluiten"
    once = True

    outcome = forms.ChoiceField(label="Uitkomst", choices=Outcome.choices, widget=forms.RadioSelect)
