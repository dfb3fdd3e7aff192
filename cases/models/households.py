"""Family: guardians with or without gezag, and the household that ties siblings together (één gezin, één plan)."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from cases.models.pupils import Pupil
from cases.models.rows import PERSON, SAFE, TeamRow


class Relation(models.TextChoices):
    """Relatie (COD472, a selection)."""

    PARENT = "10", "ouder"
    GUARDIAN = "11", "voogd"
    FOSTER_PARENT = "13", "pleegouder"
    FAMILY = "18", "gezinslid"
    OTHER = "09", "anders"


class Household(TeamRow):
    """A family as the team knows it. Children of one household are read together."""

    name = models.CharField("naam van het gezin", max_length=100)

    PRIVACY: ClassVar[dict[str, str]] = {"name": PERSON}

    class Meta:
        verbose_name = "gezin"
        verbose_name_plural = "gezinnen"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["id", "team"], name="household_with_team")]

    def __str__(self) -> str:
        return self.name


class HouseholdMember(TeamRow):
    """A pupil in a household, from a day: in one household at a time."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members", verbose_name="gezin")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+", verbose_name="leerling")
    period = DateRangeField("van en tot")

    PRIVACY: ClassVar[dict[str, str]] = {"household": PERSON, "pupil": SAFE, "period": PERSON}

    class Meta:
        verbose_name = "kind in een gezin"
        verbose_name_plural = "kinderen in een gezin"
        constraints = [
            ExclusionConstraint(
                name="household_one_at_a_time",
                expressions=[("pupil", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message="Dit kind hoort op die dagen al bij een gezin.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.period}"


class Guardian(TeamRow):
    """A parent or other carer. Whether they have gezag differs per child and per day: see `Guardianship`."""

    name = models.CharField("naam", max_length=120)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("name", "phone", "email"), PERSON),
        "version": SAFE,
    }

    class Meta:
        verbose_name = "ouder of verzorger"
        verbose_name_plural = "ouders en verzorgers"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["id", "team"], name="guardian_with_team"),
            models.CheckConstraint(
                condition=~Q(name=""), name="guardian_has_name", violation_error_message="Vul de naam in."
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Guardianship(TeamRow):
    """What a guardian is to a pupil, and whether with gezag, over a half open period."""

    guardian = models.ForeignKey(
        Guardian, on_delete=models.PROTECT, related_name="guardianships", verbose_name="ouder of verzorger"
    )
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="guardianships", verbose_name="leerling")
    relation = models.CharField("relatie", max_length=2, choices=Relation.choices)
    gezag = models.BooleanField("heeft gezag")
    period = DateRangeField("van en tot")

    PRIVACY: ClassVar[dict[str, str]] = {
        "guardian": PERSON,
        "pupil": SAFE,
        "relation": PERSON,
        "gezag": PERSON,
        "period": PERSON,
    }

    class Meta:
        verbose_name = "gezag en relatie"
        verbose_name_plural = "gezag en relaties"
        ordering = ["-gezag", "period"]
        constraints = [
            ExclusionConstraint(
                name="guardianship_no_overlap",
                expressions=[
                    ("guardian", RangeOperators.EQUAL),
                    ("pupil", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Deze relatie is op die dagen al vastgelegd.",
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False) & Q(period__startswith__isnull=False),
                name="guardianship_has_days",
                violation_error_message="Vul een begindatum in die voor de einddatum ligt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_relation_display()} {self.period}"
