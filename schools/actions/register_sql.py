"""The statements of `schools.actions.register`. Parameters: register, day, whole, municipalities, rows."""

#: What is as it is now, kept on the location; and its Dutch name in the report.
FACTS = {
    "street": "straat",
    "house_number": "huisnummer",
    "postcode": "postcode",
    "town": "plaats",
    "denomination": "denominatie",
    "telephone": "telefoon",
    "website": "website",
    "postal_street": "straat (post)",
    "postal_number": "nummer (post)",
    "postal_postcode": "postcode (post)",
    "postal_town": "plaats (post)",
}
#: Everything that the report compares, by its Dutch name.
TOLD = ("naam", "type", "bestuur", "gemeente", *FACTS.values())

_FACTS = ", ".join(FACTS)


def _of(table: str) -> str:
    return ", ".join(f"{table}.{fact}" for fact in FACTS)


ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('schools.take_in_release'))"

NEWER = """
select max(released_on) from schools_registerrelease
where register = %s and released_on > %s and (whole_country or %s or municipalities && %s::varchar[])
"""

CLEAR = "drop table if exists register_row, register_work, register_gone"

PREPARE = (
    """
    insert into schools_municipality (code, name)
    select municipality, coalesce(max(nullif(municipality_name, '')), municipality) from register_row group by 1
    on conflict (code) do update set name = excluded.name
      where schools_municipality.name = excluded.code and excluded.name <> excluded.code
    """,
    # The registers tell a board's number only: that is its name until an administrator or the workbook gives one.
    "insert into schools_schoolboard (code, name) select distinct board, board from register_row on conflict (code) do nothing",
    # Per row what is known already, and what will be true. Where two types are known in the other order, that order stays.
    f"""
    create temporary table register_work on commit drop as
    select r.code, r.name, r.town, l.id is not null as known, coalesce(l.id, uuidv7()) as location_id,
      p.id as period_id, lower(p.period) as begins, upper(p.period) as ends,
      b.id as board_id, m.id as municipality_id, k.type, k.second_type,
      case when p.municipality_id = m.id then p.neighbourhood_team_id end as neighbourhood_team_id,
      l.register is distinct from %(register)s as from_elsewhere,
      ({_of("l")}) is distinct from ({_of("r")}) or l.name is distinct from r.name as facts_differ,
      (p.name, p.type, p.second_type, p.board_id, p.municipality_id)
        is distinct from (r.name, k.type, k.second_type, b.id, m.id) as period_differs
    from register_row r
    join schools_schoolboard b on b.code = r.board
    join schools_municipality m on m.code = r.municipality
    left join schools_schoollocation l on l.code = r.code
    left join schools_locationperiod p on p.location_id = l.id and p.period @> %(day)s::date
    cross join lateral (
      select r.type, r.second_type where (p.type, p.second_type) is distinct from (r.second_type, r.type)
      union all select p.type, p.second_type where (p.type, p.second_type) = (r.second_type, r.type)
    ) k
    """,
    """
    create temporary table register_gone on commit drop as
    select p.location_id, p.id as period_id, lower(p.period) as begins, l.code, p.name, l.town
    from schools_locationperiod p
    join schools_schoollocation l on l.id = p.location_id
    left join schools_municipality m on m.id = p.municipality_id
    where l.register = %(register)s and p.period @> %(day)s::date
      and (%(whole)s or m.code = any (%(municipalities)s))
      and not exists (select from register_row r where r.code = l.code)
    """,
)

ADDED = "select known, code, name, town from register_work where period_id is null order by code"

CHANGED = f"""
select w.code, w.name, w.town,
  p.name, concat_ws(' en ', p.type, nullif(p.second_type, '')), coalesce(was_b.code, ''), coalesce(was_m.name, ''), {_of("l")},
  r.name, concat_ws(' en ', w.type, nullif(w.second_type, '')), r.board, m.name, {_of("r")}
from register_work w
join register_row r on r.code = w.code
join schools_schoollocation l on l.id = w.location_id
join schools_locationperiod p on p.id = w.period_id
left join schools_schoolboard was_b on was_b.id = p.board_id
left join schools_municipality was_m on was_m.id = p.municipality_id
join schools_municipality m on m.id = w.municipality_id
where w.facts_differ or w.period_differs order by w.code
"""

GONE = "select code, name, town from register_gone order by code"

SPOKEN_FOR = """
select (select count(*) from register_gone) + (select count(*) from register_work where period_id is not null)
"""

APPLY: dict[str, tuple[str, ...]] = {
    "scholen en vestigingen": (
        """
        insert into schools_school (brin, name)
        select distinct on (left(code, 4)) left(code, 4), name from register_work where not known order by left(code, 4), code
        on conflict (brin) do nothing
        """,
        f"""
        update schools_schoollocation l set name = r.name, register = %(register)s,
          {", ".join(f"{fact} = r.{fact}" for fact in FACTS)}
        from register_work w join register_row r using (code)
        where w.known and l.id = w.location_id and (w.facts_differ or w.from_elsewhere)
        """,
        f"""
        insert into schools_schoollocation (id, school_id, code, name, register, {_FACTS})
        select w.location_id, s.id, r.code, r.name, %(register)s, {_of("r")}
        from register_work w join register_row r using (code) join schools_school s on s.brin = left(r.code, 4)
        where not w.known
        """,
        # A school is called as its first location.
        """
        update schools_school s set name = f.name
        from (
          select distinct on (l.school_id) l.school_id, l.name
          from schools_schoollocation l join schools_schoollocation told on told.school_id = l.school_id
          join register_work w on w.location_id = told.id order by l.school_id, l.code
        ) f
        where f.school_id = s.id and s.name <> f.name
        """,
    ),
    "wat vanaf deze dag geldt": (
        # On its own first day a period is put right; otherwise it ends, and the next begins.
        """
        update schools_locationperiod p set name = w.name, type = w.type, second_type = w.second_type,
          board_id = w.board_id, municipality_id = w.municipality_id, neighbourhood_team_id = w.neighbourhood_team_id
        from register_work w where p.id = w.period_id and w.period_differs and w.begins = %(day)s
        """,
        """
        update schools_locationperiod p set period = daterange(w.begins, %(day)s)
        from register_work w where p.id = w.period_id and w.period_differs and w.begins < %(day)s
        """,
        """
        insert into schools_locationperiod
          (location_id, period, name, type, second_type, board_id, municipality_id, neighbourhood_team_id)
        select w.location_id, daterange(%(day)s, coalesce(w.ends, later.begins)), w.name, w.type, w.second_type, w.board_id,
          w.municipality_id, coalesce(w.neighbourhood_team_id, earlier.neighbourhood_team_id)
        from register_work w
        left join lateral (
          select min(lower(period)) as begins from schools_locationperiod
          where w.known and location_id = w.location_id and lower(period) > %(day)s
        ) later on true
        left join lateral (
          select neighbourhood_team_id from schools_locationperiod
          where w.known and w.period_id is null and location_id = w.location_id and municipality_id = w.municipality_id
            and upper(period) <= %(day)s order by period desc limit 1
        ) earlier on true
        where w.period_id is null or (w.period_differs and w.begins < %(day)s)
        """,
        "delete from schools_locationperiod p using register_gone g where p.id = g.period_id and g.begins = %(day)s",
        """
        update schools_locationperiod p set period = daterange(g.begins, %(day)s)
        from register_gone g where p.id = g.period_id and g.begins < %(day)s
        """,
    ),
}

TOUCHED = """
select location_id from register_work where period_differs or period_id is null
union select location_id from register_gone
"""

REMEMBER = """
insert into schools_registerrelease (register, released_on, whole_country, municipalities, rows, imported_at)
select %(register)s, %(day)s, %(whole)s, %(municipalities)s, %(rows)s, now()
where not exists (
  select from schools_registerrelease where register = %(register)s and released_on = %(day)s
    and whole_country = %(whole)s and municipalities = %(municipalities)s::varchar[] and rows = %(rows)s
)
"""
