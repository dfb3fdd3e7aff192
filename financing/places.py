"""Arrangements and places, VO per woongemeente, and the value case, as data for pages [domain 3.8, 3.9, 3.12]."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum

from financing.actions.facts import in_proportion
from financing.books.calendar import Months
from financing.models import BudgetLine, CareAssumption, Enrolment, Placement
from financing.queries import days_of_months
from schools.models import ArrangementTerms


def school_year(begins_in: int) -> Months:
    return Months.parse(f"{begins_in}-{begins_in + 1}")


@dataclass
class Offer:
    """An arrangement in a school year: its places on a day, who waits, and what it costs whom, in cents."""

    code: str
    name: str
    location: str
    capacity: int | None = None
    price: Decimal | None = None
    taken: int = 0
    pupils: int = 0
    waiting: list[Placement] = field(default_factory=list)
    by_payer: dict[str, int] = field(default_factory=dict)

    @property
    def empty(self) -> int:
        """Places that nobody has: the school's risk."""
        return max(0, (self.capacity or 0) - self.taken)

    @property
    def risk(self) -> int:
        """What those places would bring in a whole school year, in cents."""
        return int(self.empty * (self.price or 0) * 100)

    @property
    def cost(self) -> int:
        return sum(self.by_payer.values())


def offers(begins_in: int, *, day: datetime.date) -> list[Offer]:
    """Every arrangement with terms in the school year; places as on `day`. Three queries."""
    months = school_year(begins_in)
    first, after = days_of_months(months)
    day = max(first, min(day, after - datetime.timedelta(days=1)))
    found: dict[str, Offer] = {}
    terms = ArrangementTerms.objects.filter(period__overlap=(first, after), intended=False).order_by("period")
    for one in terms.annotate(code=F("arrangement__code"), called=F("arrangement__name"), where=F("location__name")):
        offer = found.setdefault(one.code, Offer(one.code, one.called, one.where or ""))
        if _holds(one.period, day):
            offer.capacity, offer.price = one.capacity, one.amount_per_place
    pupils: dict[str, set[str]] = defaultdict(set)
    placements = Placement.objects.filter(period__overlap=(first, after)).order_by("period")
    for row in placements.annotate(code=F("arrangement__code"), home_name=F("home__name")):
        offer = found.setdefault(row.code, Offer(row.code, row.code, ""))
        if not (row.decided_by_school and row.decided_by_municipality):
            offer.waiting.append(row)
            continue
        pupils[row.code].add(row.pupil_code)
        offer.taken += _holds(row.period, day)
    lines = BudgetLine.objects.filter(month__gte=first, month__lt=after).exclude(arrangement="")
    for code, payer, amount in lines.values_list("arrangement", "payer").annotate(Sum("budget")).order_by("payer"):
        if code in found:
            found[code].by_payer[payer] = amount
    for code, offer in found.items():
        offer.pupils = len(pupils[code])
    return sorted(found.values(), key=lambda one: one.name)


def _holds(period: Any, day: datetime.date) -> bool:
    """Whether a half open period has this day."""
    return bool(period.lower <= day and (period.upper is None or day < period.upper))


@dataclass(frozen=True)
class HomeShare:
    """What the SMW at VO schools costs for pupils of one municipality, in proportion to enrolment."""

    name: str
    pupils: int
    cost: int


def vo_by_home(begins_in: int) -> list[HomeShare]:
    """SMW at VO per woongemeente: the cost of each school over its pupils [domain 3.8]. Two queries."""
    first, after = days_of_months(school_year(begins_in))
    lines = BudgetLine.objects.filter(
        month__gte=first, month__lt=after, role="SMW", sector="VO", location__isnull=False
    )
    costs = dict(lines.values_list("location").annotate(Sum("budget")).order_by())
    homes: dict[object, list[tuple[str, int]]] = defaultdict(list)
    rows = Enrolment.objects.filter(school_year=begins_in).annotate(home_name=F("home__name")).order_by("home__code")
    for row in rows:
        homes[row.location_id].append((row.home_name, row.pupils))
    pupils: dict[str, int] = defaultdict(int)
    amounts: dict[str, int] = defaultdict(int)
    for location, shares in homes.items():
        parts = in_proportion(costs.get(location, 0), [number for _, number in shares])
        for (name, number), part in zip(shares, parts, strict=True):
            pupils[name] += number
            amounts[name] += part
    return [HomeShare(name, pupils[name], amounts[name]) for name in sorted(pupils)]


@dataclass
class ValueCase:
    """What was put in against care that was not needed, with the assumptions behind it; amounts in cents."""

    name: str
    put_in: int
    assumptions: list[CareAssumption] = field(default_factory=list)

    @property
    def saved(self) -> int:
        """Number fewer than before the start × price, of every assumption; more care counts against it."""
        return sum(int((one.baseline - one.now) * one.unit_price * 100) for one in self.assumptions)

    @property
    def balance(self) -> int:
        return self.saved - self.put_in


def value_cases(begins_in: int) -> list[ValueCase]:
    """Of every school and arrangement for which somebody assumed something. Three queries [domain 3.12]."""
    first, after = days_of_months(school_year(begins_in))
    lines = BudgetLine.objects.filter(month__gte=first, month__lt=after)
    by_location = dict(lines.values_list("location__code").annotate(Sum("budget")).order_by())
    by_arrangement = dict(lines.exclude(arrangement="").values_list("arrangement").annotate(Sum("budget")).order_by())
    found: dict[str, ValueCase] = {}
    rows = CareAssumption.objects.filter(school_year=begins_in).select_related("location", "arrangement")
    for row in rows.order_by("care"):
        if row.location:
            name, cost = row.location.name, by_location.get(row.location.code, 0)
        else:
            name, cost = row.arrangement.name, by_arrangement.get(row.arrangement.code, 0)  # type: ignore[union-attr]
        found.setdefault(name, ValueCase(name, cost)).assumptions.append(row)
    return [found[name] for name in sorted(found)]
