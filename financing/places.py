"""VO per woongemeente, and the value case, as data for pages [domain 3.8, 3.12]."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.db.models import F, Sum

from financing.actions.facts import in_proportion
from financing.as_on import AsOn
from financing.known import end_of, known_at
from financing.models import BudgetLine, CareAssumption, CasesByHome, Enrolment
from financing.money import half_up
from financing.offers import school_year
from financing.queries import Grouping, days_of_months
from schools.enums import SECTOR_OF, Sector
from schools.models import Arrangement, LocationPeriod, SchoolLocation


@dataclass(frozen=True)
class HomeShare:
    """What the SMW at VO schools costs for pupils of one municipality: in proportion to enrolment, and to pupils with a question
    where those are 8 or more (`asked` is rounded; None is fewer, or not counted). Cents."""

    name: str
    pupils: int
    cost: int
    asked: int | None = None
    cost_by_asked: int | None = None


@dataclass(frozen=True)
class Vo:
    """A school year of SMW at VO: the whole cost, and per woongemeente. `counted` says whether questions were counted yet."""

    homes: list[HomeShare]
    cost: int
    counted: bool


def vo_by_home(begins_in: int) -> Vo:
    """SMW at VO per woongemeente: the cost of each school over its pupils; and of all schools over pupils with a question
    [domain 3.8]. Three queries."""
    first, after = days_of_months(school_year(begins_in))
    lines = BudgetLine.objects.filter(
        month__gte=first, month__lt=after, role="SMW", sector="VO", location__isnull=False
    )
    costs = dict(lines.values_list("location").annotate(Sum("budget")).order_by())
    pupils, amounts = _by_enrolment(begins_in, costs)
    counts = CasesByHome.objects.filter(school_year=begins_in).annotate(home_name=F("home__name"))
    asked = {row.home_name: row.pupils for row in counts}
    together, cost = asked.pop(None, None), sum(costs.values())
    homes = []
    for name in sorted(pupils.keys() | asked.keys()):
        number = asked.get(name)
        by_asked = half_up(cost * number, together) if number and together else None
        homes.append(HomeShare(name, pupils[name], amounts[name], number, by_asked))
    return Vo(homes, cost, together is not None)


def _by_enrolment(begins_in: int, costs: Mapping[object, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Pupils and cents per woongemeente, of schools that are VO on the day of counting; each school's cost is split over its
    own pupils."""
    homes: dict[object, list[tuple[str, int]]] = defaultdict(list)
    types = [kind for kind, sector in SECTOR_OF.items() if sector == Sector.VO]
    vo = LocationPeriod.objects.on(datetime.date(begins_in, 10, 1)).filter(type__in=types).values("location")
    rows = Enrolment.objects.filter(school_year=begins_in, location__in=vo).annotate(home_name=F("home__name"))
    for row in rows.order_by("home__code"):
        homes[row.location_id].append((row.home_name, row.pupils))
    pupils: dict[str, int] = defaultdict(int)
    amounts: dict[str, int] = defaultdict(int)
    for location, shares in homes.items():
        parts = in_proportion(costs.get(location, 0), [number for _, number in shares])
        for (name, number), part in zip(shares, parts, strict=True):
            pupils[name] += number
            amounts[name] += part
    return pupils, amounts


@dataclass(frozen=True)
class Assumed:
    """One assumption, and what it comes to: cents that were not needed, below zero when there was more care than before."""

    row: CareAssumption

    @property
    def fewer(self) -> Decimal:
        """How many fewer a year than before the start."""
        return self.row.baseline - self.row.now

    @property
    def saved(self) -> int:
        exact = Fraction(self.fewer) * Fraction(self.row.unit_price) * 100
        return half_up(exact.numerator, exact.denominator)


@dataclass
class ValueCase:
    """What was put in against care that was not needed, with the assumptions behind it; amounts in cents.

    `code` is that of the school or of the arrangement, `is_school` says which.
    """

    code: str
    name: str
    is_school: bool
    put_in: int
    assumptions: list[Assumed] = field(default_factory=list)
    ended: list[CareAssumption] = field(default_factory=list)

    @property
    def saved(self) -> int:
        """The sum over the assumptions: more care counts against it."""
        return sum(one.saved for one in self.assumptions)

    @property
    def balance(self) -> int:
        return self.saved - self.put_in


def value_cases(begins_in: int, known: datetime.date | None = None) -> list[ValueCase]:
    """Of every school and arrangement for which somebody assumed something. Three queries [domain 3.12].

    What was put in is what is begroot for the school year: at the school whoever pays it, or for the places. `known`: as it was
    known at the end of a day, assumptions and budget both.
    """
    with known_at(end_of(known) if known else None):
        rows = list(CareAssumption.objects.filter(school_year=begins_in).select_related("location", "arrangement"))
    return _cases(rows, *(_put_in_as_known(begins_in, known) if known else _put_in(begins_in)))


def _put_in(begins_in: int) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """What is begroot by school and by arrangement, by code."""
    first, after = days_of_months(school_year(begins_in))
    lines = BudgetLine.objects.filter(month__gte=first, month__lt=after)
    by_location = dict(lines.values_list("location__code").annotate(Sum("budget")).order_by())
    return by_location, dict(
        lines.exclude(arrangement="").values_list("arrangement").annotate(Sum("budget")).order_by()
    )


def _put_in_as_known(begins_in: int, known: datetime.date) -> tuple[Mapping[str, int], Mapping[str, int]]:
    then = AsOn(school_year(begins_in), known, known)
    by_location, by_arrangement = (
        {group.key: group.total.budget for group in then.groups(grouping)}
        for grouping in (Grouping.SCHOOL, Grouping.ARRANGEMENT)
    )
    return by_location, by_arrangement


def _cases(
    rows: Sequence[CareAssumption], by_location: Mapping[str, int], by_arrangement: Mapping[str, int]
) -> list[ValueCase]:
    found: dict[tuple[bool, str], ValueCase] = {}
    for row in sorted(rows, key=lambda one: (one.care.lower(), one.pk)):
        about: SchoolLocation | Arrangement = row.location or row.arrangement  # type: ignore[assignment]  # a constraint
        costs = by_location if row.location else by_arrangement
        key = (row.location is not None, about.code)
        made = found.setdefault(key, ValueCase(about.code, about.name, key[0], costs.get(about.code, 0)))
        if row.ended_on:
            made.ended.append(row)
        else:
            made.assumptions.append(Assumed(row))
    return sorted(found.values(), key=lambda one: (one.name.lower(), one.code))
