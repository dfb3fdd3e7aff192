"""A browser whose requests Django's test client answers: in this test's own transaction, without a server or a flush.

A live server needs committed rows, and the flush after it takes the lists that migrations filled (kinds of meeting,
statutory grounds) with it.
"""

import contextvars
import mimetypes
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Request, Route

SITE = "http://testserver"


def answered_by(page: Page, client: Client) -> Page:
    """Every request of the page goes to this client, who signed in already; headers, also the CSP, are Django's.

    Playwright calls us in a context of its own, where Django would open another connection: the test's is taken along.
    """
    context = contextvars.copy_context()

    def answer(route: Route) -> None:
        route.fulfill(**context.copy().run(_answer, route.request, client))

    page.route(f"{SITE}/**", answer)
    return page


def _answer(request: Request, client: Client) -> dict[str, Any]:
    path = request.url.removeprefix(SITE)
    if path.startswith("/static/"):
        found = Path(str(finders.find(path.removeprefix("/static/"))))
        return {"status": 200, "content_type": mimetypes.guess_type(found)[0], "body": found.read_bytes()}
    if request.method == "POST":
        sent = request.headers.get("content-type", "application/x-www-form-urlencoded")
        response = client.generic("POST", path, request.post_data_buffer or b"", content_type=sent)
    else:
        response = client.get(path)
    return {"status": response.status_code, "headers": dict(response.items()), "body": response.getvalue()}
