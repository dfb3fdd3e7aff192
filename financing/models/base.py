"""What the facts about money share. Euros have two decimals; hours and weeks are exact."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from accounts.roles import CORE_ROLES, ROLES
from financing.enums import Status
from shell.keys import Keyed

ROLE_CHOICES = [(code, ROLES[code].label) for code in CORE_ROLES]
SECTOR_CHOICES = [("PO", "primair onderwijs"), ("VO", "voortgezet onderwijs")]
STATUS_CHOICES = [(Status.ESTABLISHED.value, "vastgesteld"), (Status.INTENDED.value, "voorgenomen")]


class Dated(Keyed):
    """In force over a half open `period`."""

    period = DateRangeField("van en tot")

    class Meta:
        abstract = True


class Decided(models.Model):
    """Rests on a decision. What is only *voorgenomen* counts in a what-if and nowhere else [003 "Communicatie"]."""

    decision = models.CharField("besluit", max_length=500, blank=True)
    status = models.CharField("status", max_length=12, choices=STATUS_CHOICES, default=Status.ESTABLISHED.value)

    class Meta:
        abstract = True


def has_days(name: str) -> models.CheckConstraint:
    """A period with a first day and at least one day."""
    return models.CheckConstraint(
        condition=Q(period__isempty=False) & Q(period__startswith__isnull=False),
        name=f"{name}_has_days",
        violation_error_message="Vul een begindatum in die voor de einddatum ligt.",
    )


def apart(name: str, *fields: str) -> ExclusionConstraint:
    """Two rows with the same `fields` never hold on the same day."""
    return ExclusionConstraint(
        name=f"{name}_no_overlap",
        expressions=[*((field, RangeOperators.EQUAL) for field in fields), ("period", RangeOperators.OVERLAPS)],
        violation_error_message="Op die dagen geldt hiervoor al iets anders.",
    )


def not_below_zero(name: str, field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__gte": 0}),
        name=f"{name}_not_below_zero",
        violation_error_message="Dit kan niet onder nul zijn.",
    )
