"""Appointments: the only source of who works where, and of who may do what."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from accounts.roles import ROLE_CHOICES, ROLES, Role, Unit
from schools.enums import DEFAULT_MANDATE, SupportDomain
from schools.models.locations import SchoolLocation
from schools.models.organisations import Employer, Municipality, NeighbourhoodTeam, Partnership, SchoolBoard
from schools.models.teams import SupportTeam
from schools.querysets import AppointmentQuerySet
from shell.exact import ExactField
from shell.keys import Keyed

UNIT_FIELDS = tuple(unit.value for unit in Unit)


def _one_unit() -> Q:
    """A role is held at exactly one thing, of the kind that belongs to the role."""
    condition = Q()
    for unit in Unit:
        roles = [role.code for role in ROLES.values() if role.unit == unit]
        others = {f"{field}__isnull": True for field in UNIT_FIELDS if field != unit.value}
        condition |= Q(role__in=roles, **{f"{unit.value}__isnull": False}, **others)
    return condition


class Appointment(Keyed):
    """This person, in this role, at this team, wijkteam, location, board, SWV or municipality, from a day to a day.

    Rights follow from the appointments in force today and end by themselves. One that came from a workbook counts for
    money and completeness, but opens no file until an administrator other than the person confirms it.
    `hours_per_week` is hours, exact; `period` is half open.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments", verbose_name="persoon"
    )
    role = models.CharField("rol", max_length=20, choices=ROLE_CHOICES)
    team = models.ForeignKey(
        SupportTeam,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name="ondersteuningsteam",
    )
    neighbourhood_team = models.ForeignKey(
        NeighbourhoodTeam, on_delete=models.PROTECT, null=True, blank=True, verbose_name="wijkteam"
    )
    location = models.ForeignKey(
        SchoolLocation, on_delete=models.PROTECT, null=True, blank=True, verbose_name="vestiging"
    )
    board = models.ForeignKey(SchoolBoard, on_delete=models.PROTECT, null=True, blank=True, verbose_name="bestuur")
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, null=True, blank=True, verbose_name="samenwerkingsverband"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, verbose_name="gemeente"
    )
    period = DateRangeField("van en tot")
    hours_per_week = ExactField("uren per week", null=True, blank=True)
    employer = models.ForeignKey(
        Employer, on_delete=models.PROTECT, null=True, blank=True, verbose_name="uitvoerende organisatie"
    )
    mandate = ArrayField(
        models.CharField(max_length=20, choices=SupportDomain.choices),
        null=True,
        blank=True,
        verbose_name="mandaat",
        help_text="Waarvoor iemand zelf ondersteuning mag inzetten. Leeg: wat bij de rol hoort.",
    )
    mandate_limit = models.CharField("grens van het mandaat", max_length=200, blank=True)
    confirmed_at = models.DateTimeField("bevestigd op", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar["models.manager.Manager[Appointment]"] = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "aanstelling"
        verbose_name_plural = "aanstellingen"
        ordering = ["role", "period"]
        indexes = [models.Index(fields=["person", "role"], name="appointment_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=_one_unit(),
                name="appointment_one_unit",
                violation_error_message="Kies precies één plek waar deze rol geldt.",
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False) & Q(period__startswith__isnull=False),
                name="appointment_has_days",
                violation_error_message="Vul een begindatum in die voor de einddatum ligt.",
            ),
            models.CheckConstraint(
                condition=Q(hours_per_week__isnull=True) | Q(hours_per_week__gte=0),
                name="appointment_hours_not_negative",
                violation_error_message="Uren kunnen niet onder nul zijn.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("person")),
                name="appointment_not_confirmed_by_oneself",
                violation_error_message="Iemand anders moet deze aanstelling bevestigen.",
            ),
            ExclusionConstraint(
                name="appointment_no_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce(*UNIT_FIELDS), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Deze persoon heeft deze rol hier op die dagen al.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_declaration.label}"

    @property
    def role_declaration(self) -> Role:
        return ROLES[self.role]

    @property
    def unit(self) -> Any:
        """The team, wijkteam, location, board, SWV or municipality where the role is held."""
        return getattr(self, self.role_declaration.unit.value)

    @property
    def domains(self) -> tuple[str, ...]:
        """What this person may bring in: the mandate given, or that of the role [003 §1.1]."""
        return tuple(self.mandate) if self.mandate is not None else DEFAULT_MANDATE.get(self.role, ())
