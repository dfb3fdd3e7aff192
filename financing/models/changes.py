"""Why something about money was changed: who, from which day, on which decision, for which reason. Only ever added to."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from shell.keys import Keyed


class MoneyChange(Keyed):
    """One change that the controller made to a rate, a yearly amount, a sharing rule, a source or an assumption.

    The log of changing keeps the columns; this keeps the reason. `was` and `becomes` are what people read.
    """

    class About(models.TextChoices):
        RATE = "tarief", "uurtarief"
        COST = "verplichting", "verplichting"
        RULE = "verdeelsleutel", "verdeelsleutel"
        SOURCE = "dekking", "dekkingsbron"
        ASSUMPTION = "aanname", "aanname"

    at = models.DateTimeField("gewijzigd op", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField("gewijzigd door", max_length=120)
    about = models.CharField("soort", max_length=20, choices=About.choices)
    subject = models.CharField("wat", max_length=400)
    start = models.DateField("vanaf")
    was = models.CharField("was", max_length=500)
    becomes = models.CharField("wordt", max_length=500)
    decision = models.CharField("besluit", max_length=500)
    reason = models.CharField("reden", max_length=500)

    class Meta:
        verbose_name = "wijziging over geld"
        verbose_name_plural = "wijzigingen over geld"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decision="") & ~models.Q(reason=""),
                name="money_change_has_reason",
                violation_error_message="Vul het besluit en de reden in.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.was} → {self.becomes}"
