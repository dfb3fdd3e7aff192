"""What costs money: rates of hours and yearly amounts, and what something really cost [domain 3.1]; places stand in `places`."""

from django.db import models

from financing.books.calendar import Basis
from financing.enums import YearlyKind
from financing.models.base import (
    ROLE_CHOICES,
    SECTOR_CHOICES,
    Dated,
    Decided,
    apart,
    has_days,
    not_below_zero,
)
from schools.models import SchoolLocation
from shell.exact import ExactField
from shell.keys import Keyed

KIND_CHOICES = [(YearlyKind.YEARLY.value, "jaarbedrag"), (YearlyKind.PROGRAMME.value, "programma")]
BASIS_CHOICES = [(Basis.CALENDAR_YEAR.value, "kalenderjaar"), (Basis.SCHOOL_YEAR.value, "schooljaar")]


class HoursRate(Dated):
    """Euros for an hour of a role, and for how many weeks a year (40 when empty)."""

    role = models.CharField("rol", max_length=20, choices=ROLE_CHOICES)
    rate = models.DecimalField("tarief per uur", max_digits=14, decimal_places=2)
    weeks = ExactField("weken per jaar", null=True, blank=True)

    class Meta:
        verbose_name = "uurtarief"
        verbose_name_plural = "uurtarieven"
        constraints = [has_days("rate"), apart("rate", "role"), not_below_zero("rate", "rate")]

    def __str__(self) -> str:
        return f"{self.role} {self.rate}"


class YearlyCost(Dated, Decided):
    """A fixed yearly amount, or that of a programme at a school. `basis`: the year in which it is booked."""

    code = models.CharField("code", max_length=60, unique=True)
    kind = models.CharField("soort", max_length=12, choices=KIND_CHOICES)
    description = models.CharField("omschrijving", max_length=300, blank=True)
    role = models.CharField("rol", max_length=20, choices=ROLE_CHOICES, blank=True)
    sector = models.CharField("sector", max_length=3, choices=SECTOR_CHOICES, blank=True)
    location = models.ForeignKey(
        SchoolLocation, on_delete=models.PROTECT, null=True, blank=True, verbose_name="vestiging"
    )
    amount = models.DecimalField("bedrag per jaar", max_digits=14, decimal_places=2)
    basis = models.CharField("jaarbasis", max_length=12, choices=BASIS_CHOICES)

    class Meta:
        verbose_name = "verplichting"
        verbose_name_plural = "verplichtingen"
        constraints = [
            has_days("yearly"),
            not_below_zero("yearly", "amount"),
            models.CheckConstraint(condition=~models.Q(code__contains="/"), name="yearly_code_without_slash"),
        ]

    def __str__(self) -> str:
        return self.code


class Actual(Keyed):
    """What a commitment, by its name in the listing, really cost in a month: invoice, settlement, salary booking."""

    name = models.CharField("verplichting", max_length=400)
    month = models.DateField("maand")
    amount = models.DecimalField("bedrag", max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = "werkelijk bedrag"
        verbose_name_plural = "werkelijke bedragen"
        constraints = [
            models.UniqueConstraint(fields=["name", "month"], name="actual_once"),
            models.CheckConstraint(condition=models.Q(month__day=1), name="actual_first_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.month:%Y-%m}"
