"""A finance workbook taken in, against COPY through a staging table [performance.md].

The reference is what somebody writes who only wants the rows in: COPY each sheet as it is into a temporary table, and one
INSERT … SELECT for each table, with the same constraints, triggers and history. It checks nothing, compares nothing and can
run on empty tables only. Both begin with the bytes of the CSV files and end when every constraint was looked at.
"""

import io
import random
from collections.abc import Callable, Iterator

from django.db import connection, transaction

from accounts.acting import working
from benchmarks.measuring import TODAY, Row, empty_books, equal, in_turn, undone
from financing.actions import import_workbook
from financing.workbook.read import read_csv
from shell.copying import plan_for_many

LOCATIONS = {"smoke": 8, "s": 800, "m": 6000, "l": 6000}
BOARDS, TEAMS, DAYS = 40, 5, 4
BAR = 1.5


def workbook(locations: int, seed: int = 1) -> dict[str, bytes]:
    """A workbook as CSV files: each location with a core team, logged hours, an agreement on hours and an actual."""
    chance = random.Random(seed)
    codes = [f"{n // 676:02d}{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}00" for n in range(locations)]
    types = [chance.choices(("BO", "SBO", "SO", "VO", "PRO"), (80, 4, 4, 10, 2))[0] for _ in codes]
    sheets: dict[str, list[str]] = {
        "gemeenten": ["code;naam", "GM0193;Zwolle"],
        "schoolbesturen": ["code;naam", *(f"{41000 + n};Bestuur {n}" for n in range(BOARDS))],
        "wijkteams": ["code;naam;gemeente", *(f"SWT{n};Wijkteam {n};GM0193" for n in range(TEAMS))],
        "vestigingen": ["vestiging;van;naam;type;bestuur;gemeente;wijkteam;tot"],
        "medewerkers": ["medewerker;naam"],
        "aanstellingen": ["vestiging;rol;medewerker;van;uren_per_week;werkgever;tot"],
        "uurtarieven": ["rol;van;tarief;weken;tot"]
        + [
            f"{role};2015-08-01;{rate};;"
            for role, rate in zip(("IB", "ZC", "ORTHO", "JGW", "SMW"), range(60, 65), strict=True)
        ],
        "normen": ["rol;van;uren;tot", "JGW;2015-08-01;4;"],
        "werkelijk": ["verplichting;maand;bedrag"],
        "werkafspraken": ["wijkteam;vestiging;van;uren;tot"],
        "uren": ["datum;vestiging;rol;medewerker;minuten"],
    }
    for n, (code, kind) in enumerate(zip(codes, types, strict=True)):
        primary = kind in ("BO", "SBO", "SO")
        team = f"SWT{n % TEAMS}" if primary else ""
        sheets["vestigingen"].append(f"{code};2015-08-01;School {n};{kind};{41000 + n % BOARDS};GM0193;{team};")
        for role in ("IB", "ORTHO", "JGW") if primary else ("ZC", "ORTHO", "SMW"):
            person, hours = f"{role.lower()}{n}@voorbeeld.nl", chance.randint(4, 60) / 4
            sheets["medewerkers"].append(f"{person};Medewerker {n}")
            sheets["aanstellingen"].append(f"{code};{role};{person};2016-08-01;{hours:g};Werkgever {n % 9};")
            sheets["uren"] += [
                f"2018-01-{8 + day:02d};{code};{role};{person};{chance.randint(5, 120)}" for day in range(DAYS)
            ]
            sheets["werkelijk"].append(
                f"uren/{code}/{role}/{person}/2016-08-01;2018-01;{chance.randint(100, 90000) / 100:.2f}"
            )
        if primary:
            sheets["werkafspraken"].append(f"{team};{code};2017-08-01;3,5;")
    return {name: ("\n".join(rows) + "\n").encode() for name, rows in sheets.items()}


_REFERENCE = (
    "insert into schools_municipality (code, name) select code, naam from gemeenten",
    "insert into schools_schoolboard (code, name) select code, naam from schoolbesturen",
    """insert into schools_neighbourhoodteam (code, name, municipality_id)
       select w.code, w.naam, m.id from wijkteams w join schools_municipality m on m.code = w.gemeente""",
    "insert into schools_school (brin, name) select left(vestiging, 4), naam from vestigingen",
    """insert into schools_schoollocation (school_id, code, name, register, street, house_number, postcode, town, denomination,
         telephone, website, postal_street, postal_number, postal_postcode, postal_town)
       select s.id, vestiging, naam, '', '', '', '', '', '', '', '', '', '', '', ''
       from vestigingen join schools_school s on s.brin = left(vestiging, 4)""",
    """insert into schools_locationperiod
         (location_id, period, name, type, second_type, board_id, municipality_id, neighbourhood_team_id)
       select l.id, daterange(van::date, null), v.naam, v.type, '', b.id, m.id, w.id from vestigingen v
       join schools_schoollocation l on l.code = v.vestiging join schools_schoolboard b on b.code = v.bestuur
       join schools_municipality m on m.code = v.gemeente left join schools_neighbourhoodteam w on w.code = v.wijkteam""",
    """insert into schools_supportteam (location_id, sector, name, period, municipality_id)
       select location_id, app.sector_of(type), name, period, municipality_id from schools_locationperiod""",
    """insert into accounts_user (email, name, password, is_active, is_demo, date_joined)
       select medewerker, naam, '!', true, false, now() from medewerkers""",
    "insert into schools_employer (name) select distinct werkgever from aanstellingen",
    """insert into schools_appointment (person_id, role, team_id, period, hours_per_week, employer_id, mandate_limit)
       select u.id, a.rol, t.id, daterange(van::date, null), uren_per_week::numeric, e.id, '' from aanstellingen a
       join accounts_user u on u.email = a.medewerker join schools_schoollocation l on l.code = a.vestiging
       join schools_supportteam t on t.location_id = l.id join schools_employer e on e.name = a.werkgever""",
    "insert into financing_hoursrate (role, period, rate) select rol, daterange(van::date, null), tarief::numeric from uurtarieven",
    "insert into financing_hoursnorm (role, period, hours) select rol, daterange(van::date, null), uren::numeric from normen",
    """insert into financing_actual (name, month, amount)
       select verplichting, (maand || '-01')::date, bedrag::numeric from werkelijk""",
    """insert into financing_hoursagreement (neighbourhood_team_id, location_id, period, hours)
       select w.id, l.id, daterange(van::date, null), replace(uren, ',', '.')::numeric from werkafspraken a
       join schools_neighbourhoodteam w on w.code = a.wijkteam join schools_schoollocation l on l.code = a.vestiging""",
    """insert into financing_loggedhours ("on", location_id, role, person_id, minutes)
       select datum::date, l.id, rol, p.id, minuten::int from uren
       join schools_schoollocation l on l.code = vestiging join accounts_user p on p.email = medewerker""",
)

_STORED = """
select array_agg(told order by told) from (
  select l.code || p.period || p.type || b.code || m.code || coalesce(w.code, '') || t.sector || t.period as told
    from schools_locationperiod p join schools_schoollocation l on l.id = p.location_id
    join schools_schoolboard b on b.id = p.board_id join schools_municipality m on m.id = p.municipality_id
    join schools_supportteam t on t.location_id = l.id left join schools_neighbourhoodteam w on w.id = p.neighbourhood_team_id
  union all select u.email || u.name || a.role || l.code || a.period || trim_scale(a.hours_per_week) || e.name
    from schools_appointment a join accounts_user u on u.id = a.person_id join schools_supportteam t on t.id = a.team_id
    join schools_schoollocation l on l.id = t.location_id join schools_employer e on e.id = a.employer_id
  union all select role || period || rate from financing_hoursrate
  union all select role || period || trim_scale(hours) from financing_hoursnorm
  union all select name || month || amount from financing_actual
  union all select w.code || l.code || period || trim_scale(hours) from financing_hoursagreement a
    join schools_neighbourhoodteam w on w.id = a.neighbourhood_team_id join schools_schoollocation l on l.id = a.location_id
  union all select "on" || l.code || role || u.email || minutes from financing_loggedhours h
    join schools_schoollocation l on l.id = h.location_id join accounts_user u on u.id = h.person_id
) everything
"""


def _reference(sheets: dict[str, bytes]) -> None:
    with connection.cursor() as cursor, plan_for_many(cursor):
        for name, content in sheets.items():
            columns = content.split(b"\n", 1)[0].decode().split(";")
            cursor.execute(
                f"create temporary table {name} ({', '.join(f'{one} text' for one in columns)}) on commit drop"
            )
            cursor.copy_expert(f"copy {name} from stdin with (format csv, delimiter ';', header)", io.BytesIO(content))
        for statement in _REFERENCE:
            cursor.execute(statement)


def _candidate(sheets: dict[str, bytes]) -> None:
    import_workbook(by=None, grids=[read_csv(name, content) for name, content in sheets.items()])


def _done(work: Callable[[dict[str, bytes]], None], sheets: dict[str, bytes]) -> None:
    work(sheets)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def _stored(work: Callable[[dict[str, bytes]], None], sheets: dict[str, bytes]) -> object:
    with undone(), connection.cursor() as cursor:
        _done(work, sheets)
        cursor.execute(_STORED)
        return cursor.fetchone()


def rows(scale: str) -> Iterator[Row]:
    """Each run in a transaction of its own that is rolled back."""
    sheets = workbook(LOCATIONS[scale])
    many = sum(content.count(b"\n") - 1 for content in sheets.values())
    with transaction.atomic(), working(today=TODAY, action="bench"):
        empty_books()
        equal("rows stored", _stored(_reference, sheets), _stored(_candidate, sheets))
        plain, ours = in_turn(lambda: _done(_reference, sheets), lambda: _done(_candidate, sheets), around=undone)
        yield Row(f"a workbook of {many} rows", ours / plain, BAR, f"{ours:.1f} s beside {plain:.1f} s")
        transaction.set_rollback(True)
