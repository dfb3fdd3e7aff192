"""Taking in a release of a DUO register: set-based, through a staging table, in one transaction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from accounts.acting import call_it
from schools.actions import register_sql as sql
from schools.actions.teams import follow_locations
from schools.duo.reading import CellError, RegisterRefused, Release, Row
from shell.copying import plan_for_many, stage

Progress = Callable[[str], None]

#: What `progress` is told, in order.
STEPS = ("klaarzetten", "vergelijken", *sql.APPLY, "ondersteuningsteams")

#: A release that would end more than this share of what it speaks for, and more than MANY_GONE locations, is a cut-off file.
GONE_SHARE, MANY_GONE = 0.1, 10


@dataclass(frozen=True)
class Named:
    """A location in the report."""

    code: str
    name: str
    town: str


@dataclass(frozen=True)
class Changed(Named):
    """What is told otherwise than before: per field, by its Dutch name, the old and the new value."""

    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass
class Report:
    """What a release changed. `gone` were ended on its day, with their teams."""

    release: Release
    new: list[Named] = field(default_factory=list)
    returned: list[Named] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    gone: list[Named] = field(default_factory=list)

    @property
    def changed_anything(self) -> bool:
        return bool(self.new or self.returned or self.changed or self.gone)


@transaction.atomic
def take_in_release(*, release: Release, accept_gone: bool = False, progress: Progress = lambda _step: None) -> Report:
    """Make what is known of schools agree with a release, from its day on. The worker's; run inside `working(...)`.

    A change of name, type, board or municipality is dated; address and the like are as they are now. A location that is
    gone is ended on that day, with its team; one that returns gets a new period. Taken in twice, the second changes nothing.
    Raises RegisterRefused, with nothing changed, when a newer release was taken in before, and when suspiciously many
    locations would end (`accept_gone` allows that).
    """
    call_it("schools.take_in_release")
    with connection.cursor() as cursor, plan_for_many(cursor):
        cursor.execute(sql.ONE_AT_A_TIME)
        _refuse_older(cursor, release)
        progress("klaarzetten")
        cursor.execute(sql.CLEAR)
        stage(cursor, "register_row", dict.fromkeys(Row._fields, "text not null"), release.rows, empty_is_null=False)
        parameters: dict[str, Any] = {
            "register": release.register.value,
            "day": release.released_on,
            "whole": release.whole_country,
            "municipalities": sorted(release.municipalities),
            "rows": len(release.rows),
        }
        progress("vergelijken")
        for statement in sql.PREPARE:
            cursor.execute(statement, parameters)
        report = _compare(cursor, release)
        if not accept_gone:
            _refuse_many_gone(cursor, report)
        for step, statements in sql.APPLY.items():
            progress(step)
            for statement in statements:
                cursor.execute(statement, parameters)
        progress("ondersteuningsteams")
        follow_locations(locations=_touched(cursor))
        cursor.execute(sql.REMEMBER, parameters)
    return report


def _refuse_older(cursor: CursorWrapper, release: Release) -> None:
    cursor.execute(
        sql.NEWER,
        [release.register.value, release.released_on, release.whole_country, sorted(release.municipalities)],
    )
    (newer,) = cursor.fetchone()
    if newer:
        problem = f"de uitgave van {newer:%d-%m-%Y} is al ingelezen; een oudere ({release.released_on:%d-%m-%Y}) kan niet meer"
        raise RegisterRefused([CellError(1, 1, problem)])


def _compare(cursor: CursorWrapper, release: Release) -> Report:
    report = Report(release)
    cursor.execute(sql.ADDED)
    for known, *location in cursor.fetchall():
        (report.returned if known else report.new).append(Named(*location))
    cursor.execute(sql.CHANGED)
    for code, name, town, *values in cursor.fetchall():
        was, becomes = values[: len(sql.TOLD)], values[len(sql.TOLD) :]
        pairs = zip(sql.TOLD, was, becomes, strict=True)
        different = tuple((label, old, new) for label, old, new in pairs if old != new)
        report.changed.append(Changed(code, name, town, different))
    cursor.execute(sql.GONE)
    report.gone = [Named(*location) for location in cursor.fetchall()]
    return report


def _refuse_many_gone(cursor: CursorWrapper, report: Report) -> None:
    cursor.execute(sql.SPOKEN_FOR)
    (known,) = cursor.fetchone()
    gone = len(report.gone)
    if gone > MANY_GONE and gone > GONE_SHARE * known:
        problem = (
            f"hierna zouden {gone} van de {known} vestigingen in dit register verdwenen zijn. Is het bestand afgebroken? "
            "Is het zo bedoeld, geef dan --accept-gone mee"
        )
        raise RegisterRefused([CellError(len(report.release.rows) + 2, 1, problem)])


def _touched(cursor: CursorWrapper) -> Iterable[UUID]:
    cursor.execute(sql.TOUCHED)
    return [location for (location,) in cursor.fetchall()]
