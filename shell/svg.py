"""A drawing of a chart as SVG text, and its table. Joined here and not in a template: a page of figures has eight drawings of some hundred
marks, and a template takes ten times as long for each. Numbers are whole and words are escaped, so nothing can break out.
"""

from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString

from shell.charts import Chart, Kind
from shell.drawing import Curve, Drawing, Label, Rule

INK, BLUE, GRID = "#0c1a36", "#395791", "#d5d9e0"
_TURNED = ' patternTransform="rotate(45)"'
#: Of each series (`shell.charts.PATTERNS`) the side of its tile, more attributes, and what is on it.
_FILLS = (
    (8, "", '<rect width="8" height="8" fill="#395791"/>'),
    (8, _TURNED, '<rect width="8" height="8" fill="#c6d3ec"/><rect width="3" height="8" fill="#395791"/>'),
    (8, "", '<rect width="8" height="8" fill="#fff"/><circle cx="4" cy="4" r="1.500" fill="#395791"/>'),
    (
        8,
        "",
        '<rect width="8" height="8" fill="#8aa4d6"/><path d="M0 4h8M4 0v8" stroke="#fff" stroke-width="1"/>',
    ),
    (6, "", '<rect width="6" height="6" fill="#fff"/><rect width="6" height="2" fill="#395791"/>'),
    (8, "", '<rect width="8" height="8" fill="#ebebeb"/>'),
)
_DASHES = ("", "8 5", "2 5", "12 4 2 4", "4 3", "16 6")
_DOT, _SQUARE, _DIAMOND = '<circle r="5"/>', '<path d="M-5 -5h10v10h-10z"/>', '<path d="M0 -7l7 7l-7 7l-7 -7z"/>'
_MARKERS = (_DOT, _DOT, _SQUARE, _SQUARE, _DIAMOND, _DIAMOND)
_FILLED_MARKERS = (0, 3)
_OUTLINED = ' stroke="#fff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'


def picture(chart: Chart, drawing: Drawing, size: str) -> SafeString:
    """The drawing whole; `size` is "wide" or "narrow", and CSS shows one of the two."""
    role = "group" if drawing.areas else "img"
    patterns = "".join(_pattern(drawing.key, number) for number in range(len(chart.series)))
    return SafeString(
        f'<svg class="ot-chart__drawing ot-chart__drawing--{size}" viewBox="0 0 {drawing.width} {drawing.height}" '
        f'role="{role}" aria-label="{escape(chart.title)}" focusable="false" font-size="14">'
        f'<defs>{patterns}</defs>\n<g aria-hidden="true">{"".join(_marks(drawing))}</g>\n{"".join(_links(drawing))}</svg>'
    )


def swatch(chart: Chart, number: int) -> SafeString:
    """What a series looks like, for the legend: a filled box, or a line with its marker."""
    if chart.kind == Kind.LINE:
        line = f'<path d="M1 8h34" stroke="{BLUE}" stroke-width="3"{_dash(number)}/>{_marker(number, 18, 8)}'
        return SafeString(f'<svg width="36" height="16" aria-hidden="true" focusable="false">{line}</svg>')
    key = f"{chart.key}-l"
    box = f'<rect x="1" y="1" width="22" height="14" fill="url(#{escape(key)}-{number})" stroke="{BLUE}"/>'
    return SafeString(
        f'<svg width="24" height="16" aria-hidden="true" focusable="false"><defs>{_pattern(key, number)}</defs>{box}</svg>'
    )


def table(chart: Chart) -> SafeString:
    """The rows of the table that tells the same, joined for the same reason."""
    return SafeString("\n".join(map(_row, chart.rows())))


def _row(row: tuple[str, str, list[str]]) -> str:
    category, link, values = row
    head = f'<a href="{escape(link)}">{escape(category)}</a>' if link else escape(category)
    cells = "".join(
        f'<td class="ot-number{" ot-number--words" * value[:1].isalpha()}">{escape(value)}</td>' for value in values
    )
    return f'<tr><th scope="row">{head}</th>{cells}</tr>'


def _marks(drawing: Drawing) -> Iterator[str]:
    yield from map(_rule, drawing.rules)
    key = escape(drawing.key)
    for bar in drawing.bars:
        yield (
            f'<rect x="{bar.x}" y="{bar.y}" width="{bar.width}" height="{bar.height}" '
            f'fill="url(#{key}-{bar.pattern})" stroke="{BLUE}"/>'
        )
    for curve in drawing.curves:
        yield from _curve(curve)
    yield from map(_label, drawing.labels)


def _rule(rule: Rule) -> str:
    look = f'stroke="{INK}" stroke-width="2"' if rule.strong else f'stroke="{GRID}" stroke-width="1"'
    return f'<path d="M{rule.x1} {rule.y1}L{rule.x2} {rule.y2}" {look}/>'


def _curve(curve: Curve) -> Iterator[str]:
    dash = _dash(curve.number)
    for piece in curve.pieces:
        yield f'<polyline points="{piece}" fill="none" stroke="{BLUE}" stroke-width="3"{dash}/>'
    for x, y in curve.markers:
        yield _marker(curve.number, x, y)


def _label(label: Label) -> str:
    look = ' class="ot-chart__on-dark"' if label.on_dark else _OUTLINED
    weight = ' font-weight="600"' if label.strong else ""
    place = f'x="{label.x}" y="{label.y}" text-anchor="{label.anchor}"'
    return f"<text {place}{look}{weight}>{escape(label.text)}</text>"


def _links(drawing: Drawing) -> Iterator[str]:
    for area in drawing.areas:
        yield (
            f'<a href="{escape(area.url)}" aria-label="{escape(area.label)}"><rect x="{area.x}" y="{area.y}" '
            f'width="{area.width}" height="{area.height}" fill="transparent" stroke="none"/></a>'
        )


def _pattern(prefix: str, number: int) -> str:
    side, more, tile = _FILLS[number]
    return (
        f'<pattern id="{escape(prefix)}-{number}" width="{side}" height="{side}" patternUnits="userSpaceOnUse"{more}>'
        f"{tile}</pattern>"
    )


def _marker(number: int, x: int, y: int) -> str:
    fill = BLUE if number in _FILLED_MARKERS else "#fff"
    return f'<g transform="translate({x} {y})" fill="{fill}" stroke="{BLUE}" stroke-width="2">{_MARKERS[number]}</g>'


def _dash(number: int) -> str:
    return f' stroke-dasharray="{_DASHES[number]}"' if _DASHES[number] else ""
