"""A population budget as pages show it: the path, and what was drawn from it by whom [domain 3.10]."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet, Sum

from financing.books.closing import commitment_of
from financing.books.cover import allotted, sources_of
from financing.books.facts import Source
from financing.enums import Role, Status
from financing.models import BudgetLine, BudgetRun, FundingSource, PopulationBudget, YearlyCost
from financing.queries import Amounts
from financing.store import read_sources
from financing.store.read import cents

NO_SCHOOL = "Niet aan een school gebonden"


@dataclass
class YearOfPath:
    """A calendar year of the path; `by_school` and `by_commitment` are what they drew, in cents, and add up to `drawn`.

    `over` is what the payer owes and nothing covers. A year that the worker does not compute yet has nothing of this.
    """

    year: int
    maximum: int
    is_computed: bool = True
    by_school: dict[str, Amounts] = field(default_factory=dict)
    by_commitment: dict[str, Amounts] = field(default_factory=dict)
    over: int = 0

    @property
    def drawn(self) -> Amounts:
        found = Amounts()
        for one in self.by_commitment.values():
            found = found.plus(one)
        return found

    @property
    def left(self) -> int:
        """What the path has left of this year when all that is begroot is paid, in cents."""
        return self.maximum - self.drawn.budget


def populations() -> "QuerySet[PopulationBudget]":
    """Every population budget, with what was put in."""
    return PopulationBudget.objects.annotate(whole=Sum("shares__amount"))


def computed_until() -> datetime.date | None:
    """The last month that has stored lines; None when nothing was computed. One query."""
    run = BudgetRun.objects.first()
    return run.last_month if run else None


def path_of(budget: PopulationBudget, until: datetime.date | None) -> list[YearOfPath]:
    """The years of the path in order, with what was drawn; `until` is the last month that was computed. Four queries."""
    steps = {one.year: one for one in FundingSource.objects.filter(population__budget=budget).order_by("year")}
    years = list(steps)
    lines = BudgetLine.objects.filter(payer=budget.payer, month__year__in=years)
    costs: dict[int, dict[str, Amounts]] = defaultdict(dict)
    schools: dict[str, str] = {}
    told = lines.values_list("month__year", "name", "location__name", "budget", "realised", "forecast")
    for year, name, school, *amounts in told.order_by("name"):
        about = commitment_of(name)
        costs[year][about] = costs[year].get(about, Amounts()).plus(Amounts(*amounts))
        schools[about] = school or schools.get(about) or NO_SCHOOL
    established = Q(status=Status.ESTABLISHED.value, payer=budget.payer, year__in=years)
    sources = list(read_sources(established))
    rows = YearlyCost.objects.exclude(role="").values_list("code", "role")
    roles = {code: Role(role) for code, role in rows}
    path = [_year(step, costs[year], sources, roles, schools) for year, step in steps.items()]
    for one in path:
        one.is_computed = until is not None and one.year <= until.year
    return path


def _year(
    step: FundingSource,
    costs: dict[str, Amounts],
    sources: Iterable[Source],
    roles: dict[str, Role],
    schools: dict[str, str],
) -> YearOfPath:
    """What the source of this step takes of each commitment, column by column, as the cover does."""
    found = YearOfPath(step.year, cents(step.maximum))
    columns: list[dict[str, int]] = []
    for column in range(3):
        owed = {name: amounts[column] for name, amounts in costs.items()}
        taken: dict[str, int] = {}
        for source, part in allotted(owed, sources_of(sources, step.year)[step.payer], roles):
            if source is not None and source.order == step.order:
                taken = part
            if source is None and column == 0:
                found.over = sum(part.values())
        columns.append(taken)
    for name in sorted(set().union(*columns)):
        amounts = Amounts(*(column.get(name, 0) for column in columns))
        found.by_commitment[name] = amounts
        school = schools[name]
        found.by_school[school] = found.by_school.get(school, Amounts()).plus(amounts)
    return found
