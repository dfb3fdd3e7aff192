"""The pages of figures: what an officer sees, from summaries and publications alone."""

import datetime
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils.html import strip_tags

from insights import actions
from insights.models import MoneyMonth, Publication
from insights.pages import TOPICS
from schools.models import Appointment, Arrangement, ArrangementTerms, TeamFlag
from tests.insights.conftest import TODAY, person, queries
from tests.insights.world import World

D = datetime.date


def words(response: object) -> str:
    """The text of a page, with single spaces."""
    text = response.content.decode().replace("<", " <")  # type: ignore[attr-defined]
    return " ".join(strip_tags(text).replace("\N{NO-BREAK SPACE}", " ").split())


def fill(city: World, rows: int = 9) -> None:
    for month in (2, 5, 6, 8):
        for team in city.teams[:4]:
            cases = city.many(team, rows, D(2026, month, 11), first_support_on=D(2026, month, 20))
            over = {"started_on": D(2026, month, 25), "stopped_on": D(2026, month, 26), "stop_reason": "01"}
            city.escalate_all(cases, D(2026, month, 15), **over)
            city.close_all(cases, D(2026, month, 28))
    city.log(city.case(city.pupil(city.teams[0]), D(2026, 8, 3)), D(2026, 8, 4), 90)
    MoneyMonth.objects.create(
        month=D(2026, 6, 1),
        neighbourhood_team="noord",
        payer="gemeente",
        budget=1_000_000,
        realised=900_000,
        forecast=1_050_000,
    )
    actions.nightly(today=TODAY)


def test_the_first_look_has_the_main_figures_and_the_way_to_their_pages(city: World, officer: Client) -> None:
    fill(city)

    response = officer.get("/cijfers/")
    page = words(response)

    assert "Cijfers van Heel Zwolle" in page
    assert "2e kwartaal 2026 in het kort Aangemeld 72" in page, "exact: the city in a quarter"
    assert "Dagen tot eerste ondersteuning 9 dagen" in page
    assert "De telling van 3e kwartaal 2026 volgt op 1 november 2026." in page
    assert 'href="/cijfers/wachten/"' in response.content.decode()


def test_nothing_to_do_is_said(city: World, officer: Client) -> None:
    assert "Er is nu niets dat aandacht vraagt" in words(officer.get("/cijfers/"))


def test_the_first_look_names_what_needs_a_person(city: World, officer: Client) -> None:
    fill(city)
    city.close_all(city.many(city.teams[0], 9, D(2026, 4, 1), first_support_on=D(2026, 6, 10)), D(2026, 6, 28))
    flag = TeamFlag.objects.create(
        team=city.teams[2],
        rule="team_incomplete",
        level="warn",
        since=D(2026, 9, 1),
        why="Niet ingevuld: orthopedagoog.",
    )
    over = {"month": D(2026, 5, 1), "neighbourhood_team": "zuid", "payer": "gemeente"}
    MoneyMonth.objects.create(**over, budget=1_000_000, realised=1_000_000, forecast=1_060_000)
    Publication.objects.all().delete()
    actions.nightly(today=TODAY)

    page = words(officer.get("/cijfers/"))
    todo = page[page.index("Waar moet ik iets doen?") : page.index("in het kort")]

    assert f"{city.teams[2].name}: team niet compleet Niet ingevuld: orthopedagoog." in todo
    assert "Wijkteam zuid: de prognose ligt boven de begroting € 600 meer dan begroot in 2026 (6 %)." in todo
    assert "Wijkteam noord: gezinnen wachten lang" not in todo, "9 of 27 waited 70 days, so half of them did not"
    assert f"/teams/{flag.team_id}/" in officer.get("/cijfers/").content.decode()


def test_where_half_of_the_families_wait_too_long(city: World, officer: Client) -> None:
    for number, team in enumerate(city.teams[:4]):
        begun = D(2026, 4, 20) if number > 1 else D(2026, 6, 10)
        city.close_all(city.many(team, 9, D(2026, 4, 1), first_support_on=begun), D(2026, 6, 28))
    actions.nightly(today=TODAY)

    page = words(officer.get("/cijfers/"))
    assert (
        "Wijkteam noord: gezinnen wachten lang op de eerste ondersteuning De helft wachtte in 2e kwartaal 2026" in page
    )
    assert "langer dan 70 dagen" in page

    waiting = words(officer.get("/cijfers/wachten/"))
    assert "Het langst: Wijkteam noord. In 2e kwartaal 2026 wachtte de helft langer dan 70 dagen" in waiting
    assert "Wijkteam noord 70 dagen minder dan 8 leerlingen minder dan 8 leerlingen Heel Zwolle 45 dagen" in waiting


def test_more_or_less_handled_by_the_team_itself(city: World, officer: Client) -> None:
    for year, alone in ((2025, 4), (2026, 8)):
        for team in city.teams[:4]:
            cases = city.many(team, 16, D(year, 4, 1))
            over = {"started_on": D(year, 4, 11), "stopped_on": D(year, 5, 1), "stop_reason": "01"}
            city.escalate_all(cases[alone:], D(year, 4, 10), **over)
            city.close_all(cases, D(year, 5, 11))
    actions.nightly(today=TODAY)

    page = words(officer.get("/cijfers/vragen/"))
    answer = page[page.index("Handelen de teams meer zelf af dan vorig jaar?") :]

    assert answer.startswith(
        "Handelen de teams meer zelf af dan vorig jaar? Ja: in 2e kwartaal 2026 handelden de teams 46 % van de afgesloten "
        "vragen zelf af, in 2e kwartaal 2025 23 %. In aantal is dat meer: 30 tegen 15 vragen."
    ), answer[:300]


def test_a_wijkteam_in_a_month_and_small_counts_hidden(city: World, officer: Client) -> None:
    fill(city, rows=3)

    page = words(officer.get("/cijfers/vragen/?eenheid=neighbourhood_team:noord&soort=month"))

    assert "Vragen en wie ze afhandelt: Wijkteam noord" in page
    assert "Aangemeld minder dan 8" in page


def test_money_and_what_an_arrangement_costs(city: World, officer: Client) -> None:
    fill(city)
    arrangement = Arrangement.objects.create(code="F2", name="Fase 2 klas")
    ArrangementTerms.objects.create(
        arrangement=arrangement,
        name="Fase 2 klas",
        period=DateRange(D(2025, 8, 1), D(2026, 2, 1)),
        capacity=15,
        amount_per_place=Decimal(24000),
    )

    page = words(officer.get("/cijfers/geld/"))

    assert "Begroot 2026 € 10.000" in page
    assert "Prognose 2026 € 10.500 € 500 meer dan begroot" in page
    assert "Fase 2 klas: € 180.000 in schooljaar 2025-2026." in page, "half a school year costs half [domain 3.2]"
    assert "Fase 2 klas, 2025-2026 15 € 24.000 € 180.000" in page


def test_boards_and_schools_beside_each_other(city: World, officer: Client) -> None:
    fill(city)

    page = words(officer.get("/cijfers/vergelijken/?schoolsoort=BO"))

    assert "Wijkteam noord 35 35 35" in page, "raised, closed, escalated; rounded"
    assert "Gemiddeld per school, primair onderwijs" in page
    schools = page[page.index("Scholen van dezelfde soort") :]
    assert city.teams[0].name in schools
    assert city.teams[4].name not in schools, "a secondary school is of another kind"


def test_the_download_has_the_rows_of_the_chart(city: World, officer: Client) -> None:
    fill(city)

    response = officer.get("/cijfers/vragen/vragen.csv?soort=quarter")
    rows = response.content.decode("utf-8-sig").splitlines()

    assert response["Content-Disposition"] == 'attachment; filename="vragen-vragen-heel-zwolle-2026-Q2.csv"'
    assert rows[0] == "Periode;Aangemeld;Afgesloten;Lopend"
    assert rows[-1] == "2e kw 2026;72;72;0"
    assert officer.get("/cijfers/vragen/niets.csv").status_code == 404
    assert officer.get("/cijfers/niets/niets.csv").status_code == 404


def test_nonsense_in_the_address_shows_the_widest_look(city: World, officer: Client) -> None:
    fill(city)

    page = words(officer.get("/cijfers/?eenheid=board:99999&soort=eeuw&tot=gisteren&sector=XX"))

    assert "Cijfers van Heel Zwolle" in page


PAGES = ("", *(f"{slug}/" for slug in TOPICS), "vragen/vragen.csv")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_figures_costs_six_queries(city: World, officer: Client, rows: int) -> None:
    fill(city, rows=rows)
    for path in PAGES:
        with queries() as sent:
            officer.get(f"/cijfers/{path}")

        assert len(sent) <= 6, "\n".join((path, *sent))


def test_no_query_of_a_page_touches_a_case(city: World, officer: Client) -> None:
    fill(city)
    with queries() as sent:
        for path in PAGES:
            officer.get(f"/cijfers/{path}")

    assert not [sql for sql in sent if "cases_" in sql or "insights_questioncount" in sql or "financing_" in sql]


def test_a_lead_begins_with_the_own_wijkteam(city: World, today: D, client: Client) -> None:
    fill(city)
    client.force_login(person("SWT_LEAD", neighbourhood_team=city.wijkteam("noord")))

    assert "Cijfers van Wijkteam noord" in words(client.get("/cijfers/"))
    assert "Cijfers van Heel Zwolle" in words(client.get("/cijfers/?eenheid=stad"))
    assert "Cijfers van Wijkteam noord" in words(client.get("/cijfers/?eenheid=neighbourhood_team:zuid")), "not theirs"


def test_a_director_sees_the_own_school_and_the_city(city: World, today: D, client: Client) -> None:
    fill(city)
    location = city.teams[0].location
    client.force_login(person("DIRECTOR", location=location))

    page = words(client.get("/cijfers/"))

    assert location.name in page
    assert city.teams[2].location.name not in page
    assert f"Wijkteam noord ({location.name})" in words(client.get("/cijfers/uren/")), "its hours at this school"


def test_who_has_no_right_to_figures_is_refused(city: World, today: D, client: Client) -> None:
    client.force_login(person("IB", team=city.teams[0]))
    assert client.get("/cijfers/").status_code == 403

    Appointment.objects.all().delete()
    assert client.get("/cijfers/").status_code == 403
    client.logout()
    assert client.get("/cijfers/").status_code == 302
