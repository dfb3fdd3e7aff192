"""Pages of money in a browser: no rule of accessibility broken, wide and narrow, with amounts, empty and with errors."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.acting import working
from financing.actions import NewPopulation, close_month, compute_all, put_population_budget
from financing.models import (
    CareAssumption,
    CostShareRule,
    FundingSource,
    HoursRate,
    Placement,
    SchoolDays,
    YearlyCost,
)
from schools.models import NeighbourhoodTeam, SchoolLocation
from tests.browser import check, check_everywhere, signed_in
from tests.cast import appoint, person

from .stored import TODAY, take_in
from .test_pages import MORE, to_address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "/geld/?periode=2018",
    "/geld/?periode=2018-03&per=school",
    "/geld/?periode=2031",
    "/geld/regels/?periode=2018&per=betaler&van=" + to_address("gemeente:GM0193"),
    f"/geld/regels/{to_address('uren/10AB00/IB/a@x.nl/2017-08-01')}/?periode=2018&maand=2018-02",
    "/geld/?periode=2018&per=dekkingsbron&op=31-1-2018",
    "/geld/?periode=2018&per=school&bekend=1-1-2018",
    "/geld/dekking/?jaar=2018",
    "/geld/dekking/populatiebudgetten/",
    "/geld/gegevens/nieuw/populatiebudget/",
    "/geld/samenwerking/",
    "/geld/uren/?dag=1-6-2018",
    "/geld/uren/SWT1/10AB00/",
    "/geld/signalen/",
    "/geld/wat-als/?periode=2018&rol=JGW&delen=gemeente+1&vanaf=1-1-2018",
    "/geld/arrangementen/?jaar=2017",
    "/geld/arrangementen/fase2/?jaar=2017",
    "/geld/arrangementen/fase2/aanvragen/",
    "/geld/vo/",
    "/geld/businesscase/",
    "/geld/afsluiten/",
    "/geld/afrekeningen/?periode=2018",
    "/geld/gegevens/",
    "/geld/gegevens/nieuw/verdeelsleutel/",
    "/geld/werkmap/",
)


@pytest.fixture
def controller(money, live_server, new_page):
    take_in(MORE)
    compute_all(today=TODAY)
    return signed_in(new_page(), live_server.url, money.controller, role="CONTROLLER")


def test_no_page_of_money_breaks_a_rule(controller, live_server, request):
    folder = request.config.getoption("--basetemp")
    for number, url in enumerate(PAGES):
        check_everywhere(controller, live_server.url + url)
        if folder:
            for width in (1280, 375):
                controller.set_viewport_size({"width": width, "height": 900})
                controller.goto(live_server.url + url)
                controller.screenshot(path=f"{folder}/{number:02}-{width}.png", full_page=True)


def population():
    """Five years of which the first two were computed, paid by the municipality."""
    path = [Decimal(percent) for percent in (100, 95, 90, 85, 80)]
    shares = [("gemeente:GM0193", Decimal(100))]
    told = NewPopulation("gemeente:GM0193", "Populatiebudget", "Noord", 2018, shares, path, [], "Convenant")
    with working(today=TODAY, action="test"):
        return put_population_budget(by=None, population=told)


def test_changing_and_placing_break_no_rule(controller, live_server):
    """The pages of one row: a place with outcomes, what is done about it, and a change of each kind of fact."""
    place = Placement.objects.get(pupil_code="L1")
    for on, days in ((date(2017, 10, 1), 2), (date(2018, 3, 1), 5)):
        SchoolDays.objects.create(placement=place, on=on, days=days)
    facts = (
        ("tarief", HoursRate.objects.first()),
        ("verplichting", YearlyCost.objects.first()),
        ("verdeelsleutel", CostShareRule.objects.first()),
        ("dekking", FundingSource.objects.first()),
    )
    urls = [reverse("financing:change_fact", args=[kind, row.pk]) for kind, row in facts]
    urls += [reverse("financing:place_doing", args=[place.pk, doing]) for doing in ("opbrengst", "leerwinst", "einde")]
    told = {"care": "Basis-ggz", "baseline": 3, "now": 1, "unit_price": 1000, "source": "Raming"}
    case = CareAssumption.objects.create(location=SchoolLocation.objects.first(), school_year=2017, **told)
    urls += [reverse(f"financing:{name}_assumption", args=[case.pk]) for name in ("change", "end")]
    urls.append(reverse("financing:value") + "?jaar=2017")
    budget = population()
    urls += [reverse(f"financing:{name}", args=[budget.pk]) for name in ("population", "change_population")]
    for url in (reverse("financing:placement", args=[place.pk]), *urls):
        check_everywhere(controller, live_server.url + url)


def test_the_decider_grants_a_place(money, live_server, new_page):
    row = Placement.objects.get(pupil_code="L1")
    Placement.objects.filter(pk=row.pk).update(decided_by_municipality=None)
    page = signed_in(new_page(), live_server.url, money.jeugdconsulent, role="JEUGDCONSULENT")
    check_everywhere(page, live_server.url + "/plaatsen/")
    page.get_by_role("link", name="Toekennen aan L1").click()
    page.get_by_label("Kenmerk van de beschikking").fill("Z-2018-1")
    check(page)
    page.get_by_role("button", name="Beschikking vastleggen").click()
    page.get_by_text("De beschikking voor leerling L1 is vastgelegd.").wait_for()


def test_corrections_break_no_rule(controller, live_server):
    close_month(by=None, month=2018 * 12 + 1, today=TODAY)
    HoursRate.objects.filter(role="IB").update(rate=80)
    compute_all(today=TODAY)
    check_everywhere(controller, live_server.url + "/geld/afsluiten/")
    controller.get_by_role("link", name="Uren IB op 10AB00").first.click()
    controller.get_by_text("Correctie op").first.wait_for()


def test_a_form_with_errors_breaks_no_rule(controller, live_server):
    controller.goto(live_server.url + "/geld/gegevens/nieuw/tarief/")
    controller.get_by_role("button", name="Tarief opslaan").click()
    controller.get_by_text("Vul ‘Vanaf’ in.").first.wait_for()
    check(controller)


def test_a_lead_divides_hours(money, live_server, new_page):
    lead = person("Lien Leider")
    appoint(lead, "SWT_LEAD", at=NeighbourhoodTeam.objects.get(code="SWT1"))
    page = signed_in(new_page(), live_server.url, lead, role="SWT_LEAD")
    page.goto(live_server.url + "/geld/")
    page.get_by_role("link", name="Wijzig uren van School 0").click()
    page.get_by_label("Uren per week").fill("99")
    page.get_by_role("button", name="Uren vastleggen").click()
    page.get_by_text("meer dan de pool").first.wait_for()
    check(page)
    page.get_by_label("Uren per week").fill("2,5")
    page.get_by_role("button", name="Uren vastleggen").click()
    page.get_by_text("De uren van School 0 zijn vastgelegd.").wait_for()
    check_everywhere(page, live_server.url + "/geld/uren/")
