"""A contact moment stored while the summaries are kept, beside the same without [performance.md].

Both run every other trigger: history, and news for the worker. Afterwards the summaries hold exactly the minutes stored.
"""

import uuid
from collections.abc import Iterator

from django.db import connection, transaction

from accounts.acting import working
from benchmarks.measuring import Row, equal, in_turn, undone
from benchmarks.world import TODAY, City, build
from cases.models import Case, LogEntry
from insights.actions import fold_all

MANY = 300
_MINUTES = "select coalesce(sum(minutes), 0) from insights_hourscount where kind = 'vraag'"


def rows(scale: str) -> Iterator[Row]:
    city = build(scale)
    cases = list(Case.objects.order_by("-raised_on", "-id")[:MANY])
    with transaction.atomic(), working(today=TODAY, action="bench"):
        _keeps_exactly(city, cases)
        plain, kept = in_turn(lambda: _store(cases, counted=False), lambda: _store(cases, counted=True), around=undone)
        note = f"{kept / MANY * 1000:.2f} ms beside {plain / MANY * 1000:.2f} ms"
        yield Row("a contact moment with summaries kept beside without", kept / plain, 1.5, note)
        transaction.set_rollback(True)


def _keeps_exactly(_city: City, cases: list[Case]) -> None:
    with undone(), connection.cursor() as cursor:
        cursor.execute(_MINUTES)
        before = cursor.fetchone()[0]
        _store(cases, counted=True)
        fold_all(today=TODAY)
        cursor.execute(_MINUTES)
        equal("minutes in the summaries", before + sum(range(1, len(cases) + 1)), cursor.fetchone()[0])


def _store(cases: list[Case], *, counted: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"alter table cases_logentry {'enable' if counted else 'disable'} trigger count_insert")
    for number, case in enumerate(cases, start=1):
        LogEntry.objects.create(
            id=uuid.uuid4(),
            case=case,
            team_id=case.team_id,
            municipality_id=case.municipality_id,
            on=TODAY,
            kind="telefoon",
            minutes=number,
            body="Gebeld.",
            author_id=case.lead_id,
            role="IB",
            keeper="school",
        )
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate; set constraints all deferred")
        cursor.execute("alter table cases_logentry enable trigger count_insert")
