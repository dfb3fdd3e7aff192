"""What is known of school locations over time, told by an import or the demo world."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from accounts.acting import Acting, call_it
from schools.actions.teams import follow_locations
from schools.models import LocationPeriod, SchoolLocation
from shell.copying import stage

Day = datetime.date
BOTH_SPECIAL = {"SO", "VSO"}
ADDRESS = (
    *("street", "house_number", "postcode", "town", "denomination", "telephone", "website"),
    *("postal_street", "postal_number", "postal_postcode", "postal_town"),
)


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


class Period(NamedTuple):
    """What held at a location, from its first day up to and not including `after`; a row of the staging table."""

    location: UUID
    first: Day
    after: Day | None
    name: str
    type: str
    second_type: str
    board: UUID | None
    municipality: UUID | None
    neighbourhood_team: UUID | None


_STAGED = dict(
    zip(Period._fields, ("uuid", "date", "date", "text", "text", "text", "uuid", "uuid", "uuid"), strict=True)
)
#: A school is called as its first location of these.
_NEW_LOCATIONS = (
    """insert into schools_school (brin, name)
       select distinct on (left(code, 4)) left(code, 4), name from told_location order by left(code, 4), code
       on conflict (brin) do nothing""",
    f"""insert into schools_schoollocation (school_id, code, name, register, {", ".join(ADDRESS)})
        select s.id, t.code, t.name, '', {", ".join("''" for _ in ADDRESS)} from told_location t
        join schools_school s on s.brin = left(t.code, 4) on conflict (code) do nothing""",
)
_STORED = """
select id, location_id, lower(period), upper(period), name, type, second_type, board_id, municipality_id, neighbourhood_team_id
from schools_locationperiod where location_id = any (%s) order by period
"""
_ADD = """
insert into schools_locationperiod
  (location_id, period, name, type, second_type, board_id, municipality_id, neighbourhood_team_id)
select location, daterange(first, after), coalesce(name, ''), type, coalesce(second_type, ''), board, municipality,
  neighbourhood_team from told_period
"""
#: A location is called as in its last period.
_RENAME = """
update schools_schoollocation l set name = p.name
from (
  select distinct on (location_id) location_id, name from schools_locationperiod
  where location_id = any (%s) and name <> '' order by location_id, period desc
) p where l.id = p.location_id and l.name <> p.name
"""


@transaction.atomic
def put_locations(*, by: Acting | None, facts: Iterable[LocationFacts]) -> None:
    """Make or change locations, by code and first day: known pairs are replaced, new ones added, the rest is kept.

    A period ends where a later one of the same location begins [formats, sheet vestigingen]. Schools and teams follow.
    The organisations are keys of rows that exist.
    """
    call_it("schools.put_locations", by=by)
    told = sorted(facts, key=lambda one: (one.code, one.first))
    with connection.cursor() as cursor:
        keys = _locations(cursor, told)
        locations = list(keys.values())
        cursor.execute(_STORED, [locations])
        stored: dict[UUID, dict[Period, UUID]] = {}
        for key, *period in cursor.fetchall():
            stored.setdefault(period[0], {})[Period(*period)] = key
        gone: list[UUID] = []
        new: list[Period] = []
        for code, group in groupby(told, key=lambda one: one.code):
            before = stored.get(keys[code], {})
            after = _laid_over(keys[code], list(before), list(group))
            gone += [key for period, key in before.items() if period not in after]
            new += [period for period in after if period not in before]
        LocationPeriod.objects.filter(pk__in=gone).delete()
        stage(cursor, "told_period", _STAGED, new)
        cursor.execute(_ADD)
        cursor.execute(_RENAME, [locations])
    follow_locations(locations=locations)


def _locations(cursor: CursorWrapper, told: Sequence[LocationFacts]) -> dict[str, UUID]:
    """The keys of the locations of these codes, made where they are not there yet, with their schools."""
    names = {one.code: one.name or one.code for one in told}  # of the last day
    known = SchoolLocation.objects.filter(code__in=names).values_list("code", "pk")
    keys = dict(known)
    if missing := [code for code in names if code not in keys]:
        stage(cursor, "told_location", {"code": "text", "name": "text"}, ((code, names[code]) for code in missing))
        for statement in _NEW_LOCATIONS:
            cursor.execute(statement)
        keys = dict(known.all())
    return keys


def _laid_over(location: UUID, stored: Sequence[Period], told: Sequence[LocationFacts]) -> list[Period]:
    """The periods of a location as they become, in order, each ending where the next begins."""
    both = any(row.second_type for row in stored)
    rows = {row.first: row for row in stored}
    rows |= {one.first: _period(location, one, both=both) for one in told}
    starts = sorted(rows)
    for first, following in pairwise(starts):
        if (rows[first].after or Day.max) > following:
            rows[first] = rows[first]._replace(after=following)
    return [rows[first] for first in starts]


def _period(location: UUID, one: LocationFacts, *, both: bool) -> Period:
    """`both`: the location is known to have SO and VSO."""
    second = one.second_type
    if second is None:
        second = next(iter(BOTH_SPECIAL - {one.type})) if both and one.type in BOTH_SPECIAL else ""
    return Period(
        location, one.first, one.after, one.name, one.type, second, one.board, one.municipality, one.neighbourhood_team
    )
