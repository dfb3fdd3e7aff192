"""Pupils. A pupil belongs to one team; elsewhere the same child is another row, met only by the blind match."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat

from cases.models.rows import PERSON, SAFE, TeamRow
from schools.models import Municipality


class Plain(Func):
    """Lower case without accents, as `app.plain` makes it: immutable, so that a stored column may use it."""

    function = "app.plain"
    output_field = models.TextField()


class Pupil(TeamRow):
    """A child at a school with a support team. No BSN is kept; age is computed, never stored.

    `match_key` is a keyed hash of name and birth date: equal for the same child at another team, and telling nothing else.
    """

    given_name = models.CharField("voornaam", max_length=80)
    infix = models.CharField("tussenvoegsel", max_length=20, blank=True)
    family_name = models.CharField("achternaam", max_length=80)
    birth_date = models.DateField("geboortedatum")
    group = models.CharField("groep of klas", max_length=20, blank=True)
    match_key = models.CharField(max_length=64, editable=False, db_index=True)
    name_key = models.GeneratedField(
        expression=Plain(Concat(F("given_name"), Value(" "), F("infix"), Value(" "), F("family_name"))),
        output_field=models.TextField(),
        db_persist=True,
    )
    left_on = models.DateField("van school op", null=True, blank=True)
    start_qualification_on = models.DateField("startkwalificatie op", null=True, blank=True)
    created_on = models.DateField("toegevoegd op")
    version = models.PositiveIntegerField(default=1, editable=False)

    PRIVACY: ClassVar[dict[str, str]] = {
        "given_name": PERSON,
        "infix": PERSON,
        "family_name": PERSON,
        "birth_date": PERSON,
        "group": PERSON,
        "match_key": PERSON,
        "name_key": PERSON,
        "left_on": SAFE,
        "start_qualification_on": SAFE,
        "created_on": SAFE,
        "version": SAFE,
    }

    class Meta:
        verbose_name = "leerling"
        verbose_name_plural = "leerlingen"
        ordering = ["family_name", "given_name"]
        constraints = [
            models.UniqueConstraint(fields=["id", "team"], name="pupil_with_team"),
            models.UniqueConstraint(
                fields=["team", "match_key"],
                name="pupil_once_per_team",
                violation_error_message="Dit kind staat al bij dit team.",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gt=F("birth_date")),
                name="pupil_left_after_birth",
                violation_error_message="Het kind ging niet van school voordat het geboren was.",
            ),
            models.CheckConstraint(
                condition=Q(start_qualification_on__isnull=True) | Q(start_qualification_on__gt=F("birth_date")),
                name="pupil_qualified_after_birth",
                violation_error_message="De startkwalificatie ligt niet voor de geboortedatum.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.given_name, self.infix, self.family_name) if part)


class Residence(TeamRow):
    """The woongemeente of a pupil, from a day: it is responsible for youth care [Jeugdwet 1.1]."""

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="residences", verbose_name="leerling")
    home = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", verbose_name="woongemeente")
    period = DateRangeField("van en tot")

    PRIVACY: ClassVar[dict[str, str]] = {"pupil": SAFE, "home": PERSON, "period": PERSON}

    class Meta:
        verbose_name = "woongemeente"
        verbose_name_plural = "woongemeenten"
        constraints = [
            ExclusionConstraint(
                name="residence_no_overlap",
                expressions=[("pupil", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Op die dagen is al een woongemeente bekend.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.home} {self.period}"
