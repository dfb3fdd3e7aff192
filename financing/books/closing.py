"""Closed months: what was closed stays, and later facts show as corrections in the first open month [domain 3.11]."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .calendar import FAR, label, parse_month
from .engine import Engine, Line

_CORRECTION = "correctie/"


class CannotClose(ValueError):
    """A month that may not be closed now; the message is a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class ClosedMonths:
    """The last closed month, and every line of every closed month as it was frozen. The first close takes everything
    before it too, so the closed months have no first."""

    last: int | None = None
    lines: tuple[Line, ...] = ()

    @property
    def first_open(self) -> int | None:
        """The month in which corrections stand: the one after the last closed."""
        return None if self.last is None else self.last + 1


def correction_name(month: int, name: str) -> str:
    return f"{_CORRECTION}{label(month)}/{name}"


def corrected(name: str) -> tuple[int, str] | None:
    """The month and the commitment that a correction corrects; None for any other name."""
    if not name.startswith(_CORRECTION):
        return None
    month, _, commitment = name.removeprefix(_CORRECTION).partition("/")
    return parse_month(month), commitment


def commitment_of(name: str) -> str:
    """The commitment that a line counts with: itself, or the one that it corrects."""
    found = corrected(name)
    return name if found is None else found[1]


def listing(engine: Engine, closed: ClosedMonths, months: range, until: int) -> list[Line]:
    """The lines of these months as the listing shows them: sorted, without rows that are 0.00 throughout."""
    return sorted(line for line in _all_lines(engine, closed, months, until) if not line.is_nothing)


def _all_lines(engine: Engine, closed: ClosedMonths, months: range, until: int) -> Iterator[Line]:
    yield from (line for line in closed.lines if line.month in months)
    first_open = closed.first_open
    if first_open is None:
        yield from engine.lines(months, until)
        return
    yield from engine.lines(range(max(months.start, first_open), months.stop), until)
    if first_open in months:
        yield from corrections(engine, closed)


def corrections(engine: Engine, closed: ClosedMonths) -> Iterator[Line]:
    """Per closed month, commitment, payer and column: what the facts now say, minus what is stored, minus earlier
    corrections. They stand in the first open month; none are 0.00 throughout. Whatever the reference day, a closed
    month is wholly past."""
    if closed.last is None:
        return
    start = engine.first_month()
    differences: dict[tuple[int, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    if start is not None:
        _add(differences, engine.lines(range(start, closed.last + 1), FAR), 1)
    _add(differences, closed.lines, -1)
    for (month, name, payer), amounts in differences.items():
        if any(amounts):
            yield Line(closed.last + 1, correction_name(month, name), payer, *amounts)


def _add(differences: dict[tuple[int, str, str], list[int]], lines: Iterable[Line], sign: int) -> None:
    for line in lines:
        month, name = corrected(line.name) or (line.month, line.name)
        amounts = differences[month, name, line.payer]
        amounts[0] += sign * line.budget
        amounts[1] += sign * line.realised
        amounts[2] += sign * line.forecast


def check_may_close(closed: ClosedMonths, month: int, this_month: int) -> None:
    """Only a month that has ended; the first close may name any, later ones only the next. Raises CannotClose."""
    if month >= this_month:
        raise CannotClose(f"{label(month)} is nog niet voorbij; een maand kan pas na de laatste dag worden afgesloten")
    if closed.last is None:
        return
    if month <= closed.last:
        raise CannotClose(f"{label(month)} is al afgesloten")
    if month != closed.last + 1:
        raise CannotClose(f"maanden worden op volgorde afgesloten; nu is {label(closed.last + 1)} aan de beurt")


def close(engine: Engine, closed: ClosedMonths, month: int, this_month: int) -> list[Line]:
    """The lines to store when this month closes: its own, and the corrections that stand in it; at the first close
    also those of every month before it. Raises CannotClose."""
    check_may_close(closed, month, this_month)
    earliest = engine.first_month()
    start = month if closed.last is not None or earliest is None else min(earliest, month)
    return listing(engine, closed, range(start, month + 1), FAR)
