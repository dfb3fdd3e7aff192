"""The assumptions of value cases as everybody with figures may see them. Kept by the worker [domain 3.12, 5]."""

from django.db import models
from django.db.models import Q


class ValueLine(models.Model):
    """Care of one kind at a location or in an arrangement, in a school year: pupils before the start and now, rounded and only
    from the threshold on (None: fewer), and euros for each a year.

    Of an arrangement with fewer pupils than the threshold in that year nobody sees a number of pupils at all.
    """

    school_year = models.IntegerField()
    location = models.CharField(max_length=6, blank=True)
    arrangement = models.CharField(max_length=60, blank=True)
    care = models.CharField(max_length=120)
    baseline = models.PositiveIntegerField(null=True)
    now = models.PositiveIntegerField(null=True)
    unit_price = models.DecimalField(max_digits=12, decimal_places=2)
    source = models.CharField(max_length=300)

    class Meta:
        verbose_name = "aanname bij een businesscase"
        verbose_name_plural = "aannames bij businesscases"
        constraints = [
            models.CheckConstraint(condition=Q(location="") ^ Q(arrangement=""), name="value_line_about_one"),
        ]

    def __str__(self) -> str:
        return f"{self.care} {self.school_year}"
