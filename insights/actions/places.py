"""Where each team stands in each month."""

import datetime

from django.db import connection

from accounts.acting import working
from insights.models import StalePlaces
from insights.periods import add_months

MONTHS_AHEAD = 18  # budgets look ahead to the end of the next school year

PLACES = """
select t.id as team_id, m.month::date, t.sector, l.code as location, b.code as board, coalesce(n.code, '') as neighbourhood_team,
  g.code as municipality
from schools_supportteam t
join schools_schoollocation l on l.id = t.location_id
cross join lateral generate_series(date_trunc('month', lower(t.period))::timestamp, %(last)s, interval '1 month') m (month)
cross join lateral (
  -- The first data in force in this month, else the last before it, else the first after it.
  select p.* from schools_locationperiod p where p.location_id = t.location_id
  order by case when p.period && daterange(m.month::date, (m.month + interval '1 month')::date) then 0
                when p.period << daterange(m.month::date, null) then 1 else 2 end,
    case when p.period << daterange(m.month::date, null) then daterange(lower(p.period), null) end desc nulls last, p.period
  limit 1) p
join schools_schoolboard b on b.id = p.board_id
join schools_municipality g on g.id = p.municipality_id
left join schools_neighbourhoodteam n on n.id = p.neighbourhood_team_id
"""
COLUMNS = "team_id, month, sector, location, board, neighbourhood_team, municipality"
UNITS = "sector, location, board, neighbourhood_team, municipality"


def refresh_places(*, today: datetime.date, anyway: bool = False) -> bool:
    """Make the places again when the map changed (or `anyway`: each night months are added). Writes only what differs."""
    with working(today=today, action="insights.refresh_places"):
        if not StalePlaces.objects.select_for_update(skip_locked=True).exists() and not anyway:
            return False
        StalePlaces.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                with wanted as materialized ({PLACES}), gone as (
                  delete from insights_teamplace p where not exists (
                    select from wanted w where w.team_id = p.team_id and w.month = p.month))
                insert into insights_teamplace as p ({COLUMNS}) select {COLUMNS} from wanted
                on conflict (team_id, month) do update set ({UNITS}) = row ({", ".join(f"excluded.{name}" for name in UNITS.split(", "))})
                where ({", ".join(f"p.{name}" for name in UNITS.split(", "))})
                  is distinct from ({", ".join(f"excluded.{name}" for name in UNITS.split(", "))})
                """,
                {"last": add_months(today, MONTHS_AHEAD)},
            )
        return True
