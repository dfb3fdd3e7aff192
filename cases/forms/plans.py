"""The plan: text, goals, progress, actions, versions."""

from typing import Any
from uuid import UUID

from crispy_forms.layout import Fieldset, Row
from django import forms
from django.db.models import Q

from accounts.models import User
from cases.actions import FamilyHeard, NewTask, PlanText
from cases.forms.family import TodayForm
from cases.forms.questions import PersonChoice, not_later
from cases.models import Case, Goal, Guardianship, Party, Task
from cases.models.plans import FamilyPlan
from cases.queries import members
from shell.fields import DutchDateField
from shell.forms import ShellForm

PUPIL = "leerling"


class PlanForm(TodayForm):
    """What a plan says besides goals. The familiegroepsplan comes first."""

    submit_label = "Plan opslaan"
    versioned = True

    family_plan = forms.ChoiceField(
        label="Familiegroepsplan",
        choices=FamilyPlan.choices,
        widget=forms.RadioSelect,
        help_text="Het gezin mag eerst zelf een plan maken, met familie en vrienden.",
    )
    family_plan_on = DutchDateField(label="Aangeboden op", required=False)
    family_plan_text = forms.CharField(
        label="Het plan van het gezin, of waarom het niet is aangeboden",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    preferred_supporter = forms.CharField(label="Wie wil het gezin graag als steun?", required=False, max_length=200)
    situation = forms.CharField(
        label="Hoe gaat het nu, en wat gaat goed?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    evaluate_on = DutchDateField(label="Wanneer evalueert u met kind en ouders?")

    def layout(self) -> list[Any]:
        first = Fieldset("Eerst het gezin", "family_plan", "family_plan_on", "family_plan_text", "preferred_supporter")
        return [first, Fieldset("Het plan", "situation", "evaluate_on")]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        choice, on = told.get("family_plan"), told.get("family_plan_on")
        if choice and choice != FamilyPlan.NOT_OFFERED and not on and "family_plan_on" not in self.errors:
            self.add_error("family_plan_on", "Vul in wanneer u het familiegroepsplan aanbood.")
        if choice == FamilyPlan.NOT_OFFERED:
            told["family_plan_on"] = None
        needs_text = choice in (FamilyPlan.NOT_OFFERED, FamilyPlan.MADE)
        if needs_text and not (told.get("family_plan_text") or "").strip():
            self.add_error("family_plan_text", "Schrijf het plan van het gezin op, of waarom het niet is aangeboden.")
        return told

    def text(self) -> PlanText:
        told = self.cleaned_data
        return PlanText(
            evaluate_on=told["evaluate_on"],
            family_plan=FamilyPlan(told["family_plan"]),
            family_plan_on=told["family_plan_on"],
            family_plan_text=told["family_plan_text"],
            situation=told["situation"],
            preferred_supporter=told["preferred_supporter"],
        )


class GoalForm(ShellForm):
    submit_label = "Doel toevoegen"
    once = True

    place = forms.ChoiceField(label="Waar is dit doel voor?", choices=Goal.Place.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Wat willen kind, ouders en school bereiken?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Zo dat iedereen later kan zien of het is gelukt.",
    )


class ProgressForm(ShellForm):
    """How far a goal is; ending it is a choice on the same page."""

    submit_label = "Voortgang opslaan"
    once = True

    mark = forms.IntegerField(
        label="Hoe ver is het doel, van 0 tot en met 10?",
        min_value=0,
        max_value=10,
        help_text="0 is nog niets, 10 is bereikt.",
    )
    note = forms.CharField(
        label="Wat ziet u?", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class EndGoalForm(ShellForm):
    submit_label = "Doel afronden"
    once = True

    status = forms.ChoiceField(
        label="Hoe is het doel afgelopen?",
        choices=[one for one in Goal.Status.choices if one[0] != Goal.Status.OPEN],
        widget=forms.RadioSelect,
    )


class WhoMixin(TodayForm):
    """Asks for the one person who does something: a member, a guardian, the young person, or a party."""

    who = forms.ChoiceField(label="Wie doet dit?")

    def __init__(self, *args: Any, case: Case, guardians: list[Guardianship], **kwargs: Any) -> None:
        self.case = case
        super().__init__(*args, **kwargs)
        people = members([case.team_id], today=self.today)
        self.guardians = {str(one.guardian_id): one.guardian for one in guardians}
        self.parties = {str(party.pk): party for party in Party.objects.filter(team=case.team_id)}
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            ("", "Kies"),
            ("Het team", [(f"lid:{one.pk}", one.name) for one in people]),
            (
                "Het gezin",
                [
                    (PUPIL, "de leerling zelf"),
                    *((f"ouder:{key}", str(guardian)) for key, guardian in self.guardians.items()),
                ],
            ),
            ("Om het team heen", [(f"partij:{key}", str(party)) for key, party in self.parties.items()]),
        ]

    def who_does(self) -> dict[str, Any]:
        """The chosen person as keyword arguments of `NewTask`."""
        kind, _, key = self.cleaned_data["who"].partition(":")
        if kind == "lid":
            return {"person": UUID(key)}
        if kind == "ouder":
            return {"guardian": self.guardians[key]}
        if kind == "partij":
            return {"party": self.parties[key]}
        return {"by_pupil": True}


class TaskForm(WhoMixin):
    """An action: what, who, before when."""

    submit_label = "Actie toevoegen"

    what = forms.CharField(label="Wat gaat er gebeuren?", max_length=300)
    due_on = DutchDateField(label="Klaar voor")
    goal = forms.ModelChoiceField(Goal.objects.none(), label="Bij welk doel?", required=False, empty_label="Geen")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["goal"]
        field.queryset = Goal.objects.filter(case=self.case, status=Goal.Status.OPEN)  # type: ignore[attr-defined]
        field.label_from_instance = lambda goal: goal.text  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        return ["what", Row("who", "due_on"), "goal"]

    def clean_due_on(self) -> Any:
        if self.cleaned_data["due_on"] < self.today:
            raise forms.ValidationError("Kies een dag die nog komt.")
        return self.cleaned_data["due_on"]

    def task(self) -> NewTask:
        told = self.cleaned_data
        return NewTask(what=told["what"], due_on=told["due_on"], goal=told["goal"], **self.who_does())


class ChangeTaskForm(TaskForm):
    """An action as it should be from now on."""

    submit_label = "Wijziging opslaan"
    versioned = True

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        """A goal that the task served and that is reached may stay."""
        super().__init__(*args, **kwargs)
        goals = Goal.objects.filter(Q(status=Goal.Status.OPEN) | Q(pk=task.goal_id), case=self.case)
        self.fields["goal"].queryset = goals  # type: ignore[attr-defined]

    @staticmethod
    def stands(task: Task) -> dict[str, Any]:
        """The action as it is now, by the fields of this form."""
        told = {"what": task.what, "who": _who(task), "due_on": task.due_on}
        return {**told, "goal": task.goal_id, "version": task.version}

    def clean_due_on(self) -> Any:
        """A day that has passed may stay: only another person does it."""
        return self.cleaned_data["due_on"] if "due_on" not in self.changed_data else super().clean_due_on()


class DropTaskForm(ShellForm):
    """An action does not happen."""

    submit_label = "Actie laten vervallen"
    once = True

    why = forms.CharField(label="Waarom gaat het niet door?", max_length=300)


def _who(task: Task) -> str:
    """Who does it now, as the form names it."""
    if task.by_pupil:
        return PUPIL
    known = (("lid", task.person_id), ("ouder", task.guardian_id), ("partij", task.party_id))
    return next(f"{kind}:{key}" for kind, key in known if key)


class HeardMixin(ShellForm):
    """What child and parents said, or why they were not there."""

    voice = forms.CharField(
        label="Wat zeiden kind en ouders?", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    not_heard = forms.CharField(
        label="Waarom waren zij er niet bij?",
        required=False,
        max_length=300,
        help_text="Alleen als zij niet mee konden praten.",
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not (told.get("voice") or "").strip() and not (told.get("not_heard") or "").strip():
            self.add_error("voice", "Schrijf op wat kind en ouders zeiden, of waarom zij er niet bij waren.")
        return told

    def heard(self) -> FamilyHeard:
        return FamilyHeard(self.cleaned_data["voice"], self.cleaned_data["not_heard"])


class AgreeForm(HeardMixin):
    """The plan is agreed as it stands."""

    submit_label = "Plan vaststellen"
    once = True


class EvaluatePlanForm(HeardMixin, TodayForm):
    """The plan was evaluated."""

    submit_label = "Evaluatie opslaan"

    note = forms.CharField(label="Wat leverde het op?", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    next_on = DutchDateField(label="Volgende evaluatie")

    def layout(self) -> list[Any]:
        return ["note", "voice", "not_heard", "next_on"]

    def clean_next_on(self) -> Any:
        if self.cleaned_data["next_on"] <= self.today:
            raise forms.ValidationError("Kies een dag na vandaag.")
        return self.cleaned_data["next_on"]


class LeadRequestForm(TodayForm):
    """The family asks for another casusregisseur."""

    submit_label = "Verzoek vastleggen"

    asked_by = forms.CharField(
        label="Wie vraagt het?", max_length=120, help_text="Bijvoorbeeld: moeder, of de leerling."
    )
    wish = forms.CharField(
        label="Wie willen zij graag, en waarom?", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    on = DutchDateField(label="Gevraagd op")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today

    def layout(self) -> list[Any]:
        return ["asked_by", "wish", "on"]

    def clean_on(self) -> Any:
        return not_later(self.cleaned_data["on"], self.today)


class LeadAnswerForm(TodayForm):
    """Follow the wish, or say why not."""

    submit_label = "Antwoord vastleggen"

    lead = PersonChoice(
        User.people.none(), label="Nieuwe casusregisseur", required=False, empty_label="De wens kan niet worden gevolgd"
    )
    answer = forms.CharField(
        label="Wat heeft u het gezin gezegd?", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, team: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = members([team], today=self.today)  # type: ignore[attr-defined]
