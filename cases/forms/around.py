"""Forms for attachments, marks for providers, changes of school, and one's own choices."""

import datetime
from typing import Any
from uuid import UUID

from django import forms

from accounts.models import User
from cases.actions.transitions import NewWords
from cases.enums import Approach, Theme
from cases.forms.family import TodayForm
from cases.forms.log import own_side_first
from cases.forms.questions import PersonChoice, not_later
from cases.forms.sharing import BasisMixin
from cases.models.marks import MarkBy
from cases.models.transitions import Part, TransitionKind
from cases.queries import members
from schools.models import Provider, SupportTeam
from shell.fields import DutchDateField
from shell.forms import ShellForm


class AttachForm(ShellForm):
    """A file for the child's file."""

    submit_label = "Bijlage toevoegen"
    once = True

    file = forms.FileField(
        label="Bestand", help_text="PDF, foto (JPG, PNG), document (DOCX, ODT) of tekst. Ten hoogste 10 MB."
    )
    own_side = forms.BooleanField(
        label="Alleen voor mijn eigen kant",
        required=False,
        help_text="Standaard leest het hele team mee. Kind en ouders kunnen alles opvragen.",
    )

    def __init__(self, *args: Any, agreed: bool, **kwargs: Any) -> None:
        """`agreed` as in `LogForm`."""
        super().__init__(*args, **kwargs)
        if not agreed:
            own_side_first(self.fields["own_side"])


class MarkAtTheEndForm(ShellForm):
    """A mark, or why there is none."""

    submit_label = "Cijfer opslaan"
    once = True
    marks_optional = False

    mark = forms.IntegerField(label="Cijfer, 1 tot en met 10", min_value=1, max_value=10, required=False)
    no_mark_reason = forms.CharField(
        label="Waarom is er geen cijfer?", max_length=200, required=False, help_text="Alleen als u geen cijfer geeft."
    )
    note = forms.CharField(
        label="Toelichting", max_length=500, required=False, help_text="Mag leeg blijven. Noem geen namen."
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if bool(told.get("mark")) == bool(told.get("no_mark_reason")) and "mark" not in self.errors:
            self.add_error("mark", "Geef een cijfer, of zeg waarom er geen cijfer is.")
        return told


class ProviderMarkForm(MarkAtTheEndForm):
    """The same for one of the providers in a case."""

    provider = forms.ModelChoiceField(Provider.objects.none(), label="Aanbieder", empty_label="Kies een aanbieder")
    by = forms.ChoiceField(label="Van wie is dit cijfer?", choices=MarkBy.choices, widget=forms.RadioSelect)
    field_order = ["provider", "by", "mark", "no_mark_reason", "note"]

    def __init__(self, *args: Any, providers: Any, sides: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = providers  # type: ignore[attr-defined]
        self.fields["by"].choices = sides  # type: ignore[attr-defined]


class TransitionForm(ShellForm):
    """A change of school that is known."""

    submit_label = "Overgang vastleggen"
    once = True

    kind = forms.ChoiceField(label="Wat voor overgang?", choices=TransitionKind.choices, widget=forms.RadioSelect)
    on = DutchDateField(label="Vanaf welke dag?")
    school = forms.CharField(label="Naar welke school?", max_length=200)
    to_team = forms.ModelChoiceField(
        SupportTeam.objects.none(),
        label="Ondersteuningsteam van die school",
        required=False,
        empty_label="Werkt niet in dit programma",
    )

    def __init__(self, *args: Any, team: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_team"].queryset = SupportTeam.objects.exclude(pk=team)  # type: ignore[attr-defined]


class HandoverForm(TodayForm, BasisMixin):
    """To whom goes what, on which basis; shown to the family first."""

    submit_label = "Bekijk de overdracht"

    receiver = PersonChoice(User.people.none(), label="Aan wie draagt u over?", empty_label="Kies iemand")
    parts = forms.MultipleChoiceField(
        label="Wat gaat over?",
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="De rest blijft bij dit team. Wat alleen voor de eigen kant is, gaat nooit mee.",
    )
    message = forms.CharField(
        label="Wat moet uw collega weten?", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    family_saw_on = DutchDateField(label="Wanneer liet u dit aan het gezin zien?")
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, to_team: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = members([to_team], today=self.today)  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        return ["receiver", "parts", "message", "family_saw_on", self.basis_layout()]

    def clean_family_saw_on(self) -> datetime.date:
        return not_later(self.cleaned_data["family_saw_on"], self.today)


class ChangeQuestionForm(ShellForm):
    """The words of the question, and what it is about."""

    submit_label = "Opslaan"
    once = True
    versioned = True

    text = forms.CharField(label="Wat is de vraag?", widget=forms.Textarea(attrs={"rows": 6}), max_length=4000)
    themes = forms.MultipleChoiceField(
        label="Waar gaat het over?", choices=Theme.choices, widget=forms.CheckboxSelectMultiple
    )
    approach = forms.ChoiceField(label="Aanpak", choices=Approach.choices, widget=forms.RadioSelect)
    family_agreed_on = DutchDateField(
        label="Ouders (en kind) zijn akkoord op",
        required=False,
        help_text="De dag waarop zij ermee instemden dat het team de vraag bespreekt.",
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_family_agreed_on(self) -> datetime.date | None:
        day = self.cleaned_data["family_agreed_on"]
        return not_later(day, self.today) if day else None

    def told(self) -> NewWords:
        """What the valid form says, as the action takes it."""
        told = self.cleaned_data
        return NewWords(
            told["text"],
            tuple(Theme(theme) for theme in told["themes"]),
            Approach(told["approach"]),
            told["family_agreed_on"],
        )


class DigestForm(ShellForm):
    """Whether one wants the daily mail."""

    once = True

    wanted = forms.BooleanField(
        label="Stuur mij elke werkdag een mail als er iets op mij wacht",
        required=False,
        help_text="In de mail staan alleen aantallen, nooit iets over een kind.",
    )
