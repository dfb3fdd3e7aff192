"""Signing in, the second factor, the logs and the administration in a real Chromium: seen, read aloud, refused nothing."""

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.models import ApiClient, Look, User
from tests.accounts.test_sign_in import PASSWORD, code_of, with_password
from tests.browser import NewPage, check, check_everywhere
from tests.cast import Town, appoint, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at(live_server):
    """The whole address of a path."""
    return lambda path: f"{live_server.url}{path}"


def enter(page, at, someone: User, path: str = "/mijn/") -> None:
    page.goto(at(f"/toegang/inloggen/?next={path}"))
    page.get_by_label("E-mailadres").fill(someone.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()


def test_sign_in_page_with_demo_people_and_with_an_error(new_page: NewPage, at, town: Town):
    for role, place in (("IB", town.team), ("JEUGDCONSULENT", town.municipality), ("OFFICER", town.municipality)):
        appoint(person(f"Demo {role.title()}", is_demo=True), role, at=place)
    page = new_page()
    check_everywhere(page, at("/toegang/inloggen/?verlopen=1"))
    page.get_by_label("E-mailadres").fill("iemand@voorbeeld.test")
    page.get_by_label("Wachtwoord").fill("fout")
    page.get_by_role("button", name="Inloggen").click()
    assert page.title().startswith("Fout: ")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    check(page)
    page.get_by_role("button", name="Kies Demo Ib, Intern begeleider").click()
    page.goto(at("/mijn/"))
    assert page.get_by_text("U hoeft in dit voorbeeld geen code").is_visible()
    check(page)


def test_other_pages_before_signing_in(new_page: NewPage, at, db):
    page = new_page()
    for path in ("wachtwoord/vergeten/", "wachtwoord/vergeten/verstuurd/", "wachtwoord/nieuw/abc-def/", "niet-actief/"):
        check_everywhere(page, at(f"/toegang/{path}"))


def test_second_factor_from_set_up_to_the_next_time(new_page: NewPage, at, town: Town):
    with_password(town.ib)
    page = new_page()
    enter(page, at, town.ib)
    check_everywhere(page)
    box = page.locator(".ot-qr svg").bounding_box()
    assert box["width"] > 150
    page.get_by_text("Kunt u niet scannen?").click()
    secret = page.locator(".ot-secret").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Zet aan").click()
    assert page.get_by_role("heading", name="Uw reservecodes").is_visible()
    check_everywhere(page)
    page.get_by_role("link", name="Ik heb ze bewaard, ga verder").click()
    for path in ("/mijn/", "/toegang/stap-2/", "/toegang/wachtwoord/", "/toegang/stap-2/reservecodes/maken/"):
        check_everywhere(page, at(path))
    code = secret and town.ib.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    page.get_by_role("button", name="Uitloggen").click()
    enter(page, at, town.ib)
    check_everywhere(page)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    assert page.get_by_role("heading", name="Mijn gegevens").is_visible()


def cookie(at, client) -> dict:
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": at("/"),
    }


@pytest.fixture
def signed_in(new_page: NewPage, at, as_):
    """`signed_in(town.privacy)`: a page of somebody who has signed in."""

    def opened(someone: User, role: str | None = None):
        page = new_page()
        page.context.add_cookies([cookie(at, as_(someone, role=role))])
        return page

    return opened


def test_logs(signed_in, at, town: Town):
    Look.objects.bulk_create(
        Look(
            actor=town.ib.pk,
            actor_name="Ineke Bos",
            role="IB",
            organisation="OT De Vlieger",
            kind=kind,
            what="ondersteuningsvraag",
            purpose="ondersteuning van het kind",
            origin="10.0.0.1",
            subjects=[town.ib.pk],
            at=timezone.now(),
        )
        for kind in Look.Kind.values
    )
    page = signed_in(town.privacy)
    for path in (
        f"/inzagen/?leerling={town.ib.pk}",
        "/inzagen/?rol=IB&van=1-1-2026",
        "/wijzigingen/",
        "/mijn/wijzigingen/",
    ):
        check_everywhere(page, at(path))
    page.goto(at("/inzagen/kind/"))
    page.get_by_label("Naam").fill("Noor")
    page.get_by_role("button", name="Zoek", exact=True).click()
    page.get_by_text("Geen kind gevonden.").wait_for()
    check_everywhere(page)
    check_everywhere(signed_in(town.ib), at("/mijn/inzagen/"))


def test_pages_that_refuse(signed_in, at, town: Town):
    appoint(town.ib, "PRIVACY", at=town.municipality)
    page = signed_in(town.ib, "IB")
    check_everywhere(page, at("/inzagen/"))
    page.get_by_role("button", name="Ga verder als Privacyfunctionaris").click()
    assert page.get_by_role("heading", name="Inzagen").is_visible()
    check_everywhere(signed_in(town.nobody), at("/"))
    check_everywhere(signed_in(town.director), at("/inzagen/"))


def test_the_warning_comes_and_keeps_the_session(signed_in, at, town: Town):
    page = signed_in(town.ib)
    page.clock.install()
    page.goto(at("/mijn/"))
    page.clock.fast_forward(3_301_000)
    dialog = page.get_by_role("dialog", name="Bent u er nog?")
    assert dialog.is_visible()
    check(page)
    with page.expect_response("**/sessie/") as answer:
        dialog.get_by_role("button", name="Doorgaan").click()
    assert answer.value.status == 204
    assert not dialog.is_visible()


def test_after_the_end_the_sign_in_page_says_why(signed_in, at, town: Town, client):
    page = signed_in(town.ib)
    page.clock.install()
    page.goto(at("/mijn/"))
    client.session.flush()
    page.clock.fast_forward(3_601_000)
    page.wait_for_url("**/toegang/inloggen/?verlopen=1&next=%2Fmijn%2F")
    assert page.get_by_text("U bent niet meer ingelogd.").is_visible()


def refused(page) -> list[str]:
    """What the Content-Security-Policy stopped, and errors of scripts."""
    return [*page.evaluate("window.refused || []"), *page.errors]


def test_administration_breaks_no_rule_of_the_csp(signed_in, at, town: Town):
    """Every kind of page, with the widgets that draw themselves: pop-up search, inlines, filters."""
    appoint(person("Uit Bestand", invited_at=None), "ORTHO", at=town.other_team, confirmed=False)
    page = signed_in(town.admin)
    location = town.team.location
    for path in (
        *("", "schools/appointment/", "schools/appointment/?bevestigd=nee", f"accounts/user/{town.ib.pk}/change/"),
        *(f"schools/schoollocation/{location.pk}/change/", f"schools/schoollocation/{location.pk}/delete/"),
        *(f"schools/supportteam/{town.team.pk}/history/", "accounts/apiclient/add/"),
    ):
        page.goto(at(f"/beheer/{path}"))
        assert refused(page) == [], path
    page.goto(at("/beheer/schools/appointment/add/"))
    page.locator(".field-person .select2-selection").click()
    page.locator(".select2-search__field").fill("ineke")
    page.locator(".select2-results__option", has_text="Ineke Bos").click()
    page.locator("#id_role").select_option("JGW")
    page.locator(".field-team .select2-selection").click()
    page.locator(".select2-search__field").fill("wilgen")
    page.locator(".select2-results__option", has_text="OT De Wilgen").click()
    page.get_by_label("Van", exact=True).fill("1-8-2026")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    page.locator(".messagelist .success").wait_for()
    assert refused(page) == []
    assert town.ib.appointments.filter(role="JGW", team=town.other_team).exists()


def test_a_token_is_shown_and_a_location_gets_a_period(signed_in, at, town: Town):
    page = signed_in(town.admin)
    page.goto(at("/beheer/accounts/apiclient/add/"))
    page.get_by_label("Naam").fill("Regiodashboard")
    page.get_by_label("Contactadres").fill("bi@regio.test")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    assert page.locator(".ot-token").inner_text().startswith("otz_")
    assert refused(page) == []
    assert ApiClient.objects.get().name == "Regiodashboard"
    page.goto(at(f"/beheer/schools/schoollocation/{town.team.location_id}/change/"))
    page.get_by_text("Nog een Periode toevoegen").click()
    assert refused(page) == []
