"""Forms for what a school's administration gives, and for absence by hand."""

import datetime
from typing import Any

from crispy_forms.layout import Row
from django import forms
from django.conf import settings

from cases import imports
from cases.actions import NewPupil
from cases.actions.school_administration import Enrolled, Missed
from cases.forms.family import TodayForm
from cases.forms.questions import not_later
from cases.models import Pupil
from cases.models.absence import AbsenceKind
from schools.models import Municipality, SupportTeam
from shell.fields import DutchDateField, DutchDecimalField
from shell.forms import FilterForm, ShellForm

GROWN_UP_DAYS = 24 * 366
WHO = (
    imports.Column("given_name", ("voornaam", "roepnaam"), imports.words(80)),
    imports.Column("infix", ("tussenvoegsel", "voorvoegsel"), imports.words(20), required=False),
    imports.Column("family_name", ("achternaam",), imports.words(80)),
    imports.Column("birth_date", ("geboortedatum",), imports.day),
)
PUPILS = (
    *WHO,
    imports.Column("group", ("groep", "klas"), imports.words(20), required=False),
    imports.Column("home", ("woongemeente", "gemeente"), imports.words(80), required=False),
    imports.Column("left_on", ("van school sinds", "uitgeschreven op"), imports.day, required=False),
    imports.Column("start_qualification_on", ("startkwalificatie op",), imports.day, required=False),
)
ABSENCE = (
    *WHO,
    imports.Column("kind", ("soort", "soort verzuim"), imports.one_of(dict(AbsenceKind.choices))),
    imports.Column("first", ("eerste dag", "begin", "datum"), imports.day),
    imports.Column("last", ("laatste dag", "einde"), imports.day, required=False),
    imports.Column("hours", ("uren", "aantal uren"), imports.hours, required=False),
)


class TableForm(ShellForm):
    """A file or pasted text. First it shows what it read; then, with `sure`, it is done."""

    submit_label = "Bekijk wat erin staat"
    once = True
    columns: tuple[imports.Column, ...] = ()

    team = forms.ModelChoiceField(SupportTeam.objects.none(), label="Ondersteuningsteam", empty_label=None)
    file = forms.FileField(label="CSV-bestand", required=False)
    text = forms.CharField(
        label="Of plak de regels hier",
        required=False,
        max_length=imports.LARGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, teams: tuple[Any, ...], today: datetime.date, **kwargs: Any) -> None:
        self.today, self.table = today, imports.Table()
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = SupportTeam.objects.filter(pk__in=teams)  # type: ignore[attr-defined]
        columns = ", ".join(one.label if one.required else f"{one.label} (mag leeg)" for one in self.columns)
        again = self.fields["file"].help_text
        self.fields["file"].help_text = f"Kolommen: {columns}. {again}".strip()
        if len(teams) == 1:
            self.fields["team"].initial = teams[0]
            self.fields["team"].widget = forms.HiddenInput()

    def layout(self) -> list[Any]:
        return ["team", "file", "text"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        sent = told.get("file")
        try:
            text = imports.decode(sent.read()) if sent else told.get("text", "")
            if not text.strip():
                raise imports.Unreadable("Kies een bestand, of plak de regels.")
            self.table = imports.read_table(text, self.columns)
        except imports.Unreadable as error:
            raise forms.ValidationError(str(error)) from error
        told["text"] = text
        if told.get("team"):
            self.check_rows(told["team"])
        return told

    def check_rows(self, team: SupportTeam) -> None:
        """What one cell alone cannot tell."""
        raise NotImplementedError

    def refuse(self, line: int, column: str, text: object, why: str) -> None:
        self.table.wrong.append(imports.Wrong(line, column, str(text), why))


class PupilTableForm(TableForm):
    """Pupils of the own school."""

    columns = PUPILS

    def check_rows(self, team: SupportTeam) -> None:  # noqa: ARG002 a pupil is new or known in any team
        homes = {name.lower(): one for one in Municipality.objects.all() for name in (one.name, one.code)}
        default = homes.get(settings.HOME_MUNICIPALITY.lower())
        self.found: list[Enrolled] = []
        for line, row in self.table.rows:
            home = homes.get((row["home"] or "").lower(), default if not row["home"] else None)
            if home is None:
                self.refuse(line, "woongemeente", row["home"], "Deze gemeente is niet bekend.")
            elif not self.today - datetime.timedelta(days=GROWN_UP_DAYS) <= row["birth_date"] <= self.today:
                self.refuse(line, "geboortedatum", row["birth_date"], "Het gaat om kinderen en jongeren tot 23 jaar.")
            elif any(row[name] and row[name] <= row["birth_date"] for name in ("left_on", "start_qualification_on")):
                self.refuse(line, "geboortedatum", row["birth_date"], "Een andere dag in deze regel ligt ervoor.")
            else:
                self.found.append(Enrolled(_pupil(row), home, row["left_on"], row["start_qualification_on"]))


class AbsenceTableForm(TableForm):
    """Absence of pupils whom the team knows."""

    columns = ABSENCE

    def check_rows(self, team: SupportTeam) -> None:
        keys = {line: _pupil(row).match_key for line, row in self.table.rows}
        known = dict(Pupil.objects.filter(team=team, match_key__in=keys.values()).values_list("match_key", "pk"))
        self.found: list[Missed] = []
        for line, row in self.table.rows:
            if keys[line] not in known:
                name = f"{row['given_name']} {row['family_name']}"
                self.refuse(line, "voornaam", name, "Dit kind staat niet bij uw team. Neem eerst de leerlingen over.")
            elif row["first"] > self.today:
                self.refuse(line, "eerste dag", row["first"], "Deze dag ligt in de toekomst.")
            elif row["last"] and row["last"] < row["first"]:
                self.refuse(line, "laatste dag", row["last"], "De laatste dag ligt voor de eerste.")
            else:
                kind = AbsenceKind(row["kind"])
                self.found.append(Missed(known[keys[line]], kind, row["first"], row["last"], row["hours"]))


def _pupil(row: dict[str, Any]) -> NewPupil:
    return NewPupil(
        given_name=row["given_name"],
        infix=row["infix"] or "",
        family_name=row["family_name"],
        birth_date=row["birth_date"],
        group=row.get("group") or "",
    )


class AbsenceForm(TodayForm):
    """A spell by hand."""

    submit_label = "Verzuim vastleggen"

    kind = forms.ChoiceField(label="Soort verzuim", choices=AbsenceKind.choices)
    first = DutchDateField(label="Eerste dag")
    last = DutchDateField(label="Laatste dag", required=False, help_text="Laat leeg als het kind nog niet terug is.")
    hours = DutchDecimalField(label="Uren", required=False, min_value=0, max_digits=6, decimal_places=2)

    def layout(self) -> list[Any]:
        return ["kind", Row("first", "last"), "hours"]

    def clean_first(self) -> datetime.date:
        return not_later(self.cleaned_data["first"], self.today)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("first") and told.get("last") and told["last"] < told["first"]:
            self.add_error("last", "De laatste dag ligt niet voor de eerste.")
        return told

    def spell(self, pupil: Pupil) -> Missed:
        told = self.cleaned_data
        return Missed(pupil.pk, AbsenceKind(told["kind"]), told["first"], told["last"], told["hours"] or None)


class ReferenceDay(FilterForm):
    """Thuiszitters on which day."""

    submit_label = "Toon"

    peildatum = DutchDateField(label="Peildatum")
