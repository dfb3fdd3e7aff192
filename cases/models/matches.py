"""The same child at another team: what both leads learn, and the log of every check [domain 2.1]."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from cases.models.rows import PERSON, SAFE, CaseRow
from schools.models import SupportTeam
from shell.keys import Keyed


class Match(CaseRow):
    """Another team knows this child. Written by the database alone, at both teams at once.

    It tells no more than that, and how to reach the other lead: not what the question there is, nor the child's details.
    """

    other_team = models.ForeignKey(SupportTeam, on_delete=models.PROTECT, related_name="+", verbose_name="ander team")
    other_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="casusregisseur daar"
    )
    on = models.DateField("gezien op")
    told_on = models.DateField("gelezen op", null=True, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {"on": SAFE, "told_on": SAFE, "other_team": PERSON, "other_lead": PERSON}

    class Meta:
        verbose_name = "bekend bij een ander team"
        verbose_name_plural = "bekend bij een ander team"
        ordering = ["-on", "-id"]
        constraints = [models.UniqueConstraint(fields=["case", "other_team"], name="match_once")]

    def __str__(self) -> str:
        return f"ook bekend elders, {self.on}"


class MatchCheck(Keyed):
    """One blind comparison: who caused it, when, and how many teams knew the child. Never changed, and without a name.

    `refused`: the daily number was reached, and nothing was compared.
    """

    at = models.DateTimeField(default=timezone.now)
    on = models.DateField()
    actor = models.UUIDField(null=True)
    case_id = models.UUIDField()
    team_id = models.UUIDField()
    found = models.PositiveSmallIntegerField()
    refused = models.BooleanField(default=False)

    class Meta:
        verbose_name = "blinde vergelijking"
        verbose_name_plural = "blinde vergelijkingen"
        indexes = [models.Index(fields=["actor", "on"], name="match_check_of_actor")]

    def __str__(self) -> str:
        return f"{self.on}: {self.found}"
