"""Support: bringing it in, its start, end, decision and evaluation."""

import datetime
from collections.abc import Collection
from typing import Any
from uuid import UUID

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.conf import settings

from cases.actions import Heard, NewSupport, TlvDecision
from cases.enums import StopReason
from cases.forms.family import OnForm, TodayForm
from cases.forms.questions import not_later
from cases.models import Case
from cases.models.support import CBS_DOMAINS, Cbs, Effect, Hulpvorm, SupportForm, SupportKind
from schools.enums import SupportDomain
from schools.models import Provider
from shell.fields import DutchDateField

CASE_DOMAINS = [
    one for one in SupportDomain.choices if one[0] not in (SupportDomain.YOUTH_SPECIALIST, SupportDomain.COLLECTIVE)
]
OUTSIDE_MANDATE = (
    "U ziet waarvoor u mandaat heeft. Iets anders zet een collega met dat mandaat in. "
    "Specialistische jeugdhulp vraagt de JGW of SMW aan bij de gemeente."
)
COLLECTIVE_DOMAINS = [
    (domain.value, domain.label)
    for domain in (SupportDomain.COLLECTIVE, SupportDomain.EDUCATION, SupportDomain.YOUTH_FREE)
]


class NewSupportForm(TodayForm):
    """What is brought in for the child of a question."""

    submit_label = "Ondersteuning inzetten"

    domain = forms.ChoiceField(
        label="Waar komt de ondersteuning vandaan?",
        choices=CASE_DOMAINS,
    )
    kind = forms.ChoiceField(
        label="Soort", choices=SupportKind.choices, help_text="Een OPP of TLV hoort bij het domein onderwijs."
    )
    form = forms.ChoiceField(label="Voor wie?", choices=SupportForm.choices, widget=forms.RadioSelect)
    what = forms.CharField(label="Wat wordt er ingezet?", max_length=200)
    provider = forms.ModelChoiceField(Provider.objects.all(), label="Aanbieder", required=False, empty_label="Geen")
    given_by = forms.CharField(label="Door wie?", max_length=120, required=False)
    cbs = forms.ChoiceField(
        label="Voor de cijfers van CBS",
        required=False,
        choices=[("", "Niet van toepassing"), *Cbs.choices],
        help_text="Verplicht bij vrij toegankelijke jeugdhulp. Alleen ‘jeugdhulp’ telt daar als jeugdhulp.",
    )
    hulpvorm = forms.ChoiceField(
        label="Hulpvorm",
        required=False,
        choices=[("", "Niet van toepassing"), *Hulpvorm.choices],
        help_text="Verplicht bij jeugdhulp.",
    )
    asked_on = DutchDateField(label="Gevraagd op")
    started_on = DutchDateField(label="Gestart op", required=False, help_text="Leeg: het is nog niet gestart.")
    evaluate_on = DutchDateField(
        label="Evalueren op",
        required=False,
        help_text=f"Een OPP binnen {settings.OPP_MONTHS} maanden na de start, met de leerling.",
    )

    def __init__(self, *args: Any, mandate: Collection[str] | None = None, **kwargs: Any) -> None:
        """`mandate`: the domains in which this person may bring support in; None leaves the check to the action."""
        super().__init__(*args, **kwargs)
        self.fields["asked_on"].initial = self.today
        if mandate is not None:
            field = self.fields["domain"]
            field.choices = [one for one in CASE_DOMAINS if one[0] in mandate]  # type: ignore[attr-defined]
            field.help_text = OUTSIDE_MANDATE

    def layout(self) -> list[Any]:
        return [
            Fieldset("Wat", "domain", "kind", "what", "form", Row("provider", "given_by")),
            Fieldset("Wanneer", Row("asked_on", "started_on"), "evaluate_on"),
            Fieldset("Voor de cijfers", Row("cbs", "hulpvorm")),
        ]

    def clean_asked_on(self) -> datetime.date:
        return not_later(self.cleaned_data["asked_on"], self.today)

    def clean_started_on(self) -> datetime.date | None:
        day = self.cleaned_data["started_on"]
        return not_later(day, self.today) if day else None

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("domain") in CBS_DOMAINS and not told.get("cbs"):
            self.add_error("cbs", "Kies toegang, preventie of jeugdhulp.")
        if told.get("cbs") == Cbs.YOUTH_CARE and not told.get("hulpvorm"):
            self.add_error("hulpvorm", "Kies een hulpvorm.")
        if (
            told.get("kind", SupportKind.REGULAR) != SupportKind.REGULAR
            and told.get("domain") != SupportDomain.EDUCATION
        ):
            self.add_error("kind", "Een OPP of TLV hoort bij het domein onderwijs.")
        asked, started = told.get("asked_on"), told.get("started_on")
        if asked and started and started < asked:
            self.add_error("started_on", "De start ligt niet voor de dag waarop erom is gevraagd.")
        return told

    def support(self, *, team: UUID, case: Case | None) -> NewSupport:
        """What the valid form says, as the action takes it."""
        told = self.cleaned_data
        return NewSupport(
            team=team,
            case=case,
            domain=SupportDomain(told["domain"]),
            kind=SupportKind(told.get("kind") or SupportKind.REGULAR),
            form=SupportForm(told["form"]),
            children=told.get("children"),
            what=told["what"],
            provider=told["provider"],
            given_by=told["given_by"],
            cbs=Cbs(told["cbs"]) if told["cbs"] else None,
            hulpvorm=Hulpvorm(told["hulpvorm"]) if told["hulpvorm"] else None,
            asked_on=told["asked_on"],
            started_on=told["started_on"],
            evaluate_on=told.get("evaluate_on"),
        )


class CollectiveForm(NewSupportForm):
    """An offer for a group or a class, without a child by name."""

    submit_label = "Aanbod vastleggen"

    children = forms.IntegerField(
        label="Voor hoeveel kinderen?", min_value=1, max_value=1000, help_text="Alleen het aantal, geen namen."
    )

    def __init__(self, *args: Any, teams: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "evaluate_on"):
            del self.fields[name]
        self.fields["domain"].choices = COLLECTIVE_DOMAINS  # type: ignore[attr-defined]
        self.fields["domain"].help_text = ""
        self.fields["form"].choices = [  # type: ignore[attr-defined]
            one for one in SupportForm.choices if one[0] != SupportForm.INDIVIDUAL
        ]
        self.fields["cbs"].initial = Cbs.PREVENTION
        self.fields["team"] = forms.ChoiceField(label="Team", choices=teams)
        self.helper = self.build_helper()

    def layout(self) -> list[Any]:
        if "team" not in self.fields:
            return []
        return [
            Fieldset("Wat", "team", "domain", "what", Row("form", "children"), Row("provider", "given_by")),
            Fieldset("Wanneer", Row("asked_on", "started_on")),
            Fieldset("Voor de cijfers", Row("cbs", "hulpvorm")),
        ]


class StartForm(OnForm):
    submit_label = "Start vastleggen"

    on = DutchDateField(label="Gestart op", help_text="De eerste echte ondersteuning, niet de intake.")


class EndForm(OnForm):
    """It ended: why, and what it did."""

    submit_label = "Einde vastleggen"

    on = DutchDateField(label="Gestopt op")
    reason = forms.ChoiceField(label="Waarom gestopt?", choices=StopReason.choices, widget=forms.RadioSelect)
    effect = forms.ChoiceField(label="Hielp het?", choices=Effect.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Toelichting", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class TlvForm(OnForm):
    """What the samenwerkingsverband decided."""

    submit_label = "Besluit vastleggen"

    on = DutchDateField(label="Besloten op")
    decision = forms.ChoiceField(
        label="Besluit", choices=[("ja", "Toegekend"), ("nee", "Afgewezen")], widget=forms.RadioSelect
    )
    first = DutchDateField(label="Geldig van", required=False)
    last = DutchDateField(label="Geldig tot en met", required=False)

    def layout(self) -> list[Any]:
        return ["on", "decision", Row("first", "last")]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        first, last = told.get("first"), told.get("last")
        if told.get("decision") == "ja" and not first and "first" not in self.errors:
            self.add_error("first", "Vul in vanaf wanneer de TLV geldt.")
        if first and last and last < first:
            self.add_error("last", "De laatste dag ligt voor de eerste dag.")
        return told

    def told(self) -> TlvDecision:
        told = self.cleaned_data
        return TlvDecision(
            on=told["on"],
            granted=told["decision"] == "ja",
            first=told["first"],
            after=told["last"] + datetime.timedelta(days=1) if told["last"] else None,
        )


class EvaluateSupportForm(OnForm):
    """The evaluation, with the pupil heard."""

    submit_label = "Evaluatie opslaan"

    on = DutchDateField(label="Geëvalueerd op")
    note = forms.CharField(label="Wat kwam eruit?", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    voice = forms.CharField(
        label="Wat zei de leerling?", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    not_heard = forms.CharField(label="Waarom is de leerling niet gehoord?", required=False, max_length=300)
    next_on = DutchDateField(
        label="Opnieuw evalueren op", required=False, help_text=f"Bij een OPP binnen {settings.OPP_MONTHS} maanden."
    )

    def layout(self) -> list[Any]:
        return ["on", "note", "voice", "not_heard", "next_on"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not (told.get("voice") or "").strip() and not (told.get("not_heard") or "").strip():
            self.add_error("voice", "Schrijf op wat de leerling zei, of waarom de leerling niet is gehoord.")
        if told.get("next_on") and told.get("on") and told["next_on"] <= told["on"]:
            self.add_error("next_on", "De volgende evaluatie ligt na deze.")
        return told

    def heard(self) -> Heard:
        return Heard(self.cleaned_data["voice"], self.cleaned_data["not_heard"])
