"""Escalation (opschaling naar specialistische jeugdhulp): asked by the team, or come in over another route."""

import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from cases.enums import EscalationStatus, ProductCategory, Route, StopReason
from cases.models.rows import PERSON, SAFE, CaseRow
from schools.models import Municipality, Provider

E = EscalationStatus


class Escalation(CaseRow):
    """Specialist youth care for the child of a case [domain 2.7].

    Our route (01): asked by a member with the mandate, decided by `beschikking` of the woongemeente's decider, who never
    requested, led or supported in this case. Of a municipality that nobody decides for in this program the team records the
    decision from its letter (`recorded_by`). Other routes are recorded when they become known. `valid` is the half open
    period of the beschikking.
    """

    status = models.CharField("stand", max_length=10, choices=E.choices)
    route = models.CharField("route", max_length=2, choices=Route.choices)
    home = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", verbose_name="woongemeente")
    requested_on = models.DateField("aangevraagd of bekend op")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="aangevraagd door"
    )
    reason = models.TextField("waarom", max_length=4000)
    urgent = models.BooleanField("spoed: start voor het besluit", default=False)
    decided_on = models.DateField("besloten op", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="besluit vastgelegd door",
    )
    decision_reason = models.TextField("motivering", max_length=4000, blank=True)
    product_category = models.CharField("productcategorie", max_length=2, choices=ProductCategory.choices, blank=True)
    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="aanbieder"
    )
    valid = DateRangeField("beschikking van en tot", null=True, blank=True)  # type: ignore[misc]
    reference = models.CharField("kenmerk van de gemeente", max_length=60, blank=True)
    started_on = models.DateField("gestart op", null=True, blank=True)
    stopped_on = models.DateField("gestopt op", null=True, blank=True)
    stop_reason = models.CharField("reden van stoppen", max_length=2, choices=StopReason.choices, blank=True)

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            (
                "status",
                "route",
                "requested_on",
                "urgent",
                "decided_on",
                "product_category",
                "provider",
                "started_on",
                "stopped_on",
                "stop_reason",
            ),
            SAFE,
        ),
        **dict.fromkeys(
            ("home", "requested_by", "reason", "decided_by", "recorded_by", "decision_reason", "valid", "reference"),
            PERSON,
        ),
    }

    class Meta:
        verbose_name = "opschaling"
        verbose_name_plural = "opschalingen"
        ordering = ["-requested_on", "-id"]
        indexes = [models.Index(fields=["case", "-requested_on"], name="escalation_of_case")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status=E.REQUESTED),
                name="escalation_one_open_request",
                violation_error_message="Er ligt al een aanvraag bij de gemeente.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status__in=[E.GRANTED, E.REFUSED], decided_on__isnull=False)
                    & (
                        Q(decided_by__isnull=False, recorded_by__isnull=True)
                        | (Q(decided_by__isnull=True, recorded_by__isnull=False) & ~Q(reference=""))
                    )
                )
                | (~Q(status__in=[E.GRANTED, E.REFUSED]) & Q(decided_by__isnull=True, recorded_by__isnull=True)),
                name="escalation_decided_by_somebody",
                violation_error_message="Een besluit heeft een datum en een beslisser, of een kenmerk van de gemeente.",
            ),
            models.CheckConstraint(
                condition=~Q(status=E.GRANTED)
                | (~Q(product_category="") & Q(valid__isnull=False, valid__isempty=False, provider__isnull=False)),
                name="escalation_grant_is_complete",
                violation_error_message="Vul productcategorie, aanbieder en de periode van de beschikking in.",
            ),
            models.CheckConstraint(
                condition=~Q(status=E.REFUSED) | ~Q(decision_reason=""),
                name="escalation_refusal_has_reason",
                violation_error_message="Leg uit waarom de aanvraag is afgewezen.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="escalation_decider_is_not_requester",
                violation_error_message="Wie aanvraagt, beslist niet.",
            ),
            models.CheckConstraint(
                condition=Q(route=Route.LOCAL, status__in=[E.REQUESTED, E.GRANTED, E.REFUSED, E.WITHDRAWN])
                | (~Q(route=Route.LOCAL) & Q(status=E.OUTSIDE)),
                name="escalation_route_fits_status",
                violation_error_message="Een andere route kent geen aanvraag van het team.",
            ),
            models.CheckConstraint(
                condition=(Q(decided_on__isnull=True) | Q(decided_on__gte=F("requested_on")))
                & (Q(stopped_on__isnull=True) | (Q(started_on__isnull=False) & Q(stopped_on__gte=F("started_on")))),
                name="escalation_days_in_order",
                violation_error_message="De dagen staan niet in de goede volgorde.",
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True, stop_reason="")
                | (Q(stopped_on__isnull=False) & ~Q(stop_reason="")),
                name="escalation_stop_has_reason",
                violation_error_message="Vul in waarom de ondersteuning is gestopt.",
            ),
        ]

    def __str__(self) -> str:
        return f"opschaling van {self.requested_on:%d-%m-%Y}"

    @property
    def decide_before(self) -> datetime.date:
        """The municipality decides within DECISION_WEEKS [domain 2.7]."""
        return self.requested_on + datetime.timedelta(weeks=settings.DECISION_WEEKS)

    @property
    def object_before(self) -> datetime.date | None:
        """The family may object within OBJECTION_WEEKS of a decision [domain 2.7]."""
        return self.decided_on and self.decided_on + datetime.timedelta(weeks=settings.OBJECTION_WEEKS)

    @property
    def is_running(self) -> bool:
        """Specialist support is granted or came from outside, and has not ended."""
        return self.status in (E.GRANTED, E.OUTSIDE) and self.stopped_on is None
