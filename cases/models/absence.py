"""Absence (verzuim): spells with kind and hours, from the school's administration or by hand [domain 2.9]."""

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from cases.enums import Keeper
from cases.models.pupils import Pupil
from cases.models.rows import SAFE, TeamRow


class AbsenceKind(models.TextChoices):
    """Kinds as schools report them to DUO [codes.md, "Verzuim"]."""

    UNAUTHORISED = "ongeoorloofd", "ongeoorloofd"
    LUXURY = "luxe", "luxeverzuim"
    LATE = "te_laat", "te laat"
    ABSOLUTE = "absoluut", "absoluut verzuim: niet ingeschreven"
    SICK = "ziek", "ziek"
    AUTHORISED = "geoorloofd", "geoorloofd (verlof)"
    EXEMPT_5A = "5a", "vrijstelling 5 onder a"
    EXEMPT_5B = "5b", "vrijstelling 5 onder b"
    EXEMPT_5C = "5c", "vrijstelling 5 onder c"


K = AbsenceKind
#: Kinds with a valid reason: they count for no rule. The others do [domain 2.9].
VALID = (K.SICK, K.AUTHORISED, K.EXEMPT_5A, K.EXEMPT_5B, K.EXEMPT_5C)
WITHOUT_REASON = tuple(kind for kind in K if kind not in VALID)


class Absence(TeamRow):
    """A spell: from `first_on` up to and including `last_on` (null: it still lasts). `hours` of lessons, for the whole spell.

    A spell by hand may leave `hours` out: then it counts for long absence alone. One pupil, kind and first day is one
    spell: reading the same file twice changes nothing.
    """

    class Source(models.TextChoices):
        IMPORT = "import", "schooladministratie"
        HAND = "hand", "door het team"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="absences", verbose_name="leerling")
    kind = models.CharField("soort", max_length=14, choices=AbsenceKind.choices)
    first_on = models.DateField("eerste dag")
    last_on = models.DateField("laatste dag", null=True, blank=True)
    hours = models.DecimalField("uren", max_digits=6, decimal_places=2, null=True, blank=True)
    source = models.CharField("van", max_length=6, choices=Source.choices)
    keeper = models.CharField("houder", max_length=10, choices=Keeper.choices, default=Keeper.SCHOOL)
    recorded_on = models.DateField("vastgelegd op")
    version = models.PositiveIntegerField(default=1, editable=False)

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("pupil", "kind", "first_on", "last_on", "hours", "source", "keeper", "recorded_on", "version"), SAFE
    )

    class Meta:
        verbose_name = "verzuim"
        verbose_name_plural = "verzuim"
        ordering = ["-first_on", "-id"]
        indexes = [
            models.Index(fields=["pupil", "-first_on"], name="absence_of_pupil"),
            models.Index(fields=["team", "-first_on", "-id"], name="absence_of_team"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "kind", "first_on"],
                name="absence_once",
                violation_error_message="Dit verzuim staat er al, met deze soort en eerste dag.",
            ),
            models.CheckConstraint(
                condition=Q(last_on=None) | Q(last_on__gte=F("first_on")),
                name="absence_days_in_order",
                violation_error_message="De laatste dag ligt niet voor de eerste.",
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gt=0, hours__lte=2000),
                name="absence_hours",
                violation_error_message="Vul meer dan 0 en ten hoogste 2000 uren in.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} vanaf {self.first_on}"

    @property
    def is_valid(self) -> bool:
        """Whether there is a valid reason."""
        return self.kind in VALID

    def days(self, today: datetime.date) -> int:
        """Calendar days up to and including `today` or the last day."""
        return (min(self.last_on or today, today) - self.first_on).days + 1
