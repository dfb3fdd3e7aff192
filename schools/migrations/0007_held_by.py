"""Where somebody holds a role, as a function: PostgreSQL keeps its plan, which takes longer to make than to follow. Every
request of a person asks it (`schools.hats`)."""

from django.db import migrations

HELD_BY = """
create function app.held_by(people uuid[], on_day date)
  returns table (person uuid, role text, id uuid, unit_id uuid, unit_name text, last_day date)
  stable parallel safe rows 2 language plpgsql as $$ begin
  return query
  select a.person_id, a.role::text, a.id, coalesce(a.team_id, a.neighbourhood_team_id, a.location_id, a.board_id,
      a.partnership_id, a.municipality_id), coalesce(t.name, n.name, l.name, b.name, p.name, m.name)::text,
    upper(a.period) - 1
  from public.schools_appointment a
  left join public.schools_supportteam t on t.id = a.team_id
  left join public.schools_neighbourhoodteam n on n.id = a.neighbourhood_team_id
  left join public.schools_schoollocation l on l.id = a.location_id
  left join public.schools_schoolboard b on b.id = a.board_id
  left join public.schools_partnership p on p.id = a.partnership_id
  left join public.schools_municipality m on m.id = a.municipality_id
  where a.person_id = any (people) and a.period @> on_day and a.confirmed_at is not null
  order by 5, a.id;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("schools", "0006_decimals_of_any_length")]

    operations = [migrations.RunSQL(HELD_BY, "drop function app.held_by(uuid[], date)")]
