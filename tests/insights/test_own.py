"""A team's own figures: whole for its own people, nothing for others."""

import datetime

from django.test import Client

from insights import actions
from tests.cast import sign_in
from tests.insights.conftest import TODAY, person, queries
from tests.insights.test_dashboard import words
from tests.insights.world import World

D = datetime.date


def filled(city: World) -> None:
    """Three questions at the first school, one of them closed; five at the second."""
    first, second = city.teams[0], city.teams[1]
    cases = city.many(first, 3, D(2026, 8, 20), first_support_on=D(2026, 8, 30))
    city.close(cases[0], D(2026, 9, 2), pupil_mark=8)
    city.many(second, 5, D(2026, 8, 20))
    city.log(cases[0], D(2026, 8, 21), 90)
    actions.nightly(today=TODAY)


def test_a_team_sees_its_own_numbers_whole(city: World, today: D, client: Client) -> None:
    filled(city)
    sign_in(client, person("IB", team=city.teams[0]))

    page = words(client.get("/cijfers/team/"))

    assert f"Cijfers van {city.teams[0].name}" in page
    assert "Aangemeld 3 0 Lopend 2 0 Afgesloten 1 0 Afgesloten door het team zelf 1 0" in page
    assert "Dagen tot eerste ondersteuning (mediaan) 10 dagen –" in page
    assert "Cijfer van leerlingen (gemiddeld) 8,0 –" in page
    assert "Intern begeleider 1,5 uur 0 uur" in page


def test_another_team_is_not_found(city: World, today: D, client: Client) -> None:
    filled(city)
    sign_in(client, person("IB", team=city.teams[0]))

    assert client.get(f"/cijfers/team/?team={city.teams[1].pk}").status_code == 404


def test_it_costs_three_queries(city: World, today: D, client: Client) -> None:
    filled(city)
    sign_in(client, person("IB", team=city.teams[0]))
    with queries() as sent:
        client.get("/cijfers/team/")

    assert len(sent) == 3, "\n".join(sent)
