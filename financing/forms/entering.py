"""Entering one fact: rate, yearly amount, sharing rule, source, actual, hours, and the assumptions of a value case."""

import datetime
import re
from fractions import Fraction
from typing import Any

from crispy_forms.layout import LayoutObject
from django import forms
from django.core.exceptions import ValidationError

from financing.actions.facts import Programme
from financing.books.calendar import Basis, NotAPeriod, first_day, parse_month
from financing.books.payers import is_payer, is_payer_kind
from financing.models import CareAssumption, CostShareRule, Enrolment, FundingSource, YearlyCost
from financing.models.base import ROLE_CHOICES, STATUS_CHOICES
from financing.models.commitments import BASIS_CHOICES
from financing.workbook.cells import WrongCell, read_fraction
from schools.models import SchoolLocation
from shell.fields import DutchDateField, DutchDecimalField, EuroField, PeriodField
from shell.forms import ShellForm, ShellModelForm

PAYER_HELP = "Bijvoorbeeld gemeente:GM0193, bestuur:41001, swv:PO2305 of rsj"


class RateForm(ShellForm):
    """What an hour of a role costs from a day on."""

    submit_label = "Tarief opslaan"
    role = forms.ChoiceField(label="Rol", choices=ROLE_CHOICES)
    start = DutchDateField(label="Vanaf")
    rate = EuroField(label="Tarief per uur in euro", min_value=0)
    weeks = DutchDecimalField(label="Weken per jaar", required=False, min_value=0, help_text="Leeg is 40 weken")


class CostForm(ShellModelForm):
    """A fixed amount a year, or that of a programme."""

    submit_label = "Verplichting opslaan"

    class Meta(ShellModelForm.Meta):
        model = YearlyCost
        fields = (
            *("code", "kind", "description", "role", "sector", "location", "amount", "basis", "period"),
            *("decision", "status"),
        )


class SourceForm(ShellModelForm):
    """A source of cover of a payer in a year."""

    submit_label = "Dekkingsbron opslaan"

    class Meta(ShellModelForm.Meta):
        model = FundingSource
        fields = ("payer", "year", "order", "name", "kind", "maximum", "scope", "decision", "status")
        help_texts = {
            "payer": PAYER_HELP,
            "scope": "Rollen, codes van verplichtingen of arrangementen, met komma’s ertussen. Leeg is alles.",
        }

    def clean_payer(self) -> str:
        payer = str(self.cleaned_data["payer"])
        if not is_payer(payer):
            raise ValidationError(f"‘{payer}’ is geen betaler. {PAYER_HELP}.")
        return payer


class RuleForm(ShellModelForm):
    """A sharing rule, with its payers and parts one to a line."""

    submit_label = "Verdeelsleutel opslaan"
    parts = forms.CharField(
        label="Wie betaalt welk deel",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Per regel een betaler en een deel, bijvoorbeeld: bestuur 1/2. Samen precies 1.",
    )

    class Meta(ShellModelForm.Meta):
        model = CostShareRule
        fields = ("code", "role", "sector", "location", "arrangement", "period", "decision", "status")

    def layout(self) -> list[LayoutObject | str]:
        return ["code", "parts", "role", "sector", "location", "arrangement", "period", "decision", "status"]

    def clean_parts(self) -> list[tuple[str, Fraction]]:
        return read_parts(self.cleaned_data["parts"])


def read_parts(text: str) -> list[tuple[str, Fraction]]:
    """Payers with their parts, one to a line. Raises ValidationError, naming the line."""
    found = []
    for number, line in enumerate(filter(str.strip, text.splitlines()), start=1):
        told = re.fullmatch(r"\s*(\S+)\s+(\S+)\s*", line)
        if not told or not is_payer_kind(told[1]):
            raise ValidationError(
                f"Regel {number}: schrijf een betaler (bestuur, gemeente, woongemeente, rsj, swv:CODE) en een deel."
            )
        try:
            found.append((told[1], read_fraction(told[2])))
        except WrongCell as wrong:
            raise ValidationError(f"Regel {number}: {wrong}.") from None
    return found


#: What the sources describe [domain 6]; another name can be typed.
PROGRAMMES = (
    "THINK op school",
    "Schoolarrangement",
    "Interventieteam VO",
    "Samen voor een stevige basis",
    "De Twijn",
    "SBO de Brug",
    "Dyslexie",
    "Netwerk hoogbegaafdheid",
    "Deltion Jongeren Team",
)


class ProgrammeForm(ShellForm):
    """A programme at one or more schools, with who pays it."""

    submit_label = "Programma opslaan"
    marks_optional = False
    name = forms.ChoiceField(
        label="Programma", choices=[*((one, one) for one in PROGRAMMES), ("", "Een ander programma")], required=False
    )
    other = forms.CharField(label="Naam van een ander programma", max_length=300, required=False)
    code = forms.SlugField(
        label="Code", max_length=40, help_text="Kort, bijvoorbeeld think. De code van de school komt erachter."
    )
    schools = forms.ModelMultipleChoiceField(
        label="Scholen", queryset=SchoolLocation.objects.none(), widget=forms.SelectMultiple(attrs={"size": 8})
    )
    amount = EuroField(label="Bedrag per school per jaar in euro", min_value=0)
    basis = forms.ChoiceField(label="Jaar", choices=BASIS_CHOICES, initial=Basis.SCHOOL_YEAR.value)
    period = PeriodField(label="Van en tot")
    parts = forms.CharField(
        label="Wie betaalt welk deel",
        widget=forms.Textarea(attrs={"rows": 3}),
        initial="bestuur 1/2\ngemeente 1/2",
        help_text="Per regel een betaler en een deel. Samen precies 1.",
    )
    decision = forms.CharField(label="Besluit", max_length=500)
    status = forms.ChoiceField(label="Status", choices=STATUS_CHOICES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["schools"].queryset = SchoolLocation.objects.order_by("name")  # type: ignore[attr-defined]

    def clean_parts(self) -> list[tuple[str, Fraction]]:
        return read_parts(self.cleaned_data["parts"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("name") and not told.get("other"):
            self.add_error("other", "Kies een programma, of vul een naam in.")
        return told

    def programme(self) -> Programme:
        told = self.cleaned_data
        rest = {name: told[name] for name in ("code", "amount", "basis", "period", "decision", "status")}
        return Programme(name=told["other"] or told["name"], **rest)


class ActualForm(ShellForm):
    """What a commitment really cost in a month."""

    submit_label = "Bedrag opslaan"
    name = forms.CharField(
        label="Verplichting", max_length=400, help_text="De naam uit de begroting, bijvoorbeeld jgw-po"
    )
    month = forms.CharField(label="Maand", help_text="Bijvoorbeeld 2018-03")
    amount = EuroField(label="Werkelijk bedrag in euro", min_value=0)

    def __init__(self, *args: Any, known: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if name not in self.known:
            raise ValidationError(f"‘{name}’ is geen naam uit de begroting.")
        return name

    def clean_month(self) -> datetime.date:
        try:
            return datetime.date.fromordinal(first_day(parse_month(self.cleaned_data["month"].strip())))
        except NotAPeriod as wrong:
            raise ValidationError(f"{wrong}.") from None


class HoursForm(ShellForm):
    """How many hours a week a school gets, from a day on."""

    submit_label = "Uren vastleggen"
    start = DutchDateField(label="Vanaf")
    hours = DutchDecimalField(label="Uren per week", min_value=0, max_digits=8, decimal_places=4)


class EnrolmentForm(ShellModelForm):
    """How many pupils of a school live in a municipality. A number that was entered before is replaced."""

    submit_label = "Aantal opslaan"

    class Meta(ShellModelForm.Meta):
        model = Enrolment
        fields = ("location", "school_year", "home", "pupils")
        help_texts = {
            "pupils": "Stond er al een aantal voor deze school, dit jaar en deze gemeente? Dan vervangt dit het."
        }

    def _get_validation_exclusions(self) -> set[str]:
        """That there is one number of each is kept by replacing it; the field has seen to it that the municipality is one."""
        return {*super()._get_validation_exclusions(), "home"}  # type: ignore[misc]


class AssumptionForm(ShellModelForm):
    """An assumption of a value case."""

    submit_label = "Aanname opslaan"

    class Meta(ShellModelForm.Meta):
        model = CareAssumption
        fields = ("location", "arrangement", "school_year", "care", "baseline", "now", "unit_price", "source")
