"""Places in an arrangement: who asked, who decided, and what came of it [domain 3.9; 004]. A code for a pupil, never a name."""

import datetime

from django.db import models
from django.db.models import Q

from financing.models.base import Dated, has_days, not_below_zero
from schools.models import Arrangement, Municipality
from shell.keys import Keyed


class Side(models.TextChoices):
    """Who says no to a place; a family may also take its application back."""

    SCHOOL = "school", "de school"
    MUNICIPALITY = "gemeente", "de gemeente"
    FAMILY = "gezin", "het gezin, dat de aanvraag introk"


class Placement(Dated):
    """A place in an arrangement, from the application on. `pupil_code` is the school's code; no case is named here.

    It costs from its first day, once school and municipality have both decided; the municipality's decision is the date of
    the pupil's beschikking [domain 3.9]. One that was refused keeps its reason.
    """

    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, verbose_name="arrangement")
    pupil_code = models.CharField("leerling (code)", max_length=60)
    home = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, blank=True, verbose_name="woongemeente")
    applied_on = models.DateField("aangevraagd op", null=True, blank=True)
    decided_by_school = models.DateField("besluit van de school", null=True, blank=True)
    decided_by_municipality = models.DateField("besluit van de gemeente", null=True, blank=True)
    beschikking = models.CharField("kenmerk van de beschikking", max_length=60, blank=True, default="", db_default="")
    refused_on = models.DateField("afgewezen op", null=True, blank=True)
    refused_by = models.CharField(
        "afgewezen door", max_length=10, choices=Side.choices, blank=True, default="", db_default=""
    )
    refusal = models.CharField("reden van afwijzing", max_length=300, blank=True, default="", db_default="")

    class Meta:
        verbose_name = "plaatsing"
        verbose_name_plural = "plaatsingen"
        constraints = [
            has_days("placement"),
            models.UniqueConstraint("arrangement", "pupil_code", models.F("period__startswith"), name="placement_once"),
            models.CheckConstraint(
                condition=Q(refused_on__isnull=True, refused_by="", refusal="")
                | (Q(refused_on__isnull=False) & ~Q(refused_by="") & ~Q(refusal="")),
                name="placement_refusal_is_whole",
                violation_error_message="Vul in wie de plaats afwijst, wanneer en waarom.",
            ),
            models.CheckConstraint(
                condition=Q(refused_on__isnull=True)
                | Q(decided_by_school__isnull=True)
                | Q(decided_by_municipality__isnull=True),
                name="placement_refused_is_not_placed",
                violation_error_message="Deze leerling is al geplaatst. Beëindig de plaatsing.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.arrangement}/{self.pupil_code}"

    @property
    def is_refused(self) -> bool:
        return self.refused_on is not None

    @property
    def is_placed(self) -> bool:
        """School and municipality have both decided."""
        return self.decided_by_school is not None and self.decided_by_municipality is not None

    @property
    def first(self) -> datetime.date:
        """The first day; that there is one, a constraint holds."""
        day: datetime.date = self.period.lower  # type: ignore[assignment]
        return day

    @property
    def name(self) -> str:
        """Its name in the listing; needs `arrangement`."""
        return f"plaats/{self.arrangement.code}/{self.pupil_code}/{self.first.isoformat()}"


class SchoolDays(Keyed):
    """How many days a week the pupil is at school, as seen on a day: the way back over time."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="school_days")
    on = models.DateField("gemeten op")
    days = models.DecimalField("dagen per week op school", max_digits=2, decimal_places=1)

    class Meta:
        verbose_name = "dagen op school"
        verbose_name_plural = "dagen op school"
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "on"],
                name="school_days_once",
                violation_error_message="Voor deze dag is al ingevuld hoeveel dagen de leerling naar school gaat.",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=0, days__lte=5),
                name="school_days_of_a_week",
                violation_error_message="Een schoolweek heeft 0 tot en met 5 dagen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days}"


class SubjectProgress(Keyed):
    """How many months of learning a pupil moved on in one subject in a school year; 10 is the norm [004]."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="progress")
    school_year = models.IntegerField("schooljaar")
    subject = models.CharField("vak", max_length=60)
    months = models.DecimalField("maanden vooruit", max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = "leerwinst"
        verbose_name_plural = "leerwinst"
        ordering = ["school_year", "subject"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "school_year", "subject"],
                name="progress_once",
                violation_error_message="Voor dit vak is in dit schooljaar al leerwinst ingevuld.",
            ),
            not_below_zero("progress", "months"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.months}"


class PlacementResult(Keyed):
    """What came of a placement: marks, where the pupil went on to, and the care that it replaced with its cost a year."""

    class Onward(models.TextChoices):
        FULL = "volledig", "volledig naar SO of SBO"
        OTHER = "anders", "naar een andere plek"
        STAYS = "blijft", "blijft nog in het arrangement"

    placement = models.OneToOneField(Placement, on_delete=models.CASCADE, related_name="result")
    mark_pupil = models.DecimalField("cijfer van de leerling", max_digits=3, decimal_places=1, null=True, blank=True)
    mark_parents = models.DecimalField("cijfer van de ouders", max_digits=3, decimal_places=1, null=True, blank=True)
    onward = models.CharField("uitstroom", max_length=10, choices=Onward.choices, blank=True)
    replaced_care = models.CharField("jeugdhulp die niet nodig was", max_length=200, blank=True)
    replaced_cost = models.DecimalField(
        "wat die zou hebben gekost", max_digits=12, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = "opbrengst van een plaatsing"
        verbose_name_plural = "opbrengsten van plaatsingen"
        constraints = [
            models.CheckConstraint(
                condition=(Q(mark_pupil__isnull=True) | Q(mark_pupil__gte=1, mark_pupil__lte=10))
                & (Q(mark_parents__isnull=True) | Q(mark_parents__gte=1, mark_parents__lte=10)),
                name="placement_result_marks",
                violation_error_message="Een cijfer is 1 tot en met 10.",
            ),
            not_below_zero("placement_result", "replaced_cost"),
        ]

    def __str__(self) -> str:
        return self.get_onward_display()
