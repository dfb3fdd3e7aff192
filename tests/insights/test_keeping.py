"""Pages of figures that are kept: never for somebody else, never longer than what they show is so."""

import datetime
import re
from collections.abc import Callable, Iterable
from types import SimpleNamespace

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from redis.exceptions import ConnectionError as CacheIsGone

from accounts.models import User
from insights import actions, keeping, reading
from insights.keeping import Place, keep, kept
from insights.models import MoneyMonth, Publication, PublishedFigure, SourceChange
from insights.pages import FIRST_LOOK, TOPICS
from insights.state import tables_in
from schools.models import NeighbourhoodTeam, SchoolBoard, TeamFlag
from tests.insights.conftest import TODAY, person, queries
from tests.insights.test_dashboard import words
from tests.insights.world import World

D = datetime.date
FIRST = "/cijfers/"
#: Statements about who asks, which is part of the place and not of the state.
WHO = ("accounts_user", "schools_appointment")
TOLD = {"insights_sourcechange"}


def content(client: Client, path: str = FIRST) -> str:
    """The page without what belongs to the person or the request: its main part."""
    text = client.get(path).content.decode()
    return text[text.index("<main") : text.index("</main>")]


def test_a_page_is_drawn_once_and_is_the_same_afterwards(published: World, officer: Client) -> None:
    for path in (FIRST, *(f"/cijfers/{slug}/" for slug in TOPICS)):
        with queries() as cold:
            drawn = content(officer, path)
        with queries() as warm:
            assert content(officer, path) == drawn
        assert len(warm) == 2 < len(cold) <= 6, "\n".join((path, *warm))


def changes(city: World) -> list[Callable[[], object]]:
    """Each changes what the first look shows."""
    month = {"month": D(2026, 5, 1), "neighbourhood_team": "zuid", "payer": "gemeente"}
    figure = PublishedFigure.objects.filter(figure="raised", level="city", breakdown="", publication__kind="quarter")
    flag = {"team": city.teams[2], "rule": "team_incomplete", "level": "warn", "since": D(2026, 9, 1), "why": "Leeg."}
    return [
        lambda: MoneyMonth.objects.create(**month, budget=1_000_000, realised=1_000_000, forecast=1_500_000),
        lambda: TeamFlag.objects.create(**flag),
        lambda: TeamFlag.objects.all().delete(),
        lambda: figure.update(number=123),
        lambda: NeighbourhoodTeam.objects.filter(code="zuid").update(name="Wijkteam zuidwest"),
        lambda: Publication.objects.filter(kind="quarter").delete(),
    ]


def test_what_changes_is_seen_at_once(published: World, officer: Client) -> None:
    before = content(officer)
    for change in changes(published):
        change()
        now = content(officer)
        assert now != before
        assert now == drawn_anew(officer)
        before = now


def drawn_anew(client: Client, path: str = FIRST, others: Iterable[Client] = ()) -> str:
    """As it is drawn when nothing was ever kept; the sessions stay."""
    keys = [f"{one.session.cache_key_prefix}{one.session.session_key}" for one in (client, *others)]
    sessions = {key: cache.get(key) for key in keys}
    cache.clear()
    keeping.forget()
    cache.set_many(sessions)
    return content(client, path)


def audiences(city: World) -> list[User]:
    board, other = (SchoolBoard.objects.get(code=code) for code in ("10001", "10002"))
    return [
        person("OFFICER", municipality=city.zwolle),
        person("CONTROLLER", municipality=city.zwolle),
        person("SWT_LEAD", neighbourhood_team=city.wijkteam("noord")),
        person("BOARD", board=board),
        another("BOARD", board=other),
        person("DIRECTOR", location=city.teams[0].location),
        another("DIRECTOR", location=city.teams[2].location),
    ]


def another(role: str, **unit: object) -> User:
    """A second person in this role, somewhere else."""
    User.objects.filter(email=f"{role.lower()}@example.org").update(email=f"eerste-{role.lower()}@example.org")
    return person(role, **unit)


@pytest.mark.parametrize("path", [FIRST, f"{FIRST}?eenheid=stad", "/cijfers/vergelijken/?eenheid=location:00AA00"])
def test_nobody_gets_what_was_kept_for_another(published: World, today: D, path: str) -> None:
    """Everybody asks for the same address, twice and in turn: each gets what they would get alone."""
    clients = []
    for someone in audiences(published):
        client = Client()
        client.force_login(someone)
        clients.append(client)
    alone = [drawn_anew(client, path, clients) for client in clients]
    for _ in range(2):
        assert [content(client, path) for client in clients] == alone
    assert len(set(alone)) > 2, "the roles see different pages, so one could have leaked"


def test_nothing_of_the_person_is_kept(published: World, officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stored: list[bytes] = []
    monkeypatch.setattr("insights.drawing.keep", lambda _place, content: stored.append(content))
    for path in (FIRST, *(f"/cijfers/{slug}/" for slug in TOPICS)):
        answer = officer.get(path)
        token = re.search(r'data-csrf="([^"]+)"', answer.content.decode())
        assert token
        assert b"Officer" in answer.content
        assert b"Officer" not in stored[-1]
        assert token[1].encode() not in stored[-1]
        assert b"csrf" not in stored[-1].lower()
    assert len(stored) == 2 * (1 + len(TOPICS)), "by what changed, and by what was read"


def test_the_frame_is_filled_for_each_person(published: World, today: D) -> None:
    """Two officers at one address, in turn: their own name and token, and a message once."""
    pages = {}
    for name in ("Anna <b>", "Bert"):
        someone = (
            another("OFFICER", municipality=published.zwolle)
            if pages
            else person("OFFICER", municipality=published.zwolle)
        )
        User.objects.filter(pk=someone.pk).update(name=name)
        client = Client()
        client.force_login(someone)
        pages[name] = [client.get(FIRST).content.decode() for _ in range(2)]

    assert all("Anna &lt;b&gt;" in page and "Bert" not in page for page in pages["Anna <b>"])
    assert all("Bert" in page and "Anna" not in page for page in pages["Bert"])
    tokens = [
        re.findall(r'(?:data-csrf|csrfmiddlewaretoken" value)="([^"]+)"', page)
        for each in pages.values()
        for page in each
    ]
    assert all(len(set(one)) == 1 and len(one) > 1 for one in tokens)
    assert len({one[0] for one in tokens}) == 4


def test_a_message_is_shown_once_in_a_page_that_was_kept(published: World, officer: Client) -> None:
    content(officer)
    storage = CookieStorage(officer.get(FIRST).wsgi_request)
    storage.add(messages.SUCCESS, "Dit is bewaard.")
    answer = HttpResponse()
    storage.update(answer)
    officer.cookies.update(answer.cookies)

    shown = [officer.get(FIRST).content.decode() for _ in range(2)]

    assert ["Dit is bewaard." in page for page in shown] == [True, False]


PLACE = Place("officer", FIRST, D(2026, 9, 15), "a 1")


def test_a_key_alone_opens_nothing(db: None) -> None:
    """Two places whose keys would be the same: what was kept says for whom."""
    keep(PLACE, b"mine")
    keeping.forget()
    theirs = Place("board", FIRST, D(2026, 9, 15), "a 1")
    cache.set(theirs.key, cache.get(PLACE.key))

    assert kept(PLACE) == b"mine"
    assert kept(theirs) is None


@pytest.mark.parametrize(
    "other",
    [
        Place("board", FIRST, D(2026, 9, 15), "a 1"),
        Place("officer", f"{FIRST}?eenheid=stad", D(2026, 9, 15), "a 1"),
        Place("officer", FIRST, D(2026, 9, 16), "a 1"),
        Place("officer", FIRST, D(2026, 9, 15), "a 2"),
    ],
)
def test_each_part_of_a_place_tells_it_apart(other: Place) -> None:
    assert other.key != PLACE.key


def test_an_upgrade_keeps_nothing_of_before(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(PLACE, b"old")
    keeping.forget()
    monkeypatch.setattr(keeping, "release", lambda: "newer")

    assert kept(PLACE) is None


def test_without_a_state_nothing_is_kept(db: None) -> None:
    unknown = Place("officer", FIRST, D(2026, 9, 15), "")
    keep(unknown, b"anything")

    assert kept(unknown) is None


def gone(*_args: object) -> None:
    raise CacheIsGone("no cache")


def test_without_a_cache_the_page_is_drawn(published: World, officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = content(officer)
    keeping.forget()
    monkeypatch.setattr(keeping, "cache", SimpleNamespace(get=gone, set=gone))

    assert content(officer) == page
    assert "Cijfers van Heel Zwolle" in words(officer.get(FIRST))


def test_a_wrong_or_unknown_filter_is_shown_and_not_kept(published: World, officer: Client) -> None:
    for query in ("sector=XX", "soort=month&soort=year", "iets=anders", "eenheid=verzonnen", "soort=raar"):
        assert officer.get(f"{FIRST}?{query}").status_code == 200
        with queries() as sent:
            officer.get(f"{FIRST}?{query}")
        assert len(sent) == 6, query


# ---- The database tells it ----------------------------------------------------------------------------------------------
def test_every_table_that_a_page_reads_is_watched(published: World, officer: Client) -> None:
    """What the pages really ask is held against what they say they depend on, and that against the triggers."""
    for topic in (FIRST_LOOK, *TOPICS.values()):
        path = FIRST if topic is FIRST_LOOK else f"/cijfers/{topic.slug}/"
        with queries() as sent:
            officer.get(path)
        figures = [sql for sql in sent if not any(table in sql for table in WHO)]
        assert tables_in(*figures) - TOLD <= topic.tables, path
        assert reading.state().of(topic.tables), path
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text, count(*) from pg_trigger where tgname like 'source\\_%' group by 1"
        )
        triggers = dict(cursor.fetchall())
    assert triggers == dict.fromkeys(SourceChange.objects.values_list("source", flat=True), 4)


def test_a_statement_that_changes_nothing_tells_nothing(city: World) -> None:
    before = reading.state().of(TOPICS["geld"].tables)
    MoneyMonth.objects.filter(payer="niemand").update(budget=1)
    MoneyMonth.objects.filter(payer="niemand").delete()

    assert reading.state().of(TOPICS["geld"].tables) == before


def test_adding_up_what_was_told_leaves_the_state(city: World) -> None:
    NeighbourhoodTeam.objects.update(name="x")
    SchoolBoard.objects.update(name="x")
    tables = TOPICS["vergelijken"].tables | TOPICS["geld"].tables
    before, rows = reading.state().of(tables), SourceChange.objects.count()

    actions.fold_changes(today=TODAY)

    assert reading.state().of(tables) == before
    assert SourceChange.objects.count() < rows
    assert SourceChange.objects.count() == SourceChange.objects.values("source").distinct().count()
