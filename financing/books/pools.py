"""The hours of the wijkteams: number of PO locations × norm, and what is agreed of it [domain 3.7; 003 §3.2]."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from ..enums import Role, Sector
from .calendar import FAR
from .commitments import places_of
from .facts import Agreement, Book, HoursNorm, NeighbourhoodTeam, days_of
from .payers import Place
from .timeline import Timeline

POOL_ROLE = Role.JGW
DEFAULT_NORM = Decimal(4)
"""Hours a school week for each PO location as long as no norm was ever entered [003 §3.2]."""


class Pool(NamedTuple):
    """The hours of one wijkteam on a day, a week; exact."""

    team: str
    locations: int
    norm: Fraction
    agreed: Fraction

    @property
    def size(self) -> Fraction:
        return self.locations * self.norm

    @property
    def free(self) -> Fraction:
        """Below zero when more is agreed than there is."""
        return self.size - self.agreed


class Pools:
    """The pools of a book on any day."""

    def __init__(self, book: Book) -> None:
        self._teams = sorted(team.code for team in book.all(NeighbourhoodTeam))
        self._places = places_of(book)
        self._norms = _norms(book.all(HoursNorm))
        self._agreements = _agreements(book.all(Agreement))

    def on(self, day: date) -> list[Pool]:
        """Every wijkteam, sorted by code, also one without locations."""
        ordinal = day.toordinal()
        counts = Counter(
            place.team
            for places in self._places.values()
            if (place := places.at(ordinal)) is not None and place.sector is Sector.PO
        )
        norm = Fraction(self._norms.at(ordinal) or 0)
        return [Pool(team, counts[team], norm, self._agreed(team, day)) for team in self._teams]

    def place(self, location: str, day: date) -> Place | None:
        """Where a location belongs on a day; None when it has no row that day."""
        return self._places[location].at(day.toordinal()) if location in self._places else None

    def _agreed(self, team: str, day: date) -> Fraction:
        return sum((Fraction(row.hours) for row in self.agreements(team, day)), Fraction(0))

    def history(self, location: str) -> list[Place]:
        """Every place where a location belongs, ever."""
        return [place for _, _, place in self._places[location].spans()] if location in self._places else []

    def agreements(self, team: str, day: date) -> list[Agreement]:
        """The agreements of a wijkteam that count on a day."""
        ordinal = day.toordinal()
        return [row for rows in self._agreements[team] if (row := rows.at(ordinal)) is not None]


def _norms(rows: Iterable[HoursNorm]) -> Timeline[Decimal]:
    """A day without a norm for JGW has none, once any norm was entered."""
    known = list(rows)
    if not known:
        return Timeline([(1, FAR, DEFAULT_NORM)])
    return Timeline.succeeding((*days_of(row), row.hours) for row in known if row.role is POOL_ROLE)


def _agreements(rows: Iterable[Agreement]) -> dict[str, list[Timeline[Agreement]]]:
    """Per wijkteam the agreements with each location; they keep counting for their own wijkteam when a school moves."""
    grouped: dict[tuple[str, str], list[Agreement]] = defaultdict(list)
    for row in rows:
        grouped[row.team, row.location].append(row)
    by_team: dict[str, list[Timeline[Agreement]]] = defaultdict(list)
    for (team, _), agreements in grouped.items():
        by_team[team].append(Timeline.succeeding((*days_of(row), row) for row in agreements))
    return by_team
