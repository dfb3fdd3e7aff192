"""Import of a DUO register against COPY through a staging table: the bar is 1.5 times [performance.md].

    python benchmarks/import_duo.py ../shared/data/duo/po_vestigingen_2026-08.csv

The reference is what somebody writes who only wants the rows in: split the lines, COPY into a temporary table, INSERT …
SELECT into the same six tables, with the same constraints, triggers and history. It checks nothing, compares nothing, and can
run on empty tables only. Both run on an empty map of schools, in a transaction of their own that is rolled back; FOREIGN KEY
checks are made before the clock stops. First both must give the same rows.
"""

import datetime
import io
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zwolle_ot.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from accounts.acting import working  # noqa: E402
from schools.actions.register import take_in_release  # noqa: E402
from schools.duo.reading import read_register  # noqa: E402

BAR, ROUNDS = 1.5, 5
DAY = datetime.date(2026, 8, 1)

REFERENCE = (
    """insert into schools_municipality (code, name)
       select 'GM' || c10, coalesce(max(nullif(c11, ' ')), 'GM' || c10) from plain group by c10""",
    "insert into schools_schoolboard (code, name) select distinct c2, c2 from plain",
    "insert into schools_school (brin, name) select distinct on (c3) c3, c5 from plain order by c3, c4",
    """insert into schools_schoollocation (school_id, code, name, register, street, house_number, postcode, town, denomination,
         telephone, website, postal_street, postal_number, postal_postcode, postal_town)
       select s.id, c4, c5, 'po', c6, c7, c8, c9, c12, c13, c14, c15, c16, c17, c18 from plain join schools_school s on s.brin = c3""",
    """insert into schools_locationperiod (location_id, period, name, type, second_type, board_id, municipality_id)
       select l.id, daterange(%(day)s, null), c5, 'BO', '', b.id, m.id from plain
       join schools_schoollocation l on l.code = c4 join schools_schoolboard b on b.code = c2
       join schools_municipality m on m.code = 'GM' || c10""",
    """insert into schools_supportteam (location_id, sector, name, period, municipality_id)
       select location_id, 'PO', name, period, municipality_id from schools_locationperiod""",
)


def reference(content: bytes) -> None:
    with connection.cursor() as cursor:
        lines = content.decode("cp1252").split("\r\n")[1:-1]
        width = lines[0].count(";") + 1
        cursor.execute(
            f"create temporary table plain ({', '.join(f'c{n} text' for n in range(1, width + 1))}) on commit drop"
        )
        cursor.copy_expert(
            "copy plain from stdin", io.StringIO("".join(line.replace(";", "\t") + "\n" for line in lines))
        )
        for statement in REFERENCE:
            cursor.execute(statement, {"day": DAY})


def candidate(content: bytes) -> None:
    take_in_release(release=read_register(content, released_on=DAY))


def timed(work: Callable[[bytes], None], content: bytes) -> tuple[float, object]:
    """Seconds on an empty map, and what stood there afterwards."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "truncate schools_municipality, schools_schoolboard, schools_school, schools_registerrelease cascade"
            )
        with working(today=DAY, action="bench"):
            began = time.perf_counter()
            work(content)
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")
            seconds = time.perf_counter() - began
        with connection.cursor() as cursor:
            cursor.execute(
                """select l.code, p.type, p.period, b.code, m.code, t.sector, t.period, s.brin from schools_locationperiod p
                   join schools_schoollocation l on l.id = p.location_id join schools_schoolboard b on b.id = p.board_id
                   join schools_municipality m on m.id = p.municipality_id join schools_supportteam t on t.location_id = l.id
                   join schools_school s on s.id = l.school_id order by 1"""
            )
            rows = cursor.fetchall()
        transaction.set_rollback(True)
    return seconds, rows


def main(path: str) -> int:
    content = Path(path).read_bytes()
    assert timed(reference, content)[1] == timed(candidate, content)[1], "the two do not give the same rows"
    ratios = []
    for _ in range(ROUNDS):
        plain, ours = timed(reference, content)[0], timed(candidate, content)[0]
        ratios.append(ours / plain)
        print(f"reference {plain:.2f} s, import {ours:.2f} s: {ours / plain:.2f} times")
    median = statistics.median(ratios)
    print(f"median {median:.2f} times COPY through staging (bar {BAR})")
    return int(median > BAR)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
