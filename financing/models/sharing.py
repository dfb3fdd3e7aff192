"""Who pays, and what covers it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from financing.enums import SourceKind
from financing.models.base import ROLE_CHOICES, SECTOR_CHOICES, Dated, Decided, has_days, not_below_zero
from schools.models import SchoolLocation
from shell.exact import ExactField
from shell.keys import Keyed

KIND_CHOICES = [(SourceKind.STRUCTURAL.value, "structureel"), (SourceKind.INCIDENTAL.value, "incidenteel")]


class CostShareRule(Dated, Decided):
    """A verdeelsleutel: an empty field matches everything, a filled one only an equal value [domain 3.3].

    `arrangement` is the code of an arrangement or of a yearly cost. The fractions of its lines add up to exactly 1: a
    constraint trigger looks when the transaction ends.
    """

    code = models.CharField("sleutel", max_length=60, unique=True)
    role = models.CharField("rol", max_length=20, choices=ROLE_CHOICES, blank=True)
    sector = models.CharField("sector", max_length=3, choices=SECTOR_CHOICES, blank=True)
    location = models.ForeignKey(
        SchoolLocation, on_delete=models.PROTECT, null=True, blank=True, verbose_name="vestiging"
    )
    arrangement = models.CharField("arrangement of verplichting", max_length=60, blank=True)

    class Meta:
        verbose_name = "verdeelsleutel"
        verbose_name_plural = "verdeelsleutels"
        constraints = [has_days("share_rule")]

    def __str__(self) -> str:
        return self.code


class CostShareLine(Keyed):
    """One payer of a rule and its fraction, kept as numerator and denominator so that a third is a third."""

    rule = models.ForeignKey(CostShareRule, on_delete=models.CASCADE, related_name="lines")
    order = models.IntegerField("volgorde")
    payer = models.CharField("betaler", max_length=80)
    numerator = ExactField()
    denominator = ExactField()

    class Meta:
        verbose_name = "deel van een verdeelsleutel"
        verbose_name_plural = "delen van verdeelsleutels"
        ordering = ["rule", "order"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "order"], name="share_line_once"),
            models.CheckConstraint(
                condition=models.Q(numerator__gt=0, denominator__gt=0),
                name="share_above_zero",
                violation_error_message="Een deel is groter dan nul.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payer} {self.numerator}/{self.denominator}"


class FundingSource(Keyed, Decided):
    """A source of cover of a payer in a calendar year, in order; an empty scope covers everything [domain 3.6]."""

    payer = models.CharField("betaler", max_length=80)
    year = models.IntegerField("jaar")
    order = models.IntegerField("volgorde")
    name = models.CharField("naam", max_length=300, blank=True)
    kind = models.CharField("soort", max_length=12, choices=KIND_CHOICES)
    maximum = models.DecimalField("maximum", max_digits=14, decimal_places=2)
    scope = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name="voor")

    class Meta:
        verbose_name = "dekkingsbron"
        verbose_name_plural = "dekkingsbronnen"
        ordering = ["payer", "year", "order"]
        constraints = [
            models.UniqueConstraint(fields=["payer", "year", "order"], name="source_once"),
            not_below_zero("source", "maximum"),
        ]

    def __str__(self) -> str:
        return f"{self.payer} {self.year} {self.name}"
