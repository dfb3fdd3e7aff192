"""What was shared, who reads along, and what may stand in a report."""

import datetime
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from cases.enums import ContactKind
from cases.models import Case, CaseAccess, LogEntry, Sharing


def sharings_of(case: Case) -> list[Sharing]:
    """Everything that went to a party outside the team, newest first. One query."""
    return list(
        Sharing.objects.filter(case=case)
        .select_related("party", "ground", "consent")
        .annotate(author_name=F("author__name"))
        .order_by("-on", "-id")
    )


@dataclass(frozen=True)
class Reader:
    """Somebody who was let in, and whether they still read."""

    access: CaseAccess
    name: str
    reads: bool


def readers_of(case: Case, *, today: datetime.date) -> list[Reader]:
    """Desks and people with access, those who still read first. One query."""
    rows = (
        CaseAccess.objects.filter(case=case)
        .select_related("sharing__party", "desk_municipality")
        .annotate(person_name=F("person__name"))
        .order_by("-id")
    )
    found = [
        Reader(
            access=row,
            name=row.person_name or f"{row.get_desk_role_display()} {row.desk_municipality}",
            reads=not row.period.isempty and today in row.period,
        )
        for row in rows
    ]
    return sorted(found, key=lambda reader: not reader.reads)


def reportable(entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
    """Entries that may stand in a report: those under the meldcode only after their release [domain 2.2]."""
    return entries.filter(~Q(kind=ContactKind.MELDCODE) | Q(release__isnull=False))
