"""The population budget of a proeftuin area: what all parties put in, and the path along which it shrinks [domain 3.10]."""

from django.db import models
from django.db.models import Q

from financing.models.base import not_below_zero
from financing.models.sharing import FundingSource
from shell.keys import Keyed


class PopulationBudget(Keyed):
    """One budget for an area, in which parties do not bill each other.

    The path itself is a source of cover for each year (`FundingSource`): those maxima count, and nothing else.
    """

    payer = models.CharField("betaler", max_length=80)
    name = models.CharField("naam", max_length=300)
    area = models.CharField("gebied", max_length=300)
    first_year = models.IntegerField("eerste jaar")
    decision = models.CharField("besluit", max_length=500)

    class Meta:
        verbose_name = "populatiebudget"
        verbose_name_plural = "populatiebudgetten"
        ordering = ["-first_year", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["payer", "name"],
                name="population_once",
                violation_error_message="Deze betaler heeft al een populatiebudget met deze naam.",
            ),
            models.CheckConstraint(
                condition=~Q(decision=""),
                name="population_has_decision",
                violation_error_message="Vul het besluit in waarop het populatiebudget rust.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PopulationShare(Keyed):
    """What one party puts in a year at the start, in euros."""

    budget = models.ForeignKey(PopulationBudget, on_delete=models.CASCADE, related_name="shares")
    party = models.CharField("partij", max_length=80)
    amount = models.DecimalField("inleg per jaar", max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = "inleg in een populatiebudget"
        verbose_name_plural = "inleg in populatiebudgetten"
        ordering = ["-amount", "party"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "party"],
                name="population_share_once",
                violation_error_message="Elke partij staat er één keer in.",
            ),
            not_below_zero("population_share", "amount"),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.amount}"


class PopulationYear(Keyed):
    """A year of the path: the source whose maximum is that year's step."""

    budget = models.ForeignKey(PopulationBudget, on_delete=models.CASCADE, related_name="years")
    source = models.OneToOneField(FundingSource, on_delete=models.CASCADE, related_name="population")

    class Meta:
        verbose_name = "jaar van een populatiebudget"
        verbose_name_plural = "jaren van populatiebudgetten"

    def __str__(self) -> str:
        return str(self.source_id)
