"""Summary tables. No row here is about a person; still no figures role reads the exact counts of questions.

Each summary has three tables of one shape. *Deltas* are appended by triggers on the tables of cases, in the transaction
of the change. *Counts* is what the worker folds them into. *Remains* is what removed rows still count for: a DELETE is a
removal (no web role may delete), and statistics survive it [domain 2.11]. Counts plus deltas is, always, what a
rebuild from the cases and the remains gives.
"""

from typing import ClassVar

from django.db import models

from insights.enums import Figure
from schools.enums import Sector


class QuestionShape(models.Model):
    """So many questions (or escalations, support, waits, marks, absent pupils) of a team in a month, along the lines that
    figures are split by.

    `theme` is '' for the whole and a code for one theme: a question with two themes counts once in the whole and once
    under each. `home` is the CBS code of the woongemeente on the day of the question ('' when not known), or on the
    reference day. `kind` is how a closed question was handled, the status of an escalation, the domain of support, the
    days of a wait or the mark. `form`: support for one child, a group or a class.
    `in_month` and so on: how many of `n` are the first of their pupil in that month, quarter, year or school year, so
    that their sum over such a period is its number of pupils.
    """

    month = models.DateField()
    team_id = models.UUIDField()
    figure = models.CharField(max_length=16, choices=Figure.choices)
    home = models.CharField(max_length=6, blank=True)
    theme = models.CharField(max_length=14, blank=True)
    approach = models.CharField(max_length=12, blank=True)
    route = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=12, blank=True)
    form = models.CharField(max_length=12, blank=True)
    n = models.IntegerField()
    in_month = models.IntegerField()
    in_quarter = models.IntegerField()
    in_year = models.IntegerField()
    in_school_year = models.IntegerField()

    KEY: ClassVar[tuple[str, ...]] = (
        *("month", "team_id", "figure"),
        *("home", "theme", "approach", "route", "kind", "form"),
    )
    MEASURES: ClassVar[tuple[str, ...]] = ("n", "in_month", "in_quarter", "in_year", "in_school_year")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.figure}"


class QuestionCount(QuestionShape):
    class Meta:
        verbose_name = "telling van vragen"
        verbose_name_plural = "tellingen van vragen"
        constraints = [models.UniqueConstraint(fields=QuestionShape.KEY, name="question_count_once")]
        indexes = [models.Index(fields=["figure", "month"], name="question_count_of_figure")]


class QuestionDelta(QuestionShape):
    class Meta:
        verbose_name = "verandering in tellingen van vragen"
        verbose_name_plural = "veranderingen in tellingen van vragen"


class QuestionRemains(QuestionShape):
    class Meta:
        verbose_name = "telling van verwijderde vragen"
        verbose_name_plural = "tellingen van verwijderde vragen"


class HoursShape(models.Model):
    """Minutes that members of a team logged in a month, per role. `kind` is 'vraag' for contact moments, else the kind
    of work without a child. Hours are a figure of their own, never turned into money [domain 3.7]."""

    month = models.DateField()
    team_id = models.UUIDField()
    role = models.CharField(max_length=20)
    kind = models.CharField(max_length=12)
    minutes = models.BigIntegerField()

    KEY: ClassVar[tuple[str, ...]] = ("month", "team_id", "role", "kind")
    MEASURES: ClassVar[tuple[str, ...]] = ("minutes",)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.role}"


class HoursCount(HoursShape):
    class Meta:
        verbose_name = "telling van uren"
        verbose_name_plural = "tellingen van uren"
        constraints = [models.UniqueConstraint(fields=HoursShape.KEY, name="hours_count_once")]


class HoursDelta(HoursShape):
    class Meta:
        verbose_name = "verandering in tellingen van uren"
        verbose_name_plural = "veranderingen in tellingen van uren"


class HoursRemains(HoursShape):
    class Meta:
        verbose_name = "telling van verwijderde uren"
        verbose_name_plural = "tellingen van verwijderde uren"


class TeamPlace(models.Model):
    """Where a team stands in a month: the codes of its units on the first day of that month on which it has any.

    A move of a school to another board or wijkteam changes rows here, and no count.
    """

    team_id = models.UUIDField()
    month = models.DateField()
    sector = models.CharField(max_length=3, choices=Sector.choices)
    location = models.CharField(max_length=6)
    board = models.CharField(max_length=20)
    neighbourhood_team = models.CharField(max_length=20, blank=True)
    municipality = models.CharField(max_length=6)

    class Meta:
        verbose_name = "plaats van een team"
        verbose_name_plural = "plaatsen van teams"
        constraints = [models.UniqueConstraint(fields=["team_id", "month"], name="team_place_once")]

    def __str__(self) -> str:
        return f"{self.location} {self.month:%Y-%m}"


class StalePlaces(models.Model):
    """News that the map of schools changed: the worker makes `TeamPlace` again."""

    id = models.BigAutoField(primary_key=True)
    team_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = "bij te werken plaats"
        verbose_name_plural = "bij te werken plaatsen"

    def __str__(self) -> str:
        return str(self.team_id)
