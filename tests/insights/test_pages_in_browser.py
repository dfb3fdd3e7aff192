"""The dashboard in a real browser: accessible at 1280 and 375 wide, nothing sideways at 320, no refused script or style."""

import datetime
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from insights.pages import TOPICS
from tests.browser import PHONE, WIDE, NewPage, check_everywhere, sideways
from tests.insights.conftest import SCHOOLS, person
from tests.insights.test_dashboard import fill
from tests.insights.world import World

PAPER = 673  # px: A4 between its margins
SHOTS = os.environ.get("OT_SHOTS")  # a folder: keep a picture of each page there, to look at


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_dashboard(live_server: LiveServer, new_page: NewPage, client: Client, today: datetime.date) -> None:
    city = World(SCHOOLS)
    fill(city)
    client.force_login(person("OFFICER", municipality=city.zwolle))
    assert SESSION_KEY in client.session
    page = new_page(WIDE)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    for name, query in (
        ("stad", ""),
        ("wijkteam", "?eenheid=neighbourhood_team:noord&soort=month"),
        ("leeg", "?sector=MBO"),
        *((slug, f"{slug}/") for slug in TOPICS),
    ):
        check_everywhere(page, f"{live_server.url}/cijfers/{query}")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": PAPER, "height": 900})
        assert sideways(page) == [], f"{page.url} does not fit on paper"
        page.emulate_media(media="screen")
        if SHOTS:
            for width in (WIDE, PHONE):
                page.set_viewport_size({"width": width, "height": 900})
                page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_stands_beside_the_figures(
    live_server: LiveServer, new_page: NewPage, client: Client, today: datetime.date
) -> None:
    city = World(SCHOOLS)
    fill(city, rows=2)
    client.force_login(person("OFFICER", municipality=city.zwolle))
    page = new_page(WIDE)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    remark = f"{live_server.url}/cijfers/rapport/2026-Q2/duiding/raised/parents/"
    page.goto(remark)
    page.get_by_label("Hoe lezen zij dit cijfer?").fill("Ouders weten de weg.")
    page.get_by_role("button", name="Duiding opslaan").click()
    check_everywhere(page)  # with its error
    page.get_by_label("Er staat niets in").check()
    page.get_by_role("button", name="Duiding opslaan").click()
    assert page.get_by_text("De duiding is opgeslagen.").is_visible()
    for path in ("rapport/", "rapport/2026-Q2/", "gesprekken/", "gesprekken/nieuw/", "register/", "uitleg/"):
        check_everywhere(page, f"{live_server.url}/cijfers/{path}")
