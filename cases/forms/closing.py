"""Evaluating and closing."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms

from cases.actions.closing import Marks
from cases.actions.marks import NewMark
from cases.enums import Outcome
from cases.models import Case
from cases.models.marks import MarkBy
from cases.policies import ENDS_FOLLOWING
from schools.models import Provider
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
    """How the question ended, with a mark of one's own side for each provider that has none yet [domain 2.8]."""

    submit_label = "Vraag afsluiten"
    once = True
    marks_optional = False

    outcome = forms.ChoiceField(label="Uitkomst", choices=Outcome.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, providers: Sequence[Provider], **kwargs: Any) -> None:
        self.providers = providers
        super().__init__(*args, **kwargs)
        for one in providers:
            self.fields[f"mark_{one.pk}"] = forms.IntegerField(
                label=f"Cijfer voor {one}, 1 tot en met 10", min_value=1, max_value=10, required=False
            )
            self.fields[f"why_{one.pk}"] = forms.CharField(
                label=f"Waarom geen cijfer voor {one}?", max_length=200, required=False
            )
        self.helper = self.build_helper()

    def layout(self) -> list[Any]:
        rows = [Row(f"mark_{one.pk}", f"why_{one.pk}") for one in self.providers if f"mark_{one.pk}" in self.fields]
        return ["outcome", *([Fieldset("Wat vindt u van de aanbieder?", *rows)] if rows else [])]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        ends = told.get("outcome") in ENDS_FOLLOWING
        for one in self.providers:
            mark, why = told.get(f"mark_{one.pk}"), (told.get(f"why_{one.pk}") or "").strip()
            if (mark and why) or not (mark or why or ends or f"mark_{one.pk}" in self.errors):
                self.add_error(f"mark_{one.pk}", "Geef een cijfer, of zeg waarom er geen cijfer is.")
        return told

    def marks(self, case: Case, by: MarkBy) -> list[NewMark]:
        """A mark or the reason why not, for each provider of which something was said."""
        told = self.cleaned_data
        return [
            NewMark(case, one, by, mark=told[f"mark_{one.pk}"], no_mark_reason=told[f"why_{one.pk}"].strip())
            for one in self.providers
            if told[f"mark_{one.pk}"] or told[f"why_{one.pk}"].strip()
        ]
