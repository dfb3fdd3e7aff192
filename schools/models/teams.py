"""The support team (ondersteuningsteam, OT) of a location and sector, and the core roles that it must have."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from accounts.roles import CORE_ROLES, ROLES
from schools.enums import SchoolType, Sector
from schools.models.locations import SchoolLocation
from schools.models.organisations import Municipality
from schools.querysets import DatedQuerySet
from shell.keys import Keyed

CORE_ROLE_CHOICES = [(code, ROLES[code].label) for code in CORE_ROLES]


class SupportTeam(Keyed):
    """One per school location and sector. `municipality` is the team's own, by which the data could be spread."""

    location = models.ForeignKey(
        SchoolLocation, on_delete=models.PROTECT, related_name="teams", verbose_name="vestiging"
    )
    sector = models.CharField("sector", max_length=3, choices=Sector.choices)
    name = models.CharField("naam", max_length=220)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, verbose_name="gemeente")
    period = DateRangeField("werkt")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "ondersteuningsteam"
        verbose_name_plural = "ondersteuningsteams"
        ordering = ["name", "sector"]
        constraints = [
            models.UniqueConstraint(
                fields=["location", "sector"],
                name="team_once",
                violation_error_message="Deze vestiging heeft voor deze sector al een ondersteuningsteam.",
            ),
            models.UniqueConstraint(fields=["id", "municipality"], name="team_with_municipality"),
        ]

    def __str__(self) -> str:
        return self.name


class CoreRole(Keyed):
    """From when until when a team at a school of this type must have this role [003 §2.1, "Beoogd effect"]."""

    school_type = models.CharField("schooltype", max_length=3, choices=SchoolType.choices)
    role = models.CharField("rol", max_length=20, choices=CORE_ROLE_CHOICES)
    period = DateRangeField("geldig")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "kernrol"
        verbose_name_plural = "kernrollen"
        ordering = ["school_type", "role"]
        constraints = [
            ExclusionConstraint(
                name="core_role_no_overlap",
                expressions=[
                    ("school_type", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Deze kernrol geldt op die dagen al.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_type}: {self.role}"


class StaleTeam(models.Model):
    """A team whose flags must be looked at again: written by triggers, drained by the worker."""

    id = models.BigAutoField(primary_key=True)
    team_id = models.UUIDField()

    class Meta:
        verbose_name = "bij te werken team"
        verbose_name_plural = "bij te werken teams"

    def __str__(self) -> str:
        return str(self.team_id)
