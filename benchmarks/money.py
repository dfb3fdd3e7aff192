"""Budgets of all of the Netherlands, and one month of them [performance.md].

The reference is one INSERT … SELECT that somebody writes who knows that each team has one appointment, one rate and one rule
with one payer all year: integers, no sharing, no changes in a month, into the same table with its constraints and indexes.
"""

import contextlib
import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction

from accounts.acting import working
from benchmarks.measuring import TODAY, Row, empty_books, equal, in_turn
from financing.actions.computing_sql import AS_THIS_NEEDS, INSERT

TEAMS = {"smoke": 20, "s": 800, "m": 8000, "l": 8000}
YEAR = 2018

_WORLD = """
insert into schools_municipality (id, code, name) select uuidv7(), 'GM0193', 'Zwolle'
  where not exists (select from schools_municipality where code = 'GM0193');
insert into schools_schoolboard (id, code, name) select uuidv7(), 'b' || n, 'Bestuur ' || n from generate_series(1, 1000) n;
insert into schools_school (id, brin, name)
  select uuidv7(), to_char(n %% 100, 'FM00') || chr(65 + n / 100 %% 26) || chr(65 + n / 2600), 'School ' || n
  from generate_series(0, %(teams)s - 1) n;
insert into schools_schoollocation (id, school_id, code, name, register, street, house_number, postcode, town, denomination,
  telephone, website, postal_street, postal_number, postal_postcode, postal_town)
  select uuidv7(), id, brin || '00', name, 'po', '', '', '', '', '', '', '', '', '', '', '' from schools_school;
insert into schools_locationperiod (id, location_id, period, name, type, second_type, board_id, municipality_id)
  select uuidv7(), l.id, daterange('2015-08-01', null), l.name, 'BO', '', b.id, m.id from
    (select *, row_number() over (order by code) as n from schools_schoollocation) l
    join schools_schoolboard b on b.code = 'b' || (1 + n %% 1000) join schools_municipality m on m.code = 'GM0193';
insert into schools_supportteam (id, location_id, sector, name, municipality_id, period)
  select uuidv7(), l.id, 'PO', l.name, m.id, daterange('2015-08-01', null) from schools_schoollocation l, schools_municipality m
  where m.code = 'GM0193';
insert into accounts_user (id, email, name, password, is_active, is_demo, date_joined)
  select uuidv7(), 'm' || n || '@x.nl', 'M', '', true, false, now() from generate_series(1, %(teams)s) n;
insert into schools_appointment (id, person_id, role, team_id, period, hours_per_week, mandate_limit)
  select uuidv7(), u.id, r.role, t.id, daterange('2016-08-01', null), r.hours, ''
  from (select *, row_number() over (order by id) as n from schools_supportteam) t
  join (select *, row_number() over (order by id) as n from accounts_user where email like 'm%%@x.nl') u using (n)
  cross join (values ('IB', 4.25), ('ORTHO', 2.5), ('JGW', 4)) r (role, hours);
insert into financing_hoursrate (id, role, period, rate) select uuidv7(), r, daterange('2015-08-01', null), 66.18
  from unnest(array['IB', 'ORTHO', 'JGW']) r;
insert into financing_costsharerule (id, code, role, sector, arrangement, period, decision, status)
  select uuidv7(), 'S-' || r, r, '', '', daterange('2015-08-01', null), '', 'vastgesteld' from unnest(array['IB', 'ORTHO', 'JGW']) r;
insert into financing_costshareline (id, rule_id, "order", payer, numerator, denominator)
  select uuidv7(), id, 1, case when role = 'JGW' then 'gemeente' else 'bestuur' end, 1, 1 from financing_costsharerule;
set constraints all immediate;
analyze;
"""

_REFERENCE = """
insert into financing_budgetline (month, name, payer, budget, realised, forecast, kind, role, sector, arrangement, location_id,
  board_id, neighbourhood_team_id, closed)
select month, name, payer, amount, case when month < date '2018-06-01' then amount when month = date '2018-06-01'
    then (2 * yearly * (parts * (m - 1) + parts / 2) + 4530960) / 9061920 - (2 * yearly * parts * (m - 1) + 4530960) / 9061920
    else 0 end, amount, 'uren', role, 'PO', '', location_id, board_id, null, false
from (
  select c.*, m, make_date(2018, m, 1) as month, 377580::bigint as parts,
    (2 * yearly * 377580 * m + 4530960) / 9061920 - (2 * yearly * 377580 * (m - 1) + 4530960) / 9061920 as amount
  from (
    select 'uren/' || l.code || '/' || a.role || '/' || u.email || '/' || lower(a.period) as name, a.role, l.id as location_id,
      p.board_id, case when a.role = 'JGW' then 'gemeente:' || g.code else 'bestuur:' || b.code end as payer,
      (a.hours_per_week * 40 * r.rate * 100)::bigint as yearly
    from schools_appointment a join schools_supportteam t on t.id = a.team_id join schools_schoollocation l on l.id = t.location_id
    join accounts_user u on u.id = a.person_id join financing_hoursrate r on r.role = a.role and r.period @> date '2018-01-01'
    join schools_locationperiod p on p.location_id = l.id and p.period @> date '2018-01-01'
    join schools_schoolboard b on b.id = p.board_id join schools_municipality g on g.id = p.municipality_id
  ) c cross join generate_series(1, 12) m
) x
"""


def _run(statement: str, **values: Any) -> None:
    """Make lines, foreign keys checked."""
    with connection.cursor() as cursor:
        cursor.execute(AS_THIS_NEEDS)
        cursor.execute(statement, values or None)
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


@contextlib.contextmanager
def _without_lines() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("truncate financing_budgetline")
    yield


def _lines() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select month, name, payer, budget, realised, forecast from financing_budgetline order by 1, 2, 3"
        )
        return list(cursor.fetchall())


def _compute(first: int, after: datetime.date) -> None:
    until = TODAY + datetime.timedelta(days=1)
    _run(INSERT, start=datetime.date(YEAR, first, 1), stop=after, until=until, names=None, closed=False)


def _made(work: Callable[[], None]) -> list[tuple[object, ...]]:
    with _without_lines():
        work()
    return _lines()


def rows(scale: str) -> Iterator[Row]:
    """All in one transaction that is rolled back."""
    teams, next_year = TEAMS[scale], datetime.date(YEAR + 1, 1, 1)
    with transaction.atomic(), working(today=TODAY, action="bench"), connection.cursor() as cursor:
        empty_books()
        cursor.execute(_WORLD, {"teams": teams})
        ours = _made(lambda: _compute(1, next_year))
        equal("cents", _made(lambda: _run(_REFERENCE)), ours)
        equal("rows of a second run", ours, _made(lambda: _compute(1, next_year)))
        equal(
            "cents of one month",
            [row for row in ours if row[0] == datetime.date(YEAR, 12, 1)],
            _made(lambda: _compute(12, next_year)),
        )
        plain, year = in_turn(lambda: _run(_REFERENCE), lambda: _compute(1, next_year), around=_without_lines)
        what = f"budgets of {teams} teams × 12 months"
        yield Row(what, year / plain, 1.5, f"{len(ours)} lines, {year:.1f} s beside {plain:.1f} s; equal to the cent")
        whole, month = in_turn(lambda: _compute(1, next_year), lambda: _compute(12, next_year), around=_without_lines)
        yield Row("one month of it beside the year", month / whole, 0.15, f"{month:.2f} s beside {whole:.2f} s")
        transaction.set_rollback(True)
