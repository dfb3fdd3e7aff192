"""Flags about money [domain 4]: computed by the worker from facts and stored lines, the same when computed again."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import Min, Sum

from accounts.acting import Acting, call_it, working
from financing.books.calendar import FAR, Basis, first_day, month_of
from financing.books.closing import commitment_of
from financing.books.commitments import CommitmentKind, places_of, roles_of_codes
from financing.books.cover import SHORTFALL, cover
from financing.books.engine import Engine, Line
from financing.books.facts import (
    Agreement,
    Appointment,
    Arrangement,
    Book,
    HoursNorm,
    Location,
    Placement,
    Rate,
    Source,
    YearlyCost,
    days_of,
)
from financing.books.payers import UNALLOCATED
from financing.books.pools import Pools
from financing.enums import Sector, YearlyKind
from financing.listing import hours
from financing.models import BudgetLine, MoneyFlag
from financing.models.flags import RULES
from financing.store import read_book
from schools.enums import FlagLevel
from schools.flagging import Reconciled, Wanted, reconcile
from shell.numbers import write_day, write_euro

Day = datetime.date
LONGEST_WHY = 300


@transaction.atomic
def see_money_flag(*, by: Acting, flag: MoneyFlag) -> None:
    """`by` has seen this flag. Seeing twice changes nothing."""
    call_it("financing.see_money_flag", by=by)
    flag = MoneyFlag.objects.select_for_update().get(pk=flag.pk)
    if by.actor not in flag.seen_by:
        flag.seen_by = [*flag.seen_by, by.actor]
        flag.save(update_fields=["seen_by"])


def recompute_flags(*, today: Day) -> Reconciled:
    """Set and clear every flag about money. One transaction."""
    with working(today=today, action="financing.recompute_flags"):
        book = read_book().established()
        wanted = list({(one.rule, one.subject): one for one in _all(book, today)}.values())
        standing = MoneyFlag.objects.filter(cleared_on__isnull=True).values_list("subject", flat=True)
        subjects = {*standing, *(one.subject for one in wanted)}
        return reconcile(MoneyFlag, about="subject", subjects=subjects, rules=RULES, wanted=wanted, today=today)


def _all(book: Book, today: Day) -> Iterator[Wanted]:
    yield from _unallocated()
    yield from _forecast(today)
    yield from _cover(book, today)
    yield from _no_rate(book, today)
    yield from _double_cost(book)
    yield from _pools(book, today)
    yield from _capacity(book, today)


def _flag(rule: str, subject: str, since: Day, why: str, level: str = FlagLevel.WARN) -> Wanted:
    return Wanted(subject, rule, level, since, why[:LONGEST_WHY])


def _unallocated() -> Iterator[Wanted]:
    """Amounts that nobody pays, in months that are still open."""
    rows = (
        BudgetLine.objects.filter(payer=UNALLOCATED, closed=False)
        .values("name")
        .annotate(since=Min("month"), total=Sum("budget"), realised_total=Sum("realised"))
        .order_by("name")
    )
    for row in rows:
        amount = row["total"] or row["realised_total"]
        if amount:
            why = f"{_euro(amount)} heeft geen betaler: er past geen verdeelsleutel, of een betaler is niet bekend."
            yield _flag("unallocated", row["name"], row["since"], why)


def _forecast(today: Day) -> Iterator[Wanted]:
    """A commitment whose forecast of the calendar year is over its budget by more than FLAG_FORECAST_OVER."""
    over = Decimal(1) + Decimal(settings.FLAG_FORECAST_OVER)
    sums: Counter[tuple[str, str]] = Counter()
    year = BudgetLine.objects.filter(month__year=today.year)
    for name, budget, forecast in year.values_list("name").annotate(Sum("budget"), Sum("forecast")).order_by():
        sums[commitment_of(name), "budget"] += budget
        sums[commitment_of(name), "forecast"] += forecast
    for name in sorted({name for name, _ in sums}):
        budget, forecast = sums[name, "budget"], sums[name, "forecast"]
        if forecast > budget * over:
            why = f"De prognose van {today.year} is {_euro(forecast)}, en begroot is {_euro(budget)}."
            yield _flag("forecast", name, Day(today.year, 1, 1), why)


def _cover(book: Book, today: Day) -> Iterator[Wanted]:
    rows = BudgetLine.objects.filter(month__year=today.year).exclude(budget=0)
    lines = [Line(month_of(row.month), row.name, row.payer, row.budget, 0, 0) for row in rows.iterator(5000)]
    found = cover(lines, book.all(Source), today.year, roles_of_codes(book))
    for payer, group in groupby(found, key=lambda row: row.payer):
        *sources, rest = group
        if rest.name == SHORTFALL and rest.covered > 0 and payer != UNALLOCATED:
            first = Day(today.year, 1, 1)
            if sources:
                yield _flag(
                    "cover", payer, first, f"In {today.year} is {_euro(rest.covered)} niet gedekt.", FlagLevel.URGENT
                )
            else:
                why = f"Geen dekking vastgelegd voor {_euro(rest.covered)} in {today.year}."
                yield _flag("cover", payer, first, why, FlagLevel.NOTE)


def _no_rate(book: Book, today: Day) -> Iterator[Wanted]:
    """Days in this year and the next on which something has no rate or amount, and so costs nothing."""
    first, end = first_day(today.year * 12), first_day((today.year + 2) * 12)
    engine = Engine(book)
    for commitment in engine.commitments:
        empty = [piece.first for piece in engine.pieces(commitment, first, end) if piece.yearly is None]
        if empty:
            since = Day.fromordinal(min(empty))
            what = "bedrag per plaats" if commitment.kind is CommitmentKind.PLACE else "tarief"
            why = f"Vanaf {write_day(since)} geldt er geen {what}; die dagen kosten nu {_euro(0)}."
            yield _flag("no_rate", commitment.name, since, why)


def _double_cost(book: Book) -> Iterator[Wanted]:
    """A role that is paid by a yearly amount and by hours with a rate, at the same place and time [domain 3.1]."""
    rated, places = {rate.role for rate in book.all(Rate)}, places_of(book)
    by_role: dict[str, list[Appointment]] = defaultdict(list)
    for appointment in book.all(Appointment):
        if appointment.role in rated:
            by_role[appointment.role].append(appointment)

    def in_sector(sector: Sector | None, row: Appointment, day: Day) -> bool:
        place = places[row.location].at(day.toordinal()) if row.location in places else None
        return sector is None or (place is not None and place.sector is sector)

    for cost in book.all(YearlyCost):
        if cost.kind is YearlyKind.YEARLY and cost.role:
            starts = [
                day
                for row in by_role[cost.role]
                if cost.location in (None, row.location) and _share_a_day(days_of(cost), days_of(row))
                if in_sector(cost.sector, row, day := max(cost.start, row.start))
            ]
            if starts:
                why = (
                    f"{cost.role} heeft een bedrag per jaar, en ook {len(starts)} aanstellingen met uren en een tarief."
                )
                yield _flag("double_cost", cost.code, min(starts), why)


def _share_a_day(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _pools(book: Book, today: Day) -> Iterator[Wanted]:
    """A wijkteam that has agreed more than its pool, today or on a later day on which something changes: an agreement, a
    norm, or a school that moves or closes [domain 3.7]."""
    pools = Pools(book)
    rows: tuple[Agreement | HoursNorm | Location, ...]
    rows = (*book.all(Agreement), *book.all(HoursNorm), *book.all(Location))
    days = {today, *(day for row in rows for day in (row.start, row.end) if day and day > today)}
    over: dict[str, Wanted] = {}
    for day in sorted(days):
        for pool in pools.on(day):
            if pool.free < 0 and pool.team not in over:
                agreed, size = (hours(amount).replace(".", ",") for amount in (pool.agreed, pool.size))
                why = f"Op {write_day(day)} is {agreed} uur per week afgesproken; de pool is {size} uur."
                over[pool.team] = _flag("pool", pool.team, day, why)
    yield from over.values()


def _capacity(book: Book, today: Day) -> Iterator[Wanted]:
    """More pupils at once than there are places, or more in one school year than agreed [domain 3.9]."""
    year = Basis.SCHOOL_YEAR.year_of(month_of(today))
    first, end = first_day(year.start), first_day(year.stop)
    placed: dict[str, list[Placement]] = defaultdict(list)
    for row in book.all(Placement):
        if row.is_decided and _share_a_day(days_of(row), (first, end)):
            placed[row.arrangement].append(row)
    for code, rows in placed.items():
        terms = [row for row in book.all(Arrangement) if row.code == code and row.capacity is not None]
        for day in sorted({max(first, days_of(row)[0]) for row in rows}):
            capacity = next(
                (one.capacity for one in sorted(terms, key=lambda one: one.start, reverse=True) if _holds(one, day)),
                None,
            )
            at_once = sum(1 for row in rows if days_of(row)[0] <= day < days_of(row)[1])
            if capacity is not None and at_once > capacity:
                since = Day.fromordinal(day)
                why = f"Op {write_day(since)} zijn er {at_once} leerlingen op {capacity} plaatsen."
                yield _flag("capacity", code, since, why, FlagLevel.URGENT)
                break
        else:
            pupils = {row.pupil for row in rows}
            if len(pupils) > settings.PLACEMENTS_A_YEAR:
                why = f"In dit schooljaar {len(pupils)} leerlingen; afgesproken is hoogstens {settings.PLACEMENTS_A_YEAR}."
                yield _flag("capacity", code, Day.fromordinal(first), why)


def _holds(terms: Arrangement, day: int) -> bool:
    start, end = days_of(terms)
    return start <= day < (end or FAR)


def _euro(cents: int) -> str:
    return write_euro(Decimal(cents).scaleb(-2))
