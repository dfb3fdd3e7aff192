"""The child itself: who it is, where it lives, when it left school; and how to reach its guardians."""

import datetime
from typing import Any

from crispy_forms.layout import Fieldset, Row
from django import forms

from cases.actions import NewPupil
from cases.actions.children import Facts, Spell
from cases.forms.family import OnForm, TodayForm
from cases.forms.questions import not_later
from cases.forms.school_administration import AbsenceForm
from cases.models import Absence, Guardian, Pupil
from cases.models.absence import AbsenceKind
from schools.models import Municipality
from shell.fields import DutchDateField
from shell.forms import ShellForm

#: A school knows in spring who leaves in summer.
KNOWN_AHEAD = datetime.timedelta(days=366)


class ChildForm(TodayForm):
    """What is known about the child."""

    submit_label = "Gegevens opslaan"
    versioned = True

    given_name = forms.CharField(label="Voornaam", max_length=80)
    infix = forms.CharField(label="Tussenvoegsel", max_length=20, required=False)
    family_name = forms.CharField(label="Achternaam", max_length=80)
    birth_date = DutchDateField(
        label="Geboortedatum",
        help_text="Hiervan hangt af wie moet instemmen met delen, en of het kind leerplichtig is.",
    )
    group = forms.CharField(label="Groep of klas", max_length=20, required=False)
    left_on = DutchDateField(
        label="Van school sinds",
        required=False,
        help_text="De eerste dag waarop het kind niet meer op deze school zit. Vanaf die dag telt de bewaartermijn.",
    )
    start_qualification_on = DutchDateField(
        label="Startkwalificatie behaald op",
        required=False,
        help_text="Een diploma havo, vwo of mbo niveau 2 of hoger. Wie dat heeft, is geen thuiszitter meer.",
    )

    @staticmethod
    def stands(pupil: Pupil) -> dict[str, Any]:
        """What is known now, by the fields of this form."""
        return {name: getattr(pupil, name) for name in (*ChildForm.base_fields, "version")}

    def layout(self) -> list[Any]:
        return [
            Row("given_name", "infix", "family_name"),
            "birth_date",
            "group",
            Fieldset("School", "left_on", "start_qualification_on"),
        ]

    def clean_birth_date(self) -> datetime.date:
        return not_later(self.cleaned_data["birth_date"], self.today)

    def clean_left_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["left_on"]
        if day and day > self.today + KNOWN_AHEAD:
            raise forms.ValidationError("Vul een dag in binnen een jaar.")
        return day

    def clean_start_qualification_on(self) -> datetime.date | None:
        day = self.cleaned_data["start_qualification_on"]
        return not_later(day, self.today) if day else None

    def facts(self) -> Facts:
        told = self.cleaned_data
        pupil = NewPupil(
            given_name=told["given_name"],
            infix=told["infix"],
            family_name=told["family_name"],
            birth_date=told["birth_date"],
            group=told["group"],
        )
        return Facts(pupil, told["left_on"], told["start_qualification_on"])


class MoveForm(OnForm):
    """Another woongemeente, from a day."""

    submit_label = "Verhuizing opslaan"

    home = forms.ModelChoiceField(
        Municipality.objects.all(),
        label="Nieuwe woongemeente",
        help_text="De gemeente waar het kind staat ingeschreven. Die is verantwoordelijk voor jeugdhulp.",
    )
    on = DutchDateField(label="Sinds")

    def layout(self) -> list[Any]:
        return ["home", "on"]


class ContactForm(ShellForm):
    """How a guardian is called and reached."""

    submit_label = "Gegevens opslaan"
    once = True
    versioned = True

    name = forms.CharField(label="Naam", max_length=120)
    phone = forms.CharField(label="Telefoon", max_length=20, required=False)
    email = forms.EmailField(label="E-mailadres", required=False)

    @staticmethod
    def stands(guardian: Guardian) -> dict[str, Any]:
        return {name: getattr(guardian, name) for name in ("name", "phone", "email", "version")}

    def layout(self) -> list[Any]:
        return ["name", Row("phone", "email")]


class ChangeAbsenceForm(AbsenceForm):
    """A spell as it should have been recorded."""

    submit_label = "Verzuim opslaan"
    versioned = True

    @staticmethod
    def stands(absence: Absence) -> dict[str, Any]:
        return {
            "kind": absence.kind,
            "first": absence.first_on,
            "last": absence.last_on,
            "hours": absence.hours,
            "version": absence.version,
        }

    def mended(self) -> Spell:
        told = self.cleaned_data
        return Spell(AbsenceKind(told["kind"]), told["first"], told["last"], told["hours"] or None)
