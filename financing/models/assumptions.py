"""What the controller assumes: pupils per woongemeente, and care that was or was not needed [domain 3.8, 3.12]."""

from django.db import models
from django.db.models import Q

from financing.models.base import not_below_zero
from schools.models import Arrangement, Municipality, SchoolLocation
from shell.keys import Keyed


class Enrolment(Keyed):
    """How many pupils of a location live in a municipality, on 1 October of a school year."""

    location = models.ForeignKey(SchoolLocation, on_delete=models.PROTECT, related_name="+", verbose_name="vestiging")
    school_year = models.IntegerField("schooljaar")
    home = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", verbose_name="woongemeente")
    pupils = models.PositiveIntegerField("leerlingen")

    class Meta:
        verbose_name = "leerlingen per woongemeente"
        verbose_name_plural = "leerlingen per woongemeente"
        constraints = [
            models.UniqueConstraint(
                fields=["location", "school_year", "home"],
                name="enrolment_once",
                violation_error_message="Voor deze school en woongemeente is in dit schooljaar al een aantal ingevuld.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pupils}"


class CareAssumption(Keyed):
    """Specialist care at a school or in an arrangement: before the start, now, and euros for each a year.

    `baseline` and `now` are numbers a year; `source` says where they come from, so that whoever reads can weigh them. From
    `ended_on` on it counts no more, and stays to be read. `version` rises with each change.
    """

    location = models.ForeignKey(
        SchoolLocation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="vestiging"
    )
    arrangement = models.ForeignKey(
        Arrangement, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="arrangement"
    )
    school_year = models.IntegerField("schooljaar")
    care = models.CharField("soort jeugdhulp", max_length=120)
    baseline = models.DecimalField("aantal per jaar voor de start", max_digits=8, decimal_places=2)
    now = models.DecimalField("aantal in dit jaar", max_digits=8, decimal_places=2)
    unit_price = models.DecimalField("prijs per jaar", max_digits=12, decimal_places=2)
    source = models.CharField("waar komt dit vandaan", max_length=300)
    ended_on = models.DateField("vervallen op", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField("versie", default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = "aanname"
        verbose_name_plural = "aannames"
        constraints = [
            models.CheckConstraint(
                condition=Q(location__isnull=True) ^ Q(arrangement__isnull=True),
                name="assumption_about_one",
                violation_error_message="Kies een school of een arrangement, niet allebei.",
            ),
            not_below_zero("assumption_before", "baseline"),
            not_below_zero("assumption_now", "now"),
            not_below_zero("assumption_price", "unit_price"),
        ]

    def __str__(self) -> str:
        return self.care
