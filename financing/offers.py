"""An arrangement in a school year, as data for pages: places month by month, who waits, who pays, what came of it [domain 3.9].

Amounts are whole cents. Row policies decide whose placements are read; a pupil is a code.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, Prefetch, QuerySet, Sum

from financing.books.calendar import Months, first_day, length, position
from financing.books.closing import commitment_of
from financing.models import BudgetLine, Placement, PlacementResult, SchoolDays
from financing.money import MONTH_PARTS, half_up
from financing.queries import days_of_months
from schools.models import Arrangement, ArrangementTerms

Day = datetime.date
WHOLE_WEEK = 5


def school_year(begins_in: int) -> Months:
    return Months.parse(f"{begins_in}-{begins_in + 1}")


@dataclass(frozen=True)
class MonthOfPlaces:
    """Places on average over the days of a month, and what the empty ones did not bring in: the school's risk, in cents."""

    month: int
    places: float
    taken: float
    risk: int

    @property
    def empty(self) -> float:
        return max(0.0, self.places - self.taken)


@dataclass
class Offer:
    """An arrangement in a school year; places as on `day`."""

    arrangement: Arrangement
    first: Day
    after: Day
    day: Day
    terms: list[ArrangementTerms]
    placements: list[Placement] = field(default_factory=list)
    by_payer: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, int] = field(default_factory=dict)

    @cached_property
    def now(self) -> ArrangementTerms | None:
        """What holds on the day; else what holds last in this school year."""
        return next((one for one in self.terms if holds(one.period, self.day)), self.terms[-1] if self.terms else None)

    @property
    def placed(self) -> list[Placement]:
        return [one for one in self.placements if one.is_placed]

    @property
    def waiting(self) -> list[Placement]:
        """Who asked and has no place yet, in order of application; those of whom it is not known when, first."""
        found = [one for one in self.placements if not one.is_placed and not one.is_refused]
        return sorted(found, key=lambda one: (one.applied_on or Day.min, one.first))

    @property
    def refused(self) -> list[Placement]:
        return [one for one in self.placements if one.is_refused]

    @property
    def pupils(self) -> int:
        """Different pupils in the school year: at most PLACEMENTS_A_YEAR are agreed."""
        return len({one.pupil_code for one in self.placed})

    @property
    def most_pupils(self) -> int:
        return int(settings.PLACEMENTS_A_YEAR)

    @property
    def capacity(self) -> int | None:
        return self.now.capacity if self.now else None

    @property
    def taken(self) -> int:
        return self.taken_on(self.day)

    def taken_on(self, day: Day) -> int:
        return sum(holds(one.period, day) for one in self.placed)

    @property
    def empty(self) -> int:
        """Places that nobody has on the day."""
        return max(0, (self.capacity or 0) - self.taken)

    @property
    def cost(self) -> int:
        return sum(self.by_payer.values())

    @property
    def risk(self) -> int:
        """What empty places of the whole school year do not bring in."""
        return sum(one.risk for one in self.months)

    @cached_property
    def months(self) -> list[MonthOfPlaces]:
        """Month by month. Rounded once, over the year so far, as every amount is [domain 3.5]."""
        found, exact, before = [], 0, 0
        for month in range(self.first.year * 12 + 7, self.first.year * 12 + 19):
            places = taken = 0
            for ordinal in range(first_day(month), first_day(month + 1)):
                day = Day.fromordinal(ordinal)
                terms = next((one for one in self.terms if holds(one.period, day)), None)
                capacity, busy = (terms.capacity or 0) if terms else 0, self.taken_on(day)
                places, taken = places + capacity, taken + busy
                if terms and terms.amount_per_place:
                    parts = position(ordinal + 1) - position(ordinal)
                    exact += max(0, capacity - busy) * int(terms.amount_per_place * 100) * parts
            so_far = half_up(exact, 12 * MONTH_PARTS)
            found.append(MonthOfPlaces(month, places / length(month), taken / length(month), so_far - before))
            before = so_far
        return found

    @cached_property
    def outcomes(self) -> "Outcomes":
        return Outcomes.of(self.placed)

    @property
    def saved(self) -> int:
        """What the replaced care would have cost, minus the places of the same pupils."""
        known = [one for one in self.placed if hasattr(one, "result") and one.result.replaced_cost is not None]
        return self.outcomes.replaced - sum(self.by_name.get(one.name, 0) for one in known)


@dataclass(frozen=True)
class Outcomes:
    """What came of placements [004]: each share is of the pupils of whom it is known."""

    whole_days: int
    measured: int
    mark_pupil: Decimal | None
    mark_parents: Decimal | None
    progress: Decimal | None
    subjects: int
    subjects_at_norm: int
    onward: int
    onward_known: int
    replaced: int

    @classmethod
    def of(cls, placed: Sequence[Placement]) -> "Outcomes":
        """Needs `school_days`, `progress` and `result` of each placement."""
        days = [rows[-1].days for one in placed if (rows := list(one.school_days.all()))]
        learned = [row.months for one in placed for row in one.progress.all()]
        results = [one.result for one in placed if hasattr(one, "result")]
        gone = [row for row in results if row.onward in (PlacementResult.Onward.FULL, PlacementResult.Onward.OTHER)]
        return cls(
            whole_days=sum(one >= WHOLE_WEEK for one in days),
            measured=len(days),
            mark_pupil=_mean(row.mark_pupil for row in results),
            mark_parents=_mean(row.mark_parents for row in results),
            progress=_mean(learned),
            subjects=len(learned),
            subjects_at_norm=sum(one >= settings.PLACEMENT_NORM_MONTHS for one in learned),
            onward=sum(row.onward == PlacementResult.Onward.FULL for row in gone),
            onward_known=len(gone),
            replaced=sum(int(row.replaced_cost * 100) for row in results if row.replaced_cost is not None),
        )

    @property
    def is_known(self) -> bool:
        return bool(self.measured or self.subjects or self.onward_known or self.mark_pupil or self.mark_parents)

    @property
    def whole_week(self) -> str:
        return f"{self.whole_days} van {self.measured}"

    @property
    def at_norm(self) -> str:
        return f"norm {settings.PLACEMENT_NORM_MONTHS} in een jaar, gehaald bij {self.subjects_at_norm} van {self.subjects} vakken"

    @property
    def went_on(self) -> str:
        return f"{self.onward} van {self.onward_known}"

    @property
    def went_on_says(self) -> str:
        """Per cent beside the target."""
        percent = round(100 * self.onward / self.onward_known)
        return f"{percent} procent; het doel is {int(Decimal(settings.PLACEMENT_ONWARD_TARGET) * 100)} procent"


def _mean(values: Iterable[Decimal | None]) -> Decimal | None:
    """To a tenth; None of nothing."""
    known = [one for one in values if one is not None]
    return (sum(known, Decimal(0)) / len(known)).quantize(Decimal("0.1")) if known else None


def my_arrangements() -> list[Any]:
    """Keys of the arrangements in which the acting person may place pupils."""
    with connection.cursor() as cursor:
        cursor.execute("select app.my_arrangements()")
        return list(cursor.fetchone()[0])


def offers(begins_in: int, *, day: Day, code: str = "") -> list[Offer]:
    """Every arrangement with terms in the school year, or only that with this code; in order of name. Seven queries."""
    first, after = days_of_months(school_year(begins_in))
    day = max(first, min(day, after - datetime.timedelta(days=1)))
    mine = Arrangement.objects.filter(pk__in=my_arrangements(), **({"code": code} if code else {}))
    terms = ArrangementTerms.objects.filter(period__overlap=(first, after), intended=False).order_by("period")
    rows = mine.prefetch_related(Prefetch("terms", terms.select_related("location"), to_attr="terms_now"))
    found = {one.pk: Offer(one, first, after, day, one.terms_now) for one in rows.order_by("name", "code")}
    for placement in placements_of(found).filter(period__overlap=(first, after)):
        found[placement.arrangement_id].placements.append(placement)
    _add_costs({one.arrangement.code: one for one in found.values()}, first, after)
    return [one for one in found.values() if one.terms or one.placements]


def placements_of(arrangements: Iterable[Any]) -> "QuerySet[Placement]":
    """With woongemeente and outcomes, in order of their first day."""
    found = Placement.objects.filter(arrangement__in=list(arrangements)).select_related("arrangement", "home", "result")
    in_order = Prefetch("school_days", SchoolDays.objects.order_by("on"))
    return found.prefetch_related(in_order, "progress").order_by(F("period__startswith"), "pupil_code")


def _add_costs(found: dict[str, Offer], first: Day, after: Day) -> None:
    lines = BudgetLine.objects.filter(month__gte=first, month__lt=after, arrangement__in=list(found))
    sums = lines.values_list("arrangement", "payer", "name").annotate(Sum("budget")).order_by("payer")
    for code, payer, name, amount in sums:
        offer, name = found[code], commitment_of(name)
        offer.by_payer[payer] = offer.by_payer.get(payer, 0) + amount
        offer.by_name[name] = offer.by_name.get(name, 0) + amount


def holds(period: Any, day: Day) -> bool:
    """Whether a half open period has this day."""
    return day in period


def shares(offer: Offer) -> Iterator[tuple[str, int]]:
    """How many pupils each woongemeente has in it this school year, by name."""
    homes: dict[str, set[str]] = defaultdict(set)
    for one in offer.placed:
        homes[one.home.name if one.home else "niet bekend"].add(one.pupil_code)
    yield from sorted((name, len(pupils)) for name, pupils in homes.items())
