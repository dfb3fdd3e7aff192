"""Which releases of DUO's registers were taken in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from schools.enums import Register
from shell.keys import Keyed


class RegisterRelease(Keyed):
    """A release (uitgave) of a register that was imported, with what it covers.

    It speaks for the locations of its register in `municipalities` (CBS codes), or everywhere when `whole_country`: there
    a location that it does not name has disappeared. It says nothing about the rest [docs/decisions/0411].
    """

    register = models.CharField("register", max_length=7, choices=Register.choices)
    released_on = models.DateField("uitgave van")
    whole_country = models.BooleanField("heel Nederland", default=False)
    municipalities = ArrayField(models.CharField(max_length=6), verbose_name="gemeenten", default=list)
    rows = models.PositiveIntegerField("vestigingen in het bestand")
    imported_at = models.DateTimeField("ingelezen op", default=timezone.now)

    class Meta:
        verbose_name = "ingelezen uitgave van een DUO-register"
        verbose_name_plural = "ingelezen uitgaven van DUO-registers"
        ordering = ["-released_on", "-imported_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(whole_country=True) | Q(municipalities__len__gt=0), name="release_covers_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_register_display()} {self.released_on}"
