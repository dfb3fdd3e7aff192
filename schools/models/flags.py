"""Flags (signaleringen): what needs a person. One shape; teams here, cases and money in the rooms above."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from schools.enums import FlagLevel
from schools.models.teams import SupportTeam
from shell.keys import Keyed


class Flag(Keyed):
    """At most one open flag per rule and subject. Says since when, why, and who has seen it; the worker sets and clears.

    What a user can do about it stands with the rule, not in the row.
    """

    rule = models.CharField(max_length=30)
    level = models.CharField(max_length=10, choices=FlagLevel.choices, default=FlagLevel.WARN)
    since = models.DateField("sinds")
    why = models.CharField("waarom", max_length=300)
    cleared_on = models.DateField("opgelost op", null=True, blank=True)
    seen_by = ArrayField(models.UUIDField(), default=list)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.rule} sinds {self.since}"

    @property
    def tone(self) -> str:
        """How a badge draws this level."""
        return {"note": "info", "warn": "warning", "urgent": "urgent"}[self.level]


class TeamFlag(Flag):
    """A flag about a support team: `team_incomplete`, `cooperation` [domain 4]."""

    team = models.ForeignKey(SupportTeam, on_delete=models.CASCADE, related_name="flags")

    class Meta:
        verbose_name = "signalering over een team"
        verbose_name_plural = "signaleringen over teams"
        constraints = [
            models.UniqueConstraint(
                fields=["team", "rule"], condition=Q(cleared_on__isnull=True), name="team_flag_open_once"
            )
        ]
