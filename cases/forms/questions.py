"""Raising and steering a question, and filtering the work list."""

import datetime
from typing import Any
from uuid import UUID

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.conf import settings

from accounts.models import User
from cases.actions import NewPupil, Question
from cases.enums import STEPS, Approach, RaisedBy, State, Theme
from cases.models import Case
from cases.queries import members
from schools.hats import Holding
from schools.models import Municipality, SupportTeam
from shell.fields import DutchDateField
from shell.forms import FilterForm, ShellForm


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody by name. Passwords stay out of the query, see `User.people`."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name or obj.email)


class KnownChildForm(FilterForm):
    """Finds a child that the team knows already."""

    submit_label = "Zoek"

    zoek = forms.CharField(
        label="Naam van het kind", max_length=80, help_text="Een deel is genoeg, en een tikfout geeft niet."
    )


class QuestionForm(ShellForm):
    """A new question. With one team, the team goes without saying."""

    submit_label = "Vraag opslaan"
    once = True

    team = forms.ModelChoiceField(SupportTeam.objects.none(), label="Ondersteuningsteam", empty_label=None)
    given_name = forms.CharField(label="Voornaam", max_length=80)
    infix = forms.CharField(label="Tussenvoegsel", max_length=20, required=False)
    family_name = forms.CharField(label="Achternaam", max_length=80)
    birth_date = DutchDateField(label="Geboortedatum")
    group = forms.CharField(label="Groep of klas", max_length=20, required=False)
    home = forms.ModelChoiceField(
        Municipality.objects.all(),
        label="Woongemeente",
        help_text="De gemeente waar het kind staat ingeschreven. Die is verantwoordelijk voor jeugdhulp.",
    )
    text = forms.CharField(
        label="Wat is de vraag?",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        help_text="Schrijf kort op wat u ziet, op school en thuis. Kind en ouders kunnen dit lezen.",
    )
    themes = forms.MultipleChoiceField(
        label="Waar gaat het over?", choices=Theme.choices, widget=forms.CheckboxSelectMultiple
    )
    approach = forms.ChoiceField(label="Aanpak", choices=Approach.choices, widget=forms.RadioSelect)
    raised_by = forms.ChoiceField(label="Wie stelt de vraag?", choices=RaisedBy.choices)
    on = DutchDateField(label="Aangemeld op")
    family_agreed_on = DutchDateField(
        label="Ouders (en kind) zijn akkoord op",
        required=False,
        help_text="De dag waarop zij ermee instemden dat het team de vraag bespreekt.",
    )
    lead = PersonChoice(
        User.people.none(),
        label="Casusregisseur",
        help_text="De vaste persoon voor dit gezin.",
    )

    def __init__(self, *args: Any, holding: Holding, today: datetime.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        teams = SupportTeam.objects.filter(pk__in=holding.unit_ids)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]
        self.fields["lead"].queryset = members(holding.unit_ids, today=today)  # type: ignore[attr-defined]
        if len(holding.places) == 1:
            self.fields["team"].initial = holding.places[0].unit_id
            self.fields["team"].widget = forms.HiddenInput()

    def layout(self) -> list[Any]:
        return [
            "team",
            Fieldset(
                "Leerling",
                Row("given_name", "infix", "family_name"),
                Row("birth_date", "group"),
                "home",
            ),
            Fieldset("Vraag", "text", "themes", "approach"),
            Fieldset("Afspraken", Row("raised_by", "on"), "family_agreed_on", "lead"),
        ]

    def clean_birth_date(self) -> datetime.date:
        born: datetime.date = self.cleaned_data["birth_date"]
        if not self.today - datetime.timedelta(days=24 * 366) <= born <= self.today:
            raise forms.ValidationError("Controleer de geboortedatum: het gaat om kinderen en jongeren tot 23 jaar.")
        return born

    def clean_on(self) -> datetime.date:
        return not_later(self.cleaned_data["on"], self.today)

    def clean_family_agreed_on(self) -> datetime.date | None:
        given = self.cleaned_data["family_agreed_on"]
        return not_later(given, self.today) if given else None

    def question(self) -> Question:
        """What the valid form says, as the action takes it."""
        told = self.cleaned_data
        return Question(
            team=told["team"],
            pupil=NewPupil(
                given_name=told["given_name"],
                infix=told["infix"],
                family_name=told["family_name"],
                birth_date=told["birth_date"],
                group=told["group"],
            ),
            home=told["home"],
            text=told["text"],
            themes=tuple(Theme(theme) for theme in told["themes"]),
            approach=Approach(told["approach"]),
            raised_by=RaisedBy(told["raised_by"]),
            on=told["on"],
            family_agreed_on=told["family_agreed_on"],
            lead=told["lead"].pk,
        )


def not_later(day: datetime.date, today: datetime.date) -> datetime.date:
    """The day, unless it is still to come."""
    if day > today:
        raise forms.ValidationError("Vul een dag in die niet in de toekomst ligt.")
    return day


#: Steps that a person takes by hand; the others have pages of their own.
BY_HAND = (State.WEIGHING, State.SUPPORTING, State.FOLLOWING)
STEP_LABELS = {
    State.WEIGHING: "Naar ‘in afweging’",
    State.SUPPORTING: "Ondersteuning start",
    State.FOLLOWING: "Naar ‘volgen’",
}
AGAIN = "Blijven volgen, en op een andere dag opnieuw kijken"


class StepForm(ShellForm):
    """To another state by hand; *volgen* asks for a day to look again."""

    submit_label = "Opslaan"
    once = True

    to = forms.ChoiceField(label="Nieuwe stand", widget=forms.RadioSelect)
    follow_up_on = DutchDateField(
        label="Opnieuw kijken op", required=False, help_text="Verplicht als de vraag naar ‘volgen’ gaat."
    )

    def __init__(self, *args: Any, case: Case, today: datetime.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        steps = [step for step in BY_HAND if step in STEPS[State(case.state)]]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (step.value, AGAIN if step == case.state else STEP_LABELS[step]) for step in steps
        ]
        self.fields["follow_up_on"].initial = today + datetime.timedelta(days=settings.FOLLOW_UP_DAYS)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        day = told.get("follow_up_on")
        if told.get("to") == State.FOLLOWING and (not day or day <= self.today):
            self.add_error("follow_up_on", "Kies een dag in de toekomst waarop het team weer kijkt.")
        return told


class LeadForm(ShellForm):
    """Another casusregisseur."""

    submit_label = "Opslaan"
    once = True

    lead = PersonChoice(User.people.none(), label="Nieuwe casusregisseur", help_text="Vraag het gezin wie zij willen.")

    def __init__(self, *args: Any, team: UUID, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = members([team], today=today)  # type: ignore[attr-defined]
