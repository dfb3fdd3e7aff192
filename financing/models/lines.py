"""What the worker computes: budget lines per month, commitment and payer; and what was closed [domain 3.11]."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from financing.models.base import ROLE_CHOICES, SECTOR_CHOICES
from schools.models import NeighbourhoodTeam, SchoolBoard, SchoolLocation
from shell.keys import Keyed


class BudgetLine(models.Model):
    """What one payer pays of one commitment in one month: whole cents, as on the day of the last run.

    Lines of an open month are replaced as a whole; those of a closed month stay for ever. Board, wijkteam, role and
    sector are those of the commitment's place on the first of the month, for grouping; the payer says who pays.
    """

    id = models.BigAutoField(primary_key=True)
    month = models.DateField("maand")
    name = models.CharField("verplichting", max_length=400)
    payer = models.CharField("betaler", max_length=80)
    budget = models.BigIntegerField("begroot (cent)")
    realised = models.BigIntegerField("gerealiseerd (cent)")
    forecast = models.BigIntegerField("prognose (cent)")
    kind = models.CharField("soort", max_length=12)
    role = models.CharField("rol", max_length=20, choices=ROLE_CHOICES, blank=True)
    sector = models.CharField("sector", max_length=3, choices=SECTOR_CHOICES, blank=True)
    arrangement = models.CharField("arrangement", max_length=60, blank=True)
    location = models.ForeignKey(SchoolLocation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    board = models.ForeignKey(SchoolBoard, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    neighbourhood_team = models.ForeignKey(
        NeighbourhoodTeam, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed = models.BooleanField("afgesloten", default=False)

    class Meta:
        verbose_name = "begrotingsregel"
        verbose_name_plural = "begrotingsregels"
        constraints = [models.UniqueConstraint(fields=["month", "name", "payer"], name="budget_line_once")]
        indexes = [models.Index(fields=["payer", "month"], name="budget_line_by_payer")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.name} {self.payer}"


class ClosedMonth(Keyed):
    """A month that the controller closed, or that the first closing took with it."""

    month = models.DateField("maand", unique=True)
    closed_at = models.DateTimeField("afgesloten op", default=timezone.now)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_by_name = models.CharField("afgesloten door", max_length=120, blank=True)

    class Meta:
        verbose_name = "afgesloten maand"
        verbose_name_plural = "afgesloten maanden"
        ordering = ["month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class BudgetRun(models.Model):
    """The last time that the lines were computed: at what moment, and as on which day. One row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    reference_day = models.DateField("stand op")
    computed_at = models.DateTimeField("berekend op")
    first_month = models.DateField(null=True)
    last_month = models.DateField(null=True)

    class Meta:
        verbose_name = "berekening"
        verbose_name_plural = "berekeningen"

    def __str__(self) -> str:
        return f"stand op {self.reference_day}"


class StaleBudget(models.Model):
    """What must be computed again: the commitments of a location, or everything (location empty). Written by triggers."""

    id = models.BigAutoField(primary_key=True)
    location_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = "bij te werken begroting"
        verbose_name_plural = "bij te werken begrotingen"

    def __str__(self) -> str:
        return str(self.location_id)
