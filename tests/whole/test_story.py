"""The first whole story, in a real browser with a real worker: from a question at school to the officer's figures.

An IB'er raises a question and logs a contact; the parents agree; a JGW asks for specialist help; a jeugdconsulent grants;
the case is followed and cannot be closed; the worker flags it; the officer's page opens; the privacy officer sees who
looked.
"""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page, expect

from accounts.models import Look, User
from cases.enums import State
from cases.models import Case, CaseFlag
from schools.models import Provider
from tests.browser import check, chromium, new_page, signed_in  # noqa: F401
from tests.cast import Town, build_town
from tests.whole import services
from zwolle_ot.launch.processes import wait_until

SECONDS_TO_LOG = 15

NewPage = Callable[..., Page]


@pytest.fixture
def played(transactional_db: None) -> Town:
    Provider.objects.create(name="Aanbieder Voorbeeld")
    return build_town()


@pytest.fixture
def worker(played: Town, tmp_path: Path):
    """The Celery worker on the database of this test, as `ot_worker`."""
    env = {
        "DATABASE_URL": services.worker_url(connection.settings_dict["NAME"]),
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "CACHE_URL": settings.CACHE_URL,
    }
    with services.start_worker(env, tmp_path / "worker.log") as process:
        yield process


@pytest.mark.browser
@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_from_a_question_at_school_to_the_officers_figure(played: Town, worker, live_server, new_page: NewPage) -> None:  # noqa: F811
    def page_of(someone: User, role: str) -> Page:
        return signed_in(new_page(), live_server.url, someone, role=role)

    ib, jgw = page_of(played.ib, "IB"), page_of(played.mate, "JGW")
    url = raise_question(ib, live_server.url)
    log_contact(ib, url)
    parents_agree(ib, url)

    ask(jgw, url)
    case = Case.objects.get()
    assert wait_until(lambda: "escalated" in flags(case), seconds=60)  # the worker, told on commit

    desk = page_of(played.jeugdconsulent, "JEUGDCONSULENT")
    grant(desk, live_server.url)
    case.refresh_from_db()
    assert case.state == State.FOLLOWING

    not_closed(jgw, url)
    officer = page_of(played.officer, "OFFICER")
    officer.goto(f"{live_server.url}/")
    check(officer)

    def hours_moved() -> bool:
        """The twenty minutes of the contact, which the worker counted without being asked by this test."""
        officer.goto(f"{live_server.url}/cijfers/uren/")
        return re.search(r"naar 0,3\suur \(", officer.locator("main").text_content() or "") is not None

    assert wait_until(hours_moved, seconds=60)
    assert officer.goto(url).status == 403
    assert {look.actor for look in Look.objects.filter(subjects__contains=[case.pupil_id])} == {
        played.ib.pk,
        played.mate.pk,
        played.jeugdconsulent.pk,
    }


def flags(case: Case) -> set[str]:
    return set(CaseFlag.objects.filter(case=case, cleared_on=None).values_list("rule", flat=True))


def raise_question(page: Page, site: str) -> str:
    page.goto(f"{site}/")
    page.get_by_role("link", name="Nieuwe vraag", exact=True).click()
    page.fill("[name=given_name]", "Zoë")
    page.fill("[name=family_name]", "van der Meer")
    page.fill("[name=birth_date]", "1-9-2016")
    page.fill("[name=text]", "Zoë komt moe op school en is stil in de klas.")
    page.check("[name=themes][value=thuis]")
    page.check("[name=approach][value=preventief]")
    page.get_by_role("button", name="Vraag opslaan").click()
    expect(page.locator(".ot-identity h1")).to_have_text("Zoë van der Meer")
    check(page)
    return page.url.split("#")[0]


def log_contact(page: Page, url: str) -> None:
    began = time.monotonic()
    page.goto(url)
    page.select_option("[name=kind]", "ouders")
    page.fill("[name=minutes]", "20")
    page.fill("[name=body]", "Moeder vertelt dat Zoë slecht slaapt.")
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.locator(".ot-timeline")).to_contain_text("slecht slaapt")
    took = time.monotonic() - began
    assert took < SECONDS_TO_LOG, f"a contact moment took {took:.1f} s in the browser"


def parents_agree(page: Page, url: str) -> None:
    page.goto(f"{url}gezin/ouder/")
    page.fill("[name=name]", "Els van der Meer")
    page.locator("[name=gezag]").first.check()
    page.fill("[name=since]", "1-9-2016")
    send(page)
    page.goto(f"{url}delen/toestemming/")
    page.select_option("[name=party]", label=page.locator("[name=party] option").nth(1).inner_text())
    page.select_option("[name=purpose]", "aanvraag")
    page.locator("[name=voices]").first.check()
    page.locator("[name=how]").first.check()
    send(page)


def ask(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("link", name="Specialistische jeugdhulp aanvragen").click()
    page.fill("[name=reason]", "Gesprekken thuis en op school hielpen te weinig.")
    send(page)
    expect(page.locator("main")).to_contain_text("Aangevraagd")


def grant(page: Page, site: str) -> None:
    page.goto(f"{site}/")
    page.get_by_role("link", name="Zoë van der Meer").click()
    expect(page.locator("main")).not_to_contain_text("slecht slaapt")  # the log was not shared
    page.check("[name=decision][value=grant]")
    page.select_option("[name=product_category]", "45")
    page.select_option("[name=provider]", label="Aanbieder Voorbeeld")
    page.fill("[name=first]", "1-12-2026")
    check(page)
    send(page)


def not_closed(page: Page, url: str) -> None:
    page.goto(f"{url}afsluiten/")
    page.check("[name=outcome][value=behaald]")
    send(page)
    expect(page.locator("main")).to_contain_text("Het team blijft volgen")


def send(page: Page) -> None:
    page.locator("main form[method=post] button[type=submit]").last.click()
    page.wait_for_load_state()
