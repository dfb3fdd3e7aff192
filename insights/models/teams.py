"""How teams do, live: not about children, so read as they are by whoever may see figures. Kept by the worker."""

from django.db import models


class TeamMonth(models.Model):
    """A team in a month, up to today: on how many of its school days each core role was filled, and how often the whole
    core met and trained together [domain 3.4]. Days on which no core role applies are not counted."""

    team_id = models.UUIDField()
    month = models.DateField()
    school_days = models.IntegerField()
    complete_days = models.IntegerField()
    meetings = models.IntegerField()
    trainings = models.IntegerField()

    class Meta:
        verbose_name = "maand van een team"
        verbose_name_plural = "maanden van teams"
        constraints = [models.UniqueConstraint(fields=["team_id", "month"], name="team_month_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class HoursMonth(models.Model):
    """Hours of JGW's at one location in a month, in minutes: the norm, what the wijkteam agreed, and what was worked
    [domain 3.7]. A school week belongs to the month of its Monday, so that months add up to weekly hours × school weeks.
    Hours are a figure of their own, never turned into money."""

    month = models.DateField()
    neighbourhood_team = models.CharField(max_length=20, blank=True)
    location = models.CharField(max_length=6)
    norm = models.BigIntegerField()
    agreed = models.BigIntegerField()
    worked = models.BigIntegerField()

    class Meta:
        verbose_name = "uren van een maand"
        verbose_name_plural = "uren per maand"
        constraints = [
            models.UniqueConstraint(fields=["month", "neighbourhood_team", "location"], name="hours_month_once")
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.location}"


class StaleTeams(models.Model):
    """News that appointments, core roles, meetings, agreements or worked hours changed."""

    id = models.BigAutoField(primary_key=True)

    class Meta:
        verbose_name = "bij te werken teams"
        verbose_name_plural = "bij te werken teams"

    def __str__(self) -> str:
        return str(self.pk)
