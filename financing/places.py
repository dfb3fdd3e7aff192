"""VO per woongemeente, and the value case, as data for pages [domain 3.8, 3.12]."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import F, Sum

from financing.actions.facts import in_proportion
from financing.models import BudgetLine, CareAssumption, Enrolment
from financing.offers import school_year
from financing.queries import days_of_months


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
