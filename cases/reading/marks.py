"""Marks for providers that are still to be given when support has ended [001 §4]."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from cases.enums import ProductCategory
from cases.models import Case, Escalation, Support
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
    """Providers whose help really started in this case and that have no mark of this side yet, by name. Two queries."""
    return unmarked_in([case], side).get(case.pk, [])


def unmarked_in(cases: Iterable[Case], side: MarkBy) -> dict[UUID, list[Provider]]:
    """The same for many cases; one without is left out. Two queries at most."""
    with connection.cursor() as cursor:
        cursor.execute(_UNMARKED, {"cases": [case.pk for case in cases], "side": side})
        found = cursor.fetchall()
    providers = Provider.objects.in_bulk({provider for _, provider in found}) if found else {}
    missing: dict[UUID, list[Provider]] = {}
    for case, provider in found:
        missing.setdefault(case, []).append(providers[provider])
    return {case: sorted(some, key=lambda one: one.name) for case, some in missing.items()}


_UNMARKED = """
select began.case_id, began.provider_id from (
  select case_id, provider_id from cases_escalation
  where case_id = any (%(cases)s::uuid[]) and started_on is not null and status in ('granted', 'outside')
  union select case_id, provider_id from cases_support where case_id = any (%(cases)s::uuid[]) and started_on is not null
) began
where began.provider_id is not null and not exists (select from cases_providermark m
  where m.case_id = began.case_id and m.provider_id = began.provider_id and m.by = %(side)s)
"""
