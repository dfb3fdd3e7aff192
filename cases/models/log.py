"""The log (logboek): contact moments of a case, and work of the team without a child."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.roles import label_of
from cases.enums import Audience, ContactKind, Keeper, TeamTimeKind
from cases.models.rows import PERSON, SAFE, CaseRow, TeamRow


class LogEntry(CaseRow):
    """A contact moment. Never changed: it is corrected by a new entry that names it [domain 2.6].

    `minutes` is time spent by the author. `role` is the role in which they wrote it. `corrects` of a correction names the
    first entry: minutes count of the last one only.
    """

    on = models.DateField("datum")
    kind = models.CharField("soort contact", max_length=12, choices=ContactKind.choices)
    minutes = models.PositiveIntegerField("minuten")
    body = models.TextField("wat is besproken", max_length=10_000, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="auteur"
    )
    role = models.CharField("rol", max_length=20)
    keeper = models.CharField("houder", max_length=10, choices=Keeper.choices)
    audience = models.CharField("voor wie", max_length=10, choices=Audience.choices, default=Audience.TEAM)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="corrigeert"
    )
    recorded_at = models.DateTimeField("vastgelegd op", default=timezone.now, editable=False)

    PRIVACY: ClassVar[dict[str, str]] = {
        "on": SAFE,
        "kind": SAFE,
        "minutes": SAFE,
        "body": PERSON,
        "author": PERSON,
        "role": SAFE,
        "keeper": SAFE,
        "audience": SAFE,
        "corrects": SAFE,
        "recorded_at": SAFE,
    }

    class Meta:
        verbose_name = "logboekregel"
        verbose_name_plural = "logboekregels"
        ordering = ["-on", "-id"]
        indexes = [
            models.Index(fields=["case", "-on", "-id"], name="log_of_case"),
            models.Index(fields=["team", "on"], name="log_of_team"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id", "case"], name="log_with_case"),
            models.CheckConstraint(
                condition=Q(minutes__range=(0, 720)),
                name="log_minutes_of_a_day",
                violation_error_message="Vul 0 tot en met 720 minuten in.",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")), name="log_not_corrects_itself"
            ),
            models.CheckConstraint(
                condition=Q(audience=Audience.TEAM) | Q(audience=F("keeper")),
                name="log_own_side_is_keeper",
                violation_error_message="Alleen voor de eigen kant: kies de kant waar u werkt.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ContactKind.MELDCODE) | ~Q(audience=Audience.TEAM),
                name="log_meldcode_is_own_side",
                violation_error_message="Wat onder de meldcode valt, is alleen voor de eigen kant.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"

    @property
    def role_label(self) -> str:
        """The role in which it was written, as people call it."""
        return label_of(self.role)


class TeamTime(TeamRow):
    """Time of a team member without a child: consultation, prevention, meeting, training. Minutes.

    What was written when a meeting was held names it: a training that is corrected takes its time along.
    """

    on = models.DateField("datum")
    kind = models.CharField("soort", max_length=12, choices=TeamTimeKind.choices)
    minutes = models.PositiveIntegerField("minuten")
    note = models.CharField("waarover (geen namen)", max_length=300, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField("rol", max_length=20)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    meeting = models.ForeignKey(
        "cases.Meeting", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("on", "kind", "minutes", "note", "author", "role", "recorded_at", "meeting"), SAFE
    )

    class Meta:
        verbose_name = "tijd zonder leerling"
        verbose_name_plural = "tijd zonder leerling"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__range=(1, 720)),
                name="team_time_minutes_of_a_day",
                violation_error_message="Vul 1 tot en met 720 minuten in.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
