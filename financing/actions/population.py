"""A population budget: what all parties put in at the start, and a path of five years along which it shrinks [domain 3.10]."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import models as orm
from django.db import transaction

from accounts.acting import Acting, call_it
from financing.actions.changing import Because, change_source
from financing.actions.facts import save
from financing.enums import SourceKind
from financing.models import FundingSource, PopulationBudget, PopulationShare, PopulationYear
from financing.policies import check_shrinks


@dataclass(frozen=True)
class NewPopulation:
    """What is agreed. `shares` are euros a year for each party, `path` the part of their sum for each year, in per cent."""

    payer: str
    name: str
    area: str
    first_year: int
    shares: Sequence[tuple[str, Decimal]]
    path: Sequence[Decimal]
    scope: Sequence[str]
    decision: str


@transaction.atomic
def put_population_budget(*, by: Acting, population: NewPopulation) -> PopulationBudget:
    """The budget with its shares, and a source for each year of the path, after those that the payer has.

    Raises NotPossible when the path is not of five years, rises, or begins above what was put in.
    """
    call_it("financing.put_population_budget", by=by)
    whole = sum((amount for _, amount in population.shares), Decimal(0))
    maxima = [(whole * percent / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) for percent in population.path]
    check_shrinks(whole, maxima)
    told = {name: getattr(population, name) for name in ("payer", "name", "area", "first_year", "decision")}
    budget = save(PopulationBudget(**told))
    for party, amount in population.shares:
        save(PopulationShare(budget=budget, party=party, amount=amount))
    for year, maximum in enumerate(maxima, start=population.first_year):
        save(PopulationYear(budget=budget, source=save(_source(population, year, maximum))))
    return budget


def _source(population: NewPopulation, year: int, maximum: Decimal) -> FundingSource:
    stands = FundingSource.objects.filter(payer=population.payer, year=year)
    return FundingSource(
        payer=population.payer,
        year=year,
        order=(stands.aggregate(last=orm.Max("order"))["last"] or 0) + 1,
        name=population.name,
        kind=SourceKind.STRUCTURAL.value,
        maximum=maximum,
        scope=list(population.scope),
        decision=population.decision,
    )


@transaction.atomic
def change_population_path(
    *, by: Acting, budget: PopulationBudget, maxima: Mapping[int, Decimal], because: Because
) -> PopulationBudget:
    """Other maxima (year: euros) for years of the path; each change is kept with its reason. Raises NotPossible when the path
    would rise, or begin above what was put in."""
    call_it("financing.change_population_path", by=by)
    steps = FundingSource.objects.select_for_update(of=("self",)).filter(population__budget=budget).order_by("year")
    path = {source.year: maxima.get(source.year, source.maximum) for source in steps}
    whole = budget.shares.aggregate(whole=orm.Sum("amount"))["whole"] or Decimal(0)
    check_shrinks(whole, list(path.values()))
    for source in steps:
        if path[source.year] != source.maximum:
            change_source(by=by, source=source, maximum=path[source.year], because=because)
    return budget
