"""Pages of the bench are asked for as a browser does: signed in, through every middleware, in the hat of the role."""

import contextlib
import statistics
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from benchmarks import stock
from schools.middleware import ROLE_KEY

#: What opens and closes a transaction, which costs no work.
AROUND = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "set role", "reset role")


def signed_in(someone: User, role: str) -> Client:
    """A browser in which somebody is signed in with their second step, working in this role."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(someone, settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["second_factor"], session[ROLE_KEY] = True, role
    session.save()
    return client


def page(client: Client, url: str, **headers: Any) -> Any:
    """The answer of a page; RuntimeError when it is not 200."""
    answer = client.get(url, headers=headers)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answers {answer.status_code}")
    return answer


def queries_of(
    ask: Callable[[], object], before: Callable[[], AbstractContextManager[object]] = contextlib.nullcontext
) -> list[str]:
    """The statements of a request, session and person included; what `before` does just before it is not counted."""
    ask()  # what a process learns once is not counted
    with before(), CaptureQueriesContext(connection) as captured:
        ask()
    return [one["sql"] for one in captured if not one["sql"].startswith(AROUND)]


URLS = "bench.urls"
_STOCK_NOW = {"AUTHENTICATION_BACKENDS": ["accounts.backends.Backend"], "SESSION_SAVE_EVERY_REQUEST": False}
#: Read once, when the middlewares of a site are made.
_STOCK_ONCE = {
    "MIDDLEWARE": [f"{__name__}.stock_urls", *stock.MIDDLEWARE],
    "SESSION_ENGINE": "django.contrib.sessions.backends.cache",
}


def stock_urls(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The addresses of a stock site, for the request of its browser alone: Django forgets all that it worked out about ours
    when the setting is another one for a moment."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = request.META[URLS]
        return get_response(request)

    return middleware


@contextlib.contextmanager
def stock_site() -> Iterator[None]:
    """A site as `startproject` makes it: sessions and sign-in are Django's own. Browsers of `stock_browser` work in it."""
    with override_settings(**_STOCK_NOW):
        yield


def stock_browser(urls: str, someone: User | None = None, role: str = "") -> Client:
    """A browser of the stock site with these addresses, in which somebody is signed in."""
    with override_settings(**_STOCK_NOW, **_STOCK_ONCE):
        client = signed_in(someone, role) if someone else Client(SERVER_NAME="127.0.0.1")
        client.defaults[URLS] = urls
        client.handler.load_middleware()
    return client


@contextlib.contextmanager
def web_role() -> Iterator[None]:
    """As in production: what is not asked in somebody's hat is asked as `ot_web`."""
    with connection.cursor() as cursor:
        cursor.execute("set role ot_web")
        try:
            yield
        finally:
            cursor.execute("reset role")


def each_of(works: list[Callable[[], object]]) -> Callable[[], None]:
    def all_of_them() -> None:
        for work in works:
            work()

    return all_of_them


def middle(numbers: list[float]) -> float:
    return statistics.median(numbers)
