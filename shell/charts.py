"""Charts that the server draws: a page describes one as data, `{% chart %}` draws it as SVG with its table.

A chart never relies on colour: series differ by pattern (bars) or by dash and marker (lines), values stand on the bars,
one sentence says what one sees, and the table below holds every figure. Geometry lives in `shell.drawing`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeGuard

from shell.numbers import Number, Unit, exact, write

PATTERNS = 6  # as many series as the eye and our patterns tell apart


class Kind(StrEnum):
    BARS = "bars"  # one series, or several side by side
    STACKED = "stacked"  # parts of a whole
    LINE = "line"  # development over time


@dataclass(frozen=True)
class Hidden:
    """A value that may not be shown; `text` says why, for example "minder dan 8"."""

    text: str


Value = Number | Hidden | None


@dataclass(frozen=True)
class Series:
    """One row of figures, in the order of the chart's categories. None: not known."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Chart:
    """What to draw. `key` is unique on the page. `links` has an address per category, or is empty.

    `says` is the one sentence; left empty, `sentence()` makes it: over time a rise or fall, else largest and smallest.
    ValueError: rows of different length, more series than patterns, a negative part in a stack.
    """

    key: str
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Kind = Kind.BARS
    unit: Unit = Unit.COUNT
    category_label: str = "Periode"
    over_time: bool = True
    says: str = ""
    links: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(one.values) != len(self.categories) for one in self.series):
            raise ValueError(f"chart {self.key}: each series needs {len(self.categories)} values")
        if self.links and len(self.links) != len(self.categories):
            raise ValueError(f"chart {self.key}: each category needs a link, or none has one")
        if not 1 <= len(self.series) <= PATTERNS:
            raise ValueError(f"chart {self.key}: 1 to {PATTERNS} series, not {len(self.series)}")
        if self.kind == Kind.STACKED and any(value < 0 for value in self.numbers()):
            raise ValueError(f"chart {self.key}: a part of a whole cannot be negative")

    def numbers(self) -> list[Number]:
        """Every figure that may be shown."""
        return [value for one in self.series for value in one.values if is_number(value)]

    def written(self, value: Value) -> str:
        """A value as the table writes it."""
        if value is None:
            return "–"
        return value.text if isinstance(value, Hidden) else write(value, self.unit)

    @property
    def is_empty(self) -> bool:
        return not self.numbers()

    def rows(self) -> list[tuple[str, str, list[str]]]:
        """The table: category, its link (or ""), and the value of each series as text."""
        return [
            (category, self.links[at] if self.links else "", [self.written(one.values[at]) for one in self.series])
            for at, category in enumerate(self.categories)
        ]

    def hidden_texts(self) -> list[str]:
        """What the stars in the drawing stand for."""
        texts = (value.text for one in self.series for value in one.values if isinstance(value, Hidden))
        return list(dict.fromkeys(texts))

    def sentence(self) -> str:
        """What one sees, in one sentence."""
        if self.says:
            return self.says
        if self.is_empty:
            return "Er zijn nog geen cijfers om te laten zien."
        if self.over_time:
            return " ".join(filter(None, (self._change(one) for one in self.series[:2]))) or self._extremes()
        return self._extremes()

    def _change(self, series: Series) -> str:
        """ "Vragen steeg van 12 (2023-24) naar 20 (2025-26)." Empty with fewer than two figures."""
        known = [(at, value) for at, value in enumerate(series.values) if is_number(value)]
        if len(known) < 2:
            return ""
        (first_at, first), (last_at, last) = known[0], known[-1]
        start = f"{self.written(first)} ({self.categories[first_at]})"
        end = f"{self.written(last)} ({self.categories[last_at]})"
        if self.written(first) == self.written(last):
            return f"{series.name}: in {self.categories[first_at]} en in {self.categories[last_at]} evenveel, {self.written(last)}."
        change = "gestegen" if exact(last) > exact(first) else "gedaald"
        return f"{series.name}: {change} van {start} naar {end}."

    def _extremes(self) -> str:
        """ "Het meest: Noord (12). Het minst: Zuid (4)." Of all series together."""
        totals: dict[str, Number] = {}
        for at, category in enumerate(self.categories):
            known = [exact(value) for one in self.series if is_number(value := one.values[at])]
            if known:
                totals[category] = sum(known)
        most, least = max(totals, key=totals.__getitem__), min(totals, key=totals.__getitem__)
        if len(totals) == 1:
            return f"{most}: {write(totals[most], self.unit)}."
        if totals[most] == totals[least]:
            return f"Overal evenveel: {write(totals[most], self.unit)}."
        return (
            f"Het meest: {most} ({write(totals[most], self.unit)}). "
            f"Het minst: {least} ({write(totals[least], self.unit)})."
        )


def is_number(value: Value) -> TypeGuard[Number]:
    return value is not None and not isinstance(value, Hidden)


def bars(key: str, title: str, values: Sequence[tuple[str, Value]], *, name: str, **more: object) -> Chart:
    """Shorthand for one series: `bars("vragen", "Vragen", [("2024-25", 12), …], name="Vragen")`."""
    labels = tuple(label for label, _ in values)
    return Chart(key, title, labels, (Series(name, tuple(value for _, value in values)),), **more)  # type: ignore[arg-type]
