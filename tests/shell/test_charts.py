"""Charts: what the drawing says, the table says too, and neither gives away what may not be shown."""

import itertools
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from shell.charts import Chart, Hidden, Kind, Series, bars
from shell.drawing import LETTER, LINE, NARROW, WIDE, draw, ticks
from shell.numbers import Unit
from shell.patterns import example_charts

YEARS = ("2023-24", "2024-25", "2025-26")


def chart(*values, names=("Vragen",), **options):
    rows = values if isinstance(values[0], tuple) else (values,)
    series = tuple(Series(name, row) for name, row in zip(names, rows, strict=True))
    return Chart("k", "Vragen per jaar", YEARS[: len(rows[0])], series, **options)


def page(one, heading="h2"):
    return Template("{% load shell %}{% chart one heading %}").render(Context({"one": one, "heading": heading}))


def svgs(html):
    return [
        ElementTree.fromstring(found)
        for found in re.findall(r'<svg class="ot-chart__drawing.*?</svg>', html, re.DOTALL)
    ]


def texts(svg):
    return [text.text for text in svg.iter("text")]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ((12, 15, 20), "Vragen: gestegen van 12 (2023-24) naar 20 (2025-26)."),
        ((20, 25, 12), "Vragen: gedaald van 20 (2023-24) naar 12 (2025-26)."),
        ((12, 15, 12), "Vragen: in 2023-24 en in 2025-26 evenveel, 12."),
        ((None, 15, 20), "Vragen: gestegen van 15 (2024-25) naar 20 (2025-26)."),
        ((Hidden("minder dan 8"), 15, 20), "Vragen: gestegen van 15 (2024-25) naar 20 (2025-26)."),
        ((None, 15, None), "2024-25: 15."),
        ((None, None, None), "Er zijn nog geen cijfers om te laten zien."),
    ],
)
def test_one_sentence_says_what_one_sees(values, says):
    assert chart(*values).sentence() == says


def test_places_are_compared_instead_of_followed():
    assert chart(12, 15, 4, over_time=False).sentence() == "Het meest: 2024-25 (15). Het minst: 2025-26 (4)."
    assert chart(4, 4, 4, over_time=False).sentence() == "Overal evenveel: 4."
    assert chart(1, 2, 3, says="Eigen zin.").sentence() == "Eigen zin."


@pytest.mark.parametrize("kind", Kind)
def test_the_table_holds_every_figure(kind):
    html = page(chart((1200, 15, 20), (5, 6, None), names=("Gesteld", "Open"), kind=kind))
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    assert cells == [
        ["Periode", "Gesteld", "Open"],
        ["2023-24", "1.200", "5"],
        ["2024-25", "15", "6"],
        ["2025-26", "20", "–"],
    ]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_bar_says_its_value(width):
    drawing = draw(chart((312, 355, 402), (298, 330, 361), names=("Gesteld", "Afgerond")), width)
    assert {"312", "355", "402", "298", "330", "361"} <= {label.text for label in drawing.labels}
    assert len(drawing.bars) == 6
    assert {bar.pattern for bar in drawing.bars} == {0, 1}


def test_a_bar_is_as_long_as_its_value():
    drawing = draw(chart(100, 50, 0), NARROW)
    longest, half, nothing = (bar.width for bar in drawing.bars)
    assert longest == pytest.approx(2 * half, abs=1)
    assert nothing == 0


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_text_of_lines_covers_another(width):
    """Six lines that end at the same height, over thirteen months: every value, and as many months as fit."""
    months = tuple(
        f"{name} 2026"
        for name in ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec", "jan"]
    )
    lines = tuple(Series(f"wijk {n}", (*range(12), 80 + n % 2)) for n in range(6))
    drawing = draw(Chart("k", "t", months, lines, kind=Kind.LINE, unit=Unit.HOURS), width)

    ends = sorted(label.y for label in drawing.labels if label.text.endswith("uur") and label.x > width // 2)
    assert len(ends) == 6
    assert all(lower - higher >= LINE for higher, lower in itertools.pairwise(ends))
    named = sorted((label.x, len(label.text) * LETTER // 2) for label in drawing.labels if label.text in months)
    assert named[-1][0] + named[-1][1] <= width
    assert all(x + half < right - other for (x, half), (right, other) in itertools.pairwise(named))


def test_below_zero_goes_the_other_way():
    wide, narrow = (draw(chart(10, -10, 5), width) for width in (WIDE, NARROW))
    up, down, _ = wide.bars
    assert up.y + up.height == down.y
    right, left, _ = narrow.bars
    assert left.x + left.width == right.x


def test_many_or_wide_values_lie_down():
    many = Chart("k", "t", tuple(f"maand {n}" for n in range(24)), (Series("a", tuple(range(24))),))
    drawing = draw(many, WIDE)
    assert len({bar.x for bar in drawing.bars}) == 1
    assert len({bar.y for bar in drawing.bars}) == 24


@pytest.mark.parametrize("kind", Kind)
def test_what_may_not_be_shown_is_nowhere(kind):
    secret = Chart(
        "k", "t", YEARS, (Series("a", (Hidden("minder dan 8"), 15, 20)), Series("b", (30, 31, 32))), kind=kind
    )
    html = page(secret)
    assert html.count("minder dan 8") == 2  # the note below the drawing, and the table
    for svg in svgs(html):
        assert "*" in texts(svg) or kind == Kind.LINE
    if kind == Kind.STACKED:  # a total beside the other part would give it away
        assert "30" not in [label.text for label in draw(secret, WIDE).labels if label.strong]


@pytest.mark.parametrize("one", example_charts(), ids=lambda one: one.key)
def test_the_drawing_is_svg_that_the_csp_allows(one):
    html = page(one)
    assert not re.search(r"\sstyle=|<script|<style|\son\w+=", html)
    drawings = svgs(html)
    assert len(drawings) == (0 if one.is_empty else 2)
    for svg in drawings:
        assert svg.get("aria-label") == one.title
        assert svg.get("role") == ("group" if one.links else "img")
        width, height = (int(part) for part in svg.get("viewBox").split()[2:])
        for bar in svg.iter("rect"):
            if bar.get("fill", "").startswith("url("):
                assert int(bar.get("x")) >= 0
                assert int(bar.get("x")) + int(bar.get("width")) <= width
                assert int(bar.get("y")) + int(bar.get("height")) <= height
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(set(ids)) == sorted(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)


def test_a_category_links_as_a_whole_and_in_the_table():
    html = page(chart(1, 2, 3, links=("/a/", "/b/", "/c/")))
    for svg in svgs(html):
        assert [(link.get("href"), link.get("aria-label")) for link in svg.iter("a")] == [
            ("/a/", "2023-24: Vragen 1"),
            ("/b/", "2024-25: Vragen 2"),
            ("/c/", "2025-26: Vragen 3"),
        ]
    assert '<a href="/a/">2023-24</a>' in html


def test_the_heading_is_chosen_by_the_page():
    assert "<h3" in page(chart(1, 2, 3), "h3")
    assert not re.search(r"<h\d", page(chart(1, 2, 3), ""))


@pytest.mark.parametrize(
    "make",
    [
        lambda: chart((1, 2), (1, 2, 3), names=("a", "b")),
        lambda: Chart("k", "t", YEARS, ()),
        lambda: chart(1, -2, 3, kind=Kind.STACKED),
        lambda: chart(1, 2, 3, links=("/a/",)),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_refused(make):
    with pytest.raises(ValueError, match="chart k"):
        make()


def test_shorthand_for_one_series():
    assert bars("k", "t", [("a", 1), ("b", 2)], name="n") == Chart("k", "t", ("a", "b"), (Series("n", (1, 2)),))


numbers = st.decimals(min_value=-(10**7), max_value=10**7, places=2)


@given(numbers, numbers)
def test_the_scale_holds_everything_in_a_few_round_steps(one, other):
    scale = ticks(min(one, other), max(one, other))
    assert scale[0] <= min(one, other, Decimal(0))
    assert scale[-1] >= max(one, other, Decimal(0))
    assert 0 in scale
    assert 2 <= len(scale) <= 7


values = st.one_of(
    st.none(),
    st.just(Hidden("minder dan 8")),
    st.integers(0, 10**7),
    st.floats(0, 1e6),
    st.decimals(0, 10**6, places=2),
)


@tried(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(values, values, values), min_size=1, max_size=6), st.sampled_from(Kind), st.sampled_from(Unit)
)
def test_anything_can_be_drawn(rows, kind, unit):
    one = Chart("k", "t", YEARS, tuple(Series(str(at), row) for at, row in enumerate(rows)), kind=kind, unit=unit)
    for svg in svgs(page(one)):
        assert svg.tag == "svg"
    assert one.sentence()
