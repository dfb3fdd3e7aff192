"""Education-care arrangements (onderwijs-zorgarrangement): the offer, its capacity and its price per place [004]."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from schools.models.locations import SchoolLocation
from schools.models.organisations import Organisation
from shell.keys import Keyed


class Arrangement(Organisation):
    """For example the Fase 2 klas of De Ambelt. What changes over time is in `ArrangementTerms`."""

    code = models.CharField("code", max_length=60, unique=True)

    class Meta(Organisation.Meta):
        verbose_name = "onderwijs-zorgarrangement"
        verbose_name_plural = "onderwijs-zorgarrangementen"


class ArrangementTerms(Keyed):
    """Where an arrangement is, how many places at once, and euros per place per school year, over a half open period."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="terms")
    period = DateRangeField("geldig")
    name = models.CharField("naam", max_length=200, blank=True)
    location = models.ForeignKey(SchoolLocation, on_delete=models.PROTECT, verbose_name="vestiging", null=True)
    capacity = models.PositiveIntegerField("plaatsen", null=True)
    amount_per_place = models.DecimalField("bedrag per plaats", max_digits=12, decimal_places=2, null=True)
    decision = models.CharField("besluit", max_length=500, blank=True)
    intended = models.BooleanField("voorgenomen", default=False)

    class Meta:
        verbose_name = "afspraak over een arrangement"
        verbose_name_plural = "afspraken over arrangementen"
        constraints = [
            ExclusionConstraint(
                name="arrangement_terms_no_overlap",
                expressions=[
                    ("arrangement", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(intended=False),
                violation_error_message="Voor dit arrangement geldt op die dagen al iets anders.",
            ),
            models.CheckConstraint(condition=Q(amount_per_place__gte=0), name="arrangement_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name
