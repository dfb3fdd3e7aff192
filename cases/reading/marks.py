"""Marks for providers that are still to be given when support has ended [001 §4]."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from cases.enums import EscalationStatus, ProductCategory
from cases.models import Case, Escalation, ProviderMark, Support
from cases.models.marks import MarkBy
from schools.models import Provider


@dataclass(frozen=True)
class MarkDue:
    """Help that the desk of who looks granted and that has ended, and that has no mark of the municipality yet.

    It tells nothing about the child: the municipality knows it by its own reference. `pupil` is for the log of looking.
    """

    escalation: UUID
    case: UUID
    team: UUID
    pupil: UUID
    provider: UUID
    provider_name: str
    reference: str
    product_category: str
    decided_on: datetime.date
    started_on: datetime.date
    stopped_on: datetime.date

    @property
    def help(self) -> str:
        return ProductCategory(self.product_category).label


def due_at_the_desk() -> list[MarkDue]:
    """For MARK_WEEKS after the end, the first that ended on top; empty for who holds no desk that decides. One query."""
    with connection.cursor() as cursor:
        cursor.execute("select * from app.marks_to_give(%s)", [settings.MARK_WEEKS])
        return [MarkDue(*row) for row in cursor.fetchall()]


def involved(case: Case) -> QuerySet[Provider]:
    """Providers of support or specialist youth care in this case."""
    return Provider.objects.filter(
        Q(pk__in=Escalation.objects.filter(case=case).values("provider"))
        | Q(pk__in=Support.objects.filter(case=case).values("provider"))
    )


def unmarked(case: Case, side: MarkBy) -> list[Provider]:
    """Providers that really started in this case and have no mark of this side yet, by name. One query."""
    began = Q(
        pk__in=Escalation.objects.filter(
            case=case, started_on__isnull=False, status__in=[EscalationStatus.GRANTED, EscalationStatus.OUTSIDE]
        ).values("provider")
    ) | Q(pk__in=Support.objects.filter(case=case, started_on__isnull=False).values("provider"))
    marked = ProviderMark.objects.filter(case=case, by=side).values("provider")
    return list(Provider.objects.filter(began).exclude(pk__in=marked).order_by("name"))
