"""Entering one fact about money by hand, beside the workbook. Each is one row, or one rule with its parts."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from django.db import models as orm
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.acting import Acting, call_it
from financing.enums import YearlyKind
from financing.models import (
    Actual,
    CareAssumption,
    CostShareLine,
    CostShareRule,
    Enrolment,
    FundingSource,
    HoursRate,
    YearlyCost,
)
from financing.money import PartsDoNotAddUp, Shares, largest_remainders
from schools.models import SchoolLocation
from schools.policies import NotPossible
from schools.refusals import told

Row = TypeVar("Row", bound=orm.Model)


@transaction.atomic
def put_rate(*, by: Acting, role: str, start: datetime.date, rate: Decimal, weeks: Decimal | None) -> HoursRate:
    """Euros an hour of a role from `start`, until a later rate begins; the rate before it ends there [formats]."""
    call_it("financing.put_rate", by=by)
    standing = HoursRate.objects.filter(role=role)
    later = standing.filter(period__startswith__gt=start).order_by("period").first()
    put = standing.filter(period__startswith=start).first() or HoursRate(role=role)
    for earlier in standing.filter(period__contains=start).exclude(pk=put.pk):
        earlier.period = DateRange(earlier.period.lower, start)
        earlier.save(update_fields=["period"])
    put.period = DateRange(start, later.period.lower if later else None)
    put.rate, put.weeks = rate, weeks
    return save(put)


@transaction.atomic
def put_cost(*, by: Acting, cost: YearlyCost) -> YearlyCost:
    """A yearly amount or programme, new or changed. Raises NotPossible with the sentence of the rule that it breaks."""
    call_it("financing.put_cost", by=by)
    return save(cost)


@transaction.atomic
def put_source(*, by: Acting, source: FundingSource) -> FundingSource:
    """A source of cover, new or changed. Raises NotPossible when this payer has one in that place already."""
    call_it("financing.put_source", by=by)
    return save(source)


@transaction.atomic
def put_actual(*, by: Acting, name: str, month: datetime.date, amount: Decimal) -> Actual:
    """What a commitment really cost in a month; takes the place of what was entered for that month before."""
    call_it("financing.put_actual", by=by)
    actual, _ = Actual.objects.update_or_create(name=name, month=month.replace(day=1), defaults={"amount": amount})
    return actual


@transaction.atomic
def put_rule(*, by: Acting, rule: CostShareRule, parts: Sequence[tuple[str, Fraction]]) -> CostShareRule:
    """A sharing rule with its payers in order, as a whole. Raises NotPossible when the parts do not make 1, or when a rule
    for the same things holds on one of its days."""
    call_it("financing.put_rule", by=by)
    try:
        Shares(tuple(fraction for _, fraction in parts))
    except PartsDoNotAddUp:
        total = sum((fraction for _, fraction in parts), Fraction(0))
        raise NotPossible(f"De delen zijn samen {total}, en niet 1. Elk deel is meer dan 0.") from None
    same = CostShareRule.objects.filter(
        role=rule.role,
        sector=rule.sector,
        location=rule.location_id,
        arrangement=rule.arrangement,
        status=rule.status,
        period__overlap=rule.period,
    ).exclude(pk=rule.pk)
    if other := same.first():
        raise NotPossible(f"Sleutel ‘{other.code}’ geldt al voor hetzelfde op deze dagen. Beëindig die eerst.")
    save(rule)
    rule.lines.all().delete()
    CostShareLine.objects.bulk_create(
        CostShareLine(
            rule=rule, order=order, payer=payer, numerator=fraction.numerator, denominator=fraction.denominator
        )
        for order, (payer, fraction) in enumerate(parts, start=1)
    )
    return rule


@dataclass(frozen=True)
class Programme:
    """A programme at schools: what it is called, euros a year for each school, and what it rests on."""

    code: str
    name: str
    amount: Decimal
    basis: str
    period: DateRange
    decision: str
    status: str


@transaction.atomic
def put_programme(
    *, by: Acting, programme: Programme, schools: Sequence[SchoolLocation], parts: Sequence[tuple[str, Fraction]]
) -> list[YearlyCost]:
    """A programme at one or more schools, each with its amount and its own sharing rule [domain 6]. All or nothing.

    Raises NotPossible when a code is taken or the parts do not make 1.
    """
    call_it("financing.put_programme", by=by)
    made = []
    told = {"period": programme.period, "decision": programme.decision, "status": programme.status}
    for school in schools:
        code = f"{programme.code}-{school.code}"
        if YearlyCost.objects.filter(code=code).exists() or CostShareRule.objects.filter(code=code).exists():
            raise NotPossible(
                f"{school.name} heeft al een verplichting of sleutel met code ‘{code}’. Kies een andere code."
            )
        cost = YearlyCost(
            code=code,
            kind=YearlyKind.PROGRAMME.value,
            description=programme.name,
            location=school,
            amount=programme.amount,
            basis=programme.basis,
            **told,
        )
        made.append(put_cost(by=by, cost=cost))
        put_rule(by=by, rule=CostShareRule(code=code, arrangement=code, **told), parts=parts)
    return made


@transaction.atomic
def put_enrolment(*, by: Acting, enrolment: Enrolment) -> Enrolment:
    """How many pupils of a school live in a municipality; takes the place of what was entered for that school year before, which
    the log of changing keeps."""
    call_it("financing.put_enrolment", by=by)
    about = {name: getattr(enrolment, name) for name in ("location", "school_year", "home")}
    stored, _ = Enrolment.objects.update_or_create(**about, defaults={"pupils": enrolment.pupils})
    return stored


@transaction.atomic
def put_enrolments(*, by: Acting, enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """The same of many schools at once. IntegrityError for a second number of the same."""
    call_it("financing.put_enrolment", by=by)
    return Enrolment.objects.bulk_create(enrolments)


@transaction.atomic
def put_assumption(*, by: Acting, assumption: CareAssumption) -> CareAssumption:
    """An assumption of a value case. Raises NotPossible when it is about two things, or about none."""
    call_it("financing.put_assumption", by=by)
    return save(assumption)


def in_proportion(cents: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Whole cents in proportion, making the whole; everything 0 when there is nothing to go by [domain 3.8]."""
    return largest_remainders(cents, weights) if sum(weights) else tuple(0 for _ in weights)


def save(row: Row) -> Row:
    """Store it. Raises NotPossible with the sentence of the constraint that it breaks."""
    with told(type(row), NotPossible):
        row.save()
    return row
