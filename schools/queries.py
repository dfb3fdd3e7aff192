"""Reading the map: which teams somebody sees, who works there on a day, and what a team then misses."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value, When

from accounts.roles import CORE_ROLES, Unit
from schools.completeness import CoreRule, Span, TeamCore
from schools.enums import SECTOR_OF
from schools.hats import Holding
from schools.models import (
    Appointment,
    CoreRole,
    LocationPeriod,
    Municipality,
    NeighbourhoodTeam,
    Partnership,
    SupportTeam,
    TeamFlag,
)
from schools.querysets import DatedQuerySet

Day = datetime.date
Teams = DatedQuerySet[SupportTeam]
Places = DatedQuerySet[LocationPeriod]


# ---- Which teams ----------------------------------------------------------------------------------------------------
def teams_of(holding: Holding, *, today: Day) -> Teams:
    """The teams that belong to a role and where it is held: a member's own, a board's, a wijkteam's, a municipality's.

    It chooses what a page shows. Teams and appointments are no secret; what is secret is kept by PostgreSQL.
    """
    teams = SupportTeam.objects.all()
    match holding.role.unit:
        case Unit.TEAM:
            return teams.filter(pk__in=holding.unit_ids)
        case Unit.LOCATION:
            return teams.filter(location__in=holding.unit_ids)
        case Unit.MUNICIPALITY:
            return teams.filter(municipality__in=holding.unit_ids)
        case Unit.PARTNERSHIP:
            sectors = Partnership.objects.filter(pk__in=holding.unit_ids).values("sector")
            return teams.filter(sector__in=sectors)
        case unit:
            now = LocationPeriod.objects.on(today).filter(**{f"{unit.value}__in": holding.unit_ids})
            return teams.filter(location__in=now.values("location"))


def with_place(teams: Teams, *, day: Day) -> DatedQuerySet[Any]:
    """`place_type` and `wijkteam_name`: of the location on that day."""
    there = LocationPeriod.objects.on(day).filter(location=OuterRef("location"))
    return teams.annotate(
        place_type=Subquery(there.values("type")[:1]),
        wijkteam_name=Subquery(there.values("neighbourhood_team__name")[:1]),
    )


def open_flags() -> QuerySet[TeamFlag, TeamFlag]:
    """Flags about teams that nobody solved yet."""
    return TeamFlag.objects.filter(cleared_on__isnull=True)


# ---- Which schools --------------------------------------------------------------------------------------------------
def plain(text: str) -> Func:
    """Text as `sort_name` keeps it: small letters without accents."""
    return Func(Value(text.strip()), function="app.plain", output_field=TextField())


def schools(
    *,
    today: Day,
    text: str = "",
    kind: str = "",
    municipality: Municipality | None = None,
    neighbourhood_team: NeighbourhoodTeam | None = None,
) -> Places:
    """What holds today for every school location, narrowed by part of a name, by town, code, type and place."""
    found = LocationPeriod.objects.on(today).select_related("location", "board", "municipality", "neighbourhood_team")
    if text:
        begins = text.strip()
        found = found.filter(
            Q(location__sort_name__contains=plain(text))
            | Q(location__town__istartswith=begins)
            | Q(location__code__istartswith=begins)
        )
    if kind:
        found = found.filter(Q(type=kind) | Q(second_type=kind))
    if municipality:
        found = found.filter(municipality=municipality)
    return found.filter(neighbourhood_team=neighbourhood_team) if neighbourhood_team else found


def periods_of(location: UUID) -> Places:
    """What held for a location when, the newest first."""
    found = LocationPeriod.objects.filter(location=location)
    return found.select_related("board", "municipality", "neighbourhood_team").order_by("-period")


def place_on(location: UUID, *, day: Day) -> LocationPeriod | None:
    """What holds for a location on a day; None on a day without a school there."""
    return periods_of(location).on(day).first()


# ---- Who works there ------------------------------------------------------------------------------------------------
def members(teams: Collection[UUID], *, day: Day) -> QuerySet[Appointment, Appointment]:
    """Who works in these teams on a day, confirmed or not, in the order of the roles; `person_name`, `employer_name`."""
    position = Case(*(When(role=role, then=at) for at, role in enumerate(CORE_ROLES)), output_field=IntegerField())
    return (
        Appointment.objects.on(day)
        .filter(team__in=teams, role__in=CORE_ROLES)
        .annotate(person_name=F("person__name"), employer_name=F("employer__name"))
        .order_by("team", position, "person_name", "period")
    )


# ---- Complete or not ------------------------------------------------------------------------------------------------
def cores(teams: Iterable[SupportTeam]) -> dict[UUID, TeamCore]:
    """What is needed to say of each of these teams whether it is complete, on any day. Three queries, however many teams."""
    wanted = list(teams)
    rules = tuple(
        CoreRule(*_days(period), school_type, role)
        for school_type, role, period in CoreRole.objects.values_list("school_type", "role", "period")
    )
    types: dict[tuple[UUID, str], list[Span]] = defaultdict(list)
    for location, type_, second, period in LocationPeriod.objects.filter(
        location__in={team.location_id for team in wanted}
    ).values_list("location", "type", "second_type", "period"):
        for kind in filter(None, (type_, second)):
            types[location, SECTOR_OF[kind]].append(Span(*_days(period), kind))
    filled: dict[UUID, list[Span]] = defaultdict(list)
    for team, role, period in Appointment.objects.filter(team__in=[team.pk for team in wanted]).values_list(
        "team", "role", "period"
    ):
        filled[team].append(Span(*_days(period), role))
    return {
        team.pk: TeamCore(tuple(types[team.location_id, team.sector]), rules, tuple(filled[team.pk])) for team in wanted
    }


def _days(period: Any) -> tuple[Day, Day]:
    return period.lower or Day.min, period.upper or Day.max
