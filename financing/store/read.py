"""The facts in the database as a `Book`: one query for each kind."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import F, Q

from accounts.models import User
from accounts.roles import CORE_ROLES
from financing import models
from financing.books import facts
from financing.books.calendar import Basis, month_of
from financing.books.commitments import hours_name, place_name
from financing.enums import LocationType, Role, Sector, SourceKind, Status, YearlyKind
from schools.models import (
    Appointment,
    ArrangementTerms,
    LocationPeriod,
    Municipality,
    NeighbourhoodTeam,
    SchoolBoard,
)
from shell.exact import plain

EVERY = Q()


def read_book() -> facts.Book:
    """Every fact about money, also what is only *voorgenomen*."""
    return facts.Book(_all())


def read_commitment(name: str) -> facts.Book:
    """The facts that decide what one commitment, by its name in the listing, costs and who pays it. At most six queries."""
    kind, *parts = name.split("/")
    found: list[facts.Fact] = [*_share_rules(), *_actuals(Q(name=name))]
    if kind == "uren" and len(parts) == 4:
        location, role, email, start = parts
        mine = Q(team__location__code=location, role=role, person__email=email, period__startswith=start)
        found += [*_appointments(mine), *_hours_rates(Q(role=role)), *_locations(Q(location__code=location))]
    elif kind == "plaats" and len(parts) == 3:
        code, pupil, start = parts
        found += _placements(Q(arrangement__code=code, pupil_code=pupil, period__startswith=start))
        terms = list(_terms(Q(arrangement__code=code)))
        found += [*terms, *_locations(Q(location__code__in={one.location for one in terms if one.location}))]
    else:
        costs = list(_yearly(Q(code=name)))
        found += [*costs, *_locations(Q(location__code__in={one.location for one in costs if one.location}))]
    return facts.Book(found)


def read_hours() -> facts.Book:
    """What the pools of the wijkteams follow from: teams, locations, norms and agreements. Four queries."""
    teams = (facts.NeighbourhoodTeam(*row) for row in NeighbourhoodTeam.objects.values_list("code", "name"))
    return facts.Book([*teams, *_locations(), *_norms(), *_agreements()])


def cents(euros: Decimal) -> int:
    """Whole cents of an amount in euros with two decimals."""
    return int(euros * 100)


def _all() -> Iterator[facts.Fact]:
    for code, name in Municipality.objects.values_list("code", "name"):
        yield facts.Municipality(code, name or None)
    for code, name in SchoolBoard.objects.values_list("code", "name"):
        yield facts.Board(code, name or None)
    for code, name, municipality in NeighbourhoodTeam.objects.values_list("code", "name", "municipality__code"):
        yield facts.NeighbourhoodTeam(code, name or None, municipality)
    yield from _locations()
    yield from _people()
    yield from _appointments()
    yield from _hours_rates()
    yield from _norms()
    yield from _yearly()
    yield from _terms()
    yield from _placements()
    yield from _share_rules()
    yield from read_sources()
    yield from _actuals()
    yield from _agreements()
    yield from _hours()


def _actuals(which: Q = EVERY) -> Iterator[facts.Actual]:
    for one in models.Actual.objects.filter(which):
        yield facts.Actual(one.name, month_of(one.month), cents(one.amount))


def _locations(which: Q = EVERY) -> Iterator[facts.Location]:
    rows = (
        LocationPeriod.objects.filter(which)
        .order_by("location__code", "period")
        .values_list(
            "location__code",
            "period",
            "type",
            "name",
            "board__code",
            "municipality__code",
            "neighbourhood_team__code",
        )
    )
    for code, period, kind, name, board, municipality, team in rows:
        start, end = _bounds(period)
        yield facts.Location(
            location=code,
            start=start,
            type=LocationType(kind),
            name=name or None,
            board=board,
            municipality=municipality,
            team=team,
            end=end,
        )


def _people() -> Iterator[facts.Fact]:
    """People who work in a team, and those whom a workbook named; nobody from municipality or board."""
    elsewhere = Q(appointments__isnull=False) & ~Q(appointments__role__in=CORE_ROLES)
    outsiders = User.people.filter(elsewhere).exclude(appointments__role__in=CORE_ROLES).values("pk")
    for email, name in User.people.exclude(pk__in=outsiders).order_by("email").values_list("email", "name"):
        yield facts.Person(email, name or None)


def _appointments(which: Q = EVERY) -> Iterator[facts.Appointment]:
    rows = (
        Appointment.objects.filter(which, role__in=CORE_ROLES, hours_per_week__isnull=False)
        .order_by("team__location__code", "role", "person__email", "period")
        .values_list(
            "team__location__code",
            "role",
            "person__email",
            "period",
            "hours_per_week",
            "employer__name",
        )
    )
    for location, role, email, period, hours, employer in rows:
        start, end = _bounds(period)
        yield facts.Appointment(
            location=location,
            role=Role(role),
            person=email,
            start=start,
            hours=plain(hours or Decimal(0)),
            employer=employer,
            end=end,
        )


def _hours_rates(which: Q = EVERY) -> Iterator[facts.Rate]:
    for rate in models.HoursRate.objects.filter(which).order_by("role", "period"):
        start, end = _days(rate)
        weeks = None if rate.weeks is None else plain(rate.weeks)
        yield facts.Rate(Role(rate.role), start, cents(rate.rate), weeks, end)


def _norms() -> Iterator[facts.HoursNorm]:
    for norm in models.HoursNorm.objects.order_by("role", "period"):
        start, end = _days(norm)
        yield facts.HoursNorm(Role(norm.role), start, plain(norm.hours), end)


def _yearly(which: Q = EVERY) -> Iterator[facts.YearlyCost]:
    for one in models.YearlyCost.objects.filter(which).annotate(location_code=F("location__code")).order_by("code"):
        start, end = _days(one)
        yield facts.YearlyCost(
            code=one.code,
            kind=YearlyKind(one.kind),
            amount=cents(one.amount),
            basis=Basis(one.basis),
            start=start,
            description=one.description or None,
            role=Role(one.role) if one.role else None,
            sector=Sector(one.sector) if one.sector else None,
            location=one.location_code,
            end=end,
            decision=one.decision or None,
            status=Status(one.status),
        )


def _terms(which: Q = EVERY) -> Iterator[facts.Arrangement]:
    terms = ArrangementTerms.objects.filter(which).annotate(code=F("arrangement__code"), place=F("location__code"))
    for one in terms.order_by("code", "period"):
        start, end = _days(one)
        yield facts.Arrangement(
            code=one.code,
            start=start,
            name=one.name or None,
            location=one.place,
            capacity=one.capacity,
            amount_per_place=None if one.amount_per_place is None else cents(one.amount_per_place),
            end=end,
            decision=one.decision or None,
            status=Status.INTENDED if one.intended else Status.ESTABLISHED,
        )


def _placements(which: Q = EVERY) -> Iterator[facts.Placement]:
    placements = models.Placement.objects.filter(which).annotate(code=F("arrangement__code"), home_code=F("home__code"))
    for placement in placements.order_by("code", "pupil_code", "period"):
        start, end = _days(placement)
        yield facts.Placement(
            arrangement=placement.code,
            pupil=placement.pupil_code,
            start=start,
            municipality=placement.home_code,
            decided_by_school=placement.decided_by_school,
            decided_by_municipality=placement.decided_by_municipality,
            end=end,
        )


def _share_rules() -> Iterator[facts.ShareLine]:
    lines = models.CostShareLine.objects.select_related("rule", "rule__location").order_by("rule__code", "order")
    for line in lines:
        rule = line.rule
        start, end = _days(rule)
        yield facts.ShareLine(
            rule=rule.code,
            order=line.order,
            payer=line.payer,
            fraction=Fraction(int(line.numerator), int(line.denominator)),
            start=start,
            role=Role(rule.role) if rule.role else None,
            sector=Sector(rule.sector) if rule.sector else None,
            location=rule.location.code if rule.location else None,
            arrangement=rule.arrangement or None,
            end=end,
            decision=rule.decision or None,
            status=Status(rule.status),
        )


def read_sources(which: Q = EVERY) -> Iterator[facts.Source]:
    """Sources of cover. One query."""
    for source in models.FundingSource.objects.filter(which).order_by("payer", "year", "order"):
        yield facts.Source(
            payer=source.payer,
            year=source.year,
            order=source.order,
            kind=SourceKind(source.kind),
            maximum=cents(source.maximum),
            name=source.name or None,
            scope=tuple(source.scope),
            decision=source.decision or None,
            status=Status(source.status),
        )


def _agreements() -> Iterator[facts.Agreement]:
    agreements = models.HoursAgreement.objects.annotate(
        team_code=F("neighbourhood_team__code"), location_code=F("location__code")
    )
    for one in agreements.order_by("team_code", "location_code", "period"):
        start, end = _days(one)
        yield facts.Agreement(one.team_code, one.location_code, start, plain(one.hours), end)


def _hours() -> Iterator[facts.Logged]:
    logged = models.LoggedHours.objects.order_by("on", "location__code", "role", "person__email")
    for day, location, role, person, minutes in logged.values_list(
        "on", "location__code", "role", "person__email", "minutes"
    ):
        yield facts.Logged(day, location, Role(role), person, minutes)


def _days(row: Any) -> tuple[date, date | None]:
    return _bounds(row.period)


def _bounds(period: Any) -> tuple[date, date | None]:
    """First day and the day after the last; that there is a first day, a constraint holds."""
    return period.lower, period.upper


def known_names() -> set[str]:
    """Every name that the listing can hold: an actual is for one of these [formats, "werkelijk"]. Four queries."""
    roles = set(models.HoursRate.objects.values_list("role", flat=True))
    names = set(models.YearlyCost.objects.values_list("code", flat=True))
    names |= {hours_name(row.location, row.role, row.person, row.start) for row in _appointments() if row.role in roles}
    return names | {place_name(row.arrangement, row.pupil, row.start) for row in _placements()}
