"""A value that changes from day to day: which rate, which board, which rule is in force."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from .calendar import FAR

T = TypeVar("T")


class Timeline(Generic[T]):
    """At most one value on each day. Days are ordinals; periods are half open."""

    __slots__ = ("_starts", "_values")

    def __init__(self, spans: Iterable[tuple[int, int, T]] = ()) -> None:
        """From spans (first day, day after last, value) in order, that do not overlap."""
        starts: list[int] = []
        values: list[T | None] = []
        for first, end, value in spans:
            if starts and starts[-1] == first:
                values[-1] = value
            else:
                starts.append(first)
                values.append(value)
            starts.append(end)
            values.append(None)
        self._starts = starts
        self._values = values

    @classmethod
    def always(cls, value: T) -> Timeline[T]:
        """The same value on every day."""
        return cls([(1, FAR, value)])

    @classmethod
    def succeeding(cls, spans: Iterable[tuple[int, int, T]]) -> Timeline[T]:
        """From spans of which a later one ends the earlier one [formats, "In"]; their first days differ."""
        ordered = sorted(spans, key=lambda span: span[0])
        following_days = [*(span[0] for span in ordered), FAR][1:]
        return cls(
            (first, min(end, following), value)
            for (first, end, value), following in zip(ordered, following_days, strict=True)
        )

    def at(self, day: int) -> T | None:
        """The value in force on a day, or None."""
        place = bisect_right(self._starts, day) - 1
        return self._values[place] if place >= 0 else None

    def changes(self, first: int, end: int) -> list[int]:
        """The days after `first` and before `end` on which the value may change."""
        return self._starts[bisect_right(self._starts, first) : bisect_left(self._starts, end)]

    def spans(self) -> Iterator[tuple[int, int, T]]:
        """The days that have a value, as spans."""
        for place, value in enumerate(self._values):
            if value is not None:
                yield self._starts[place], self._starts[place + 1], value

    def __bool__(self) -> bool:
        return bool(self._starts)
