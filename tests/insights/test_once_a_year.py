"""What is counted once a school year, and value cases: providers, participation. Nobody below the threshold is told of."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from cases.models import Escalation, ProviderMark
from financing.models import CareAssumption, Enrolment, Placement
from insights import actions
from insights.actions.providers import fix_providers
from insights.enums import PeriodKind
from insights.models import MoneyMonth, Participation, ProviderFigure, Publication, ValueLine
from schools.models import Arrangement, ArrangementTerms, Provider
from tests.cast import sign_in
from tests.insights.conftest import TODAY, person
from tests.insights.test_dashboard import words
from tests.insights.world import World

D = datetime.date
SPRING = D(2026, 4, 15)


# ---- Providers ------------------------------------------------------------------------------------------------------
@pytest.fixture
def served(city: World) -> World:
    """Anker works for nine pupils of the first school and Boei for one; Compas for seven of the second."""
    for name, team, number in (("Anker", 0, 9), ("Boei", 0, 1), ("Compas", 1, 7)):
        provider = Provider.objects.create(name=name)
        cases = city.many(city.teams[team], number, D(2026, 4, 1))
        city.escalate_all(cases, SPRING, provider=provider, started_on=SPRING)
        for case in cases:
            mark = {"team_id": case.team_id, "case": case, "provider": provider, "author": city.people[0]}
            ProviderMark.objects.create(**mark, by="school", mark=7 if name == "Anker" else 4, on=D(2026, 6, 1))
    return city


def told() -> set[tuple[object, ...]]:
    names = ("level", "unit", "provider__name", "providers", "pupils", "mark")
    return set(ProviderFigure.objects.values_list(*names))


def test_a_provider_is_named_only_where_it_works_for_enough_pupils(served: World) -> None:
    actions.nightly(today=TODAY)

    first, board = served.teams[0].location.code, "10001"
    assert told() == {
        ("location", first, None, 2, None, None),
        ("location", first, "Anker", None, None, None),
        ("board", board, None, 3, None, None),
        ("neighbourhood_team", "noord", None, 3, None, None),
        ("city", "", None, 3, None, None),
        ("city", "", "Anker", None, 10, Decimal(7)),
    }


def test_providers_are_counted_once(served: World) -> None:
    actions.nightly(today=TODAY)
    before = told()
    Escalation.objects.update(provider=Provider.objects.get(name="Boei"))

    again = Publication.objects.create(kind=PeriodKind.SCHOOL_YEAR, first=D(2025, 8, 1), revision=2, counted_on=TODAY)
    assert fix_providers(again) == []
    quarter = Publication.objects.get(kind=PeriodKind.QUARTER, first=D(2026, 4, 1))
    assert fix_providers(quarter) == []
    assert told() == before


def test_a_group_counts_for_as_many_pupils_as_the_team_told(city: World) -> None:
    provider = Provider.objects.create(name="Anker")
    for children in (3, 5):
        offer = city.offer(city.teams[2], SPRING, children)
        offer.provider = provider
        offer.save()
    actions.nightly(today=TODAY)

    assert ("location", city.teams[2].location.code, "Anker", None, None, None) in told()


def test_the_page_shows_providers_around_schools(served: World, officer: Client) -> None:
    actions.nightly(today=TODAY)

    page = words(officer.get("/cijfers/aanbieders/"))

    school = served.teams[0].location.name
    assert f"De meeste aanbieders in 2025-2026: 2 aanbieders rond {school}." in page
    assert "Van 6 scholen staat niets in de tabel: minder dan 8 leerlingen." in page
    assert f"{school} 2 Anker" in page
    assert "Anker 10 7,0" in page
    assert "Boei" not in page and "Compas" not in page
    assert served.teams[1].location.name not in page.partition("Hoeveel aanbieders")[2]
    rows = officer.get("/cijfers/aanbieders/scholen.csv").content.decode("utf-8-sig").splitlines()
    assert rows[1] == f"{school};2;Anker"


def test_a_number_that_would_betray_a_pupil_is_not_told(city: World, officer: Client) -> None:
    """Eight at two schools by name, of "15" in the city: so one at the third, where both providers of the city work."""
    anker, boei = (Provider.objects.create(name=name) for name in ("Anker", "Boei"))
    for provider, team, number in ((anker, 0, 8), (anker, 1, 8), (anker, 2, 1), (boei, 2, 9)):
        cases = city.many(city.teams[team], number, D(2026, 4, 1))
        city.escalate_all(cases, SPRING, provider=provider, started_on=SPRING)
    actions.nightly(today=TODAY)

    assert ("city", "", "Anker", None, None, None) in told()
    page = words(officer.get("/cijfers/aanbieders/"))
    assert "Anker niet getoond minder dan 8 leerlingen" in page
    assert "De meeste leerlingen in" not in page


def test_the_database_keeps_names_and_numbers_apart(served: World) -> None:
    actions.nightly(today=TODAY)
    publication, provider = Publication.objects.latest("id"), Provider.objects.get(name="Boei")
    for wrong, name in (
        ({"level": "city", "provider": provider, "providers": 3}, "provider_figure_of_all_or_one"),
        ({"level": "location", "provider": provider, "pupils": 10}, "provider_figure_pupils_of_the_city"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            ProviderFigure.objects.create(publication=publication, **wrong)


# ---- Participation --------------------------------------------------------------------------------------------------
def enrolled(city: World, pupils: dict[int, int], year: int = 2025) -> None:
    for team, number in pupils.items():
        location = city.teams[team].location
        Enrolment.objects.update_or_create(
            location=location, school_year=year, home=city.zwolle, defaults={"pupils": number}
        )


def test_participation_waits_for_every_school_and_for_its_day(city: World) -> None:
    special, tiny = city.add_school("SBO", "10001", "noord"), city.add_school("SO", "10001", "noord")
    city.teams += [special, tiny]
    enrolled(city, {0: 300, 1: 301, 2: 302, 3: 303, 7: 112})
    actions.fix_participation(today=TODAY)
    assert not Participation.objects.exists(), "a school has not told yet"

    enrolled(city, {8: 7})
    assert actions.fix_participation(today=D(2025, 10, 31)) == 0
    actions.fix_participation(today=D(2025, 11, 1))

    def found() -> dict[str, tuple[int, int]]:
        rows = Participation.objects.values_list("type", "pupils", "revision")
        return {kind: (pupils, revision) for kind, pupils, revision in rows}

    assert found() == {"": (1325, 1), "BO": (1205, 1), "SBO": (110, 1)}, "seven pupils of SO are not told of"
    enrolled(city, {7: 162})
    actions.fix_participation(today=D(2026, 10, 31))
    assert found()["SBO"] == (110, 1), "in between it stands"
    actions.fix_participation(today=D(2026, 11, 1))
    assert found()["SBO"] == (160, 2)


def test_the_page_shows_the_share_in_special_education(city: World, officer: Client) -> None:
    city.teams.append(city.add_school("SBO", "10001", "noord"))
    enrolled(city, {0: 300, 1: 300, 2: 300, 3: 300, 7: 55})
    actions.nightly(today=TODAY)

    page = words(officer.get("/cijfers/verzuim/"))

    assert "SBO van PO" in page
    assert "4,4 %" in page, "55 of 1255"
    register = words(officer.get("/cijfers/register/"))
    assert "geteld op 1 oktober: PO 2025-2026 (eerste telling)." in register


def test_dyslexia_stands_beside_what_is_to_be_expected(city: World, officer: Client) -> None:
    enrolled(city, dict.fromkeys(range(4), 500))
    city.escalate_all(city.many(city.teams[0], 18, SPRING, themes=["dyslexie"]), SPRING)
    actions.nightly(today=TODAY)

    page = words(officer.get("/cijfers/jeugdhulp/"))

    # 2,000 pupils / 8 year groups × 3.6 % = 9
    assert (
        "In schooljaar 2025-2026 waren er 20 aanvragen; landelijk is 9 te verwachten. Dat is 2,2 keer zoveel." in page
    )
    assert "Schooljaar 2025-2026 20 9 2,2 keer" in page


# ---- Value cases ----------------------------------------------------------------------------------------------------
def assume(about: dict[str, object], care: str, before: int, now: int, price: int) -> None:
    CareAssumption.objects.create(
        **about,
        school_year=2025,
        care=care,
        baseline=before,
        now=now,
        unit_price=price,
        source="Raming van de gemeente",
    )


def test_a_value_case_from_numbers_that_may_be_seen(city: World, officer: Client) -> None:
    school = city.teams[0].location
    assume({"location": school}, "Ambulante hulp", 21, 9, 1000)
    actions.nightly(today=TODAY)
    budget = {"budget": 300_000, "realised": 0, "forecast": 0}
    MoneyMonth.objects.create(month=D(2025, 9, 1), location=school.code, payer="gemeente", **budget)

    page = words(officer.get("/cijfers/geld/"))

    assert f"{school.name}, 2025-2026 € 3.000 € 10.000 € 7.000 Berekend uit de aannames hieronder." in page
    assert f"Ambulante hulp: {school.name}, 2025-2026 20 10 € 1.000 Raming van de gemeente" in page


def test_a_value_case_about_few_pupils_waits_for_the_controller(city: World, today: D, client: Client) -> None:
    school = city.teams[0].location
    assume({"location": school}, "Ambulante hulp", 21, 3, 1000)
    actions.nightly(today=TODAY)
    director = person("DIRECTOR", location=school)
    sign_in(client, director)
    page = words(client.get("/cijfers/geld/"))
    assert f"{school.name}, 2025-2026 – minder dan 8 leerlingen minder dan 8 leerlingen" in page
    assert f"Ambulante hulp: {school.name}, 2025-2026 20 minder dan 8 € 1.000" in page

    sign_in(client, person("CONTROLLER", municipality=city.zwolle))
    told = {
        "location": school.pk,
        "school_year": "2025",
        "what": "saved",
        "value": "18.000",
        "reason": "De raad vroeg het.",
    }
    client.post("/cijfers/vrijgegeven/", {**told, "arrangement": Arrangement.objects.create(code="X", name="X").pk})
    client.post("/cijfers/vrijgegeven/", {**told, "location": ""})
    assert f"{school.name}, 2025-2026 – minder dan 8" in words(client.get("/cijfers/geld/")), (
        "of one thing, not of two or none"
    )
    client.post("/cijfers/vrijgegeven/", told)

    sign_in(client, director)
    shown = words(client.get("/cijfers/geld/"))
    assert f"{school.name}, 2025-2026 – € 18.000 – Vrijgegeven door de controller: De raad vroeg het." in shown
    sign_in(client, person("BOARD", board=city.board("10002")))
    assert "Ambulante hulp" not in words(client.get("/cijfers/geld/")), "a school of another board"


def test_an_arrangement_with_few_pupils_shows_no_number_of_pupils(city: World) -> None:
    klas = Arrangement.objects.create(code="F2", name="Fase 2 klas")
    ArrangementTerms.objects.create(
        arrangement=klas, period=DateRange(D(2025, 8, 1), None), capacity=15, amount_per_place=Decimal(24000)
    )
    assume({"arrangement": klas}, "Dagopvang", 20, 10, 1000)
    actions.nightly(today=TODAY)
    assert [(one.baseline, one.now) for one in ValueLine.objects.all()] == [(None, None)]

    for number in range(8):
        Placement.objects.create(
            arrangement=klas, pupil_code=f"L{number}", period=DateRange(D(2025, 8, 1), D(2026, 8, 1)),
            decided_by_school=D(2025, 6, 1), decided_by_municipality=D(2025, 6, 1),
        )  # fmt: skip
    actions.keep_up(today=TODAY)
    assert [(one.baseline, one.now) for one in ValueLine.objects.all()] == [(20, 10)]
