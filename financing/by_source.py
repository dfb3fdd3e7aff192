"""The budget of a period by source of cover: what each source pays of which commitment, month by month [domain 3.6, 3.11].

What a source pays up to a month is the cover of the costs of that calendar year so far; a month is the difference of two such
amounts. So months add up to periods, and a calendar year to the cover listing.
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Q

from financing.books.calendar import Months, month_of
from financing.books.closing import commitment_of
from financing.books.cover import SHORTFALL, allotted, sources_of
from financing.books.engine import Line
from financing.enums import Role, Status
from financing.models import BudgetLine, YearlyCost
from financing.queries import Amounts, Group, days_of_months, payer_names
from financing.store import read_sources

Key = tuple[str, int | None, str]
"""Payer, place of the source (None: not covered), name of the source."""
Cents = dict[tuple[Key, str], int]
"""What a source pays of a commitment."""
NO_COVER = "geen dekking vastgelegd"


def _text(key: Key) -> str:
    """The key as one text, for an address."""
    payer, order, name = key
    return json.dumps([payer, order, name], ensure_ascii=False)


def source_label(text: str) -> str:
    """What a source is called, from its text. Raises ValueError for what is none."""
    found = json.loads(text)
    if not isinstance(found, list) or len(found) != 3 or not isinstance(found[0], str):
        raise ValueError(f"not a source: {text}")
    payer, _, name = found
    return f"{payer_names([payer])[payer]}: {name}"


def stored_lines(months: Months) -> Iterator[Line]:
    """The stored lines from the first January that a period touches. One query."""
    first, after = days_of_months(months)
    found = BudgetLine.objects.filter(month__gte=datetime.date(first.year, 1, 1), month__lt=after)
    for row in found.values_list("month", "name", "payer", "budget", "realised", "forecast").iterator(5000):
        yield Line(month_of(row[0]), *row[1:])


class BySource:
    """The lines of the calendar years that a period touches, laid over the sources. `lines` begin in the first January."""

    def __init__(self, months: Months, lines: Iterable[Line]) -> None:
        self.months = months.months
        self._lines: dict[int, list[tuple[str, str, Amounts]]] = defaultdict(list)
        for line in lines:
            amounts = Amounts(line.budget, line.realised, line.forecast)
            self._lines[line.month].append((line.payer, commitment_of(line.name), amounts))
        self._known: dict[tuple[int, int], Cents] = {}
        years = range(self.months.start // 12, (self.months.stop - 1) // 12 + 1)
        wanted = Q(status=Status.ESTABLISHED.value, year__in=list(years))
        self._sources = list(read_sources(wanted))
        rows = YearlyCost.objects.exclude(role="").values_list("code", "role")
        self._roles = {code: Role(role) for code, role in rows}

    def by_month(self) -> Iterator[tuple[datetime.date, Key, str, Amounts]]:
        """Month, source, commitment and what the source pays of it."""
        for month in self.months:
            day = datetime.date(month // 12, month % 12 + 1, 1)
            parts = [self._in_month(month, column) for column in range(3)]
            for key, name in sorted(set().union(*parts), key=str):
                amounts = Amounts(*(part.get((key, name), 0) for part in parts))
                if any(amounts):
                    yield day, key, name, amounts

    def groups(self) -> list[Group]:
        """A row for each source, by payer and in order; what is not covered last of its payer."""
        found: dict[Key, Group] = {}
        for day, key, _, amounts in self.by_month():
            group = found.setdefault(key, Group(_text(key), ""))
            group.by_month[day] = group.by_month.get(day, Amounts()).plus(amounts)
        names = payer_names(payer for payer, _, _ in found)
        for (payer, _, name), group in found.items():
            group.name = f"{names[payer]}: {name}"
        return [found[key] for key in sorted(found, key=lambda key: (names[key[0]], key[1] is None, key[1] or 0))]

    def of(self, key: str) -> dict[str, Amounts]:
        """What one source pays, per commitment."""
        sums: dict[str, Amounts] = {}
        for _, found, name, amounts in self.by_month():
            if _text(found) == key:
                sums[name] = sums.get(name, Amounts()).plus(amounts)
        return dict(sorted(sums.items()))

    def paying(self, name: str) -> dict[Key, int]:
        """Which sources pay what is begroot for one commitment in these months, in cents."""
        sums: dict[Key, int] = defaultdict(int)
        for _, key, found, amounts in self.by_month():
            if found == name:
                sums[key] += amounts.budget
        return {key: cents for key, cents in sums.items() if cents}

    def _in_month(self, month: int, column: int) -> Cents:
        now = self._so_far(month, column)
        if month % 12 == 0:
            return now
        before = self._so_far(month - 1, column)
        return {key: now.get(key, 0) - before.get(key, 0) for key in now.keys() | before.keys()}

    def _so_far(self, last: int, column: int) -> Cents:
        """The cover of what the months of a year up to and including this one cost together."""
        if (last, column) in self._known:
            return self._known[last, column]
        costs: Mapping[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for month in range(last // 12 * 12, last + 1):
            for payer, name, amounts in self._lines[month]:
                costs[payer][name] += amounts[column]
        sources = sources_of(self._sources, last // 12)
        found = self._known[last, column] = {}
        for payer, by_name in costs.items():
            rest = SHORTFALL if sources[payer] else NO_COVER
            for source, taken in allotted(by_name, sources[payer], self._roles):
                key = (payer, source.order, source.name or "zonder naam") if source else (payer, None, rest)
                found |= {(key, name): cents for name, cents in taken.items()}
        return found
