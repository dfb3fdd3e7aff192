"""What is known of school locations over time, told by an import or the demo world."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.acting import Acting, call_it
from schools.actions.teams import follow_locations
from schools.models import LocationPeriod, School, SchoolLocation

Day = datetime.date
BOTH_SPECIAL = {"SO", "VSO"}
FACTS = tuple(field.attname for field in LocationPeriod._meta.concrete_fields if not field.primary_key)


@dataclass(frozen=True)
class LocationFacts:
    """A location (`code` as 00AB00) from `first` up to and not including `after` (None: with an open end).

    `second_type` None means: as is known already, which is what a source says that has room for one type only. On days
    without board or municipality it is not known who pays.
    """

    code: str
    first: Day
    name: str
    type: str
    board: UUID | None
    municipality: UUID | None
    neighbourhood_team: UUID | None = None
    second_type: str | None = None
    after: Day | None = None


@transaction.atomic
def put_locations(*, by: Acting | None, facts: Iterable[LocationFacts]) -> dict[str, SchoolLocation]:
    """Make or change locations, by code and first day: known pairs are replaced, new ones added, the rest is kept.

    A period ends where a later one of the same location begins [formats, sheet vestigingen]. Schools and teams follow.
    Returns the locations of these codes. The two organisations are keys of rows that exist.
    """
    call_it("schools.put_locations", by=by)
    told = sorted(facts, key=lambda one: (one.code, one.first))
    locations = _locations(told)
    stored: dict[UUID, list[LocationPeriod]] = {}
    for row in LocationPeriod.objects.filter(location__in=locations.values()).order_by("period"):
        stored.setdefault(row.location_id, []).append(row)
    gone: list[UUID] = []
    new: list[LocationPeriod] = []
    for code, group in groupby(told, key=lambda one: one.code):
        location = locations[code]
        before = stored.get(location.pk, [])
        after = _laid_over(location, before, list(group))
        facts_before, facts_after = {_facts(row): row for row in before}, {_facts(row): row for row in after}
        gone += [row.pk for key, row in facts_before.items() if key not in facts_after]
        new += [row for key, row in facts_after.items() if key not in facts_before]
    LocationPeriod.objects.filter(pk__in=gone).delete()
    LocationPeriod.objects.bulk_create(new)
    _rename(locations.values())
    follow_locations(locations=[location.pk for location in locations.values()])
    return locations


def _locations(told: Sequence[LocationFacts]) -> dict[str, SchoolLocation]:
    """The locations of these codes, made where they are not there yet, with their schools."""
    names = {one.code: one.name or one.code for one in told}  # of the last day
    known = {row.code: row for row in SchoolLocation.objects.filter(code__in=names)}
    missing = [code for code in names if code not in known]
    schools = {row.brin: row for row in School.objects.filter(brin__in={code[:4] for code in missing})}
    unknown = dict.fromkeys(code[:4] for code in sorted(missing) if code[:4] not in schools)
    made = School.objects.bulk_create(School(brin=brin, name=_first_name(brin, names)) for brin in unknown)
    schools |= {school.brin: school for school in made}
    added = SchoolLocation.objects.bulk_create(
        SchoolLocation(code=code, name=names[code], school=schools[code[:4]]) for code in missing
    )
    return known | {row.code: row for row in added}


def _first_name(brin: str, names: dict[str, str]) -> str:
    """A school is called as its first location."""
    return names[min(code for code in names if code.startswith(brin))]


def _laid_over(
    location: SchoolLocation, stored: Sequence[LocationPeriod], told: Sequence[LocationFacts]
) -> list[LocationPeriod]:
    """The periods of a location as they become, in order, each ending where the next begins."""
    both = any(row.second_type for row in stored)
    rows = {row.period.lower or Day.min: _copy(row) for row in stored}
    rows |= {one.first: _row(location, one, both=both) for one in told}
    starts = sorted(rows)
    for first, following in pairwise(starts):
        if (rows[first].period.upper or Day.max) > following:
            rows[first].period = DateRange(first, following)
    return [rows[first] for first in starts]


def _row(location: SchoolLocation, one: LocationFacts, *, both: bool) -> LocationPeriod:
    """`both`: the location is known to have SO and VSO."""
    second = one.second_type
    if second is None:
        second = next(iter(BOTH_SPECIAL - {one.type})) if both and one.type in BOTH_SPECIAL else ""
    return LocationPeriod(
        location=location,
        period=DateRange(one.first, one.after),
        name=one.name,
        type=one.type,
        second_type=second,
        board_id=one.board,
        municipality_id=one.municipality,
        neighbourhood_team_id=one.neighbourhood_team,
    )


def _copy(row: LocationPeriod) -> LocationPeriod:
    return LocationPeriod(**dict(zip(FACTS, _facts(row), strict=True)))


def _facts(row: LocationPeriod) -> tuple[object, ...]:
    """Everything that a period says, to see whether it changed."""
    return tuple(getattr(row, name) for name in FACTS)


def _rename(locations: Iterable[SchoolLocation]) -> None:
    """A location is called as in its last period."""
    by_key = {location.pk: location for location in locations}
    last = {
        row.location_id: row.name
        for row in LocationPeriod.objects.filter(location__in=by_key).order_by("period").only("location_id", "name")
        if row.name
    }
    renamed = [location for key, location in by_key.items() if location.name != last.get(key, location.name)]
    for location in renamed:
        location.name = last[location.pk]
    SchoolLocation.objects.bulk_update(renamed, ["name"])
