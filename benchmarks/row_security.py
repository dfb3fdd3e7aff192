"""What row security costs: a page of the list, a question by its key, and an aggregate, each with and without [performance.md].

Without: the same statement by the owner of the tables, with the teams of that person as a condition.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction

from accounts.acting import Acting, acting_as
from accounts.roles import Hat
from benchmarks.measuring import Row, equal, in_turn
from benchmarks.world import TODAY, City, build

TIMES = 50
_LIST = """select c.id, c.raised_on, c.state, p.family_name from cases_case c join cases_pupil p on p.id = c.pupil_id
where {teams} order by c.raised_on desc, c.id desc limit 25"""
_BY_KEY = """select c.id, c.question, p.family_name from cases_case c join cases_pupil p on p.id = c.pupil_id
where c.id = %(key)s {teams}"""
_SUM = "select e.role, e.kind, count(*), sum(e.minutes) from cases_logentry e {teams} group by 1, 2 order by 1, 2"


def rows(scale: str) -> Iterator[Row]:
    city = build(scale)
    team = str(city.teams[0].pk)
    with connection.cursor() as cursor:
        cursor.execute("select id from cases_case where team_id = %s order by id limit 1", [team])
        key = cursor.fetchone()[0]
    mine = "team_id = any (%(teams)s::uuid[])"
    for what, bar, times, plain, held in (
        ("a page of the list", 2, TIMES, _LIST.format(teams=f"c.{mine}"), _LIST.format(teams="true")),
        ("a question by its key", 3, TIMES, _BY_KEY.format(teams=f"and c.{mine}"), _BY_KEY.format(teams="")),
        ("an aggregate", 1.1, TIMES, _SUM.format(teams=f"where e.{mine}"), _SUM.format(teams="")),
    ):
        values = {"teams": [team], "key": key}
        yield from _measured(city, what, bar, times, (plain, held), values)


def _measured(
    city: City, what: str, bar: float, times: int, statements: tuple[str, str], values: dict[str, Any]
) -> Iterator[Row]:
    lead, role = city.leads[0], "IB" if city.teams[0].sector == "PO" else "ZC"
    person = Acting(lead.pk, lead.name, role, Hat.TEAM, TODAY)
    plain, held = statements

    @contextlib.contextmanager
    def as_owner() -> Iterator[None]:
        with transaction.atomic():
            yield

    def run(statement: str) -> list[Any]:
        found: list[Any] = []
        with connection.cursor() as cursor:
            for _ in range(times):
                cursor.execute(statement, values)
                found = cursor.fetchall()
        return found

    def inside(
        context: Callable[[], contextlib.AbstractContextManager[None]], statement: str
    ) -> Callable[[], list[Any]]:
        def work() -> list[Any]:
            with context():
                return run(statement)

        return work

    without = inside(as_owner, plain)
    with_it = inside(lambda: acting_as(person, writes=False), held)
    equal(what, without(), with_it())
    first, second = in_turn(without, with_it)
    note = f"{second / times * 1000:.2f} ms beside {first / times * 1000:.2f} ms"
    yield Row(f"row security: {what}", second / first, bar, note)
