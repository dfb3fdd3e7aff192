"""How numbers, money and days are written, and the small parts of a page."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateRange
from django.template import Context, RequestContext, Template, TemplateSyntaxError

from shell.keyset import Page
from shell.numbers import Unit, write, write_ago, write_due, write_euro, write_number

TODAY = datetime.date(2026, 9, 1)
NBSP = "\N{NO-BREAK SPACE}"


def draw(source, **context):
    return Template("{% load shell %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (1234, 0, "1.234"),
        (1234567, 0, "1.234.567"),
        (Decimal("1234.5"), 2, "1.234,50"),
        (Decimal("0.005"), 2, "0,01"),
        (2.675, 2, "2,68"),
        (-1234, 0, "−1.234"),
        (Decimal("-0.001"), 2, "0,00"),
    ],
)
def test_a_number_is_written(value, decimals, text):
    assert write_number(value, decimals) == text


def test_money_is_written():
    assert write_euro(Decimal("1234.56")) == f"€{NBSP}1.234,56"
    assert write_euro(Decimal("-12.5")) == f"€{NBSP}−12,50"
    assert (
        draw("{{ x|euro }} {{ x|euro:0 }} {{ y|euro }}", x=Decimal("1234.56"), y=None)
        == f"€{NBSP}1.234,56 €{NBSP}1.235 –"
    )


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        (Unit.COUNT, "1.234,5"),
        (Unit.EURO, f"€{NBSP}1.235"),
        (Unit.EURO_CENT, f"€{NBSP}1.234,50"),
        (Unit.HOURS, f"1.234,5{NBSP}uur"),
        (Unit.PERCENT, f"1.234,5{NBSP}%"),
        (Unit.MARK, "1.234,5"),
        (Unit.DAYS, f"1.234,5{NBSP}dagen"),
    ],
)
def test_a_value_is_written_in_its_unit(unit, text):
    assert write(Decimal("1234.5"), unit) == text
    assert write(1, Unit.DAYS) == f"1{NBSP}dag"


@pytest.mark.parametrize(
    ("days", "due", "ago"),
    [
        (0, "vandaag", "vandaag"),
        (1, "morgen", "op 2 september 2026"),
        (5, "over 5 dagen", "op 6 september 2026"),
        (14, "over 14 dagen", "op 15 september 2026"),
        (15, "op 16 september 2026", "op 16 september 2026"),
        (-1, "1 dag te laat", "gisteren"),
        (-3, "3 dagen te laat", "3 dagen geleden"),
        (-14, "14 dagen te laat", "14 dagen geleden"),
        (-15, "15 dagen te laat", "op 17 augustus 2026"),
    ],
)
def test_a_day_is_told_from_today(days, due, ago):
    day = TODAY + datetime.timedelta(days=days)
    assert write_due(day, TODAY) == due
    assert write_ago(day, TODAY) == ago


@time_machine.travel("2026-09-01T10:32:00+02:00", tick=False)
def test_days_and_moments_in_a_page():
    moment = datetime.datetime(2026, 8, 31, 23, 30, tzinfo=datetime.UTC)  # in Amsterdam already September
    assert draw("{{ x|day }} | {{ x|moment }} | {{ n|day }}{{ n|moment }}{{ n|ago }}{{ n|due }}", x=moment, n=None) == (
        "1 september 2026 | 1 september 2026, 01:30 | ––––"
    )
    assert draw("{{ x|ago }}", x=moment) == '<time datetime="2026-09-01">vandaag</time>'
    late = datetime.date(2026, 8, 29)
    assert draw("{{ x|due }}", x=late) == '<time datetime="2026-08-29" class="ot-due--late">3 dagen te laat</time>'


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (DateRange(TODAY, datetime.date(2027, 8, 1)), "1 september 2026 tot en met 31 juli 2027"),
        (DateRange(TODAY, None), "vanaf 1 september 2026"),
        (DateRange(None, TODAY), "tot en met 31 augustus 2026"),
        (DateRange(None, None), "altijd"),
        (DateRange(empty=True), "–"),
        (None, "–"),
    ],
)
def test_a_period_is_written_with_both_days(period, text):
    assert draw("{{ x|period }}", x=period) == text


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 min"), (45, "45 min"), (60, "1 uur"), (90, "1 uur 30 min"), (None, "–")]
)
def test_minutes_are_written_as_people_say_them(minutes, text):
    assert draw("{{ x|hours }}", x=minutes) == text


def test_a_badge_escapes_and_knows_its_tones():
    assert draw("{% badge x 'ok' %}", x="<b>") == '<span class="ot-badge ot-badge--ok">&lt;b&gt;</span>'
    with pytest.raises(TemplateSyntaxError):
        draw("{% badge 'x' 'rood' %}")


def test_a_tile_links_only_when_it_has_an_address():
    assert '<a href="/lijst/">Open</a>' in draw("{% tile 'Open' 3 'nieuw' '/lijst/' %}")
    assert "<a" not in draw("{% tile 'Open' 3 %}")


def test_paging_and_sorting_keep_the_filters(rf):
    context = RequestContext(rf.get("/", {"school": "a", "na": "oud", "op": "naam"}), {"page": Page([1], "verder", "")})
    drawn = Template("{% load shell %}{% pager page %}").render(context)
    assert 'href="?school=a&amp;op=naam&amp;na=verder"' in drawn
    assert "Vorige" not in drawn
    drawn = Template("{% load shell %}{% sort_header 'Naam' 'naam' %}").render(context)
    assert '<th scope="col" aria-sort="ascending"><a href="?school=a&amp;op=-naam">' in drawn
    assert (
        Template("{% load shell %}{% pager page %}")
        .render(RequestContext(rf.get("/"), {"page": Page([], "", "")}))
        .strip()
        == ""
    )


@time_machine.travel("2026-09-01T10:32:00+02:00", tick=False)
def test_a_deadline_with_its_day_says_the_day_once():
    soon, far = TODAY + datetime.timedelta(days=2), TODAY + datetime.timedelta(days=60)
    assert draw("{{ x|day_and_due }}", x=soon) == (
        '3 september 2026 (<time datetime="2026-09-03" class="ot-due--soon">over 2 dagen</time>)'
    )
    assert draw("{{ x|day_and_due }}", x=far) == "31 oktober 2026"
    assert draw("{{ x|day_and_due }}", x=None) == "–"
