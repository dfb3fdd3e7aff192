"""Meetings: planning, weighing, deciding, looking back; and meedenken."""

import datetime
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from crispy_forms.layout import Fieldset, Row
from django import forms

from cases.actions import LookingBack, NewMeeting, NewTask, Training, Weighing
from cases.actions.meetings import LACKS
from cases.actions.support import NewSupport
from cases.forms.family import TodayForm
from cases.forms.plans import WhoMixin
from cases.forms.sharing import BasisMixin
from cases.forms.support import CASE_DOMAINS
from cases.models import AgendaItem, Case, Meeting, MeetingKind, Party
from cases.models.support import CBS_DOMAINS, Cbs, Hulpvorm, SupportForm
from cases.queries import members
from cases.reading.meetings import Attendee, Proposed
from schools.enums import SupportDomain
from shell.fields import DutchDateField
from shell.forms import BEGUN, ShellForm

#: What was held lately may still be written down; a training of this school year too.
LATELY, LATELY_TRAINED = datetime.timedelta(days=60), datetime.timedelta(days=366)


def too_long_ago(day: datetime.date | None, today: datetime.date, *, trains: bool) -> str:
    """Why this day cannot be that of a meeting, or nothing."""
    if day is None or day >= today - (LATELY_TRAINED if trains else LATELY):
        return ""
    return f"Kies een dag die nog komt, of van {'het laatste jaar' if trains else 'de laatste twee maanden'}."


class MeetingForm(TodayForm):
    """A meeting with its agenda: the questions that are due stand ready, each with the reason. A training has no agenda."""

    submit_label = "Overleg plannen"

    kind = forms.ModelChoiceField(MeetingKind.objects.filter(is_on=True), label="Soort overleg", empty_label=None)
    on = DutchDateField(label="Datum")
    at = forms.TimeField(
        label="Tijd", required=False, help_text="Bijvoorbeeld 14:30", widget=forms.TimeInput(format="%H:%M")
    )
    minutes = forms.IntegerField(label="Duur in minuten", min_value=5, max_value=720, initial=60)
    place = forms.CharField(label="Plaats", max_length=120, required=False)
    subject = forms.CharField(
        label="Onderwerp", max_length=200, required=False, help_text="Noem geen namen van kinderen of ouders."
    )
    agenda = forms.MultipleChoiceField(
        label="Wat komt op de agenda?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Dit zijn de vragen die aandacht nodig hebben, met de reden.",
    )

    def __init__(
        self, *args: Any, teams: list[tuple[str, str]], proposed: list[Proposed], chosen_team: str, **kwargs: Any
    ) -> None:
        self.reasons = {one.case.pk: one.why for one in proposed}
        super().__init__(*args, **kwargs)
        self.fields["team"] = forms.ChoiceField(label="Team", choices=teams, initial=chosen_team)
        if len(teams) == 1:
            self.fields["team"].widget = forms.HiddenInput()
        field = self.fields["agenda"]
        field.choices = [  # type: ignore[attr-defined]
            (str(one.case.pk), f"{one.case.pupil.full_name}: {one.why}") for one in proposed
        ]
        field.initial = [str(one.case.pk) for one in proposed]
        if self.initial.get(BEGUN):  # a box that is not ticked leaves nothing in a draft
            self.initial.setdefault("agenda", [])
        if not proposed:
            del self.fields["agenda"]
        if getattr(self.initial.get("kind"), "joint_training", False):
            self.submit_label = "Training vastleggen"
        self.helper = self.build_helper()

    def layout(self) -> list[Any]:
        first = ["team"] if "team" in self.fields else []
        return [
            *first,
            "kind",
            Row("on", "at", "minutes"),
            Row("place", "subject"),
            *(["agenda"] if "agenda" in self.fields else []),
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        trains = getattr(told.get("kind"), "joint_training", False)
        if why := too_long_ago(told.get("on"), self.today, trains=trains):
            self.add_error("on", why)
        if trains:
            told["agenda"] = []  # the questions that stand ready are for a meeting
        return told

    def meeting(self) -> NewMeeting:
        told = self.cleaned_data
        return NewMeeting(
            team=UUID(told["team"]),
            kind=told["kind"],
            on=told["on"],
            at=told["at"],
            minutes=told["minutes"],
            place=told["place"],
            subject=told["subject"],
        )

    def chosen(self) -> dict[UUID, str]:
        return {UUID(key): self.reasons[UUID(key)] for key in self.cleaned_data.get("agenda", [])}


class MoveMeetingForm(TodayForm):
    """A planned meeting on another day, at another hour or place."""

    submit_label = "Wijziging opslaan"
    versioned = True

    on = DutchDateField(label="Datum")
    at = forms.TimeField(
        label="Tijd", required=False, help_text="Bijvoorbeeld 14:30", widget=forms.TimeInput(format="%H:%M")
    )
    minutes = forms.IntegerField(label="Duur in minuten", min_value=5, max_value=720)
    place = forms.CharField(label="Plaats", max_length=120, required=False)
    subject = forms.CharField(
        label="Onderwerp", max_length=200, required=False, help_text="Noem geen namen van kinderen of ouders."
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        self.planned = meeting
        super().__init__(*args, **kwargs)

    @staticmethod
    def stands(meeting: Meeting) -> dict[str, Any]:
        return {name: getattr(meeting, name) for name in ("on", "at", "minutes", "place", "subject", "version")}

    def layout(self) -> list[Any]:
        return [Row("on", "at", "minutes"), Row("place", "subject")]

    def clean_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["on"]
        if why := too_long_ago(day, self.today, trains=self.planned.kind.joint_training):
            raise forms.ValidationError(why)
        return day

    def meeting(self) -> NewMeeting:
        told = {name: self.cleaned_data[name] for name in ("on", "at", "minutes", "place", "subject")}
        return NewMeeting(team=self.planned.team_id, kind=self.planned.kind, **told)


class AddItemForm(ShellForm):
    """One more question on the agenda."""

    submit_label = "Op de agenda zetten"
    once = True

    case = forms.ModelChoiceField(Case.objects.none(), label="Welke vraag?", empty_label="Kies")
    why = forms.CharField(label="Waarom?", max_length=300, required=False)

    def __init__(self, *args: Any, team: UUID, meeting: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["case"]
        waiting = (
            Case.objects.open()
            .filter(team=team)
            .exclude(pk__in=AgendaItem.objects.filter(meeting=meeting, off_because="").values("case"))
            .with_names()
        )
        field.queryset = waiting.order_by("pupil__family_name", "id")  # type: ignore[attr-defined]
        field.label_from_instance = lambda case: case.pupil.full_name  # type: ignore[attr-defined]


class OffAgendaForm(ShellForm):
    """A question is not talked about after all."""

    submit_label = "Van de agenda halen"
    once = True

    why = forms.CharField(label="Waarom gaat de vraag van de agenda?", max_length=300)


class PartyChoiceForm(ShellForm):
    """Somebody around the team for a meeting; no child is named."""

    submit_label = "Uitnodigen"
    once = True

    party = forms.ModelChoiceField(Party.objects.none(), label="Wie?", empty_label="Kies")

    def __init__(self, *args: Any, team: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = Party.objects.filter(team=team)  # type: ignore[attr-defined]


class GuestForm(BasisMixin):
    """A party takes part in talking about one child: only with consent, or on a statutory ground."""

    submit_label = "Uitnodigen bij deze vraag"
    once = True

    party = forms.ModelChoiceField(Party.objects.none(), label="Wie praat mee over dit kind?", empty_label="Kies")

    def __init__(self, *args: Any, team: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = Party.objects.filter(team=team)  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        return ["party", self.basis_layout()]


def _text(label: str, rows: int = 4, limit: int = 4000, **extra: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **extra
    )


class WeighForm(ShellForm):
    """The minutes of one question, kept as a draft while one types."""

    submit_label = "Opslaan"
    once = True
    versioned = True
    marks_optional = False

    school_side = _text("Wat ziet school?")
    home_side = _text("Wat speelt thuis?")
    child_voice = _text("Wat zei het kind?", 3, 2000)
    child_not_heard = forms.CharField(label="Waarom is het kind niet gehoord?", required=False, max_length=300)
    parents_voice = _text("Wat zeiden de ouders?", 3, 2000)
    parents_not_heard = forms.CharField(label="Waarom zijn de ouders niet gehoord?", required=False, max_length=300)
    conclusion = _text("Conclusie")
    done = forms.BooleanField(
        label="De weging is klaar",
        required=False,
        help_text="Dan staat er een conclusie, en wat kind en ouders zeiden of waarom zij niet zijn gehoord.",
    )

    WEIGHING = (
        *("school_side", "home_side", "child_voice", "child_not_heard"),
        *("parents_voice", "parents_not_heard", "conclusion"),
    )

    def layout(self) -> list[Any]:
        return [
            Fieldset("Weging", "school_side", "home_side"),
            Fieldset("Stem van kind en ouders", "child_voice", "child_not_heard", "parents_voice", "parents_not_heard"),
            Fieldset("Conclusie", "conclusion", "done"),
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("done"):
            for needed, sentence in LACKS:
                if not any((told.get(name) or "").strip() for name in needed):
                    self.add_error(needed[0], sentence)
        return told

    def weighing(self) -> Weighing:
        return Weighing(**{name: self.cleaned_data[name] for name in self.WEIGHING})


class DecisionOnItemForm(WhoMixin):
    """A decision, and the action or support that it becomes at once."""

    submit_label = "Besluit vastleggen"
    marks_optional = False

    text = forms.CharField(label="Wat is besloten?", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    becomes = forms.ChoiceField(
        label="Wat wordt het?",
        choices=[("actie", "Een actie"), ("inzet", "Ondersteuning"), ("niets", "Alleen een besluit")],
        widget=forms.RadioSelect,
    )
    due_on = DutchDateField(label="Klaar voor", required=False)
    domain = forms.ChoiceField(
        label="Waar komt de ondersteuning vandaan?", required=False, choices=[("", "Kies"), *CASE_DOMAINS]
    )
    given_by = forms.CharField(label="Door wie wordt de ondersteuning gegeven?", max_length=120, required=False)
    cbs = forms.ChoiceField(
        label="Voor de cijfers van CBS", required=False, choices=[("", "Niet van toepassing"), *Cbs.choices]
    )
    hulpvorm = forms.ChoiceField(
        label="Hulpvorm", required=False, choices=[("", "Niet van toepassing"), *Hulpvorm.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].required = False

    def layout(self) -> list[Any]:
        return [
            "text",
            "becomes",
            Fieldset("Bij een actie", Row("who", "due_on")),
            Fieldset("Bij ondersteuning", Row("domain", "given_by"), Row("cbs", "hulpvorm")),
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("becomes") == "actie":
            if not told.get("who"):
                self.add_error("who", "Kies wie dit doet.")
            due = told.get("due_on")
            if not due and "due_on" not in self.errors:
                self.add_error("due_on", "Vul in wanneer het klaar is.")
            elif due and due < self.today:
                self.add_error("due_on", "Kies een dag die nog komt.")
        if told.get("becomes") == "inzet":
            if not told.get("domain"):
                self.add_error("domain", "Kies waar de ondersteuning vandaan komt.")
            if told.get("domain") in CBS_DOMAINS and not told.get("cbs"):
                self.add_error("cbs", "Kies toegang, preventie of jeugdhulp.")
            if told.get("cbs") == Cbs.YOUTH_CARE and not told.get("hulpvorm"):
                self.add_error("hulpvorm", "Kies een hulpvorm.")
        return told

    def task(self) -> NewTask | None:
        told = self.cleaned_data
        if told["becomes"] != "actie":
            return None
        return NewTask(what=told["text"][:300], due_on=told["due_on"], **self.who_does())

    def support(self) -> NewSupport | None:
        told = self.cleaned_data
        if told["becomes"] != "inzet":
            return None
        return NewSupport(
            team=self.case.team_id,
            case=self.case,
            domain=SupportDomain(told["domain"]),
            form=SupportForm.INDIVIDUAL,
            what=told["text"][:200],
            asked_on=self.today,
            given_by=told["given_by"],
            cbs=Cbs(told["cbs"]) if told["cbs"] else None,
            hulpvorm=Hulpvorm(told["hulpvorm"]) if told["hulpvorm"] else None,
        )


class HoldForm(ShellForm):
    """Who came, and the short evaluation of the meeting [002 §3.4]."""

    submit_label = "Overleg afronden"
    once = True
    marks_optional = False

    came = forms.MultipleChoiceField(label="Wie waren er?", widget=forms.CheckboxSelectMultiple)
    went_well = _text("Wat ging goed?", 2, 1000)
    went_less = _text("Wat ging minder goed?", 2, 1000)
    next_time = _text("Wat doen we volgende keer anders?", 2, 1000)

    def __init__(self, *args: Any, attendees: list[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = [  # type: ignore[attr-defined]
            (str(one.attendance.pk), f"{one.name} ({one.role})" if one.role else one.name) for one in attendees
        ]
        self.fields["came"].initial = [
            str(one.attendance.pk) for one in attendees if one.attendance.person_id is not None
        ]
        if self.initial.get(BEGUN):
            self.initial.setdefault("came", [])

    def layout(self) -> list[Any]:
        return ["came", Fieldset("Terugblik op dit overleg", "went_well", "went_less", "next_time")]

    def back(self) -> LookingBack:
        told = self.cleaned_data
        return LookingBack(told["went_well"], told["went_less"], told["next_time"])


class TrainingForm(TodayForm):
    """A joint training that was held, as it really was. Whom one can name worked in the team, or was asked."""

    submit_label = "Correctie opslaan"
    versioned = True

    on = DutchDateField(label="Datum")
    minutes = forms.IntegerField(label="Duur in minuten", min_value=5, max_value=720)
    subject = forms.CharField(
        label="Onderwerp", max_length=200, required=False, help_text="Noem geen namen van kinderen of ouders."
    )
    came = forms.MultipleChoiceField(label="Wie waren er?", widget=forms.CheckboxSelectMultiple)
    because = forms.CharField(
        label="Waarom corrigeert u dit?", max_length=300, help_text="Bijvoorbeeld: de datum klopte niet"
    )

    def __init__(self, *args: Any, people: Sequence[tuple[UUID, str]], came: Collection[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["came"]
        field.choices = [(str(key), name) for key, name in people]  # type: ignore[attr-defined]
        field.initial = [str(key) for key in came]
        if self.initial.get(BEGUN):
            self.initial.setdefault("came", [])

    @staticmethod
    def stands(meeting: Meeting) -> dict[str, Any]:
        return {name: getattr(meeting, name) for name in ("on", "minutes", "subject", "version")}

    def layout(self) -> list[Any]:
        return [Row("on", "minutes"), "subject", "came", "because"]

    def training(self) -> Training:
        told = self.cleaned_data
        came = {UUID(key) for key in told["came"]}
        return Training(told["on"], told["minutes"], told["subject"], came, told["because"])


class UndoTrainingForm(TodayForm):
    """A training that was not held after all."""

    submit_label = "Training laten vervallen"
    versioned = True

    because = forms.CharField(label="Waarom vervalt deze training?", max_length=300)


class ConsultationForm(TodayForm):
    """Meedenken: a question about a situation, without a name."""

    submit_label = "Vraag stellen"

    situation = forms.CharField(
        label="Welke situatie?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Schrijf geen namen op, ook geen voorletters of geboortedatum.",
    )
    asked = forms.ChoiceField(label="Aan wie stelt u de vraag?")

    def __init__(self, *args: Any, team: UUID, actor: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = members([team], today=self.today)
        parties = Party.objects.filter(team=team)
        self.fields["asked"].choices = [  # type: ignore[attr-defined]
            ("", "Kies"),
            ("Het team", [(f"lid:{one.pk}", one.name) for one in people if one.pk != actor]),
            ("Om het team heen", [(f"partij:{one.pk}", str(one)) for one in parties]),
        ]

    def told(self) -> dict[str, Any]:
        """Whom the question is put to, as keyword arguments of the action."""
        kind, _, key = self.cleaned_data["asked"].partition(":")
        return {"person": UUID(key)} if kind == "lid" else {"party": Party.objects.get(pk=key)}


class AnswerForm(TodayForm):
    """The answer, and how long it took whoever writes it down."""

    submit_label = "Antwoord vastleggen"

    answer = forms.CharField(label="Antwoord", max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    minutes = forms.IntegerField(
        label="Minuten", min_value=1, max_value=720, initial=15, help_text="Telt als uw tijd zonder leerling."
    )
