"""The worker computes the budget lines of every open month; running twice gives the same rows [domain 3.11].

The sums are made in PostgreSQL (`computing_sql`); listing, what-if and explanations ask the engine in `financing.books`.
"""

import datetime
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from accounts.acting import working
from financing.actions.computing_sql import ABOUT, AS_THIS_NEEDS, CORRECT, FIRST_MONTH, INSERT, NAMES_AT
from financing.books.calendar import first_day, month_of
from financing.books.closing import commitment_of, corrected
from financing.books.engine import Engine, Line, day_after
from financing.models import BudgetLine, BudgetRun, ClosedMonth, StaleBudget
from schools.models import NeighbourhoodTeam, SchoolBoard, SchoolLocation

_LOCK = "select pg_advisory_xact_lock(hashtext('financing.budget_lines'))"
BATCH = 1000
FAR_DAY = datetime.date.max


def lock_lines() -> None:
    """One at a time writes lines; the next waits until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)


def compute_all(*, today: datetime.date) -> int:
    """Replace the lines of every open month, as on `today`. How many lines. One transaction."""
    with working(today=today, action="financing.compute_all"):
        return _compute(today, None)


def drain_stale(*, today: datetime.date) -> int:
    """Compute what triggers named as changed: the touched locations alone, or everything. How many rows were drained.

    A row leaves the stale table in the transaction that computes it: a killed worker leaves it there.
    """
    with transaction.atomic():
        rows = list(StaleBudget.objects.select_for_update(skip_locked=True).order_by("id")[:BATCH])
        if rows:
            locations = {row.location_id for row in rows}
            with working(today=today, action="financing.drain_stale"):
                _compute(today, None if None in locations else {key for key in locations if key})
            StaleBudget.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return len(rows)


def _compute(today: datetime.date, locations: set[UUID] | None) -> int:
    lock_lines()
    run = BudgetRun.objects.first()
    last = ClosedMonth.objects.order_by("-month").values_list("month", flat=True).first()
    open_from = _day(month_of(last) + 1) if last else None
    with connection.cursor() as cursor:
        cursor.execute(FIRST_MONTH)
        first: datetime.date | None = cursor.fetchone()[0]
        start = open_from or first
        stop = datetime.date(today.year + 2, 1, 1)
        names = None
        if locations is not None and run is not None and run.reference_day == today:
            cursor.execute(NAMES_AT, {"locations": list(locations)})
            names = [row[0] for row in cursor.fetchall()]
        written = _replace(cursor, start, stop, today, names)
        if open_from:
            cursor.execute(
                CORRECT,
                {
                    "start": min(first or open_from, open_from),
                    "stop": open_from,
                    "until": FAR_DAY,
                    "names": names,
                    "closed": False,
                },
            )
            written += cursor.rowcount
    told = {"reference_day": today, "computed_at": timezone.now(), "first_month": start}
    BudgetRun.objects.update_or_create(
        id=1, defaults={**told, "last_month": _day(month_of(stop) - 1) if start else None}
    )
    return written


def _replace(
    cursor: CursorWrapper,
    start: datetime.date | None,
    stop: datetime.date,
    today: datetime.date,
    names: list[str] | None,
) -> int:
    """Lines of open months made again, of all commitments or of these; corrections are taken away. How many lines."""
    cursor.execute(
        f"delete from financing_budgetline b where not b.closed and (%(names)s::text[] is null or {ABOUT} = any (%(names)s))",
        {"names": names},
    )
    if start is None:
        return 0
    cursor.execute(AS_THIS_NEEDS)
    until = datetime.date.fromordinal(min(day_after(today), datetime.date.max.toordinal()))
    cursor.execute(INSERT, {"start": start, "stop": stop, "until": until, "names": names, "closed": False})
    return int(cursor.rowcount)


def rows_of(engine: Engine, lines: Sequence[Line], *, closed: bool) -> Iterator[BudgetLine]:
    """Lines as rows, with what they can be grouped by. Three queries."""
    commitments = {one.name: one for one in engine.commitments}
    locations = dict(SchoolLocation.objects.values_list("code", "pk"))
    boards = dict(SchoolBoard.objects.values_list("code", "pk"))
    teams = dict(NeighbourhoodTeam.objects.values_list("code", "pk"))
    for line in lines:
        found = corrected(line.name)
        month, name = found or (line.month, commitment_of(line.name))
        commitment = commitments.get(name)
        place = commitment.place_at(max(first_day(month), commitment.first)) if commitment else None
        yield BudgetLine(
            month=_day(line.month),
            name=line.name,
            payer=line.payer,
            budget=line.budget,
            realised=line.realised,
            forecast=line.forecast,
            kind=commitment.kind.value if commitment else "",
            role=(commitment.role or "") if commitment else "",
            sector=((commitment.sector or (place.sector if place else None)) or "") if commitment else "",
            arrangement=(commitment.code or "") if commitment and commitment.kind == "plaats" else "",
            location_id=locations.get(place.location or "") if place else None,
            board_id=boards.get(place.board or "") if place else None,
            neighbourhood_team_id=teams.get(place.team or "") if place else None,
            closed=closed,
        )


def _day(month: int) -> datetime.date:
    return datetime.date.fromordinal(first_day(month))
