"""Changing what stands, from a day on: the old ends, the new begins, and both stay to be read.

What is closed stays closed: the difference over closed months becomes correction lines [domain 3.11]. Every change says who,
on which decision and why (`MoneyChange`).
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.acting import Acting, call_it
from financing.actions.facts import put_rate, put_rule, save
from financing.models import (
    CareAssumption,
    CostShareLine,
    CostShareRule,
    FundingSource,
    HoursRate,
    MoneyChange,
    YearlyCost,
)
from financing.policies import check_as_shown, check_counts, check_new_code, check_within
from schools.calendar import SchoolYear
from shell.numbers import write_day, write_decimal, write_euro

Day = datetime.date
About = MoneyChange.About
Parts = Sequence[tuple[str, Fraction]]
Ending = TypeVar("Ending", YearlyCost, CostShareRule)


@dataclass(frozen=True)
class Because:
    """The decision that a change rests on, and the reason in words."""

    decision: str
    reason: str


@transaction.atomic
def change_rate(
    *, by: Acting, rate: HoursRate, start: Day, amount: Decimal, weeks: Decimal | None, because: Because
) -> HoursRate:
    """Another price of an hour from `start`, within the days of this rate. Raises NotPossible for another day."""
    call_it("financing.change_rate", by=by)
    check_within(rate.period, start)
    was = _rate(rate)
    role, until = rate.role, rate.period.upper
    new = put_rate(by=by, role=role, start=start, rate=amount, weeks=weeks)
    if until != new.period.upper:
        new.period = DateRange(start, until)
        save(new)
    _note(by, About.RATE, rate.get_role_display(), start, was, _rate(new), because)
    return new


@transaction.atomic
def change_cost(
    *, by: Acting, cost: YearlyCost, start: Day, amount: Decimal, code: str, because: Because
) -> YearlyCost:
    """Another yearly amount from `start`, under a code of its own; sharing rules and sources that name the old code go along.

    From its first day on it is the same commitment with another amount. Raises NotPossible for a day outside the commitment,
    or for a code that is taken.
    """
    call_it("financing.change_cost", by=by)
    check_within(cost.period, start)
    was, until = write_euro(cost.amount), cost.period.upper
    if start == cost.period.lower:
        cost.amount, cost.decision = amount, because.decision
        save(cost)
    else:
        check_new_code(code, taken=YearlyCost.objects.filter(code=code).exists())
        old = cost.code
        _end(cost, start)
        cost = _copy(cost, code, DateRange(start, until), because)
        cost.amount = amount
        save(cost)
        _take_along(old, cost, start)
    _note(by, About.COST, cost.code, start, was, write_euro(amount), because)
    return cost


@transaction.atomic
def change_rule(
    *, by: Acting, rule: CostShareRule, start: Day, parts: Parts, code: str, because: Because
) -> CostShareRule:
    """Other payers or parts from `start`, under a code of its own. Raises NotPossible for a day outside the rule, for a code that
    is taken, and when the parts do not make 1."""
    call_it("financing.change_rule", by=by)
    check_within(rule.period, start)
    was, until = _parts(_lines_of(rule)), rule.period.upper
    if start == rule.period.lower:
        rule.decision = because.decision
    else:
        check_new_code(code, taken=CostShareRule.objects.filter(code=code).exists())
        _end(rule, start)
        rule = _copy(rule, code, DateRange(start, until), because)
    new = put_rule(by=by, rule=rule, parts=parts)
    _note(by, About.RULE, new.code, start, was, _parts(parts), because)
    return new


@transaction.atomic
def change_source(*, by: Acting, source: FundingSource, maximum: Decimal, because: Because) -> FundingSource:
    """Another maximum of a source, for its whole calendar year."""
    call_it("financing.change_source", by=by)
    was = write_euro(source.maximum)
    source.maximum, source.decision = maximum, because.decision
    save(source)
    first = Day(source.year, 1, 1)
    _note(by, About.SOURCE, f"{source.name or source.payer} {source.year}", first, was, write_euro(maximum), because)
    return source


@dataclass(frozen=True)
class Assumed:
    """What an assumption says: care at a school or in an arrangement before the start and now, a year, in euros for each."""

    care: str
    baseline: Decimal
    now: Decimal
    unit_price: Decimal
    source: str


@transaction.atomic
def change_assumption(
    *, by: Acting, assumption: CareAssumption, told: Assumed, version: int, because: Because
) -> CareAssumption:
    """An assumption of a value case says something else from now on; what it said stays in the log [domain 3.12].

    It is about a school year as a whole, so there is no day on which it begins. Raises NotPossible when somebody changed it
    meanwhile, when it counts no more, and for a number below zero.
    """
    call_it("financing.change_assumption", by=by)
    row = _as_shown(assumption, version)
    was = _assumption(row)
    for name, value in vars(told).items():
        setattr(row, name, value)
    row.version += 1
    save(row)
    _note(by, About.ASSUMPTION, _case_of(row), _first_day(row), was, _assumption(row), because)
    return row


@transaction.atomic
def end_assumption(
    *, by: Acting, assumption: CareAssumption, on: Day, version: int, because: Because
) -> CareAssumption:
    """An assumption counts no more from a day on, and stays to be read with the reason. Raises NotPossible like a change."""
    call_it("financing.end_assumption", by=by)
    row = _as_shown(assumption, version)
    row.ended_on, row.version = on, row.version + 1
    save(row)
    becomes = f"vervallen op {write_day(on)}"
    _note(by, About.ASSUMPTION, _case_of(row), _first_day(row), _assumption(row), becomes, because)
    return row


def _as_shown(assumption: CareAssumption, version: int) -> CareAssumption:
    row = CareAssumption.objects.select_for_update(of=("self",)).select_related("location", "arrangement")
    found = row.get(pk=assumption.pk)
    check_as_shown(found, version)
    check_counts(found.ended_on)
    return found


def _case_of(row: CareAssumption) -> str:
    return f"{row.location or row.arrangement} {SchoolYear(row.school_year)}: {row.care}"[:400]


def _first_day(row: CareAssumption) -> Day:
    return SchoolYear(row.school_year).first


def _assumption(row: CareAssumption) -> str:
    numbers = f"{write_decimal(row.baseline, 2)} voor de start, {write_decimal(row.now, 2)} nu"
    return f"{row.care}: {numbers}, {write_euro(row.unit_price)} per jaar. Bron: {row.source}"


@transaction.atomic
def end_fact(*, by: Acting, row: Ending, last_day: Day, because: Because) -> Ending:
    """A yearly amount or a sharing rule ends after `last_day`. Raises NotPossible for a day outside it."""
    call_it("financing.end_fact", by=by)
    check_within(row.period, last_day)
    _end(row, last_day + datetime.timedelta(days=1))
    about = About.COST if isinstance(row, YearlyCost) else About.RULE
    _note(by, about, row.code, last_day, "loopt door", f"eindigt na {write_day(last_day)}", because)
    return row


def parts_of(rule: CostShareRule) -> str:
    """The payers of a rule as the form takes them: one to a line."""
    return "\n".join(f"{payer} {part}" for payer, part in _lines_of(rule))


def _lines_of(rule: CostShareRule) -> Parts:
    return [(one.payer, Fraction(int(one.numerator), int(one.denominator))) for one in rule.lines.all()]


def _parts(parts: Parts) -> str:
    return ", ".join(f"{payer} {part}" for payer, part in parts)


def _rate(rate: HoursRate) -> str:
    weeks = "" if rate.weeks is None else f", {rate.weeks.normalize():f} weken".replace(".", ",")
    return f"{write_euro(rate.rate)} per uur{weeks}"


def _end(row: Ending, after: Day) -> None:
    row.period = DateRange(row.period.lower, after)
    save(row)


def _copy(row: Ending, code: str, period: DateRange, because: Because) -> Ending:
    """The same for the same things, under another code and from another day on; not stored yet."""
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    return type(row)(**{**kept, "code": code, "period": period, "decision": because.decision})


def _take_along(old: str, cost: YearlyCost, start: Day) -> None:
    """Rules for the old code hold for the new one too, on the days that they have in common; so do the scopes of sources."""
    for rule in CostShareRule.objects.filter(arrangement=old, period__overlap=cost.period).prefetch_related("lines"):
        lines = list(rule.lines.all())
        ends = [day for day in (rule.period.upper, cost.period.upper) if day]
        period = DateRange(max(rule.period.lower or start, start), min(ends, default=None))
        copied = _copy(rule, f"{rule.code[:28]}-{cost.code[:28]}", period, Because(rule.decision, ""))
        copied.arrangement = cost.code
        save(copied)
        CostShareLine.objects.bulk_create(
            CostShareLine(
                rule=copied, order=one.order, payer=one.payer, numerator=one.numerator, denominator=one.denominator
            )
            for one in lines
        )
    for source in FundingSource.objects.filter(scope__contains=[old], year__gte=start.year):
        source.scope = [*source.scope, cost.code]
        save(source)


def _note(by: Acting, about: About, subject: str, start: Day, was: str, becomes: str, because: Because) -> None:
    save(
        MoneyChange(
            by_id=by.actor,
            by_name=by.actor_name,
            about=about,
            subject=subject,
            start=start,
            was=was[:500],
            becomes=becomes[:500],
            decision=because.decision,
            reason=because.reason,
        )
    )
