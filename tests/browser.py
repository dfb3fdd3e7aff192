"""A real Chromium for tests: Debian's, driven by Playwright. Nothing is downloaded.

Put `from tests.browser import chromium, new_page  # noqa: F401` in the conftest.py of your folder, mark the test with
`@pytest.mark.browser`, and call `check(page)` on every state of a page:

    page = new_page(375)
    page.goto(live_server.url + "/patronen/")
    check(page)

`check` fails on anything that axe-core finds (WCAG 2.0 A to 2.2 AA and best practices), on a Content-Security-Policy
event, an error in the console, letters below 12 px, and text against the edge of the screen. `check_everywhere` visits
one address at 1280 and 375 wide and looks for sideways scrolling at 320. `signed_in(page, live_server.url, town.ib)` is
the same page for somebody who has signed in.
"""

import atexit
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from accounts.models import User
from tests.cast import sign_in

#: The first that is there: the shell is the same Blink without the windows of a browser, which cost half of the time.
CHROMIUM = next(filter(Path.exists, map(Path, ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, PHONE, NARROWEST = 1280, 375, 320
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALLEST_LETTER = 12  # px, as it stands on the screen: a drawing that is scaled down counts as small

LISTEN = """
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile || ""}:${event.lineNumber}`));
"""
SMALL_TEXT = """
  (smallest) => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent.trim(), element = walker.currentNode.parentElement;
      const box = element.getBoundingClientRect();
      if (!text || !element.checkVisibility() || box.width <= 1) continue;
      const drawing = element.closest("svg[viewBox]");
      const scale = drawing ? drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width : 1;
      const size = parseFloat(getComputedStyle(element).fontSize) * scale;
      if (size < smallest - 0.05) found.push(`${size.toFixed(1)} px: ${text.slice(0, 40)}`);
    }
    return found;
  }
"""
AGAINST_EDGE = """
  () => [...document.querySelectorAll("main h1, main p, main label")]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > 1 && one.getBoundingClientRect().left < 12)
    .map((one) => one.textContent.trim().slice(0, 40))
"""
SIDEWAYS = """
  () => {
    const width = document.documentElement.clientWidth;
    const full = [...document.querySelectorAll(".ot-panel")].filter((one) => one.scrollWidth > one.clientWidth + 1);
    if (full.length) return full.map((one) => `runs out of its panel: ${one.textContent.trim().slice(0, 60)}`);
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > width + 1);
    return wide.slice(0, 8).map((one) => `${one.tagName.toLowerCase()}.${one.className} ${one.textContent.trim().slice(0, 30)}`);
  }
"""

NewPage = Callable[..., Page]
_started: list[Browser] = []


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the run. Skips with a reason on a machine without Chromium, unless OT_REQUIRE asks for it."""
    if CHROMIUM is None:
        reason = "needs a Chromium (Debian: apt-get install chromium-headless-shell, or chromium)"
        if "browser" in os.environ.get("OT_REQUIRE", "").split(","):
            pytest.fail(reason)
        pytest.skip(reason)
    # Playwright's loop runs in this thread; Django would take a test that also uses the database for asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # Each folder that imports this fixture has its own; one process can start Playwright only once, so they share it.
    if not _started:
        connections.close_all()  # in a thread with a loop Django opens others, and nobody would close these
        playwright = sync_playwright().start()
        _started.append(playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS))
        atexit.register(playwright.stop)
    yield _started[0]


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[NewPage]:
    """`new_page(375)`: a page of that width in a fresh profile; further arguments go to Playwright's new_context."""
    contexts = []

    def opened(width: int = WIDE, **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="nl-NL", **options)
        context.set_default_timeout(10_000)
        context.add_init_script(LISTEN)
        contexts.append(context)
        page = context.new_page()
        page.errors = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
        page.on("console", lambda said: note(page, said))
        return page

    yield opened
    for context in contexts:
        context.close()


def note(page: Page, said: ConsoleMessage) -> None:
    """Keep an error of the console; that the page itself is a 404 or 500 is what some tests visit it for."""
    if said.type == "error" and said.location["url"] != page.url:
        page.errors.append(said.text)  # type: ignore[attr-defined]


def check(page: Page) -> None:
    """Everything that can be wrong with the page as it stands now, in one list."""
    found = [f"axe {line}" for line in axe(page)]
    found += [f"refused {line}" for line in page.evaluate("window.refused || []")]
    found += [f"console {line}" for line in page.errors]  # type: ignore[attr-defined]
    found += [f"small letters {line}" for line in page.evaluate(SMALL_TEXT, SMALLEST_LETTER)]
    found += [f"against the edge {line}" for line in page.evaluate(AGAINST_EDGE)]
    assert found == [], f"{page.url} at {page.viewport_size}:\n" + "\n".join(found)


def axe(page: Page) -> list[str]:
    """One line for each place that breaks a rule."""
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['html'][:200]} ({node.get('failureSummary', '')[:300]})"
        for violation in result.response["violations"]
        for node in violation["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """The elements that make the page scroll sideways, or run out of their panel; empty when none does."""
    return list(page.evaluate(SIDEWAYS))


def check_everywhere(page: Page, url: str | None = None) -> None:
    """`check` at 1280 and at 375 wide, and no sideways scrolling there and at 320. Without `url`, the page as it stands."""
    for width in (WIDE, PHONE, NARROWEST):
        page.set_viewport_size({"width": width, "height": 900})
        if url and width != NARROWEST:  # what folds on a phone did so at 375
            page.goto(url)
        assert not (wide := sideways(page)), f"{page.url} scrolls sideways at {width}: {wide}"
        if width != NARROWEST:
            check(page)


def signed_in(page: Page, address: str, someone: User, *, role: str | None = None) -> Page:
    """The same page for somebody who has signed in; `address` is `live_server.url`."""
    client = sign_in(Client(), someone, role=role)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    return page
