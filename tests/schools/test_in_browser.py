"""The pages about teams and schools in a real browser: every state, wide, on a phone, and at 320."""

import datetime

import pytest
from django.urls import reverse

from schools import tasks
from schools.actions import flags
from schools.enums import Register
from schools.models import Job, SchoolLocation
from tests.browser import check_everywhere, signed_in
from tests.cast import appoint, person
from tests.schools.duo_files import file, school

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def site(town, live_server):
    """The town, with flags, somebody who is not confirmed, and an address."""
    appoint(person("Otto Nieuw"), "ORTHO", at=town.other_team, confirmed=False)
    SchoolLocation.objects.update(
        street="Dorpsstraat", house_number="1", postcode="8011 AA", town="Zwolle", website="www.devlieger.test"
    )
    today = datetime.date.today()  # noqa: DTZ011 the clock of the server
    while flags.drain_stale(today=today):
        pass
    return live_server.url


def test_the_pages_of_a_team(site, town, new_page):
    page = signed_in(new_page(), site, town.stranger)
    address = site + reverse("schools:team", args=[town.other_team.pk])
    for query in ("", "?dag=1-6-2017", "?dag=1-6-2016", "?dag=onzin"):
        check_everywhere(page, address + query)
    page.goto(address)
    page.get_by_role("button", name="Gezien").click()
    page.get_by_text("Gezien door Vera Vreemd.").wait_for()
    page.get_by_label("Toon het team op").fill("1-6-2017")
    page.get_by_role("button", name="Toon").click()
    page.get_by_text("Op 1 juni 2017 geldt voor dit team geen vaste samenstelling.").wait_for()


def test_the_lists(site, town, new_page):
    page = signed_in(new_page(), site, town.swt_lead)
    for address in (reverse("schools:teams"), reverse("schools:teams") + "?zoek=bestaat-niet"):
        check_everywhere(page, site + address)
    for address in (reverse("schools:schools"), reverse("schools:schools") + "?soort=VO"):
        check_everywhere(page, site + address)
    check_everywhere(page, site + reverse("schools:school", args=[town.team.location_id]))


def test_taking_in_a_register(site, town, new_page, tmp_path):
    """Sent, followed, and done while one looks: the page asks by itself."""
    path = tmp_path / "po_vestigingen_2026-10.csv"
    path.write_bytes(file(Register.PO, school("09ZZ00")))
    page = signed_in(new_page(), site, town.admin)
    check_everywhere(page, site + reverse("schools:import_register"))
    page.get_by_role("button", name="Inlezen").click()
    check_everywhere(page)  # the error that no file was chosen
    page.locator("#id_bestand").set_input_files(path)
    page.get_by_role("button", name="Inlezen").click()
    page.get_by_text("Dit staat klaar en begint zo.").wait_for()
    check_everywhere(page)
    tasks.run_job(str(Job.objects.get().pk))
    page.get_by_text("1 nieuw, 0 terug, 0 gewijzigd, 0 verdwenen.").wait_for()
    check_everywhere(page)
