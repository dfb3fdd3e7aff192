"""Cover (*dekking*): which sources pay for what a payer owes in a calendar year, and what is left [domain 3.6]."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..enums import Role
from .closing import commitment_of
from .commitments import words_of
from .engine import Line
from .facts import Source

SHORTFALL = "tekort"


class CoverRow(NamedTuple):
    """A source with what it covers, or, without order and maximum, the shortfall of a payer. In cents."""

    payer: str
    order: int | None
    name: str
    maximum: int | None
    covered: int


def cover(
    lines: Iterable[Line], sources: Iterable[Source], year: int, roles: Mapping[str, Role] | None = None
) -> list[CoverRow]:
    """The cover of a calendar year, from the lines of that year and the sources; sorted by payer.

    Every payer with a line whose budget is not 0.00 is there. A correction counts with the commitment that it
    corrects. `roles` tells the role of yearly amounts (`roles_of_codes`).
    """
    costs: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in lines:
        if line.budget:
            costs[line.payer][commitment_of(line.name)] += line.budget
    by_payer = sources_of(sources, year)
    rows: list[CoverRow] = []
    for payer in sorted(costs):
        for source, taken in allotted(costs[payer], by_payer[payer], roles or {}):
            amount = sum(taken.values())
            if source is None:
                rows.append(CoverRow(payer, None, SHORTFALL, None, amount))
            else:
                rows.append(CoverRow(payer, source.order, source.name or "", source.maximum, amount))
    return rows


def sources_of(sources: Iterable[Source], year: int) -> dict[str, list[Source]]:
    """The sources of each payer in a calendar year, in order."""
    by_payer: dict[str, list[Source]] = defaultdict(list)
    for source in sorted(sources, key=lambda one: one.order):
        if source.year == year:
            by_payer[source.payer].append(source)
    return by_payer


def allotted(
    costs: Mapping[str, int], sources: Iterable[Source], roles: Mapping[str, Role]
) -> Iterator[tuple[Source | None, dict[str, int]]]:
    """What each source in order takes of each commitment of one payer, and last, without a source, what is left.

    A source takes what is left in its scope, commitment by commitment in order of name. A commitment below zero is not
    covered and stays in what is left.
    """
    left = dict(sorted(costs.items()))
    for source in sources:
        remaining, taken = source.maximum, {}
        for name, amount in left.items():
            if amount > 0 and remaining > 0 and _in_scope(source, name, roles):
                taken[name] = min(amount, remaining)
                left[name] -= taken[name]
                remaining -= taken[name]
        yield source, taken
    yield None, left


def _in_scope(source: Source, name: str, roles: Mapping[str, Role]) -> bool:
    return not source.scope or any(word in source.scope for word in (*words_of(name), roles.get(name)))
