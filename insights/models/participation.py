"""How many pupils go to which kind of school, as counted on 1 October of a school year [domain 5]."""

from django.db import models

from schools.enums import SchoolType, Sector


class Participation(models.Model):
    """Pupils of one kind of school in the city, rounded; `type` '' is the whole sector. Fewer than the threshold: no row.

    Counted a month after the reference day, and once more a year later (`revision` 2); in between it stands.
    """

    school_year = models.IntegerField()
    sector = models.CharField(max_length=3, choices=Sector.choices)
    type = models.CharField(max_length=3, choices=SchoolType.choices, blank=True)
    pupils = models.PositiveIntegerField()
    revision = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "deelname aan een soort onderwijs"
        verbose_name_plural = "deelname aan soorten onderwijs"
        constraints = [models.UniqueConstraint(fields=["school_year", "sector", "type"], name="participation_once")]

    def __str__(self) -> str:
        return f"{self.school_year} {self.sector} {self.type}"
