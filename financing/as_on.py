"""A budget as on another day than today, or as it was known on an earlier one; laid out as the stored lines are [domain 3.11].

What counts as realised, and which actuals replace a budget, depends on the reference day. Corrections of closed months show
whatever that day is. Which facts count depends on the day on which they were known: those that were stored at its end.
"""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from financing.actions.computing import rows_of
from financing.answers import Books
from financing.books.calendar import Months, month_of
from financing.books.closing import commitment_of
from financing.books.engine import Line
from financing.by_source import BySource
from financing.known import end_of, known_at
from financing.models import BudgetLine
from financing.queries import NO_GROUP, Amounts, Group, Grouping, payer_names, programmes
from schools.models import Arrangement, NeighbourhoodTeam, SchoolLocation

Named = Callable[[BudgetLine], tuple[str, str]]
"""The key and the name of the group of a line."""


class AsOn:
    """The budget of a period, with what is realised up to and including a day, from the facts of now or of the end of the day
    `known`. The book is read once: some twenty queries."""

    def __init__(self, months: Months, day: datetime.date, known: datetime.date | None = None) -> None:
        self.months, self.day = months, day
        self.moment = end_of(known) if known else None
        self.books = Books(known=known)

    def groups(self, grouping: Grouping) -> list[Group]:
        """In order of name; what belongs to no group last."""
        with known_at(self.moment):
            return self._groups(grouping)

    def of(self, grouping: Grouping, key: str) -> dict[str, Amounts]:
        """The commitments of one group, in order of name."""
        with known_at(self.moment):
            return self._of(grouping, key)

    def of_commitment(self, name: str) -> list[BudgetLine]:
        """The lines of one name of the listing, by month and payer."""
        lines = [line for line in self._lines(self.months) if line.name == name]
        with known_at(self.moment):
            rows = list(rows_of(self.books.engine, lines, closed=False))
        for row in rows:
            row.closed = self.books.closed.last is not None and month_of(row.month) <= self.books.closed.last
        return rows

    def _groups(self, grouping: Grouping) -> list[Group]:
        if grouping is Grouping.SOURCE:
            return self._by_source().groups()
        found: dict[str, Group] = {}
        named = _NAMED[grouping](self)
        for row in self._rows():
            key, name = named(row)
            group = found.setdefault(key, Group(key, name if key else NO_GROUP[grouping]))
            group.by_month[row.month] = group.by_month.get(row.month, Amounts()).plus(_amounts(row))
        return sorted(found.values(), key=lambda group: (not group.key, group.name))

    def _of(self, grouping: Grouping, key: str) -> dict[str, Amounts]:
        if grouping is Grouping.SOURCE:
            return self._by_source().of(key)
        named, sums = _NAMED[grouping](self), dict[str, Amounts]()
        for row in self._rows():
            if named(row)[0] == key:
                sums[row.name] = sums.get(row.name, Amounts()).plus(_amounts(row))
        return dict(sorted(sums.items()))

    def _rows(self) -> list[BudgetLine]:
        return list(rows_of(self.books.engine, self._lines(self.months), closed=False))

    def _lines(self, months: Months) -> list[Line]:
        return self.books.budget(months, reference=self.day)

    def _by_source(self) -> BySource:
        run = self.months.months
        return BySource(self.months, self._lines(Months(self.months.label, range(run.start // 12 * 12, run.stop))))

    def payers(self) -> Named:
        names = payer_names(line.payer for line in self._lines(self.months))
        return lambda row: (row.payer, names[row.payer])

    def schools(self) -> Named:
        known = _known(SchoolLocation.objects.values_list("pk", "code", "name"))
        return lambda row: known.get(row.location_id, ("", ""))

    def teams(self) -> Named:
        known = _known(NeighbourhoodTeam.objects.values_list("pk", "code", "name"))
        return lambda row: known.get(row.neighbourhood_team_id, ("", ""))

    def arrangements(self) -> Named:
        names = dict(Arrangement.objects.values_list("code", "name"))
        return lambda row: (row.arrangement, names.get(row.arrangement, row.arrangement))

    def programmes(self) -> Named:
        known = {code: name for name, codes in programmes().items() for code in codes}
        return lambda row: (known.get(commitment_of(row.name), ""),) * 2


_NAMED: Mapping[Grouping, Callable[[AsOn], Named]] = {
    Grouping.PAYER: AsOn.payers,
    Grouping.SCHOOL: AsOn.schools,
    Grouping.TEAM: AsOn.teams,
    Grouping.ARRANGEMENT: AsOn.arrangements,
    Grouping.PROGRAMME: AsOn.programmes,
    Grouping.ROLE: lambda _: lambda row: (row.role, row.role),
}


def _known(rows: Any) -> dict[Any, tuple[str, str]]:
    return {key: (code, name) for key, code, name in rows}


def _amounts(row: BudgetLine) -> Amounts:
    return Amounts(row.budget, row.realised, row.forecast)
