"""The question (ondersteuningsvraag): what a team does for a child, from first question to end."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.enums import Approach, Outcome, RaisedBy, State, Theme
from cases.models.pupils import Pupil
from cases.models.rows import PERSON, SAFE, TeamRow
from cases.querysets import CaseQuerySet


class Case(TeamRow):
    """One question about one pupil. `lead` is the casusregisseur: the one fixed person for this family [001 part 1]."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="cases", verbose_name="leerling")
    state = models.CharField("stand", max_length=12, choices=State.choices, default=State.RAISED)
    state_since = models.DateField("sinds")
    raised_on = models.DateField("aangemeld op")
    raised_by = models.CharField("aangemeld door", max_length=12, choices=RaisedBy.choices)
    question = models.TextField("vraag", max_length=4000)
    themes = ArrayField(models.CharField(max_length=14, choices=Theme.choices), verbose_name="thema’s")
    approach = models.CharField("aanpak", max_length=12, choices=Approach.choices)
    family_agreed_on = models.DateField("gezin akkoord op", null=True, blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="leads", verbose_name="casusregisseur"
    )
    first_support_on = models.DateField("eerste ondersteuning op", null=True, blank=True)
    follow_up_on = models.DateField("opvolgen op", null=True, blank=True)
    evaluated_on = models.DateField("geëvalueerd op", null=True, blank=True)
    closed_on = models.DateField("afgesloten op", null=True, blank=True)
    outcome = models.CharField("uitkomst", max_length=10, choices=Outcome.choices, blank=True)
    closing_note = models.TextField("evaluatie", blank=True, max_length=4000)
    pupil_mark = models.PositiveSmallIntegerField("cijfer van de leerling", null=True, blank=True)
    parents_mark = models.PositiveSmallIntegerField("cijfer van de ouders", null=True, blank=True)
    no_mark_reason = models.CharField("waarom geen cijfer", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    #: The woongemeente of today, where `with_home` asked for it.
    home_name: str | None = None

    objects = CaseQuerySet.as_manager()

    PRIVACY: ClassVar[dict[str, str]] = {
        "pupil": SAFE,
        "state": SAFE,
        "state_since": SAFE,
        "raised_on": SAFE,
        "raised_by": SAFE,
        "question": PERSON,
        "themes": SAFE,
        "approach": SAFE,
        "family_agreed_on": PERSON,
        "lead": PERSON,
        "first_support_on": SAFE,
        "follow_up_on": PERSON,
        "evaluated_on": SAFE,
        "closed_on": SAFE,
        "outcome": SAFE,
        "closing_note": PERSON,
        "pupil_mark": SAFE,
        "parents_mark": SAFE,
        "no_mark_reason": PERSON,
        "version": SAFE,
    }

    class Meta:
        verbose_name = "ondersteuningsvraag"
        verbose_name_plural = "ondersteuningsvragen"
        ordering = ["-raised_on", "-id"]
        indexes = [
            models.Index(fields=["team", "-raised_on", "-id"], name="case_list"),
            models.Index(fields=["lead", "-raised_on", "-id"], name="case_of_lead"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id", "team"], name="case_with_team"),
            models.UniqueConstraint(
                fields=["pupil"],
                condition=Q(closed_on__isnull=True),
                name="case_one_open_per_pupil",
                violation_error_message="Voor deze leerling loopt al een vraag.",
            ),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_on__isnull=False) | (~Q(state=State.CLOSED) & Q(closed_on=None)),
                name="case_closed_has_day",
                violation_error_message="Een afgesloten vraag heeft een dag van afsluiting, een open vraag niet.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | (~Q(outcome="") & Q(closed_on__gte=F("raised_on"))),
                name="case_closed_has_outcome",
                violation_error_message="Vul bij het afsluiten een uitkomst in.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None)
                | Q(pupil_mark__isnull=False, parents_mark__isnull=False)
                | ~Q(no_mark_reason=""),
                name="case_closed_has_marks_or_reason",
                violation_error_message="Vul beide cijfers in, of zeg waarom een cijfer ontbreekt.",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.EVALUATED)
                | Q(evaluated_on__isnull=False)
                & (Q(pupil_mark__isnull=False, parents_mark__isnull=False) | ~Q(no_mark_reason="")),
                name="case_evaluated_is_whole",
                violation_error_message="Een evaluatie heeft een dag, en cijfers of de reden waarom een cijfer ontbreekt.",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.FOLLOWING) | Q(follow_up_on__isnull=False),
                name="case_following_has_day",
                violation_error_message="Spreek bij volgen af wanneer het team weer kijkt.",
            ),
            models.CheckConstraint(
                condition=(Q(pupil_mark=None) | Q(pupil_mark__range=(1, 10)))
                & (Q(parents_mark=None) | Q(parents_mark__range=(1, 10))),
                name="case_marks_1_to_10",
                violation_error_message="Een cijfer is 1 tot en met 10.",
            ),
            models.CheckConstraint(
                condition=~Q(themes=[]), name="case_has_theme", violation_error_message="Kies ten minste één thema."
            ),
        ]

    def __str__(self) -> str:
        return f"vraag van {self.raised_on:%d-%m-%Y}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None
