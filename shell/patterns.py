"""The pattern pages at /patronen: every component and every state of a form, with made-up content.

For whoever builds a page here (look, copy) and for the browser tests (axe, contrast, small screens). Demo mode only.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import wraps
from typing import Any

from crispy_forms.bootstrap import (
    Accordion,
    AccordionGroup,
    Alert,
    AppendedText,
    FieldWithButtons,
    InlineCheckboxes,
    InlineRadios,
    PrependedText,
    StrictButton,
)
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Row, Submit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from shell.charts import Chart, Hidden, Kind, Series
from shell.fields import DutchDateField, DutchDecimalField, EuroField, PeriodField
from shell.forms import FilterForm, ShellForm
from shell.numbers import Unit

View = Callable[..., HttpResponse]
SCHOOLS = [
    ("", "Kies een school"),
    ("vlieger", "De Vlieger"),
    ("festijn", "Het Festijn"),
    ("werkschuit", "De Werkschuit"),
]
THEMES = [
    ("Op school", [("leren", "Leren"), ("gedrag", "Gedrag"), ("verzuim", "Verzuim")]),
    ("Thuis", [("thuis", "Thuissituatie"), ("geld", "Geldzorgen in het gezin")]),
]
KINDS = [("gesprek", "Gesprek"), ("observatie", "Observatie in de klas"), ("telefoon", "Telefoon")]


def demo_only(view: View) -> View:
    """Without signing in, but only where every child is invented (schools.middleware asks each view to say so)."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    wrapper.access = "all"  # type: ignore[attr-defined]
    return wrapper


class EveryField(ShellForm):
    """A field of every type that Django and we have, in the layouts of the pack."""

    once = True
    submit_label = "Vraag opslaan"

    name = forms.CharField(label="Achternaam", max_length=40)
    email = forms.EmailField(label="E-mailadres", help_text="Wij mailen nooit over een kind.", required=False)
    website = forms.URLField(label="Website van de school", required=False, assume_scheme="https")
    password = forms.CharField(label="Wachtwoord", widget=forms.PasswordInput, required=False)
    minutes = forms.IntegerField(label="Duur", min_value=1, max_value=480, help_text="In minuten")
    amount = EuroField(label="Bedrag", required=False)
    share = DutchDecimalField(label="Deel", required=False, max_digits=5, decimal_places=1)
    story = forms.CharField(label="Toelichting", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    school = forms.ChoiceField(label="School", choices=SCHOOLS)
    others = forms.MultipleChoiceField(label="Andere scholen", choices=SCHOOLS[1:], required=False)
    kind = forms.ChoiceField(label="Soort contact", choices=KINDS, widget=forms.RadioSelect)
    quick = forms.ChoiceField(label="Hoe ging het?", choices=[("g", "Goed"), ("m", "Matig")], widget=forms.RadioSelect)
    themes = forms.MultipleChoiceField(
        label="Thema's", choices=THEMES, widget=forms.CheckboxSelectMultiple, help_text="Kies wat past."
    )
    days = forms.MultipleChoiceField(
        label="Schooldagen",
        choices=[("ma", "Maandag"), ("di", "Dinsdag"), ("wo", "Woensdag")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    known = forms.NullBooleanField(label="Is het kind al bekend?", required=False)
    born = DutchDateField(label="Geboortedatum", latest=timezone.localdate)
    period = PeriodField(label="Looptijd")
    meeting = forms.SplitDateTimeField(label="Overleg", required=False)
    time = forms.TimeField(label="Begintijd", required=False, help_text="Bijvoorbeeld 14:30")
    report = forms.FileField(label="Verslag", required=False)
    agreed = forms.BooleanField(label="De ouders vinden het goed dat wij dit bespreken")
    mail_me = forms.BooleanField(label="Stuur mij een bericht bij nieuws", required=False, help_text="Zonder namen.")
    closed = forms.CharField(label="Status", disabled=True, initial="Afgesloten", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, initial="x")

    def layout(self) -> list[Any]:
        return [
            Alert("Dit formulier bewaart niets.", css_class="alert-info"),
            Fieldset("Het kind", "name", "born", "known", Row("school", "others"), "website", "email", "password"),
            Fieldset(
                "Het contact",
                "kind",
                InlineRadios("quick"),
                AppendedText("minutes", "minuten"),
                PrependedText("amount", "€"),
                AppendedText("share", "%"),
                "themes",
                InlineCheckboxes("days"),
                "period",
                "meeting",
                "time",
            ),
            Accordion(AccordionGroup("Toelichting en verslag", "story", "report", css_id="toelichting")),
            FieldWithButtons("closed", StrictButton("Heropenen", css_class="utrecht-button--secondary-action")),
            "agreed",
            "mail_me",
        ]


class Line(forms.Form):
    """One line of a formset."""

    goal = forms.CharField(label="Doel")
    by = DutchDateField(label="Klaar op", required=False)
    who = forms.ChoiceField(label="Wie", choices=SCHOOLS)


class ExampleFilter(FilterForm):
    zoek = forms.CharField(label="Zoek op nummer")
    school = forms.ChoiceField(label="School", choices=[("", "Alle"), *SCHOOLS[1:]])
    te_laat = forms.BooleanField(label="Alleen te laat")


class LogForm(ShellForm):
    """The shape of a form that never loses text."""

    once = True
    submit_label = "Vastleggen"
    what = forms.CharField(label="Wat is er besproken?", widget=forms.Textarea(attrs={"rows": 4}))
    minutes = forms.IntegerField(label="Duur", help_text="In minuten")


@dataclass(frozen=True)
class ExampleCase:
    number: str
    school: str
    state: str
    tone: str
    due: datetime.date
    minutes: int


def example_cases(today: datetime.date) -> list[ExampleCase]:
    day = datetime.timedelta(days=1)
    return [
        ExampleCase("2026-1001", "De Vlieger", "In afweging", "info", today - 3 * day, 45),
        ExampleCase("2026-1002", "Het Festijn", "Ondersteuning loopt", "ok", today, 90),
        ExampleCase("2026-1003", "De Werkschuit", "Aangemeld", "neutral", today + 5 * day, 0),
        ExampleCase("2026-1004", "De Vlieger", "Volgen", "warning", today + 40 * day, 1250),
    ]


def example_charts() -> list[Chart]:
    years = ("2022-23", "2023-24", "2024-25", "2025-26")
    months = ("aug", "sep", "okt", "nov", "dec", "jan", "feb", "mrt", "apr", "mei", "jun", "jul")
    return [
        Chart("een", "Vragen per schooljaar", years, (Series("Vragen", (312, 355, 402, 441)),), links=("#een",) * 4),
        Chart(
            "naast-elkaar",
            "Vragen en wat er is afgerond",
            years,
            (
                Series("Gesteld", (312, 355, 402, 441)),
                Series("Afgerond", (298, 330, 361, 377)),
                Series("Open", (14, 25, 41, 64)),
            ),
        ),
        Chart(
            "stapel",
            "Verwijsroutes",
            years,
            (
                Series("Via het team", (40, 55, 60, 75)),
                Series("Via de huisarts", (60, 50, 45, 30)),
                Series("Anders", (Hidden("minder dan 8"), 10, 12, 15)),
            ),
            kind=Kind.STACKED,
        ),
        Chart(
            "lijn",
            "Uren per maand",
            months,
            (
                Series("Begroot", (120,) * 12),
                Series("Gemaakt", (80, 110, 125, 130, 90, 118, None, 122, 131, 115, 99, 20)),
            ),
            kind=Kind.LINE,
            unit=Unit.HOURS,
            category_label="Maand",
        ),
        Chart(
            "liggend",
            "Begroot per wijkteam",
            ("Centrum", "Noord", "Oost", "West", "Zuid"),
            (Series("Begroot", tuple(Decimal(n) for n in (250000, 310500, 198250, 402000, 276400))),),
            unit=Unit.EURO,
            category_label="Wijkteam",
            over_time=False,
            links=tuple(f"#wijkteam-{n}" for n in range(5)),
        ),
        Chart(
            "verschil",
            "Verschil met de begroting",
            ("kwartaal 1", "kwartaal 2", "kwartaal 3"),
            (Series("Verschil", (12, -8, Decimal("3.5"))),),
            unit=Unit.HOURS,
        ),
        Chart("leeg", "Nog geen cijfers", years, (Series("Vragen", (None,) * 4),)),
    ]


@demo_only
def parts(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        messages.success(request, "Uw keuze is opgeslagen.")
        return redirect("patterns")
    today = timezone.localdate()
    context = {
        "cases": example_cases(today),
        "filter": ExampleFilter(request.GET or {"school": "vlieger", "te_laat": "on"}),
        "log_form": LogForm(draft_url=reverse("patterns_draft"), cancel_url=reverse("patterns")),
        "now": timezone.now(),
        "today": today,
        "amount": Decimal("1234.56"),
    }
    return render(request, "shell/patterns/parts.html", context)


@demo_only
def charts(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/patterns/charts.html", {"charts": example_charts()})


@demo_only
def every_field(request: HttpRequest) -> HttpResponse:
    form = EveryField(request.POST or None, request.FILES or None, cancel_url=reverse("patterns"))
    if form.is_bound and form.is_valid():
        messages.success(request, "Alles klopt. Er is niets opgeslagen.")
        return redirect("patterns_form")
    return render(request, "shell/patterns/form.html", {"form": form})


@demo_only
def formsets(request: HttpRequest) -> HttpResponse:
    """The same lines stacked and as a table; `?soort=tabel` chooses."""
    helper = FormHelper()
    if request.GET.get("soort") == "tabel":
        helper.template = "nlds/table_inline_formset.html"
    helper.add_input(Submit("", "Doelen opslaan"))
    lines: BaseFormSet[Line] = formset_factory(Line, extra=2, min_num=1, validate_min=True)(request.POST or None)
    if lines.is_bound and lines.is_valid():
        return redirect("patterns_formset")
    return render(request, "shell/patterns/formset.html", {"formset": lines, "helper": helper})


@demo_only
def draft(request: HttpRequest) -> HttpResponse:
    """Where the example form sends its draft: here nothing is kept."""
    return HttpResponse(status=204 if request.method == "POST" else 405)
