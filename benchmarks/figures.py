"""Dashboard and statistics API beside the SQL of their own summaries, and beside counting the cases [performance.md].

What is counted by the ORM must equal what the summaries hold, per month, route and role.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.test import Client

from accounts.models import ApiClient, Scope
from benchmarks.measuring import Row, equal, in_turn
from benchmarks.visiting import page, signed_in
from benchmarks.world import build
from cases.models import Case, Escalation, LogEntry

DASHBOARD, QUESTIONS = "/cijfers/", "/api/v1/statistics/questions"
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


class _Recorded:
    """The statements that read figures during a request, to run again without anything around them."""

    def __init__(self, ask: Callable[[], object]) -> None:
        self.statements: list[tuple[str, Any]] = []
        with connection.execute_wrapper(self._keep):
            ask()

    def _keep(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if any(table in sql for table in _TELLS_FIGURES):
            self.statements.append((sql, params))
        return execute(sql, params, many, context)

    def __call__(self) -> None:
        with connection.cursor() as cursor:
            for sql, params in self.statements:
                cursor.execute(sql, params)
                cursor.fetchall()


@contextlib.contextmanager
def after_a_change() -> Iterator[None]:
    """Something was just published: what was kept of any page is of no use."""
    with connection.cursor() as cursor:
        cursor.execute("insert into insights_sourcechange (source, times) values ('insights_publication', 1)")
    yield


def _pages(what: str, ask: Callable[[], Any]) -> Iterator[Row]:
    """A page that must be drawn, and the same page when nothing changed since, each beside its SQL."""
    with after_a_change():
        sql = _Recorded(ask)
    for when, around in (("drawn anew", after_a_change), ("with nothing changed", contextlib.nullcontext)):
        plain, asked = in_turn(sql, ask, around=around)
        with around():
            drawn = _content(ask())
        equal(f"content of the {what}", drawn, _content(ask()))
        note = f"{asked * 1000:.1f} ms beside {plain * 1000:.1f} ms in {len(sql.statements)} statements"
        yield Row(f"{what} {when}, beside the SQL of its summaries", asked / plain, 1.3, note)


def _content(answer: Any) -> bytes:
    """Without the frame of a page, in which every answer has a token of its own."""
    return bytes(answer.content.partition(b"<main")[2] or answer.content)


def rows(scale: str) -> Iterator[Row]:
    city = build(scale)
    for what, counted, summed in zip(("counts", "minutes"), _orm(), _summaries(), strict=True):
        equal(what, counted, summed)
    officer = signed_in(city.officer, "OFFICER")
    program = ApiClient(name="Cijfers", contact="meting@example.org", scopes=[Scope.STATISTICS], per_minute=1_000_000)
    token = {"Authorization": f"Bearer {program.take_new_token()}"}
    program.save()
    browser = Client(SERVER_NAME="127.0.0.1")
    yield from _pages("dashboard", lambda: page(officer, DASHBOARD))
    yield from _pages("statistics API", lambda: page(browser, f"{QUESTIONS}?{PERIOD}", **token))
    slow, quick = in_turn(_orm, _summaries, rounds=3)
    # The summaries do not grow with the cases: the bar is 100 times at a million of them, and less at fewer.
    what = f"counting {city.cases} cases and {city.entries} contact moments by ORM beside the summaries"
    yield Row(
        what, slow / quick, city.cases / 10_000, f"{slow * 1000:.0f} ms beside {quick * 1000:.1f} ms", at_least=True
    )
