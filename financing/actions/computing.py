"""The worker computes the budget lines of every open month; running twice gives the same rows [domain 3.11]."""

import datetime
from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from accounts.acting import working
from financing.books import closing
from financing.books.calendar import first_day
from financing.books.closing import commitment_of, corrected
from financing.books.commitments import Commitment
from financing.books.engine import Engine, Line, day_after
from financing.models import BudgetLine, BudgetRun, StaleBudget
from financing.store import closed_months, read_book
from schools.models import NeighbourhoodTeam, SchoolBoard, SchoolLocation

_LOCK = "select pg_advisory_xact_lock(hashtext('financing.budget_lines'))"
BATCH = 1000


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
    engine = Engine(read_book().established())
    run = BudgetRun.objects.first()
    closed = closed_months()
    months = _months(engine, closed, today)
    whole = locations is None or closed.last is not None or run is None or run.reference_day != today
    lines = closing.listing(engine, closed, months, day_after(today))
    open_lines = [line for line in lines if closed.last is None or line.month > closed.last]
    touched = BudgetLine.objects.filter(closed=False)
    if not whole:
        codes = set(SchoolLocation.objects.filter(pk__in=locations or ()).values_list("code", flat=True))
        of_codes = {one.name for one in engine.commitments if _codes_of(one) & codes}
        gone = set(touched.values_list("name", flat=True)) - {one.name for one in engine.commitments}
        names = of_codes | gone
        open_lines = [line for line in open_lines if line.name in names]
        touched = touched.filter(name__in=names)
    touched.delete()
    BudgetLine.objects.bulk_create(rows_of(engine, open_lines, closed=False), batch_size=2000)
    BudgetRun.objects.update_or_create(
        id=1,
        defaults={
            "reference_day": today,
            "computed_at": timezone.now(),
            "first_month": _day(months.start) if months else None,
            "last_month": _day(months.stop - 1) if months else None,
        },
    )
    return len(open_lines)


def _months(engine: Engine, closed: closing.ClosedMonths, today: datetime.date) -> range:
    """From the first month with money, or the first open one, to the end of next year."""
    first = engine.first_month()
    if closed.first_open is not None:
        first = closed.first_open
    return range(first, (today.year + 2) * 12) if first is not None else range(0)


def _codes_of(commitment: Commitment) -> set[str]:
    places = {place.location for _, _, place in commitment.places.spans()} | {commitment.elsewhere.location}
    return {code for code in places if code}


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
