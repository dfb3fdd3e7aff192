"""What the worker sums up from casework for the money side: minutes and days of a team, never a child [domain 3.4, 3.7]."""

from django.db import models

from financing.models.base import ROLE_CHOICES
from schools.models import Municipality, NeighbourhoodTeam, SchoolLocation, SupportTeam


class WorkedHours(models.Model):
    """Minutes of a role at a location in a month, as logged in cases or entered in their place. Replaced by the worker."""

    id = models.BigAutoField(primary_key=True)
    month = models.DateField("maand")
    location = models.ForeignKey(SchoolLocation, on_delete=models.CASCADE, related_name="+", verbose_name="vestiging")
    neighbourhood_team = models.ForeignKey(NeighbourhoodTeam, on_delete=models.CASCADE, null=True, related_name="+")
    role = models.CharField("rol", max_length=20, choices=ROLE_CHOICES)
    minutes = models.BigIntegerField("minuten")

    class Meta:
        verbose_name = "gewerkte uren"
        verbose_name_plural = "gewerkte uren"
        constraints = [models.UniqueConstraint(fields=["month", "location", "role"], name="worked_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.role} {self.minutes}"


class Cooperation(models.Model):
    """The condition of a team in a school year: complete days, meetings of the whole core, trainings [domain 3.4]."""

    id = models.BigAutoField(primary_key=True)
    team = models.ForeignKey(SupportTeam, on_delete=models.CASCADE, related_name="+", verbose_name="ondersteuningsteam")
    school_year = models.IntegerField("schooljaar")
    complete_days = models.IntegerField("dagen compleet")
    school_days = models.IntegerField("schooldagen")
    meetings = models.IntegerField("overleggen van het hele kernteam")
    meetings_expected = models.IntegerField("overleggen volgens de afspraak")
    trainings = models.IntegerField("gezamenlijke trainingen")
    trainings_expected = models.IntegerField("trainingen volgens de afspraak")

    class Meta:
        verbose_name = "samenwerking"
        verbose_name_plural = "samenwerking"
        constraints = [models.UniqueConstraint(fields=["team", "school_year"], name="cooperation_once")]

    def __str__(self) -> str:
        return f"{self.school_year}-{self.school_year + 1}"


class CasesByHome(models.Model):
    """Pupils of VO with a question in a school year, per woongemeente and (home empty) together; rounded, and only from 8 on.

    The exact count never leaves the query of the worker. It is made once, a month after the year ended, so that the answers of
    two days cannot be subtracted [domain 3.8, 5].
    """

    id = models.BigAutoField(primary_key=True)
    school_year = models.IntegerField("schooljaar")
    home = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, null=True, related_name="+", verbose_name="woongemeente"
    )
    pupils = models.IntegerField("leerlingen met een vraag, afgerond")

    class Meta:
        verbose_name = "leerlingen met een vraag"
        verbose_name_plural = "leerlingen met een vraag"
        constraints = [
            models.UniqueConstraint(fields=["school_year", "home"], name="cases_by_home_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.school_year}-{self.school_year + 1}"
