"""Lists: the work list beside a stock one, the last page beside the first, and how many queries a page takes [performance.md]."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import Count
from django.http import QueryDict
from django.test import Client

from accounts.models import ApiClient, Scope, User
from benchmarks import stock
from benchmarks.busy import make_busy
from benchmarks.figures import PERIOD, QUESTIONS, after_a_change
from benchmarks.measuring import Row, Work, all_in_turn, equal, in_turn
from benchmarks.visiting import each_of, page, queries_of, signed_in, stock_browser, stock_site, web_role
from benchmarks.world import City, build
from cases.models import Case, LogEntry
from cases.models.flags import RULES
from shell.keyset import paginate

WORKLIST, PEOPLE = "/werklijst/", 50
_CASE = re.compile(rb'name="case" value="([0-9a-f-]{36})"')
#: What both pages say of what they show beside the questions: actions, what waits, what is missing, flags, the meeting.
_SAID = (
    *("Gedaan", "sluit af of ga verder", "doelen", "Geef aan"),
    *(rule.label for rule in RULES.values()),
)


def _cases_on(answer: Any) -> list[bytes]:
    return _CASE.findall(answer.content)


def _said_on(answer: Any) -> dict[str, int]:
    text = answer.content.decode()
    return {words: text.count(words) for words in _SAID}


def rows(scale: str) -> Iterator[Row]:
    city = build(scale)
    make_busy(city)
    yield from _beside_stock(city)
    yield from _deep(city)
    yield from _counts(city)


def _role(city: City, at: int) -> str:
    return "IB" if city.teams[at].sector == "PO" else "ZC"


def _beside_stock(city: City) -> Iterator[Row]:
    people = list(enumerate(city.leads))[:PEOPLE]
    ours = [signed_in(someone, _role(city, at)) for at, someone in people]
    for client in ours:
        client.handler.load_middleware()
    theirs = [stock_browser(stock.__name__, someone, _role(city, at)) for at, someone in people]
    for mine, other in zip(ours, theirs, strict=True):
        with stock_site():
            stock_page = page(other, "/vragen/")
        with web_role():
            own = page(mine, WORKLIST)
        equal("questions on the page", _cases_on(stock_page), _cases_on(own))
        equal("actions, flags and what waits", _said_on(stock_page), _said_on(own))

    works: list[Work] = [
        (each_of([partial(page, client, "/vragen/") for client in theirs]), stock_site),
        (each_of([partial(page, client, WORKLIST) for client in ours]), web_role),
    ]
    stock_seconds, our_seconds = all_in_turn(*works, rounds=3)
    note = f"{our_seconds / len(people) * 1000:.1f} ms beside {stock_seconds / len(people) * 1000:.1f} ms a page"
    yield Row(
        f"work list of {len(people)} people: stock beside ours", stock_seconds / our_seconds, 2, note, at_least=True
    )


def _deep(city: City) -> Iterator[Row]:
    """Everything, by the same paging as every list, as the owner of the tables: without row security."""
    cases = Case.objects.with_names()
    keys = ("-raised_on", "-id")
    far = city.cases * 9 // 10
    around = [one.pk for one in cases.order_by(*keys)[far - 1 : far + 1]]
    after = QueryDict(mutable=True)
    after["na"] = paginate(cases.filter(pk__in=around), keys=keys, query=QueryDict(), size=1).next
    deep = paginate(cases, keys=keys, query=after, size=25)
    equal(
        "rows of the deep page",
        [one.pk for one in cases.order_by(*keys)[far : far + 25]],
        [one.pk for one in deep.rows],
    )
    first, last = in_turn(
        lambda: [paginate(cases, keys=keys, query=QueryDict(), size=25) for _ in range(20)],
        lambda: [paginate(cases, keys=keys, query=after, size=25) for _ in range(20)],
    )
    yield Row(
        f"page at depth {far // 25} beside the first",
        last / first,
        1.3,
        f"{last * 50:.1f} ms beside {first * 50:.1f} ms",
    )


def _counts(city: City) -> Iterator[Row]:
    """Queries of a page that is nearly empty and of a full one, the session and the person included."""
    lead, role = city.leads[0], _role(city, 0)
    member, officer = signed_in(lead, role), signed_in(city.officer, "OFFICER")
    case = Case.objects.filter(lead=lead, closed_on=None).order_by("-raised_on")[0].pk
    program = ApiClient(name="Meting", contact="meting@example.org", scopes=[Scope.STATISTICS], per_minute=1_000_000)
    token = program.take_new_token()
    program.save()
    asked: tuple[tuple[str, int, Client, str, str, dict[str, str]], ...] = (
        ("work list", 8, member, f"{WORKLIST}?zoek=niemandheetzo", WORKLIST, {}),
        ("case page", 12, member, f"/vragen/{_short(lead)}/", f"/vragen/{case}/", {}),
        ("dashboard", 6, officer, "/cijfers/?eenheid=board:41000", "/cijfers/", {}),
        (
            "API",
            5,
            Client(SERVER_NAME="127.0.0.1"),
            f"{QUESTIONS}?{PERIOD}",
            f"{QUESTIONS}?{PERIOD}&level=neighbourhood_team&breakdown=theme",
            {"Authorization": f"Bearer {token}"},
        ),
    )
    for what, bar, client, little, much, headers in asked:
        # Of figures: what it takes to draw them, and not only to take what was kept.
        few, many = (
            queries_of(partial(_as_web, client, url, headers), before=after_a_change) for url in (little, much)
        )
        yield Row(f"queries of the {what}", len(many), bar, f"{len(few)} with hardly any rows")
        if counting := [
            one for one in many if "count(*)" in one.lower() and "limit" not in one.lower() and what == "work list"
        ]:
            raise AssertionError(f"a default list counts: {counting}")


def _as_web(client: Client, url: str, headers: dict[str, str]) -> None:
    with web_role():
        page(client, url, **headers)


def _short(lead: User) -> object:
    """The question with the fewest contact moments."""
    counted = LogEntry.objects.filter(author=lead).order_by().values("case").annotate(entries=Count("pk"))
    return counted.order_by("entries", "case")[0]["case"]
