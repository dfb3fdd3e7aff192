"""Where the bars, lines and words of a chart stand, in whole numbers of the units of the viewBox. `shell.svg` writes it down.

Each chart is drawn twice, wide and narrow, and CSS shows one: a single drawing scaled to a phone has letters of 8 px.
Columns whose values would not fit above them become horizontal bars, which is also how the narrow one is drawn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import ceil, floor, log10

from shell.charts import Chart, Hidden, Kind, Value, is_number
from shell.numbers import exact, write

WIDE, NARROW = 520, 280
LETTER = 8  # width of a letter of 14 px, amply
LINE = 20  # height of a line of text
BAR = 22
COLUMN_HEIGHT = 230

HeightOf = Callable[[Decimal], int]


@dataclass(frozen=True)
class Rect:
    x: int
    y: int
    width: int
    height: int
    pattern: int


@dataclass(frozen=True)
class Label:
    x: int
    y: int
    text: str
    anchor: str = "middle"
    strong: bool = False
    on_dark: bool = False


@dataclass(frozen=True)
class Rule:
    """A straight line: of the grid, or the axis when `strong`."""

    x1: int
    y1: int
    x2: int
    y2: int
    strong: bool = False


@dataclass(frozen=True)
class Curve:
    """A series of a line chart, in pieces where figures are missing; a marker on each figure."""

    number: int
    pieces: tuple[str, ...]
    markers: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Area:
    """Where a click goes to a category's page: the whole of its place, so that it is easy to hit."""

    x: int
    y: int
    width: int
    height: int
    url: str
    label: str


@dataclass
class Drawing:
    """One drawing of a chart, ready for `shell.svg`."""

    key: str
    width: int
    height: int = 0
    bars: list[Rect] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    curves: list[Curve] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)


def draw(chart: Chart, width: int) -> Drawing:
    """The chart in a viewBox of this width."""
    if chart.kind == Kind.LINE:
        return _line(chart, width)
    if width == WIDE and _fits_columns(chart):
        return _columns(chart, width)
    return _rows(chart, width)


# ---- Scale --------------------------------------------------------------------------------------------------------
def ticks(lowest: Decimal, highest: Decimal) -> list[Decimal]:
    """Round values from at or below `lowest` to at or above `highest`, with 0 among them: 0, 150, 300, 450."""
    lowest, highest = min(lowest, Decimal(0)), max(highest, Decimal(0))
    if lowest == highest:
        highest = Decimal(1)
    rough = float(highest - lowest) / 4
    power = Decimal(10) ** floor(log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if float(power * times) >= rough)
    return [step * number for number in range(floor(lowest / step), ceil(highest / step) + 1)]


def _totals(chart: Chart) -> list[Decimal]:
    if chart.kind != Kind.STACKED:
        return [exact(value) for value in chart.numbers()]
    columns = zip(*(one.values for one in chart.series), strict=True)
    return [sum((exact(value) for value in column if is_number(value)), Decimal(0)) for column in columns]


def _scale(chart: Chart) -> list[Decimal]:
    totals = _totals(chart) or [Decimal(0)]
    return ticks(min(totals), max(totals))


def _short(chart: Chart, value: Value) -> str:
    """A value on a bar: a star for what may not be shown, explained below the drawing."""
    return "*" if isinstance(value, Hidden) else chart.written(value)


def _wide(texts: Sequence[str]) -> int:
    return max((len(text) for text in texts), default=0) * LETTER


# ---- Columns --------------------------------------------------------------------------------------------------------
def _fits_columns(chart: Chart) -> bool:
    """Whether every value fits above its column and every category under it."""
    slot = (WIDE - 80) // max(len(chart.categories), 1)
    values = [_short(chart, value) for one in chart.series for value in one.values]
    columns = 1 if chart.kind == Kind.STACKED else len(chart.series)
    return _wide(chart.categories) <= slot and _wide(values) <= (slot - 12) // columns


def _columns(chart: Chart, width: int) -> Drawing:
    drawing = Drawing(f"{chart.key}-w", width, COLUMN_HEIGHT + 2 * LINE + 14)
    scale = _scale(chart)
    top, bottom = LINE + 4, LINE + 4 + COLUMN_HEIGHT
    left = _grid(chart, drawing, scale, top, bottom)
    slot = (width - left) // len(chart.categories)

    def height_of(value: Decimal) -> int:
        return round(bottom - (value - scale[0]) / (scale[-1] - scale[0]) * (bottom - top))

    for at, category in enumerate(chart.categories):
        start = left + at * slot
        drawing.labels.append(Label(start + slot // 2, bottom + LINE, category))
        values = [one.values[at] for one in chart.series]
        if chart.kind == Kind.STACKED:
            _stack_up(chart, drawing, values, start + slot // 6, slot * 2 // 3, height_of)
        else:
            _side_by_side(chart, drawing, values, start + 6, (slot - 12) // len(values), height_of)
        _area(chart, drawing, at, start, 0, slot, drawing.height)
    drawing.rules.append(Rule(left, height_of(Decimal(0)), width, height_of(Decimal(0)), strong=True))
    return drawing


def _grid(chart: Chart, drawing: Drawing, scale: list[Decimal], top: int, bottom: int) -> int:
    """Horizontal lines with their values; returns where the plot begins."""
    names = [write(tick, chart.unit) for tick in scale]
    left = _wide(names) + 10
    for number, name in enumerate(names):
        y = bottom - round((bottom - top) * number / (len(names) - 1))
        drawing.rules.append(Rule(left, y, drawing.width, y))
        drawing.labels.append(Label(left - 8, y + 5, name, "end"))
    return left


def _side_by_side(chart: Chart, drawing: Drawing, values: list[Value], x: int, width: int, height_of: HeightOf) -> None:
    zero = height_of(Decimal(0))
    bar = min(width, 64)
    x += (width - bar) * len(values) // 2
    for number, value in enumerate(values):
        end = height_of(exact(value)) if is_number(value) else zero
        if is_number(value):
            drawing.bars.append(Rect(x, min(end, zero), bar - 2, abs(end - zero), number))
        below = end > zero
        drawing.labels.append(Label(x + bar // 2, end + LINE - 4 if below else end - 6, _short(chart, value)))
        x += bar


def _stack_up(chart: Chart, drawing: Drawing, values: list[Value], x: int, width: int, height_of: HeightOf) -> None:
    widest = max((len(_short(chart, value)) for value in values if is_number(value) and value), default=0)
    bar = min(width, max(72, widest * LETTER + 6))
    x += (width - bar) // 2
    total = Decimal(0)
    for number, value in enumerate(values):
        if is_number(value) and value:
            bottom, top = height_of(total), height_of(total + exact(value))
            drawing.bars.append(Rect(x, top, bar, bottom - top, number))
            text = _short(chart, value)
            if bottom - top >= LINE and bar >= len(text) * LETTER + 6:
                drawing.labels.append(Label(x + bar // 2, (bottom + top) // 2 + 5, text, on_dark=number == 0))
            total += exact(value)
    drawing.labels.append(Label(x + bar // 2, height_of(total) - 6, _total_text(chart, values, total), strong=True))


# ---- Horizontal bars ----------------------------------------------------------------------------------------------
def _rows(chart: Chart, width: int) -> Drawing:
    drawing = Drawing(f"{chart.key}-{'w' if width == WIDE else 'n'}", width)
    scale = _scale(chart)
    highest = max(_totals(chart) or [Decimal(0)])
    lowest = min(scale[0], Decimal(0))
    span = max(highest, Decimal(0)) - lowest or Decimal(1)
    values = [_short(chart, value) for one in chart.series for value in one.values]
    if chart.kind == Kind.STACKED:
        values += [write(total, chart.unit) + "*" for total in _totals(chart)]
    room = width - _wide(values) - 10
    zero = round(-lowest / span * room)
    y = 0
    for at, category in enumerate(chart.categories):
        top = y
        y += LINE
        drawing.labels.append(Label(0, y - 5, category, "start", strong=True))
        row = [one.values[at] for one in chart.series]
        if chart.kind == Kind.STACKED:
            y = _stack_along(chart, drawing, row, y, room, span)
        else:
            for number, value in enumerate(row):
                y = _along(chart, drawing, value, number, y, zero, room, span)
        drawing.rules.append(Rule(zero, top + LINE - 2, zero, y - 2, strong=True))
        _area(chart, drawing, at, 0, top, width, y - top)
        y += 8
    drawing.height = y
    return drawing


def _along(
    chart: Chart, drawing: Drawing, value: Value, number: int, y: int, zero: int, room: int, span: Decimal
) -> int:
    end = zero + round(exact(value) / span * room) if is_number(value) else zero
    if is_number(value):
        drawing.bars.append(Rect(min(end, zero), y, abs(end - zero), BAR - 2, number))
    drawing.labels.append(Label(max(end, zero) + 6, y + 15, _short(chart, value), "start"))
    return y + BAR + 2


def _stack_along(chart: Chart, drawing: Drawing, row: list[Value], y: int, room: int, span: Decimal) -> int:
    total = Decimal(0)
    for number, value in enumerate(row):
        if is_number(value) and value:
            start, end = round(total / span * room), round((total + exact(value)) / span * room)
            drawing.bars.append(Rect(start, y, end - start, BAR + 2, number))
            text = _short(chart, value)
            if end - start >= len(text) * LETTER + 6:
                drawing.labels.append(Label((start + end) // 2, y + 17, text, on_dark=number == 0))
            total += exact(value)
    x = round(total / span * room) + 6
    drawing.labels.append(Label(x, y + 17, _total_text(chart, row, total), "start", strong=True))
    return y + BAR + 6


def _total_text(chart: Chart, values: list[Value], total: Decimal) -> str:
    """The total of a stack. With a part that may not be shown there is none: it would give the part away."""
    if any(isinstance(value, Hidden) for value in values):
        return "*"
    return write(total, chart.unit) if any(is_number(value) for value in values) else "–"


# ---- Lines -----------------------------------------------------------------------------------------------------------
def _line(chart: Chart, width: int) -> Drawing:
    drawing = Drawing(f"{chart.key}-{'w' if width == WIDE else 'n'}", width, COLUMN_HEIGHT + 2 * LINE + 14)
    scale = _scale(chart)
    top, bottom = LINE + 4, LINE + 4 + COLUMN_HEIGHT
    left = _grid(chart, drawing, scale, top, bottom)
    count = len(chart.categories)
    slot = (width - left) // max(count, 1)
    texts = [_short(chart, value) for one in chart.series for value in one.values]
    all_values = _wide(texts) <= slot and len(chart.series) == 1
    every = max(1, ceil((_wide(chart.categories) + 8) / max(slot, 1)))
    free = width  # from the right: the last period is always named, and no name touches the next
    for at, category in reversed(list(enumerate(chart.categories))):
        x, half = _inside(left + at * slot + slot // 2, category, width), len(category) * LETTER // 2
        if (count - 1 - at) % every == 0 and x + half <= free:
            drawing.labels.append(Label(x, bottom + LINE, category))
            free = x - half - LETTER
    for at in range(count):
        _area(chart, drawing, at, left + at * slot, 0, slot, drawing.height)
    ends: list[Label] = []
    for number, one in enumerate(chart.series):
        points = [
            (
                left + at * slot + slot // 2,
                round(bottom - (exact(value) - scale[0]) / (scale[-1] - scale[0]) * (bottom - top)),
            )
            if is_number(value)
            else None
            for at, value in enumerate(one.values)
        ]
        drawing.curves.append(_curve(number, points))
        known = [at for at, point in enumerate(points) if point]
        for at in known if all_values else known[-1:]:
            if point := points[at]:
                text = _short(chart, one.values[at])
                ends.append(Label(_inside(point[0], text, width), point[1] - 10, text))
    drawing.labels += ends if all_values else _apart(ends, top, bottom)
    drawing.rules.append(Rule(left, bottom, width, bottom, strong=True))
    return drawing


def _apart(labels: list[Label], top: int, bottom: int) -> list[Label]:
    """The values at the ends of lines, moved until none covers another; more than fit are left to the table."""
    placed: list[Label] = []
    for label in sorted(labels, key=lambda one: one.y)[: (bottom - top) // LINE]:
        above = placed[-1].y + LINE if placed else label.y
        placed.append(replace(label, y=max(label.y, above)))
    free = bottom
    for at, label in reversed(list(enumerate(placed))):
        placed[at] = replace(label, y=min(label.y, free))
        free = placed[at].y - LINE
    return placed


def _inside(x: int, text: str, width: int) -> int:
    """Where the middle of a text goes so that its end does not fall off the drawing."""
    return min(x, width - len(text) * LETTER // 2)


def _curve(number: int, points: Sequence[tuple[int, int] | None]) -> Curve:
    pieces: list[list[str]] = [[]]
    for point in points:
        if point:
            pieces[-1].append(f"{point[0]},{point[1]}")
        elif pieces[-1]:
            pieces.append([])
    lines = tuple(" ".join(piece) for piece in pieces if len(piece) > 1)
    return Curve(number, lines, tuple(point for point in points if point))


def _area(chart: Chart, drawing: Drawing, at: int, x: int, y: int, width: int, height: int) -> None:
    if chart.links:
        values = ", ".join(f"{one.name} {chart.written(one.values[at])}" for one in chart.series)
        drawing.areas.append(Area(x, y, width, height, chart.links[at], f"{chart.categories[at]}: {values}"))
