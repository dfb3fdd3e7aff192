"""The pattern pages in a real browser: every component and form state, wide and on a phone, with and without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import NARROWEST, PHONE, check, check_everywhere, sideways, signed_in

pytestmark = pytest.mark.browser

PAGES = [
    "/patronen/",
    "/patronen/grafieken/",
    "/patronen/formulier/",
    "/patronen/reeks/",
    "/patronen/reeks/?soort=tabel",
    "/toegankelijkheid/",
    "/privacyverklaring/",
    "/bestaat-niet/",
    "/kapot/",
]
SAVE = "Vraag opslaan"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_breaks_no_rule(site, new_page, path):
    check_everywhere(new_page(), site + path)


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("/patronen/formulier/", SAVE),
        ("/patronen/reeks/", "Doelen opslaan"),
        ("/patronen/reeks/?soort=tabel", "Doelen opslaan"),
    ],
)
def test_a_form_with_errors_breaks_no_rule(site, new_page, path, button):
    page = new_page()
    page.goto(site + path)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", name="gevonden")).to_be_focused()
    check_everywhere(page)


@pytest.mark.parametrize("script", [True, False])
def test_errors_are_found_from_the_summary(site, new_page, script):
    page = new_page(java_script_enabled=script)
    page.goto(site + "/patronen/formulier/")
    page.get_by_role("button", name=SAVE).click()
    expect(page).to_have_title(re.compile("^Fout: Elk soort veld"))
    expect(page.get_by_role("heading", name="Er zijn 9 fouten gevonden")).to_be_focused()
    page.get_by_role("link", name="Kies iets bij ‘Soort contact’.").click()
    expect(page.get_by_label("Gesprek")).to_be_focused()
    page.get_by_role("link", name="Vul ‘Looptijd’ in.").click()
    expect(page.get_by_label("Van", exact=True)).to_be_focused()


@pytest.mark.parametrize("script", [True, False])
def test_a_whole_form_is_filled_in_and_sent(site, new_page, script):
    page = new_page(PHONE, java_script_enabled=script)
    page.goto(site + "/patronen/formulier/")
    page.get_by_label("Achternaam").fill("De Vries")
    page.get_by_label("Geboortedatum").fill("4 mei 2016")
    page.get_by_label("School", exact=True).select_option("De Vlieger")
    page.get_by_label("Gesprek").check()
    page.get_by_label("Goed", exact=True).check()
    page.get_by_label("Duur").fill("15")
    page.get_by_label("Leren").check()
    page.get_by_label("Van", exact=True).fill("1-9-2026")
    page.get_by_label("De ouders vinden het goed").check()
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_text("Alles klopt.")).to_be_visible()


def test_a_form_is_sent_once(site, new_page):
    page = new_page()
    posts = []
    page.on("request", lambda request: request.method == "POST" and posts.append(request.url))
    page.goto(site + "/patronen/formulier/")
    page.get_by_role("button", name=SAVE).dblclick()
    expect(page).to_have_title(re.compile("^Fout"))
    assert len(posts) == 1
    page.go_back()
    expect(page.locator("form[data-sent]")).to_have_count(0)


def test_what_one_types_is_kept_as_a_draft(site, new_page):
    page = new_page()
    page.goto(site + "/patronen/")
    with page.expect_request("**/patronen/concept/") as sent:
        page.get_by_label("Wat is er besproken?").fill("Sam leest graag.")
    assert "what=Sam+leest+graag." in sent.value.post_data
    assert "csrfmiddlewaretoken" not in sent.value.post_data
    expect(page.get_by_text(re.compile(r"^Concept bewaard om \d\d:\d\d$"))).to_be_visible()
    assert "Sam" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    check(page)


def test_text_survives_a_lost_connection(site, new_page):
    page = new_page()
    page.goto(site + "/patronen/")
    page.context.set_offline(True)
    page.get_by_label("Wat is er besproken?").fill("Sam leest graag.")
    expect(page.get_by_text("Uw tekst is nog niet bewaard: er is geen verbinding.")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_label("Wat is er besproken?").press_sequentially(" Nu weer.")
    expect(page.get_by_text("Concept bewaard om")).to_be_visible()
    assert page.get_by_label("Wat is er besproken?").input_value() == "Sam leest graag. Nu weer."


def test_text_survives_the_end_of_the_session(site, new_page):
    page = new_page()
    page.route("**/patronen/concept/", lambda route: route.fulfill(status=401))
    page.goto(site + "/patronen/")
    page.get_by_label("Wat is er besproken?").fill("Sam leest graag.")
    link = page.get_by_role("link", name="Log in een nieuw venster in")
    expect(link).to_have_attribute("target", "_blank")
    page.unroute("**/patronen/concept/")
    page.get_by_label("Wat is er besproken?").press_sequentially(" Weer ingelogd.")
    expect(page.get_by_text("Concept bewaard om")).to_be_visible()


def test_choosing_all_and_counting(site, new_page):
    page = new_page()
    page.goto(site + "/patronen/")
    page.get_by_label("Alles kiezen").check()
    expect(page.get_by_text("4 gekozen")).to_be_visible()
    page.get_by_label("Kies 2026-1001").uncheck()
    expect(page.get_by_text("3 gekozen")).to_be_visible()


def test_the_table_of_a_chart_can_be_opened(site, new_page):
    page = new_page(PHONE)
    page.goto(site + "/patronen/grafieken/")
    for summary in page.get_by_text("Toon als tabel").all():
        summary.click()
    expect(page.get_by_role("cell", name="441").first).to_be_visible()
    check(page)
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    assert sideways(page) == []


def test_print_shows_the_page_and_not_the_buttons(site, new_page):
    page = new_page()
    page.goto(site + "/patronen/")
    page.emulate_media(media="print")
    expect(page.get_by_text("OT Zwolle. Afgedrukt op")).to_be_visible()
    expect(page.get_by_role("navigation", name="Onderdelen van de casus")).to_be_hidden()
    expect(page.get_by_role("button", name="Vastleggen")).to_be_hidden()
    expect(page.get_by_role("heading", name="Patronen", exact=True)).to_be_visible()


def test_the_first_tab_skips_to_the_content(site, new_page):
    page = new_page()
    page.goto(site + "/patronen/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Ga naar de inhoud")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


def test_focus_is_seen_and_never_covered(site, new_page):
    """WCAG 2.4.7, 2.4.11, 2.4.13: a ring of at least 2 px on each thing that Tab reaches, within the screen."""
    page = new_page(PHONE, reduced_motion="reduce")
    page.goto(site + "/patronen/formulier/")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        name, ring, top, bottom = page.evaluate(
            """() => {
              const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
              const ring = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
              return [one.outerHTML.slice(0, 80), ring, box.top, box.bottom];
            }"""
        )
        if name.startswith("<body"):
            break
        seen.add(name)
        assert ring >= 2, name
        assert bottom > 0 and top < 900, name
    assert len(seen) > 20


@pytest.fixture
def home(live_server, town):
    return live_server.url


@pytest.mark.django_db(transaction=True)
def test_the_frame_of_somebody_who_has_signed_in(home, town, new_page):
    page = signed_in(new_page(), home, town.ib)
    check_everywhere(page, home + "/patronen/")
    expect(page.locator(".ot-person")).to_contain_text(town.ib.name)
    page.set_viewport_size({"width": PHONE, "height": 900})
    menu = page.get_by_role("button", name="Menu")
    expect(page.get_by_role("link", name="Werklijst")).to_be_hidden()
    menu.click()
    expect(page.get_by_role("link", name="Werklijst")).to_be_visible()
    check(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Werklijst")).to_be_hidden()


@pytest.mark.django_db(transaction=True)
def test_the_menu_needs_no_script(home, town, new_page):
    page = signed_in(new_page(PHONE, java_script_enabled=False), home, town.ib)
    page.goto(home + "/patronen/")
    expect(page.get_by_role("link", name="Werklijst")).to_be_visible()


@pytest.mark.django_db(transaction=True)
def test_the_session_warns_before_it_ends(home, town, new_page, settings):
    page = signed_in(new_page(), home, town.ib)
    page.clock.install()
    page.goto(home + "/patronen/")
    page.clock.fast_forward((settings.SESSION_COOKIE_AGE - settings.SESSION_WARNING_SECONDS + 1) * 1000)
    dialog = page.get_by_role("dialog", name="Bent u er nog?")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("5 minuten")
    check(page)
    with page.expect_response("**/sessie/") as answer:
        dialog.get_by_role("button", name="Doorgaan").click()
    assert answer.value.status == 204
    expect(dialog).to_be_hidden()


@pytest.mark.django_db(transaction=True)
def test_the_screen_is_cleared_when_the_session_ends(home, town, new_page, settings):
    page = signed_in(new_page(), home, town.ib)
    page.clock.install()
    page.goto(home + "/patronen/")
    page.clock.fast_forward((settings.SESSION_COOKIE_AGE - settings.SESSION_WARNING_SECONDS + 1) * 1000)
    page.context.clear_cookies()
    page.clock.fast_forward((settings.SESSION_WARNING_SECONDS + 1) * 1000)
    page.wait_for_url("**/toegang/inloggen/?*next=%2Fpatronen%2F*")
