"""Providers of youth care around schools, as published: a school year at a time, counted once [domain 6, "SBO de Brug"]."""

from typing import Any

from django.db import models
from django.db.models import Q

from insights.enums import Level
from insights.models.publications import Publication
from schools.models import Provider

OF_ALL: Any = Q(provider=None)


class ProviderFigure(models.Model):
    """What may be seen of providers at a unit in a school year; what is about fewer pupils than the threshold has no row.

    Without `provider`: how many different ones work for the pupils of the unit. With one at a location: that it works
    there, and no number. With one in the city: its pupils, rounded, and the mean of its marks; either may be withheld.
    """

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="providers")
    level = models.CharField(max_length=20, choices=Level.choices)
    unit = models.CharField(max_length=20, blank=True)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, related_name="+")
    providers = models.PositiveIntegerField(null=True)
    pupils = models.PositiveIntegerField(null=True)
    mark = models.DecimalField(max_digits=3, decimal_places=1, null=True)

    class Meta:
        verbose_name = "cijfer over aanbieders"
        verbose_name_plural = "cijfers over aanbieders"
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "level", "unit", "provider"], name="provider_figure_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=(OF_ALL & Q(providers__gte=1, pupils=None, mark=None)) | (~OF_ALL & Q(providers=None)),
                name="provider_figure_of_all_or_one",
            ),
            models.CheckConstraint(
                condition=Q(level=Level.CITY) | Q(pupils=None, mark=None), name="provider_figure_pupils_of_the_city"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} {self.unit}"
