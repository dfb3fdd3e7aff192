"""Budget lines as one statement in PostgreSQL: the same to the cent as `financing.books.engine`, for any number of teams.

A commitment is cut into pieces on which nothing about its money changes, within one year of its own basis. All that has to be
looked up is looked up once for each piece. What is booked up to a day in it, R(day) of domain 3.5, is then no sum any more but
the amount before the piece and a part of it that grows by the day; so months can be laid over the pieces last, and each
asks for two such amounts. The split of a stretch is computed at both of them, and a part is their difference. `lines` gives
month, commitment, payer and the three amounts; `%(start)s` is the first day of the first month, `%(stop)s` the day after the
last, `%(until)s` the day after the reference day.
"""

from financing.books.payers import BOARDS_TOGETHER, HOME_MUNICIPALITY, UNALLOCATED
from financing.money import MONTH_PARTS

CORE = "('IB', 'ZC', 'ORTHO', 'JGW', 'SMW')"
A_CENT = 12 * MONTH_PARTS
"""A yearly amount of one cent, booked for so many parts of a month, is one cent."""
FINER = 100
"""Amounts that are whole in a hundredth of this are added as integers of 64 bits, which is much quicker; others exactly too."""
FITS = 4 * 10**18
"""Twice this, and half a cent, is still an integer of 64 bits."""


def _position(day: str) -> str:
    """Parts of a month before a day (`books.calendar.position`)."""
    length = f"extract(day from (date_trunc('month', {day}) + interval '1 month - 1 day'))::bigint"
    months = f"(extract(year from {day})::bigint * 12 + extract(month from {day})::bigint)"
    return f"({months} * {MONTH_PARTS} + (extract(day from {day})::bigint - 1) * ({MONTH_PARTS} / {length}))"


_SECTOR = "case when {type} in ('BO', 'SBO', 'SO') then 'PO' when {type} in ('VSO', 'VO', 'PRO') then 'VO' else '' end"

_COMMITMENTS = f"""
commitment as materialized (
  select row_number() over () as n, c.*, case when c.in_school_year then y.school else y.calendar end as booked_from
  from (
    select 'uren/' || l.code || '/' || a.role || '/' || u.email || '/' || lower(a.period) as name, 'uren' as kind, a.role,
           '' as sector, t.location_id, l.code as location, null::uuid as arrangement_id, '' as code, '' as home,
           lower(a.period) as first, upper(a.period) as after, a.hours_per_week as hours, null::numeric as cents,
           false as in_school_year
    from schools_appointment a join schools_supportteam t on t.id = a.team_id
    join schools_schoollocation l on l.id = t.location_id join accounts_user u on u.id = a.person_id
    where a.role in {CORE} and a.hours_per_week is not null and a.role in (select role from financing_hoursrate)
    union all
    select y.code, y.kind, y.role, y.sector, y.location_id, coalesce(l.code, ''), null, y.code, '', lower(y.period),
           upper(y.period), null, y.amount * 100, y.basis = 'schooljaar'
    from financing_yearlycost y left join schools_schoollocation l on l.id = y.location_id where y.status = 'vastgesteld'
    union all
    select 'plaats/' || a.code || '/' || p.pupil_code || '/' || lower(p.period), 'plaats', '', '', null, '', a.id, a.code,
           coalesce(m.code, ''), lower(p.period), upper(p.period), null, null, true
    from financing_placement p join schools_arrangement a on a.id = p.arrangement_id
    left join schools_municipality m on m.id = p.home_id
    where p.decided_by_school is not null and p.decided_by_municipality is not null
  ) c cross join (
    select date_trunc('year', %(start)s::date)::date as calendar,
           (date_trunc('year', %(start)s::date - interval '7 months') + interval '7 months')::date as school
  ) y
  where %(names)s::text[] is null or c.name = any (%(names)s)
), running as materialized (
  select c.*, greatest(first, booked_from) as d0, least(coalesce(after, %(stop)s::date), %(stop)s::date) as d1
  from commitment c where greatest(first, booked_from) < least(coalesce(after, %(stop)s::date), %(stop)s::date)
)"""

_PIECES = f"""
rule as materialized (
  select r.*, coalesce(l.code, '') as location_code from financing_costsharerule r
  left join schools_schoollocation l on l.id = r.location_id where r.status = 'vastgesteld'
), since as materialized (
  select min(d0) as day from running
), rule_day as materialized (
  select lower(period) as day from rule union select upper(period) from rule where upper(period) is not null
), rate_day as materialized (
  select role, day from financing_hoursrate cross join lateral (values (lower(period)), (upper(period))) d (day)
  where day > (select day from since) and day < %(stop)s
), place_day as materialized (
  select location_id, day from schools_locationperiod cross join lateral (values (lower(period)), (upper(period))) d (day)
  where day > (select day from since) and day < %(stop)s
), cut as (
  select n, d0 as day from running
  union select n, d.day from running join rule_day d on d.day > d0 and d.day < d1
  union select n, d.day from rate_day d join running c on c.kind = 'uren' and d.role = c.role and d.day > d0 and d.day < d1
  union select n, d.day from place_day d join running c on d.location_id = c.location_id and d.day > d0 and d.day < d1
  union select n, d.day from running c join schools_arrangementterms x on x.arrangement_id = c.arrangement_id and not x.intended
    left join schools_locationperiod p on p.location_id = x.location_id
    cross join lateral (values (lower(x.period)), (upper(x.period)), (lower(p.period)), (upper(p.period))) d (day)
    where d.day > d0 and d.day < d1
), days_in_row as (
  select n, day, lead(day) over (partition by n order by day) as following from cut
), days as (
  select n, day, coalesce(following, d1) as day_after, d0, kind, role, sector, code, home, hours, cents, location,
    location_id, arrangement_id, in_school_year
  from days_in_row join running using (n)
), placed as materialized (
  select s.n, s.kind, s.role, s.code, s.home, s.day, s.day_after, s.d0, s.in_school_year,
    case when s.kind = 'uren' then coalesce(s.hours * coalesce(r.weeks, 40) * r.rate * 100, 0)
         when s.kind = 'plaats' then coalesce(x.amount_per_place * 100, 0) else s.cents end as yearly,
    coalesce(nullif(s.location, ''), xl.code, '') as location,
    coalesce(nullif(s.sector, ''), {_SECTOR.format(type="p.type")}) as sector,
    case when city.it then '{BOARDS_TOGETHER}' else b.code end as board,
    case when city.it then '{HOME_MUNICIPALITY}' else m.code end as municipality,
    p.location_id, p.board_id, p.neighbourhood_team_id
  from days s
  left join financing_hoursrate r on s.kind = 'uren' and r.role = s.role and r.period @> s.day
  left join schools_arrangementterms x on x.arrangement_id = s.arrangement_id and not x.intended and x.period @> s.day
  left join schools_schoollocation xl on xl.id = x.location_id
  left join schools_locationperiod p on p.location_id = coalesce(s.location_id, x.location_id) and p.period @> s.day
  left join schools_schoolboard b on b.id = p.board_id left join schools_municipality m on m.id = p.municipality_id
  cross join lateral (select (s.kind <> 'plaats' and s.location_id is null)
                          or (s.kind = 'plaats' and x.id is not null and x.location_id is null) as it) city
)"""

# What has to be known of a day, a year or a month is worked out once, and not for each team. A span is a month, or what lies of it on
# one side of the reference day; book years begin with a month, so that a span lies in one of them.
_CALENDAR = f"""
calendar as materialized (
  select day, {_position("day")} as parts from (select day from placed union select day_after from placed) d
), book_year as materialized (
  select basis.in_school_year, y::date as year, (y + interval '1 year')::date as year_after, {_position("y")} as parts,
    {_position("(y + interval '1 year')")} as parts_after
  from (values (false, date_trunc('year', %(start)s::date)),
               (true, date_trunc('year', %(start)s::date - interval '7 months') + interval '7 months')) basis (in_school_year, first)
  cross join lateral generate_series(basis.first::timestamp, (%(stop)s::date - 1)::timestamp, interval '1 year') y
), span as materialized (
  select y.in_school_year, y.year, d.day, d.day_after, date_trunc('month', d.day)::date as month,
    {_position("d.day")} as parts, {_position("d.day_after")} as parts_after,
    d.day_after = d.day + interval '1 month' and extract(day from d.day) = 1 as is_month
  from (
    select day, lead(day, 1, %(stop)s::date) over (order by day) as day_after from (
      select generate_series(%(start)s::date, %(stop)s::date - 1, interval '1 month')::date as day
      union select %(until)s::date where %(until)s::date > %(start)s::date and %(until)s::date < %(stop)s::date) o
  ) d join book_year y on d.day >= y.year and d.day < y.year_after
)"""

_WINNERS = """
scope as materialized (
  select distinct case when code in (select arrangement from rule) then code else '' end as code,
    case when location in (select location_code from rule) then location else '' end as location, sector, role, day
  from placed
), winner as materialized (
  select s.*, w.id as rule_id from scope s cross join lateral (
    select r.id from rule r
    where r.period @> s.day and (r.arrangement = '' or r.arrangement = s.code)
      and (r.location_code = '' or r.location_code = s.location)
      and (r.sector = '' or r.sector = s.sector) and (r.role = '' or r.role = s.role)
    order by r.arrangement <> '' desc, r.location_code <> '' desc, r.sector <> '' desc, r.role <> '' desc limit 1) w
), part as materialized (
  select l.rule_id, array_agg(l.payer order by l."order") as kinds,
    array_agg(l.numerator * (w.whole / l.denominator) order by l."order") as weights
  from financing_costshareline l
  join (select rule_id, app.least_multiple(denominator) as whole from financing_costshareline group by 1) w using (rule_id)
  group by l.rule_id
)"""

_PAYER = """case {kind} when 'bestuur' then 'bestuur:' || p.board when 'gemeente' then 'gemeente:' || p.municipality
  when 'woongemeente' then 'gemeente:' || nullif(p.home, '') else {kind} end"""

_ROUNDED = f"div(2 * ({{total}}) + {A_CENT}, {2 * A_CENT})"

_SO_FAR = f"""case when p.units is null then {_ROUNDED.format(total="p.base + p.yearly * ({parts} - p.from_parts)")}::bigint
  else (2 * (p.base_units + p.units * ({{parts}} - p.from_parts)) + {FINER * A_CENT}) / {2 * FINER * A_CENT} end"""

_BOOKED = f"""
shared as materialized (
  select p.n, p.day, p.day_after, p.yearly, p.in_school_year, w.rule_id, t.weights, f.parts, u.parts as parts_after,
    case when cardinality(t.kinds) = 1 then array[{_PAYER.format(kind="t.kinds[1]")}]
         else (select array_agg({_PAYER.format(kind="k.kind")} order by k.at) from unnest(t.kinds) with ordinality k (kind, at))
    end as payers
  from placed p
  join calendar f on f.day = p.day join calendar u on u.day = p.day_after
  left join winner w on w.code = case when p.code in (select arrangement from rule) then p.code else '' end
    and w.location = case when p.location in (select location_code from rule) then p.location else '' end
    and w.sector = p.sector and w.role = p.role and w.day = p.day
  left join part t on t.rule_id = w.rule_id
), told as (
  select s.n, s.in_school_year, y.year, greatest(s.day, y.year) as day, least(s.day_after, y.year_after) as day_after, s.yearly,
    greatest(s.parts, y.parts) as from_parts, least(s.parts_after, y.parts_after) as to_parts,
    case when known then rule_id end as rule_id,
    case when known then payers else array['{UNALLOCATED}'] end as payers,
    case when known then weights else array[1::numeric] end as weights
  from shared s cross join lateral (select s.payers is not null and array_position(s.payers, null) is null as known) k
  join book_year y on y.in_school_year = s.in_school_year and s.day < y.year_after and s.day_after > y.year
), based as (
  select *, sum(exact) over so_far - exact as base,
    coalesce(lag(day_after) over so_far = day and lag(payers) over so_far = payers
             and lag(rule_id) over so_far is not distinct from rule_id, false) as goes_on
  from told cross join lateral (select yearly * (to_parts - from_parts) as exact) x
  window so_far as (partition by n, year order by day rows unbounded preceding)
), piece as materialized (
  select *, max(case when goes_on or cardinality(payers) = 1 then 0 else {_ROUNDED.format(total="base")} end)
      over (partition by n, year order by day rows unbounded preceding) as stretch,
    case when whole then (yearly * {FINER})::bigint end as units, case when whole then (base * {FINER})::bigint end as base_units
  from based cross join lateral (
    select mod(yearly * {FINER}, 1) = 0 and mod(base * {FINER}, 1) = 0
      and (base + exact) * {FINER} < {FITS} as whole) w
), segment as (
  select p.n, s.month, s.day_after <= %(until)s as past, p.payers, p.weights, p.stretch, b.so_far as before, a.so_far as now,
    s.is_month and p.from_parts <= s.parts and p.to_parts >= s.parts_after and cardinality(p.payers) = 1 as is_alone
  from piece p join span s on s.in_school_year = p.in_school_year and s.year = p.year
    and s.parts < p.to_parts and s.parts_after > p.from_parts
  cross join lateral (select {_SO_FAR.format(parts="greatest(s.parts, p.from_parts)")} as so_far) b
  cross join lateral (select {_SO_FAR.format(parts="least(s.parts_after, p.to_parts)")} as so_far) a
), booked as materialized (
  select * from segment
), divided as (
  select n, month, past, payers[1] as payer, (now - before)::numeric as amount from booked
  where cardinality(payers) = 1 and not is_alone
  union all
  select s.n, s.month, s.past, p.payer, p.amount
  from booked s cross join lateral (
    select payer, floor_now + (rank_now <= left_now)::int - floor_before - (rank_before <= left_before)::int as amount
    from (
      select payer, floor_now, floor_before, (s.now - s.stretch) - sum(floor_now) over () as left_now,
        (s.before - s.stretch) - sum(floor_before) over () as left_before,
        row_number() over (order by (s.now - s.stretch) * weight - floor_now * whole desc, at) as rank_now,
        row_number() over (order by (s.before - s.stretch) * weight - floor_before * whole desc, at) as rank_before
      from (
        select payer, weight, at, whole, div((s.now - s.stretch) * weight, whole) as floor_now,
          div(greatest(s.before - s.stretch, 0) * weight, whole) as floor_before
        from unnest(s.payers, s.weights) with ordinality u (payer, weight, at)
        cross join (select sum(v) as whole from unnest(s.weights) v) total
      ) floors
    ) ranked
  ) p
  where cardinality(s.payers) > 1
), by_month as materialized (
  select n, month, payers[1] as payer, now - before as budget, case when past then now - before else 0 end as so_far
  from booked where is_alone
  union all
  select n, month, payer, sum(amount)::bigint, coalesce(sum(amount) filter (where past), 0)::bigint
  from divided group by n, month, payer
)"""

_PAID = f"""
paid as (
  select a.name, c.n, a.month, a.amount * 100 as cents from financing_actual a left join commitment c using (name)
  where a.month >= %(start)s and a.month < %(stop)s and a.month + interval '1 month' <= %(until)s
    and (%(names)s::text[] is null or a.name = any (%(names)s))
), of_month as (
  select p.name, p.n, p.month, p.cents, b.payer, b.budget::numeric as budget, sum(b.budget) over (partition by p.n, p.month) as whole
  from paid p join by_month b using (n, month)
), exact_floor as (
  select name, n, month, cents, payer, budget, whole,
    case when whole = 0 then 0 else
      div(cents * budget * sign(whole) - mod(mod(cents * budget * sign(whole), abs(whole)) + abs(whole), abs(whole)), abs(whole))
    end as floor_of
  from of_month
), ranked as (
  select *, cents - sum(floor_of) over (partition by n, month) as left_over,
    row_number() over (partition by n, month
      order by cents * budget * sign(whole) - floor_of * abs(whole) desc, payer collate "C") as place
  from exact_floor
), realised as materialized (
  select name, n, month, payer, sum(budget) as budget, sum(cents) as cents from (
    select name, n, month, payer, budget, case when whole = 0 then 0 else floor_of + (place <= left_over)::int end as cents from ranked
    union all
    select p.name, p.n, p.month, '{UNALLOCATED}', 0, p.cents from paid p
    where coalesce((select sum(b.budget) from by_month b where b.n = p.n and b.month = p.month), 0) = 0
  ) told group by name, n, month, payer
), lines as (
  select c.n, c.name, b.month, b.payer, b.budget, b.so_far as realised, b.budget as forecast,
    c.kind, c.role, c.sector, c.code, c.location_id
  from by_month b join commitment c using (n) where (b.n, b.month) not in (select n, month from paid where n is not null)
  union all
  select r.n, r.name, r.month, r.payer, r.budget::bigint, r.cents::bigint, r.cents::bigint,
    c.kind, c.role, c.sector, c.code, c.location_id
  from realised r left join commitment c using (n)
)"""

# A line is grouped by what holds on the first day of its month on which the commitment runs.
_PLACES = """
place as (
  select *, date_trunc('month', d0)::date as first_month from placed
)"""
_PLACE = "p.n = {n} and p.first_month <= {month} and p.day <= greatest({month}, p.d0) and p.day_after > greatest({month}, p.d0)"

AS_THIS_NEEDS = "set local jit = off; set local enable_mergejoin = off; set local work_mem = '64MB'"
"""Compiling so long a statement takes longer than running it for a city. PostgreSQL cannot tell how many rows the parts
give, and would sort by long texts where a hash does, on disk where there is room in memory."""

LINES = f"with {_COMMITMENTS}, {_PIECES}, {_CALENDAR}, {_WINNERS}, {_BOOKED}, {_PAID}, {_PLACES}"
"""The common table expressions; a SELECT from `lines` follows."""

INSERT = f"""{LINES}
insert into financing_budgetline (month, name, payer, budget, realised, forecast, kind, role, sector, arrangement,
  location_id, board_id, neighbourhood_team_id, closed)
select l.month, l.name, l.payer, l.budget, l.realised, l.forecast, coalesce(l.kind, ''), coalesce(l.role, ''),
  coalesce(p.sector, l.sector, ''), case when l.kind = 'plaats' then l.code else '' end,
  coalesce(p.location_id, l.location_id), p.board_id, p.neighbourhood_team_id, %(closed)s
from lines l left join place p on {_PLACE.format(n="l.n", month="l.month")}
where l.budget <> 0 or l.realised <> 0 or l.forecast <> 0
order by l.n, l.month
"""
# In order of commitment: a third quicker to store, since the indexes are filled from one side to the other.

ABOUT = "regexp_replace(b.name, '^correctie/[0-9]{4}-[0-9]{2}/', '')"

CORRECT = f"""{LINES}
insert into financing_budgetline (month, name, payer, budget, realised, forecast, kind, role, sector, arrangement,
  location_id, board_id, neighbourhood_team_id, closed)
select %(stop)s::date, 'correctie/' || to_char(d.month, 'YYYY-MM') || '/' || d.name, d.payer, d.budget, d.realised, d.forecast,
  coalesce(c.kind, ''), coalesce(c.role, ''), coalesce(p.sector, c.sector, ''),
  case when c.kind = 'plaats' then c.code else '' end, coalesce(p.location_id, c.location_id), p.board_id,
  p.neighbourhood_team_id, %(closed)s
from (
  select name, month, payer, sum(budget) as budget, sum(realised) as realised, sum(forecast) as forecast
  from (
    select name, month, payer, budget, realised, forecast from lines
    union all
    select {ABOUT}, case when b.name like 'correctie/%%' then to_date(substr(b.name, 11, 7), 'YYYY-MM') else b.month end,
      b.payer, -b.budget, -b.realised, -b.forecast
    from financing_budgetline b where b.closed and (%(names)s::text[] is null or {ABOUT} = any (%(names)s))
  ) told group by name, month, payer
) d left join commitment c on c.name = d.name left join place p on {_PLACE.format(n="c.n", month="d.month")}
where d.budget <> 0 or d.realised <> 0 or d.forecast <> 0
order by d.name desc, d.month desc, d.payer desc
"""
"""What the facts now say of the closed months, minus what is stored, minus earlier corrections [domain 3.11]. `%(stop)s` is
the first open month, in which they stand, grouped as what they correct; `%(until)s` lies after every closed month."""

FIRST_MONTH = """
select date_trunc('month', min(day))::date from (
  select lower(a.period) as day from schools_appointment a
    where a.hours_per_week is not null and a.role in (select role from financing_hoursrate)
  union all select lower(period) from financing_yearlycost where status = 'vastgesteld'
  union all select lower(period) from financing_placement
    where decided_by_school is not null and decided_by_municipality is not null
  union all select month from financing_actual
) days
"""

NAMES_AT = """
select 'uren/' || l.code || '/' || a.role || '/' || u.email || '/' || lower(a.period) from schools_appointment a
  join schools_supportteam t on t.id = a.team_id join schools_schoollocation l on l.id = t.location_id
  join accounts_user u on u.id = a.person_id where t.location_id = any (%(locations)s)
union select code from financing_yearlycost where location_id = any (%(locations)s)
union select 'plaats/' || a.code || '/' || p.pupil_code || '/' || lower(p.period) from financing_placement p
  join schools_arrangement a on a.id = p.arrangement_id
  where exists (select from schools_arrangementterms x where x.arrangement_id = a.id and x.location_id = any (%(locations)s))
union select regexp_replace(b.name, '^correctie/[0-9]{4}-[0-9]{2}/', '') from financing_budgetline b
  where not b.closed and b.location_id = any (%(locations)s)
union select regexp_replace(b.name, '^correctie/[0-9]{4}-[0-9]{2}/', '') from financing_budgetline b
  join schools_schoollocation l on l.id = any (%(locations)s) and b.name like 'uren/' || l.code || '/%%' where not b.closed
"""
"""Every commitment, and every line of one that is gone, that has to do with these locations."""
