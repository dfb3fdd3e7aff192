"""Consent, statutory grounds, and letting somebody in."""

import datetime
from collections.abc import Collection
from typing import Any
from uuid import UUID

from crispy_forms.bootstrap import Accordion, AccordionGroup
from crispy_forms.layout import Fieldset, Row
from django import forms

from accounts.models import User
from cases.actions import NewConsent, NewParty, NewSharing, OnGround, Voice
from cases.forms.family import OnForm, TodayForm
from cases.forms.questions import PersonChoice
from cases.models import Case, ConsentVoice, Guardianship, Party, StatutoryGround
from cases.models.sharing import DESK_OF, PartyKind, Purpose
from cases.reading.family import YOUNG_PERSON
from schools.models import Municipality, Provider, SupportTeam
from shell.fields import DutchDateField
from shell.forms import ShellForm

YES_NO = [("ja", "Ja"), ("nee", "Nee")]
PUPIL = "leerling"
BASIS_FIELDS = ("ground", "ground_reason", "family_told")


class BasisMixin(ShellForm):
    """Asks for a statutory ground, for when no consent carries what is shared. `basis()` is None without one."""

    ground = forms.ModelChoiceField(
        StatutoryGround.objects.filter(in_force=True),
        label="Wettelijke grond",
        required=False,
        empty_label="Geen: er is toestemming",
        help_text="Alleen als er geen toestemming is en de wet delen toch toestaat.",
    )
    ground_reason = forms.CharField(
        label="Waarom deelt u zonder toestemming?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    family_told = forms.ChoiceField(
        label="Weet het gezin dat u dit deelt?",
        required=False,
        choices=YES_NO,
        widget=forms.RadioSelect,
    )

    def basis_layout(self) -> Accordion:
        """Folded up: most sharing rests on consent. Open after a refusal, which may be for want of that."""
        group = AccordionGroup(
            "Geen toestemming, maar de wet staat delen toe?", *BASIS_FIELDS, active=self.is_bound, css_id="grond"
        )
        return Accordion(group, css_id="zonder-toestemming")

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("ground"):
            if not (told.get("ground_reason") or "").strip():
                self.add_error("ground_reason", "Leg uit waarom u zonder toestemming deelt.")
            if not told.get("family_told"):
                self.add_error("family_told", "Kies of het gezin het weet.")
        return told

    def basis(self) -> OnGround | None:
        told = self.cleaned_data
        if not told["ground"]:
            return None
        return OnGround(told["ground"], told["ground_reason"], told["family_told"] == "ja")


class PartyForm(ShellForm):
    """A party for the address book of the team."""

    submit_label = "Partij toevoegen"
    once = True

    kind = forms.ChoiceField(label="Soort", choices=PartyKind.choices)
    name = forms.CharField(
        label="Naam",
        max_length=200,
        required=False,
        help_text="Van de organisatie of de persoon, zoals uw team die kent.",
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.all(),
        label="Gemeente",
        required=False,
        empty_label="Geen",
        help_text="Verplicht bij een jeugdconsulent of leerplicht.",
    )
    provider = forms.ModelChoiceField(
        Provider.objects.all(),
        label="Jeugdhulpaanbieder",
        required=False,
        empty_label="Geen",
        help_text="Bij een aanbieder.",
    )
    other_team = forms.ModelChoiceField(
        SupportTeam.objects.all(),
        label="Ondersteuningsteam",
        required=False,
        empty_label="Geen",
        help_text="Bij een ander team.",
    )
    person = PersonChoice(
        User.people.all(),
        label="Collega",
        required=False,
        empty_label="Geen",
        help_text="Bij een collega die in dit programma werkt.",
    )

    NEEDS = {
        PartyKind.YOUTH_DESK: ("municipality", "Kies van welke gemeente dit loket is."),
        PartyKind.LEERPLICHT: ("municipality", "Kies van welke gemeente dit loket is."),
        PartyKind.TEAM: ("other_team", "Kies welk team dit is."),
        PartyKind.COLLEAGUE: ("person", "Kies welke collega dit is."),
    }

    def layout(self) -> list[Any]:
        return ["kind", "name", Fieldset("Alleen als dit past", "municipality", "provider", "other_team", "person")]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        kind = told.get("kind")
        field, sentence = self.NEEDS.get(PartyKind(kind), ("", "")) if kind else ("", "")
        if field and not told.get(field) and field not in self.errors:
            self.add_error(field, sentence)
        named = any(told.get(name) for name in ("name", "municipality", "provider", "other_team", "person"))
        if kind and not named and not self.errors:
            self.add_error("name", "Vul de naam in.")
        return told

    def party(self) -> NewParty:
        told = self.cleaned_data
        person = told["person"]
        return NewParty(
            kind=PartyKind(told["kind"]),
            name=told["name"] or (person.name if person else ""),
            municipality=told["municipality"],
            provider=told["provider"],
            other_team=told["other_team"],
            person=person.pk if person else None,
        )


class ConsentForm(TodayForm):
    """Who agreed to share with whom, and for what."""

    submit_label = "Toestemming vastleggen"

    party = forms.ModelChoiceField(Party.objects.none(), label="Met wie mag het team delen?", empty_label="Kies")
    purpose = forms.ChoiceField(label="Waarvoor?", choices=Purpose.choices)
    note = forms.CharField(label="Wat is afgesproken?", required=False, max_length=500)
    first = DutchDateField(label="Vanaf")
    last = DutchDateField(label="Tot en met", required=False, help_text="Leeg: tot het gezin de toestemming intrekt.")
    voices = forms.MultipleChoiceField(label="Wie gaf toestemming?", widget=forms.CheckboxSelectMultiple)
    how = forms.ChoiceField(label="Hoe?", choices=ConsentVoice.How.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, case: Case, guardians: list[Guardianship], **kwargs: Any) -> None:
        self.case = case
        self.guardians = {str(one.guardian_id): one.guardian for one in guardians}
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = Party.objects.filter(team=case.team_id)  # type: ignore[attr-defined]
        self.fields["first"].initial = self.today
        self.fields["voices"].choices = [  # type: ignore[attr-defined]
            *((str(one.guardian_id), _called(one)) for one in guardians),
            (PUPIL, YOUNG_PERSON),
        ]

    def layout(self) -> list[Any]:
        return ["party", "purpose", "note", Row("first", "last"), "voices", "how"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        first, last = told.get("first"), told.get("last")
        if first and last and last < first:
            self.add_error("last", "De laatste dag ligt voor de eerste dag.")
        return told

    def consent(self) -> NewConsent:
        told = self.cleaned_data
        how = ConsentVoice.How(told["how"])
        given_on = min(told["first"], self.today)
        return NewConsent(
            case=self.case,
            party=told["party"],
            purpose=Purpose(told["purpose"]),
            note=told["note"],
            first=told["first"],
            after=told["last"] + datetime.timedelta(days=1) if told["last"] else None,
            voices=tuple(Voice(given_on, how, self.guardians.get(voice)) for voice in told["voices"]),
        )


def _called(one: Guardianship) -> str:
    return f"{one.guardian} ({one.get_relation_display()}, {'met' if one.gezag else 'zonder'} gezag)"


class VoiceForm(OnForm):
    """Somebody else agrees too."""

    submit_label = "Toestemming toevoegen"

    voice = forms.ChoiceField(label="Wie gaf toestemming?", widget=forms.RadioSelect)
    how = forms.ChoiceField(label="Hoe?", choices=ConsentVoice.How.choices, widget=forms.RadioSelect)
    on = DutchDateField(label="Gegeven op")

    def __init__(
        self, *args: Any, guardians: list[Guardianship], agreed: Collection[UUID | None], **kwargs: Any
    ) -> None:
        """`agreed`: the guardians who agreed already; None stands for the young person."""
        self.guardians = {str(one.guardian_id): one.guardian for one in guardians}
        super().__init__(*args, **kwargs)
        self.fields["voice"].choices = [  # type: ignore[attr-defined]
            *((str(one.guardian_id), _called(one)) for one in guardians if one.guardian_id not in agreed),
            *([] if None in agreed else [(PUPIL, YOUNG_PERSON)]),
        ]

    def layout(self) -> list[Any]:
        return ["voice", "how", "on"]

    def told(self) -> Voice:
        told = self.cleaned_data
        return Voice(told["on"], ConsentVoice.How(told["how"]), self.guardians.get(told["voice"]))


class ShareForm(BasisMixin, TodayForm):
    """Something goes to a party outside the team, or that party is let into the file."""

    submit_label = "Delen"

    party = forms.ModelChoiceField(Party.objects.none(), label="Met wie?", empty_label="Kies")
    purpose = forms.ChoiceField(
        label="Waarvoor?", choices=[one for one in Purpose.choices if one[0] != Purpose.REQUEST]
    )
    what = forms.CharField(label="Wat deelt u?", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    let_in = forms.BooleanField(
        label="Laat deze partij meelezen in het dossier",
        required=False,
        help_text="Kan bij een jeugdconsulent, leerplicht of een collega. Wat alleen voor de eigen kant is, blijft dicht.",
    )
    last = DutchDateField(label="Meelezen tot en met", required=False, help_text="Leeg: zolang de toestemming geldt.")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        self.case = case
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = Party.objects.filter(team=case.team_id)  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        return ["party", "purpose", "what", "let_in", "last", self.basis_layout()]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        party = told.get("party")
        if told.get("let_in") and party and not (party.kind in DESK_OF or party.person_id):
            self.add_error("let_in", "Deze partij leest niet in dit programma.")
        if told.get("last") and told["last"] < self.today:
            self.add_error("last", "Kies een dag die nog komt.")
        return told

    def sharing(self) -> NewSharing:
        told = self.cleaned_data
        return NewSharing(self.case, told["party"], Purpose(told["purpose"]), told["what"], self.today, self.basis())

    def after(self) -> datetime.date | None:
        last = self.cleaned_data["last"]
        return last + datetime.timedelta(days=1) if last else None


class ReleaseForm(ShellForm):
    """An entry under the meldcode may stand in a report from now on."""

    submit_label = "Vrijgeven"
    once = True

    reason = forms.CharField(label="Waarom geeft u deze regel vrij?", max_length=500)
