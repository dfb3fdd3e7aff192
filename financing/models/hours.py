"""Hours of the wijkteams: a figure of their own, never turned into money [domain 3.7]."""

from django.conf import settings
from django.db import models

from financing.models.base import ROLE_CHOICES, Dated, apart, has_days, not_below_zero
from schools.models import NeighbourhoodTeam, SchoolLocation
from shell.exact import ExactField
from shell.keys import Keyed


class HoursNorm(Dated):
    """Hours a week of a role for each PO location."""

    role = models.CharField("rol", max_length=20, choices=ROLE_CHOICES)
    hours = ExactField("uren per week")

    class Meta:
        verbose_name = "norm"
        verbose_name_plural = "normen"
        constraints = [has_days("norm"), apart("norm", "role"), not_below_zero("norm", "hours")]

    def __str__(self) -> str:
        return f"{self.role} {self.hours.normalize():f}"


class HoursAgreement(Dated):
    """How many hours a week a wijkteam gives a location."""

    neighbourhood_team = models.ForeignKey(NeighbourhoodTeam, on_delete=models.PROTECT, verbose_name="wijkteam")
    location = models.ForeignKey(SchoolLocation, on_delete=models.PROTECT, verbose_name="vestiging")
    hours = ExactField("uren per week")

    class Meta:
        verbose_name = "werkafspraak"
        verbose_name_plural = "werkafspraken"
        constraints = [
            has_days("agreement"),
            apart("agreement", "neighbourhood_team", "location"),
            not_below_zero("agreement", "hours"),
        ]

    def __str__(self) -> str:
        return f"{self.location}: {self.hours.normalize():f}"


class LoggedHours(Keyed):
    """Minutes of work on a day that do not come from the cases; they take the place of what was logged there."""

    on = models.DateField("datum")
    location = models.ForeignKey(SchoolLocation, on_delete=models.PROTECT, verbose_name="vestiging")
    role = models.CharField("rol", max_length=20, choices=ROLE_CHOICES)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    minutes = models.IntegerField("minuten")

    class Meta:
        verbose_name = "ingevoerde uren"
        verbose_name_plural = "ingevoerde uren"
        constraints = [
            models.UniqueConstraint(fields=["on", "location", "role", "person"], name="logged_once"),
            not_below_zero("logged", "minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.minutes}"
