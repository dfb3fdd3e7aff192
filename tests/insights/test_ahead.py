"""What was asked for lately is drawn ahead by the worker: its next reader finds it kept, and it is what they would have drawn."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from redis.exceptions import ConnectionError as CacheIsGone

from insights import ahead, keeping, lately
from insights.ahead import draw_ahead
from insights.models import MoneyMonth, PublishedFigure
from insights.pages import TOPICS
from schools.models import NeighbourhoodTeam, SchoolBoard
from tests.insights.conftest import TODAY, Program, person, queries
from tests.insights.test_api import QUESTIONS
from tests.insights.test_keeping import FIRST, content, drawn_anew
from tests.insights.world import World

D = datetime.date
PAGES = (FIRST, "/cijfers/vragen/?eenheid=neighbourhood_team%3Anoord", "/cijfers/geld/")


@pytest.fixture(autouse=True)
def nothing_asked(db: None) -> None:
    cache.clear()
    keeping.forget()
    lately.forget()


def published_again() -> None:
    PublishedFigure.objects.filter(figure="raised").update(number=95)


@pytest.mark.parametrize("path", PAGES)
def test_the_next_reader_finds_what_the_worker_drew(published: World, officer: Client, path: str) -> None:
    before = content(officer, path)
    if path == "/cijfers/geld/":
        month = {"month": D(2026, 5, 1), "neighbourhood_team": "zuid", "payer": "gemeente"}
        MoneyMonth.objects.create(**month, budget=1_000_000, realised=1_000_000, forecast=1_500_000)
    else:
        published_again()

    assert draw_ahead(today=TODAY) == 1
    with queries() as sent:
        after = content(officer, path)

    assert len(sent) == 2, "the person, and the state"
    assert after != before
    assert after == drawn_anew(officer, path)


def test_what_stands_as_it_was_is_not_drawn(published: World, officer: Client) -> None:
    content(officer)
    with queries() as sent:
        assert draw_ahead(today=TODAY) == 0
    assert len(sent) == 1, "the state"


def test_a_board_gets_what_was_drawn_for_a_board(published: World, today: D) -> None:
    """Role and units are in the register; a name is not."""
    clients = []
    for role, unit in (
        ("OFFICER", {"municipality": published.zwolle}),
        ("BOARD", {"board": SchoolBoard.objects.get(code="10001")}),
    ):
        client = Client()
        client.force_login(person(role, **unit))
        clients.append(client)
        content(client)
    NeighbourhoodTeam.objects.filter(code="zuid").update(name="Wijkteam zuidwest")

    assert draw_ahead(today=TODAY) == 2
    drawn = [content(client) for client in clients]

    assert drawn == [drawn_anew(client, FIRST, clients) for client in clients]
    assert drawn[0] != drawn[1]
    assert "zuidwest" in drawn[0]


@pytest.mark.parametrize(
    "query", ["", "?level=neighbourhood_team", "?level=location&period=2026-Q2&periods=1&format=csv"]
)
def test_the_next_program_finds_what_the_worker_made(published: World, program: Program, query: str) -> None:
    before = program.get(QUESTIONS + query)
    published_again()

    assert draw_ahead(today=TODAY) == 1
    with queries() as sent:
        after = program.get(QUESTIONS + query)

    assert len(sent) == 1, "the program with the state"
    assert after.content != before.content
    keeping.forget()
    cache.clear()
    anew = program.get(QUESTIONS + query)
    assert (after.content, dict(after.headers)) == (anew.content, dict(anew.headers))


def test_drawing_takes_the_rights_of_a_reader(published: World, program: Program) -> None:
    officer = Client()
    officer.force_login(person("OFFICER", municipality=published.zwolle))
    content(officer)
    program.get(QUESTIONS)
    published_again()
    roles: set[str] = set()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "insights_publishedfigure" in sql:
            with connection.connection.cursor() as cursor:
                cursor.execute("select current_user")
                roles.add(cursor.fetchone()[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert draw_ahead(today=TODAY) == 2

    assert roles == {"ot_figures_look"}


def test_what_cannot_be_drawn_is_dropped_and_the_rest_is_drawn(
    published: World, officer: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    content(officer, "/cijfers/wachten/")
    content(officer)
    monkeypatch.delitem(TOPICS, "wachten")
    published_again()

    assert draw_ahead(today=TODAY) == 1
    assert "/cijfers/wachten/ could not be drawn ahead" in caplog.text
    assert [asked.address for asked in lately.found()] == [FIRST]


def test_without_a_database_nothing_is_forgotten(
    published: World, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    content(officer)
    published_again()

    def gone(*_args: object) -> bool:
        raise OperationalError("no database")

    monkeypatch.setattr(ahead, "drawn_at", gone)
    with pytest.raises(OperationalError):
        draw_ahead(today=TODAY)

    assert [asked.address for asked in lately.found()] == [FIRST]


def test_the_register_has_a_limit_and_keeps_the_newest(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lately, "MOST", 2)
    for hour, path in enumerate(PAGES):
        with time_machine.travel(datetime.datetime(2026, 9, 15, 9 + hour, tzinfo=datetime.UTC)):
            lately.note("eerste-blik", keeping.Place("a", path, TODAY, "state"))

    with time_machine.travel(datetime.datetime(2026, 9, 15, 12, tzinfo=datetime.UTC)):
        assert [asked.address for asked in lately.found()] == [*reversed(PAGES[1:])]


@pytest.mark.parametrize("query", ["sector=XX", "eenheid=verzonnen", "soort=raar", "soort=month&soort=year"])
def test_a_filter_that_is_wrong_is_not_expected_again(published: World, officer: Client, query: str) -> None:
    officer.get(f"{FIRST}?{query}")
    assert lately.found() == []


def test_what_is_not_offered_any_more_is_dropped(published: World, officer: Client) -> None:
    content(officer, "/cijfers/vragen/?soort=month&tot=2025-08")
    later = TODAY + datetime.timedelta(days=32)

    assert draw_ahead(today=later) == 0
    assert lately.found() == []


def test_what_the_cache_could_not_take_in_is_told_again(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    place = keeping.Place("a", FIRST, TODAY, "state")

    def gone() -> None:
        raise CacheIsGone("no cache")

    with monkeypatch.context() as broken:
        broken.setattr(lately, "the_cache", gone)
        lately.note("eerste-blik", place)
    assert lately.found() == []

    lately.note("eerste-blik", place)
    assert [asked.address for asked in lately.found()] == [FIRST]


def test_the_next_pages_of_an_export_push_nothing_out(published: World, program: Program) -> None:
    first = program.get(f"{QUESTIONS}?level=location&pageSize=2")
    following = first["Link"].partition("<")[2].partition(">")[0]
    for _ in range(2):
        assert program.get(following).status_code == 200

    assert [asked.address.rpartition("?")[2] for asked in lately.found()] == ["level=location&pageSize=2"]
