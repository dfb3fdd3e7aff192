"""Support teams. A team is not made by hand: it follows from what is known of its location."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

#: One team per location and sector [domain 1]; it works from the first to the last day on which the location has a school of
#: that sector. The type stands in the name where a location has two teams. Where the municipality is nowhere told (a workbook
#: may leave it out), the team is of the home municipality.
_FOLLOW = """
with these as materialized (select unnest(%(locations)s::uuid[]) as location_id), kind as (
  select p.location_id, app.sector_of(k.type) as sector, p.period, p.municipality_id,
    coalesce(nullif(p.name, ''), l.name) || case when p.second_type = '' then '' else ' (' || k.type || ')' end as name
  from these join schools_locationperiod p using (location_id) join schools_schoollocation l on l.id = p.location_id
  cross join lateral (values (p.type), (nullif(p.second_type, ''))) k (type)
  where k.type is not null
), wanted as (
  select location_id, sector,
    daterange(min(lower(period)), case when bool_or(upper_inf(period)) then null else max(upper(period)) end) as period,
    (array_agg(name order by lower(period) desc))[1] as name,
    coalesce(
      (array_agg(municipality_id order by lower(period) desc) filter (where municipality_id is not null))[1],
      (select id from schools_municipality where code = %(home)s)
    ) as municipality_id
  from kind group by location_id, sector
)
merge into schools_supportteam t using wanted w on t.location_id = w.location_id and t.sector = w.sector
when matched and (t.name, t.period, t.municipality_id) is distinct from (w.name, w.period, w.municipality_id)
  then update set name = w.name, period = w.period, municipality_id = w.municipality_id
when not matched then insert (location_id, sector, name, period, municipality_id)
  values (w.location_id, w.sector, w.name, w.period, w.municipality_id)
when not matched by source and t.location_id in (select location_id from these) and not isempty(t.period)
  then update set period = 'empty'
"""


@transaction.atomic
def follow_locations(*, locations: Iterable[UUID]) -> int:
    """Make, rename, end or reopen the teams of these locations, so that they agree with `LocationPeriod`.

    Every action that writes a LocationPeriod ends with this. A location that comes back gets its team back, with its cases
    and people; a team whose location turns out never to have existed keeps its row, with an empty period. Returns how many
    teams changed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW, {"locations": list(locations), "home": settings.HOME_MUNICIPALITY})
        return int(cursor.rowcount)
