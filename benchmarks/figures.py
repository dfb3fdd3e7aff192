"""Dashboard and statistics API beside the SQL of their own summaries, and beside counting the cases [performance.md].

What is counted by the ORM must equal what the summaries hold, per month, route and role.
"""

import contextlib
import json
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import Pipe, get_context
from typing import Any

from django.core.cache import cache
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, connections
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.test import Client
from django.utils import timezone

from accounts.models import ApiClient, Scope
from benchmarks import measuring, stock_figures
from benchmarks.measuring import Row, Work, all_in_turn, equal
from benchmarks.stock_figures import Asked, Statement, rows_of, told
from benchmarks.visiting import page, signed_in, stock_browser, stock_site, web_role
from benchmarks.world import build
from cases.models import Case, Escalation, LogEntry
from insights import drawing, keeping
from insights.ahead import draw_ahead
from insights.enums import Figure, Level, PeriodKind
from insights.reading import Row as Published
from insights.state import STATE
from insights.views import framing
from shell.caching import the_cache

DASHBOARD, QUESTIONS = "/cijfers/", "/api/v1/statistics/questions"
LEAST = 5  # the summaries hold each team, theme and woongemeente apart, and grow with those
TIMES = 6  # these are so short that a median of a few says little
PERIOD = "period=2026-Q2&periods=8"
_TELLS_FIGURES = ("insights_", "schools_locationperiod")

_SUMMARY = """
select figure, month, route, sum(n) from insights_questioncount where figure in ('raised', 'closed', 'escalated') and theme = ''
group by 1, 2, 3
"""
_HOURS = "select month, role, sum(minutes) from insights_hourscount group by 1, 2"


def _orm() -> tuple[dict[Any, int], dict[Any, int]]:
    """What a first look needs, as it is written without summaries."""
    found: dict[Any, int] = {}
    for figure, day in (("raised", "raised_on"), ("closed", "closed_on")):
        per_month = Case.objects.filter(**{f"{day}__isnull": False}).order_by().values(month=TruncMonth(day))
        found |= {(figure, row["month"], ""): row["n"] for row in per_month.annotate(n=Count("pk"))}
    escalated = Escalation.objects.order_by().values("route", month=TruncMonth("requested_on")).annotate(n=Count("pk"))
    found |= {("escalated", row["month"], row["route"]): row["n"] for row in escalated}
    worked = LogEntry.objects.filter(corrections__isnull=True).order_by().values("role", month=TruncMonth("on"))
    hours = {(row["month"], row["role"]): row["n"] for row in worked.annotate(n=Sum("minutes"))}
    return found, hours


def _summaries() -> tuple[dict[Any, int], dict[Any, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARY)
        found = {(figure, month, route): int(n) for figure, month, route, n in cursor.fetchall()}
        cursor.execute(_HOURS)
        return found, {(month, role): int(minutes) for month, role, minutes in cursor.fetchall()}


def _recorded(ask: Callable[[], object]) -> list[Statement]:
    """The statements by which a request reads figures, to run again without anything around them: on its summaries, and how
    they stand. That second one may come along with who asks; who asks is left out."""
    found: list[Statement] = [(STATE, None)]

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if any(table in sql for table in _TELLS_FIGURES) and "insights_sourcechange" not in sql:
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        ask()
    return found


@contextlib.contextmanager
def after_a_change() -> Iterator[None]:
    """Something was just published: what was kept of any page is of no use."""
    with connection.cursor() as cursor:
        cursor.execute("insert into insights_sourcechange (source, times) values ('insights_publication', 1)")
    yield


@contextlib.contextmanager
def _served(*befores: Callable[[], AbstractContextManager[object]]) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for before in befores:
            stack.enter_context(before())
        yield


@contextlib.contextmanager
def _nothing_at_hand() -> Iterator[None]:
    """Other figures than ever before: nothing of what was drawn is of use."""
    drawing.forget()
    framing.forget()
    keeping.forget()
    cache.delete_many([key.decode().partition(":1:")[2] for key in the_cache().client.scan_iter("*kept:*")])
    yield


class _Worker:
    """A process that draws ahead when it is told to, as the worker does: what it did is in the cache, and not at hand here."""

    def __enter__(self) -> "_Worker":
        self._told, there = Pipe()
        self._process = get_context("fork").Process(target=_draw_when_told, args=(there,), daemon=True)
        with warnings.catch_warnings():
            # From 3.12 on Python warns where other threads are: the child uses none of them.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._told.send(False)
        self._process.join()

    @contextlib.contextmanager
    def drew(self) -> Iterator[None]:
        self._told.send(True)
        if not self._told.recv():
            raise RuntimeError("nothing was drawn ahead")
        yield


@contextlib.contextmanager
def _warm(ask_another: Callable[[], Any]) -> Iterator[None]:
    """A site that is in use: what was measured before this was another site, or nothing while another process drew."""
    for _ in range(3):
        ask_another()
    yield


def _draw_when_told(told: Any) -> None:
    for one in connections.all(initialized_only=True):
        one.connection = None  # that socket is the parent's: closing it here would end it there
    while told.recv():
        told.send(draw_ahead(today=timezone.localdate()))
    connections.close_all()


Moment = tuple[str, tuple[Callable[[], AbstractContextManager[object]], ...]]
ANEW: Moment = ("drawn anew", (after_a_change, _nothing_at_hand, web_role))
FIRST = "for the first reader of other figures, drawn ahead by the worker"
SAME: Moment = ("after a change that leaves its figures as they are", (after_a_change, web_role))
UNCHANGED = "with nothing changed"


@dataclass(frozen=True)
class _Page:
    """A page with the one that it is measured beside: who asks for ours, who asks the bare endpoint at the same address, and
    who asks for ours at another address."""

    what: str
    ask: Callable[[], Any]
    ask_bare: Callable[[], Any]
    moments: tuple[Moment, ...]
    ask_another: Callable[[], Any]


def _measured(one: _Page) -> Iterator[Row]:
    """At each of these moments beside the bare SQL, and beside a bare endpoint that runs it."""
    with _served(after_a_change, web_role):
        sql = Asked.of[one.what] = _recorded(one.ask)
    with web_role():
        drawn = _content(one.ask())
    with stock_site():
        equal(f"rows of the {one.what}", _as_json(rows_of(sql)), told(one.ask_bare()))
    shown = {number.replace(".", "") for number in re.findall(r"[\d.]+", drawn.decode())}
    equal(f"numbers of the {one.what}", set(), _newest_counts(sql) - shown)
    for moment, before in one.moments:
        works: list[Work] = [
            (lambda: rows_of(sql), contextlib.nullcontext),
            (one.ask_bare, stock_site),
            (one.ask, partial(_served, *before)),
        ]
        plain, bare, asked = all_in_turn(*works, rounds=measuring.ROUNDS * TIMES)
        with _served(*before):
            equal(f"content of the {one.what}", drawn, _content(one.ask()))
        note = f"{asked * 1000:.1f} ms beside"
        yield Row(
            f"{one.what} {moment}, whole request beside the SQL alone",
            asked / plain,
            1.3,
            f"{note} {plain * 1000:.1f} ms in {len(sql)} statements",
        )
        yield Row(
            f"{one.what} {moment}, whole request beside that of a bare endpoint",
            asked / bare,
            1.3,
            f"{note} {bare * 1000:.1f} ms",
        )


def _content(answer: Any) -> bytes:
    """Without the frame of a page, in which every answer has a token of its own."""
    return bytes(answer.content.partition(b"<main")[2] or answer.content)


def _newest_counts(statements: Sequence[Statement]) -> set[str]:
    """The counts of the last quarter among the rows, as both pages write them: the city as it stands first on them."""
    (read,) = (one for one in statements if "insights_publishedfigure" in one[0])
    rows = [Published._make(row) for row in rows_of([read])[0]]
    last = max(row.first for row in rows if row.kind == PeriodKind.QUARTER)
    shown = (Figure.RAISED, Figure.CLOSED)  # both pages show them of every period
    return {
        str(int(row.number))
        for row in rows
        if (row.kind, row.first, row.level, row.breakdown) == (PeriodKind.QUARTER, last, Level.CITY, "")
        and row.figure in shown
        and row.number is not None
    }


def _as_json(rows: Any) -> Any:
    return json.loads(json.dumps(rows, cls=DjangoJSONEncoder))


def rows(scale: str) -> Iterator[Row]:
    city = build(scale)
    for what, counted, summed in zip(("counts", "minutes"), _orm(), _summaries(), strict=True):
        equal(what, counted, summed)
    officer, other = signed_in(city.officer, "OFFICER"), stock_browser(stock_figures.__name__, city.officer, "OFFICER")
    program = ApiClient(name="Cijfers", contact="meting@example.org", scopes=[Scope.STATISTICS], per_minute=1_000_000)
    token = {"Authorization": f"Bearer {program.take_new_token()}"}
    program.save()
    browser, plain = Client(SERVER_NAME="127.0.0.1"), stock_browser(stock_figures.__name__)
    asked = f"{QUESTIONS}?{PERIOD}"
    ours, theirs = partial(page, officer, DASHBOARD), partial(page, other, DASHBOARD)
    dashboard = _Page("dashboard", ours, theirs, (ANEW, SAME), partial(page, officer, f"{DASHBOARD}?soort=year"))
    ours, theirs = partial(page, browser, asked, **token), partial(page, plain, asked, **token)
    other_answer = partial(page, browser, f"{QUESTIONS}?level=board", **token)
    answers = _Page("statistics API", ours, theirs, (ANEW,), other_answer)
    with _Worker() as worker:
        for one in (dashboard, answers):
            one.ask_another()  # so that it is drawn ahead too
            in_use = web_role, partial(_warm, one.ask_another)
            first = after_a_change, _nothing_at_hand, worker.drew, *in_use
            moments = (*one.moments, (UNCHANGED, in_use), (FIRST, first))
            yield from _measured(replace(one, moments=moments))
    # What a first look costs when it counts the cases, beside our page and beside the summaries from which it was published.
    # Counting grows with the cases and our page does not: the bar is 100 times at a million of them, and less at fewer.
    works: list[Work] = [
        (_orm, contextlib.nullcontext),
        (_summaries, contextlib.nullcontext),
        (partial(page, officer, DASHBOARD), partial(_served, *ANEW[1])),
    ]
    slow, quick, drawn = all_in_turn(*works, rounds=3)
    what = f"counting {city.cases} cases and {city.entries} contact moments by ORM"
    for beside, seconds, bar in (
        ("a dashboard drawn anew, whole request", drawn, city.cases / 10_000),
        ("the same counts from the summaries", quick, LEAST),
    ):
        note = f"{slow * 1000:.0f} ms beside {seconds * 1000:.1f} ms"
        yield Row(f"{what} beside {beside}", slow / seconds, bar, note, at_least=True)
