"""The dashboard: what an officer sees, from summaries and publications alone."""

import datetime

import pytest
from django.test import Client
from django.utils.html import strip_tags

from insights import actions
from insights.models import MoneyMonth
from schools.models import Appointment
from tests.insights.conftest import TODAY, person, queries
from tests.insights.world import World

D = datetime.date


def words(response: object) -> str:
    """The text of a page, with single spaces."""
    return " ".join(strip_tags(response.content.decode()).split())  # type: ignore[attr-defined]


def fill(city: World, rows: int = 9) -> None:
    for month in (2, 5, 6, 8):
        for team in city.teams[:4]:
            for case in city.many(team, rows, D(2026, month, 11), first_support_on=D(2026, month, 20)):
                city.escalate(
                    case,
                    D(2026, month, 15),
                    started_on=D(2026, month, 25),
                    stopped_on=D(2026, month, 26),
                    stop_reason="01",
                )
                city.close(case, D(2026, month, 28))
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


def test_the_officer_sees_questions_escalations_hours_and_money(city: World, officer: Client) -> None:
    fill(city)

    page = words(officer.get("/cijfers/"))
    assert "Cijfers van Heel Zwolle" in page
    assert "2e kwartaal 2026 in het kort" in page
    assert "Aangemeld 72" in page, "exact: the city in a quarter"
    assert "Dagen tot eerste ondersteuning 9 dagen" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "De telling van 3e kwartaal 2026 volgt op 1 november 2026." in page
    assert "Wijkteam noord353535" in page.replace(" 35", "35"), "raised, closed, escalated; rounded"
    assert "€ 10.000" in page.replace("\N{NO-BREAK SPACE}", " ")


def test_a_wijkteam_in_a_month_and_small_counts_hidden(city: World, officer: Client) -> None:
    fill(city, rows=3)

    page = words(officer.get("/cijfers/?eenheid=neighbourhood_team:noord&soort=month"))

    assert "Cijfers van Wijkteam noord" in page
    assert "Aangemeld minder dan 8" in page
    assert "1,5" in page, "hours follow the day: 90 minutes in August, in the chart of the months before"


def test_nonsense_in_the_address_shows_the_widest_look(city: World, officer: Client) -> None:
    fill(city)

    page = words(officer.get("/cijfers/?eenheid=board:99999&soort=eeuw&tot=gisteren&sector=XX"))

    assert "Cijfers van Heel Zwolle" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_dashboard_costs_six_queries(city: World, officer: Client, rows: int) -> None:
    fill(city, rows=rows)
    with queries() as sent:
        officer.get("/cijfers/")

    assert len(sent) == 6, "\n".join(sent)


def test_no_query_of_the_page_touches_a_case(city: World, officer: Client) -> None:
    fill(city)
    with queries() as sent:
        officer.get("/cijfers/")

    assert not [sql for sql in sent if "cases_" in sql or "insights_questioncount" in sql or "financing_" in sql]


def test_a_director_sees_the_own_school_and_the_city(city: World, today: D, client: Client) -> None:
    fill(city)
    location = city.teams[0].location
    client.force_login(person("DIRECTOR", location=location))

    page = words(client.get("/cijfers/"))

    assert location.name in page
    assert city.teams[2].location.name not in page


def test_who_has_no_right_to_figures_is_refused(city: World, today: D, client: Client) -> None:
    client.force_login(person("IB", team=city.teams[0]))
    assert client.get("/cijfers/").status_code == 403

    Appointment.objects.all().delete()
    assert client.get("/cijfers/").status_code == 403
    client.logout()
    assert client.get("/cijfers/").status_code == 302
