"""Forms of the work list: filters, choosing several, handing over, and logging a contact at once."""

import datetime
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from crispy_forms.bootstrap import Accordion, AccordionGroup
from crispy_forms.layout import Row
from django import forms

from accounts.models import User
from cases.enums import State, Theme
from cases.forms.log import LogForm
from cases.forms.questions import PersonChoice
from cases.models import Case
from cases.models.flags import RULES
from cases.queries import members, with_work
from cases.reading.worklist import MISSING, UNSEEN
from shell.forms import FilterForm, ShellForm


def _by_name(people: Iterable[User]) -> list[tuple[str, str]]:
    """Choices that are asked from the database once for a page with two of them."""
    return [(str(one.pk), str(one)) for one in people]


class WorklistFilter(FilterForm):
    """What the work list shows."""

    zoek = forms.CharField(label="Naam of woord", max_length=80)
    stand = forms.ChoiceField(label="Stand", choices=[("", "Alle open vragen"), *State.choices])
    van = forms.ChoiceField(label="Van wie", choices=[("", "Het hele team"), ("mij", "Mijn vragen")])
    regisseur = forms.ChoiceField(label="Casusregisseur")
    thema = forms.ChoiceField(label="Thema", choices=[("", "Alle thema’s"), *Theme.choices])
    signaal = forms.ChoiceField(
        label="Signaal",
        choices=[
            ("", "Maakt niet uit"),
            (UNSEEN, "nog niet gezien"),
            *((rule.code, rule.label) for rule in RULES.values()),
        ],
    )
    mist = forms.ChoiceField(label="Wat ontbreekt", choices=[("", "Maakt niet uit"), *MISSING.items()])

    def layout(self) -> list[Any]:
        """On a phone only the search stands open; `.ot-fold` folds nothing where there is room."""
        rest = [name for name in self.fields if name != "zoek"]
        fold = AccordionGroup("Meer filters", *rest, active=False, css_class="ot-fold", css_id="meer-filters")
        return ["zoek", Accordion(fold, css_id="filters")]

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regisseur"].choices = [("", "Iedereen"), *_by_name(people)]  # type: ignore[attr-defined]
        self.helper.attrs |= {"hx-get": "", "hx-target": "#lijst", "hx-select": "#lijst", "hx-push-url": "true"}


class SaveFilterForm(ShellForm):
    """A name for the filters that are on."""

    submit_label = "Filter bewaren"
    once = True

    name = forms.CharField(label="Naam van dit filter", max_length=60)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)


class AssignForm(ShellForm):
    """The questions that were ticked, and who gets them."""

    submit_label = "Geef aan"
    once = True

    lead = forms.ChoiceField(label="Nieuwe casusregisseur")
    case = forms.ModelMultipleChoiceField(
        Case.objects.none(),
        widget=forms.MultipleHiddenInput,
        error_messages={"required": "Kies eerst een of meer vragen."},
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [("", "Kies iemand"), *_by_name(people)]  # type: ignore[attr-defined]
        self.fields["case"].queryset = Case.objects.open()  # type: ignore[attr-defined]


class CaseloadForm(ShellForm):
    """From whom to whom. Who leaves may have left already, so all who have something to hand over here can be chosen."""

    submit_label = "Draag alles over"
    once = True

    leaving = PersonChoice(User.people.none(), label="Wie vertrekt?", empty_label="Kies iemand")
    to = PersonChoice(User.people.none(), label="Wie neemt het over?", empty_label="Kies iemand")

    def __init__(self, *args: Any, teams: Iterable[UUID], today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leaving"].queryset = with_work(teams).order_by("name")  # type: ignore[attr-defined]
        self.fields["to"].queryset = members(teams, today=today)  # type: ignore[attr-defined]


class CaseChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A question by the name of its child: type the first letters."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.pupil.full_name}{f', {obj.pupil.group}' if obj.pupil.group else ''}"


class QuickContactForm(LogForm):
    """A contact moment straight from the list: choose the child, and type."""

    case = CaseChoice(Case.objects.none(), label="Leerling", empty_label="Kies of typ een naam")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cases = Case.objects.open().select_related("pupil").order_by("pupil__given_name", "pupil__family_name")
        self.fields["case"].queryset = cases  # type: ignore[attr-defined]
        self.fields["case"].widget.attrs["autofocus"] = True

        self.fields["own_side"].help_text = (
            "Standaard leest het hele team mee, als het gezin daarmee akkoord is. Is het dat nog niet, dan is de regel alleen "
            "voor uw eigen kant."
        )

    def clean(self) -> dict[str, Any]:
        """Here the child is chosen after the box was drawn: without the family's agreement it counts as ticked."""
        told = super().clean()
        if told.get("case") and told["case"].family_agreed_on is None:
            told["own_side"] = True
        return told

    def layout(self) -> list[Any]:
        return ["case", Row("kind", "minutes", "on"), "body", "own_side"]
