"""Writing the difference between two books: what is new is added, what changed is replaced, the rest is not touched.

Periods are stored as they hold: a row that a later one ends, ends there [formats, "In"]. Facts go through a staging table
and from there, set-based, into their own (`financing.store.tables`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

from accounts.acting import Acting
from financing.books import facts
from financing.store.tables import SHARE_LINES, STAGING, TABLES, columns_of, row_of
from schools.actions.locations import LocationFacts, put_locations
from schools.actions.organisations import (
    WijkTeam,
    put_boards,
    put_employers,
    put_municipalities,
    put_neighbourhood_teams,
)
from schools.models import Municipality, NeighbourhoodTeam, SchoolBoard
from shell.copying import plan_for_many, stage

F = TypeVar("F", bound=facts.Fact)

#: Kinds in which a later row ends an earlier one: what a row must have in common for that.
SUCCEEDING: dict[type[facts.Fact], Callable[[Any], Any]] = {
    facts.Location: lambda row: row.location,
    facts.Rate: lambda row: row.role,
    facts.HoursNorm: lambda row: row.role,
    facts.Arrangement: lambda row: (row.code, row.status),
    facts.Agreement: lambda row: (row.team, row.location),
}


@dataclass(frozen=True)
class Written:
    """How many facts of each kind were added or changed, by the name of the kind."""

    counts: Mapping[str, int]

    @property
    def is_nothing(self) -> bool:
        return not any(self.counts.values())


def write_book(*, by: Acting | None, stored: facts.Book, merged: facts.Book) -> Written:
    """Bring the database from `stored` (as it was read) to `merged`. Inside the caller's transaction."""
    writer = _Writer(by, stored, merged)
    return Written({kind.__name__: writer.write(kind) for kind in facts.KINDS})


def effective(rows: Iterable[F], kind: type[F]) -> list[F]:
    """Rows as they hold: of a kind in which a later row ends an earlier one, each ends where the next begins."""
    if kind not in SUCCEEDING:
        return list(rows)
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[SUCCEEDING[kind](row)].append(row)
    found: list[F] = []
    for group in groups.values():
        ordered = sorted(group, key=lambda row: row.start)
        for row, following in pairwise(ordered):
            ends = row.end is None or row.end > following.start
            found.append(replace(row, end=following.start) if ends else row)
        found.append(ordered[-1])
    return found


class _Writer:
    """One run."""

    def __init__(self, by: Acting | None, stored: facts.Book, merged: facts.Book) -> None:
        self.by, self.stored, self.merged = by, stored, merged

    def write(self, kind: type[facts.Fact]) -> int:
        """Write what differs of this kind; how many facts."""
        before = {row.key: row for row in effective(self.stored.all(kind), kind)}
        after = {row.key: row for row in effective(self.merged.all(kind), kind)}
        changed = [row for key, row in after.items() if before.get(key) != row]
        gone = [row for key, row in before.items() if key not in after]
        if changed or gone:
            own_ways: dict[type[facts.Fact], Callable[[Any, Any], None]] = {
                facts.Municipality: self._municipalities,
                facts.Board: self._boards,
                facts.NeighbourhoodTeam: self._neighbourhood_teams,
                facts.Location: self._locations,
                facts.Appointment: self._appointments,
                facts.ShareLine: self._share_lines,
            }
            if own_way := own_ways.get(kind):
                own_way(changed, gone)
            else:
                self._save(kind, changed)
        return len(changed) + len(gone)

    def _save(self, kind: type[facts.Fact], rows: Sequence[Any], *then: str) -> None:
        with connection.cursor() as cursor:
            stage(cursor, STAGING, columns_of(kind), map(row_of(kind), rows))
            with plan_for_many(cursor):
                TABLES[kind].write(cursor)
                for statement in then:
                    cursor.execute(statement)

    def _municipalities(self, changed: list[facts.Municipality], _gone: Collection[Any]) -> None:
        put_municipalities(by=self.by, names={row.code: row.name or "" for row in changed})

    def _boards(self, changed: list[facts.Board], _gone: Collection[Any]) -> None:
        put_boards(by=self.by, names={row.code: row.name or "" for row in changed})

    def _neighbourhood_teams(self, changed: list[facts.NeighbourhoodTeam], _gone: Collection[Any]) -> None:
        self._need_home()
        put_neighbourhood_teams(
            by=self.by,
            teams=[
                WijkTeam(row.code, row.name or "", row.municipality or settings.HOME_MUNICIPALITY) for row in changed
            ],
        )

    def _need_home(self) -> None:
        """A team belongs to a municipality; where none is told, that is the home municipality."""
        if not Municipality.objects.filter(code=settings.HOME_MUNICIPALITY).exists():
            names = {settings.HOME_MUNICIPALITY: settings.HOME_MUNICIPALITY_NAME}
            put_municipalities(by=self.by, names=names)

    def _locations(self, changed: list[facts.Location], _gone: Collection[Any]) -> None:
        self._need_home()
        boards = dict(SchoolBoard.objects.values_list("code", "pk"))
        municipalities = dict(Municipality.objects.values_list("code", "pk"))
        teams = dict(NeighbourhoodTeam.objects.values_list("code", "pk"))
        put_locations(
            by=self.by,
            facts=[
                LocationFacts(
                    code=row.location,
                    first=row.start,
                    name=row.name or "",
                    type=row.type.value,
                    board=boards[row.board] if row.board else None,
                    municipality=municipalities[row.municipality] if row.municipality else None,
                    neighbourhood_team=teams[row.team] if row.team else None,
                    after=row.end,
                )
                for row in changed
            ],
        )

    def _appointments(self, changed: list[facts.Appointment], _gone: Collection[Any]) -> None:
        put_employers(by=self.by, names={row.employer for row in changed if row.employer})
        self._save(facts.Appointment, changed)

    def _share_lines(self, changed: list[facts.ShareLine], gone: list[facts.ShareLine]) -> None:
        """A rule is replaced as a whole."""
        codes = {row.rule for row in (*changed, *gone)}
        lines = [row for row in self.merged.all(facts.ShareLine) if row.rule in codes]
        self._save(facts.ShareLine, lines, SHARE_LINES)
