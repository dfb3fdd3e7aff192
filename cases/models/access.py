"""Access beyond the team: to whom, on what basis, from when until when. Part of the same row policies."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from accounts.roles import ROLES, Hat
from cases.enums import AccessScope
from cases.models.rows import SAFE, CaseRow
from schools.models import Municipality

DESK_ROLES = [(role.code, role.label) for role in ROLES.values() if Hat.DESK in role.grants]


class CaseAccess(CaseRow):
    """Lets a person, or a desk (a role at a municipality), into one case. Nobody lets themselves in.

    It rests on a sharing with that party, so on consent or a statutory ground. The database shortens `period` to the day on
    which that consent ends, also when it is withdrawn later, and never lets it be made longer.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="persoon",
    )
    desk_role = models.CharField("loket", max_length=20, choices=DESK_ROLES, blank=True)
    desk_municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gemeente"
    )
    scope = models.CharField("wat", max_length=10, choices=AccessScope.choices)
    may_write = models.BooleanField("mag schrijven", default=False)
    basis = models.CharField("grondslag", max_length=200)
    sharing = models.ForeignKey("cases.Sharing", on_delete=models.PROTECT, related_name="+", verbose_name="deling")
    period = DateRangeField("van en tot")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("person", "desk_role", "desk_municipality", "scope", "may_write", "basis", "sharing", "period", "granted_by"),
        SAFE,
    )

    class Meta:
        verbose_name = "toegang tot een vraag"
        verbose_name_plural = "toegang tot vragen"
        indexes = [
            models.Index(fields=["person"], name="access_of_person"),
            models.Index(fields=["desk_role", "desk_municipality"], name="access_of_desk"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, desk_role="", desk_municipality__isnull=True)
                | (Q(person__isnull=True, desk_municipality__isnull=False) & ~Q(desk_role="")),
                name="access_person_or_desk",
                violation_error_message="Geef toegang aan een persoon of aan een loket.",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="access_has_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.desk_role or self.person_id}: {self.scope}"
