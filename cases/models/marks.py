"""Marks for providers, by the helper and by school or municipality [001 §4]."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.rows import PERSON, SAFE, CaseRow
from schools.models import Provider


class MarkBy(models.TextChoices):
    HELPER = "hulpverlener", "de hulpverlener"
    SCHOOL = "school", "de school"
    MUNICIPALITY = "gemeente", "de gemeente"


class ProviderMark(CaseRow):
    """A mark, 1 to 10, for what a provider did in this case. One per provider and side; a missing one has a reason."""

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+", verbose_name="aanbieder")
    by = models.CharField("cijfer van", max_length=12, choices=MarkBy.choices)
    mark = models.PositiveSmallIntegerField("cijfer", null=True, blank=True)
    no_mark_reason = models.CharField("waarom geen cijfer", max_length=200, blank=True)
    note = models.CharField("toelichting", max_length=500, blank=True)
    on = models.DateField("gegeven op")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("provider", "by", "mark", "on"), SAFE),
        **dict.fromkeys(("no_mark_reason", "note", "author"), PERSON),
    }

    class Meta:
        verbose_name = "cijfer voor een aanbieder"
        verbose_name_plural = "cijfers voor aanbieders"
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "provider", "by"],
                name="provider_mark_once",
                violation_error_message="Deze aanbieder heeft hier al een cijfer van deze kant.",
            ),
            models.CheckConstraint(
                condition=Q(mark=None) | Q(mark__range=(1, 10)),
                name="provider_mark_1_to_10",
                violation_error_message="Een cijfer is 1 tot en met 10.",
            ),
            models.CheckConstraint(
                condition=Q(mark__isnull=False, no_mark_reason="") | (Q(mark__isnull=True) & ~Q(no_mark_reason="")),
                name="provider_mark_or_reason",
                violation_error_message="Geef een cijfer, of zeg waarom er geen cijfer is.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id}: {self.mark}"
