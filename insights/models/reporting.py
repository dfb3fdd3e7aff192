"""What people add to figures: how parents, youths and professionals read them, the quarterly talk, and what the controller
released about an arrangement. Never a child [domain 5; 001 §2, §5, §6]."""

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from insights.enums import PeriodKind, Released, Voice
from insights.periods import Period
from schools.models import Arrangement, NeighbourhoodTeam, SchoolLocation
from shell.keys import Keyed

MOST_LETTERS = 1200


class Written(Keyed):
    """By whom and when it was last written; the log of changing keeps what stood there before."""

    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_by_name = models.CharField("geschreven door", max_length=120)
    written_at = models.DateTimeField("geschreven op")
    version = models.PositiveIntegerField("versie", default=1, validators=[MinValueValidator(1)])

    class Meta:
        abstract = True


def first_of_quarter(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(quarter__day=1, quarter__month__in=(1, 4, 7, 10)),
        name=f"{name}_of_a_quarter",
        violation_error_message="Kies een kwartaal.",
    )


def says_something(name: str, *fields: str) -> models.CheckConstraint:
    filled: Any = Q()
    for field in fields:
        filled &= ~Q(**{field: ""})
    return models.CheckConstraint(
        condition=filled, name=f"{name}_says_something", violation_error_message="Vul iets in."
    )


class Remark(Written):
    """*Duiding*: how one group reads one figure of a quarter of the city. `figure` is a code of `insights.definitions`."""

    quarter = models.DateField("kwartaal")
    figure = models.CharField("cijfer", max_length=20)
    voice = models.CharField("van wie", max_length=13, choices=Voice.choices)
    text = models.TextField("duiding", max_length=MOST_LETTERS)

    class Meta:
        verbose_name = "duiding"
        verbose_name_plural = "duidingen"
        constraints = [
            models.UniqueConstraint(
                fields=["quarter", "figure", "voice"],
                name="remark_once",
                violation_error_message="Bij dit cijfer staat al een duiding van deze groep.",
            ),
            first_of_quarter("remark"),
            says_something("remark", "text"),
        ]

    def __str__(self) -> str:
        return f"{self.period.label}, {self.figure}"

    @property
    def period(self) -> Period:
        return Period(self.quarter, PeriodKind.QUARTER)


class QuarterTalk(Written):
    """*Kwartaalgesprek*: a talk in the city or a wijk about one question. Who took part is told in groups, without names of
    parents and youths."""

    quarter = models.DateField("kwartaal")
    on = models.DateField("datum")
    neighbourhood_team = models.ForeignKey(
        NeighbourhoodTeam, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="wijkteam"
    )
    theme = models.CharField("thema", max_length=120)
    question = models.CharField("vraag", max_length=300)
    participants = models.TextField("wie deden mee", max_length=MOST_LETTERS)
    lessons = models.TextField("lessen", max_length=3 * MOST_LETTERS, blank=True)

    class Meta:
        verbose_name = "kwartaalgesprek"
        verbose_name_plural = "kwartaalgesprekken"
        constraints = [
            first_of_quarter("talk"),
            says_something("talk", "theme", "question", "participants"),
        ]
        indexes = [models.Index(fields=["-on", "-id"], name="talk_newest_first")]

    def __str__(self) -> str:
        return self.theme

    @property
    def period(self) -> Period:
        return Period(self.quarter, PeriodKind.QUARTER)


class Release(Keyed):
    """A figure about fewer pupils than the threshold that the controller released, with the reason [domain 5]: of an
    arrangement, or of a school. What was released stays in the register; a mistake is withdrawn and released anew."""

    arrangement = models.ForeignKey(
        Arrangement, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="arrangement"
    )
    location = models.ForeignKey(
        SchoolLocation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="school"
    )
    school_year = models.IntegerField("schooljaar")
    what = models.CharField("cijfer", max_length=12, choices=Released.choices)
    value = models.DecimalField("waarde", max_digits=12, decimal_places=2)
    reason = models.TextField("reden", max_length=MOST_LETTERS)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_by_name = models.CharField("vrijgegeven door", max_length=120)
    released_at = models.DateTimeField("vrijgegeven op")
    withdrawn_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        verbose_name = "vrijgegeven cijfer"
        verbose_name_plural = "vrijgegeven cijfers"
        constraints = [
            models.UniqueConstraint(
                fields=["arrangement", "location", "school_year", "what"],
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="release_once",
                violation_error_message="Dit cijfer is al vrijgegeven. Trek het eerst in.",
            ),
            models.CheckConstraint(
                condition=Q(arrangement__isnull=True) ^ Q(location__isnull=True),
                name="release_about_one",
                violation_error_message="Kies een arrangement of een school, niet allebei.",
            ),
            says_something("release", "reason"),
        ]
        indexes = [models.Index(fields=["-released_at", "-id"], name="release_newest_first")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.school_year}"

    @property
    def about(self) -> str:
        """The name of the arrangement or school."""
        one = self.arrangement or self.location
        return one.name if one else ""

    @property
    def next_year(self) -> int:
        """The calendar year in which the school year ends."""
        return self.school_year + 1
