"""The plan: one per child, with goals at school and at home, and who does what before which day [domain 2.4]."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cases.models.households import Guardian
from cases.models.rows import PERSON, SAFE, CaseRow
from cases.models.sharing import Party


class FamilyPlan(models.TextChoices):
    """The familiegroepsplan: offered first [002 §4.2]."""

    OFFERED = "aangeboden", "aangeboden, het gezin denkt erover na"
    MADE = "gemaakt", "het gezin maakte zelf een plan"
    DECLINED = "niet", "aangeboden, het gezin wil het niet"
    NOT_OFFERED = "overgeslagen", "niet aangeboden"


class Plan(CaseRow):
    """The plan of a question. A pupil has one open question at a time, so there is one plan per child.

    `version` rises with every change, and a concurrent edit is noticed by it. What was agreed earlier stays in
    `PlanVersion`.
    """

    started_on = models.DateField("begonnen op")
    situation = models.TextField("hoe gaat het nu, en wat gaat goed", max_length=4000, blank=True)
    evaluate_on = models.DateField("evalueren op")
    family_plan = models.CharField("familiegroepsplan", max_length=12, choices=FamilyPlan.choices)
    family_plan_on = models.DateField("aangeboden op", null=True, blank=True)
    family_plan_text = models.TextField("plan van het gezin", max_length=4000, blank=True)
    preferred_supporter = models.CharField("wie het gezin graag als steun wil", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("started_on", "family_plan", "version"), SAFE),
        **dict.fromkeys(
            ("situation", "evaluate_on", "family_plan_on", "family_plan_text", "preferred_supporter"), PERSON
        ),
    }

    class Meta:
        verbose_name = "plan"
        verbose_name_plural = "plannen"
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="plan_once", violation_error_message="Er is al een plan voor dit kind."
            ),
            models.UniqueConstraint(fields=["id", "case"], name="plan_with_case"),
            models.CheckConstraint(
                condition=(
                    Q(family_plan=FamilyPlan.NOT_OFFERED, family_plan_on__isnull=True)
                    | (~Q(family_plan=FamilyPlan.NOT_OFFERED) & Q(family_plan_on__isnull=False))
                )
                & (~Q(family_plan__in=[FamilyPlan.NOT_OFFERED, FamilyPlan.MADE]) | ~Q(family_plan_text="")),
                name="plan_family_plan_is_recorded",
                violation_error_message="Leg vast wanneer het familiegroepsplan is aangeboden, of waarom niet.",
            ),
            models.CheckConstraint(
                condition=Q(evaluate_on__gt=F("started_on")),
                name="plan_days_in_order",
                violation_error_message="De evaluatie ligt na het begin van het plan.",
            ),
        ]

    def __str__(self) -> str:
        return f"plan van {self.started_on}"


class Goal(CaseRow):
    """A goal at school or at home. `mark` is how far the goal is reached, 0 to 10, at `marked_on`."""

    class Place(models.TextChoices):
        SCHOOL = "school", "op school"
        HOME = "thuis", "thuis"

    class Status(models.TextChoices):
        OPEN = "open", "loopt"
        MET = "behaald", "behaald"
        PARTLY = "deels", "deels behaald"
        DROPPED = "vervallen", "vervallen"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals", verbose_name="plan")
    place = models.CharField("waar", max_length=8, choices=Place.choices)
    text = models.CharField("doel", max_length=500)
    set_on = models.DateField("afgesproken op")
    status = models.CharField("stand", max_length=10, choices=Status.choices, default=Status.OPEN)
    ended_on = models.DateField("klaar op", null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("plan", "place", "set_on", "status", "ended_on"), SAFE),
        "text": PERSON,
    }

    class Meta:
        verbose_name = "doel"
        verbose_name_plural = "doelen"
        ordering = ["-place", "set_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["id", "case"], name="goal_with_case"),
            models.CheckConstraint(
                condition=Q(status="open", ended_on__isnull=True)
                | (~Q(status="open") & Q(ended_on__isnull=False, ended_on__gte=F("set_on"))),
                name="goal_ended_has_day",
                violation_error_message="Een doel dat klaar is, heeft een dag waarop het klaar was.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="goal_has_text", violation_error_message="Vul het doel in."
            ),
        ]

    def __str__(self) -> str:
        return f"doel {self.get_place_display()}"


class Progress(CaseRow):
    """How far a goal is, on a day: 0 (nothing yet) to 10 (reached), with what one sees."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="progress", verbose_name="doel")
    on = models.DateField("datum")
    mark = models.PositiveSmallIntegerField("hoe ver, 0 tot en met 10")
    note = models.CharField("wat ziet u", max_length=1000, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, str]] = {"goal": SAFE, "on": SAFE, "mark": SAFE, "note": PERSON, "author": PERSON}

    class Meta:
        verbose_name = "voortgang van een doel"
        verbose_name_plural = "voortgang van doelen"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mark__range=(0, 10)),
                name="progress_0_to_10",
                violation_error_message="Vul 0 tot en met 10 in.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mark} op {self.on}"


class Task(CaseRow):
    """An action: one responsible person (a member, a guardian, the young person, or a party) and one date.

    It ends on `done_on`: done, or dropped with the reason why. `version` rises with every change of what was agreed.
    """

    goal = models.ForeignKey(
        Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="bij doel"
    )
    what = models.CharField("wat", max_length=300)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lid"
    )
    guardian = models.ForeignKey(
        Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ouder of verzorger"
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="partij"
    )
    by_pupil = models.BooleanField("door de leerling zelf", default=False)
    due_on = models.DateField("klaar voor")
    set_on = models.DateField("afgesproken op")
    done_on = models.DateField("gedaan of vervallen op", null=True, blank=True)
    dropped_because = models.CharField("waarom het niet doorgaat", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("goal", "party", "by_pupil", "set_on", "done_on", "version"), SAFE),
        **dict.fromkeys(("what", "person", "guardian", "due_on", "dropped_because"), PERSON),
    }

    class Meta:
        verbose_name = "actie"
        verbose_name_plural = "acties"
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["case", "due_on"], name="task_of_case"),
            models.Index(fields=["person", "due_on"], condition=Q(done_on__isnull=True), name="task_open_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id", "case"], name="task_with_case"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, guardian__isnull=True, party__isnull=True, by_pupil=False)
                | Q(person__isnull=True, guardian__isnull=False, party__isnull=True, by_pupil=False)
                | Q(person__isnull=True, guardian__isnull=True, party__isnull=False, by_pupil=False)
                | Q(person__isnull=True, guardian__isnull=True, party__isnull=True, by_pupil=True),
                name="task_one_person",
                violation_error_message="Kies precies één persoon die dit doet.",
            ),
            models.CheckConstraint(
                condition=~Q(what=""), name="task_says_what", violation_error_message="Vul in wat er gebeurt."
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("set_on")) & (Q(done_on__isnull=True) | Q(done_on__gte=F("set_on"))),
                name="task_days_in_order",
                violation_error_message="De dagen staan niet in de goede volgorde.",
            ),
            models.CheckConstraint(
                condition=Q(dropped_because="") | Q(done_on__isnull=False),
                name="task_dropped_is_over",
                violation_error_message="Een actie die niet doorgaat, is voorbij.",
            ),
        ]

    def __str__(self) -> str:
        return f"actie voor {self.due_on}"


class PlanVersion(CaseRow):
    """A plan as it was agreed or evaluated on a day. `content` is what it said, whole; it is never changed."""

    class Kind(models.TextChoices):
        AGREED = "vastgesteld", "vastgesteld"
        EVALUATED = "geevalueerd", "geëvalueerd"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions", verbose_name="plan")
    number = models.PositiveIntegerField("versie")
    kind = models.CharField("soort", max_length=12, choices=Kind.choices)
    on = models.DateField("datum")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField("wat kwam eruit", max_length=4000, blank=True)
    family_voice = models.TextField("wat zeiden kind en ouders", max_length=4000, blank=True)
    family_not_heard = models.CharField("waarom waren zij er niet bij", max_length=300, blank=True)
    content = models.JSONField("inhoud")

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("plan", "number", "kind", "on", "made_at"), SAFE),
        **dict.fromkeys(("author", "note", "family_voice", "family_not_heard", "content"), PERSON),
    }

    class Meta:
        verbose_name = "versie van een plan"
        verbose_name_plural = "versies van plannen"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.CheckConstraint(
                condition=~Q(family_voice="") | ~Q(family_not_heard=""),
                name="plan_version_hears_the_family",
                violation_error_message="Schrijf op wat kind en ouders zeiden, of waarom zij er niet bij waren.",
            ),
        ]

    def __str__(self) -> str:
        return f"versie {self.number}"


class LeadRequest(CaseRow):
    """The family asks for another casusregisseur, and what became of it [002 §6.4]."""

    asked_on = models.DateField("gevraagd op")
    asked_by = models.CharField("gevraagd door", max_length=120)
    wish = models.CharField("wie zij graag willen, en waarom", max_length=500)
    answered_on = models.DateField("beantwoord op", null=True, blank=True)
    granted = models.BooleanField("gevolgd", null=True, blank=True)
    answer = models.CharField("antwoord", max_length=500, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("asked_on", "answered_on", "granted"), SAFE),
        **dict.fromkeys(("asked_by", "wish", "answer"), PERSON),
    }

    class Meta:
        verbose_name = "verzoek om een andere casusregisseur"
        verbose_name_plural = "verzoeken om een andere casusregisseur"
        ordering = ["-asked_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answered_on__isnull=True),
                name="lead_request_one_open",
                violation_error_message="Er ligt al een verzoek. Beantwoord dat eerst.",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, granted__isnull=True)
                | (Q(answered_on__isnull=False, answered_on__gte=F("asked_on"), granted__isnull=False) & ~Q(answer="")),
                name="lead_request_answer_is_whole",
                violation_error_message="Geef antwoord, ook als de wens niet kan worden gevolgd.",
            ),
        ]

    def __str__(self) -> str:
        return f"verzoek van {self.asked_on}"
