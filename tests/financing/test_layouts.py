"""The budget laid out by source of cover, and as on another day [domain 3.6, 3.11]."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from financing.as_on import AsOn
from financing.books.calendar import Months
from financing.by_source import BySource, stored_lines
from financing.models import BudgetLine
from financing.queries import Amounts, Grouping, budget, cover_of, sum_of
from financing.views.base import to_address

from .stored import TODAY, as_money, command, take_in

pytestmark = pytest.mark.django_db
Day = datetime.date
SHORT = {
    "dekking": "betaler;jaar;volgorde;naam;soort;maximum;voor\n"
    "gemeente:GM0193;2018;1;structureel;structureel;500;JGW\n"
    "gemeente:GM0193;2018;2;incidenteel;incidenteel;9000;fase2\n"
}


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(datetime.datetime(2018, 5, 17, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def controller(money, as_):
    take_in(SHORT)
    return as_(money.controller, role="CONTROLLER")


def sources(text):
    months = Months.parse(text)
    return {group.name: group.total for group in BySource(months, stored_lines(months)).groups()}


def test_a_year_by_source_is_the_cover_of_that_year(controller):
    by_source = {name: amounts.budget for name, amounts in sources("2018").items()}

    assert by_source["gemeente Zwolle: structureel"] == 500_00
    assert by_source["gemeente Zwolle: incidenteel"] == 9_000_00
    assert by_source["gemeente Zwolle: tekort"] == 15_323_04  # 823,04 of jgw-po and 24.000 of the place, minus 9.500
    assert "de schoolbesturen samen: geen dekking vastgelegd" in by_source
    assert sorted(by_source.values()) == sorted(row.covered for row in cover_of(2018) if row.covered)


@pytest.mark.parametrize("text", ["2018", "2017-2018", "2018-K2", "2018-03"])
def test_sources_make_the_budget_of_any_period_in_all_three_columns(controller, text):
    months = Months.parse(text)
    by_payer = sum_of(group.total for group in budget(months, Grouping.PAYER))

    assert sum_of(sources(text).values()) == by_payer
    assert by_payer.budget > 0


def test_months_by_source_make_the_year(controller):
    year = sources("2018")
    months = [sources(f"2018-{number:02}") for number in range(1, 13)]

    assert {name: sum_of(month.get(name, Amounts()) for month in months) for name in year} == year


def test_what_a_source_pays_is_shown_to_the_commitment_and_back(controller):
    page = controller.get(reverse("financing:budget"), {"periode": "2018", "per": "dekkingsbron"})
    url, amounts = next((url, sums) for name, url, sums in page.context["rows"] if name.endswith("incidenteel"))
    below = controller.get(url)
    place = "plaats/fase2/L1/2017-09-01"
    line = controller.get(reverse("financing:commitment", args=[to_address(place)]), {"periode": "2018"})

    assert [(name, sums.budget) for name, _, sums in below.context["rows"]] == [(place, amounts.budget)]
    assert line.context["sources"] == [
        ("gemeente Zwolle", "incidenteel", 9_000_00),
        ("gemeente Zwolle", "tekort", 15_000_00),
    ]
    wrong = {"periode": "2018", "per": "dekkingsbron", "van": to_address("geen bron")}
    assert controller.get(reverse("financing:lines"), wrong).status_code == 404


# ---- As on a day ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("grouping", list(Grouping))
def test_as_on_the_day_of_the_last_computation_it_is_what_is_stored(controller, money, grouping):
    months = Months.parse("2018")
    if grouping is Grouping.SOURCE:
        stored = sources("2018")
        found = {group.name: group.total for group in AsOn(months, TODAY).groups(grouping)}
    else:
        stored = {group.key: group.total for group in budget(months, grouping)}
        found = {group.key: group.total for group in AsOn(months, TODAY).groups(grouping)}

    assert found == stored


def test_a_budget_as_on_another_day_is_the_listing_of_that_day(controller):
    """What is realised up to and including 31 January, to the cent what the command says."""
    listed = command("budget", "2018", "--op", "2018-01-31").splitlines()[1:]
    realised = sum(round(float(line.split(";")[4]) * 100) for line in listed)

    page = controller.get(reverse("financing:budget"), {"periode": "2018", "op": "31-1-2018"})
    below = controller.get(next(url for name, url, _ in page.context["rows"] if name == "gemeente Zwolle"))
    row = next(amounts for name, _, amounts in page.context["rows"] if name == "gemeente Zwolle")

    assert page.context["total"].realised == realised
    assert page.context["as_on"] == Day(2018, 1, 31)
    assert sum_of(amounts for _, _, amounts in below.context["rows"]) == row
    assert row.realised < sum(line.realised for line in BudgetLine.objects.filter(payer="gemeente:GM0193"))


def test_a_board_asks_for_no_other_day_and_a_director_for_no_source(money, as_):
    client = as_(money.board_member, role="BOARD")
    page = client.get(reverse("financing:budget"), {"periode": "2018", "op": "31-1-2018"})
    assert (page.context["asked_day"], "op" in page.context["form"].fields) == (None, False)

    client = as_(money.director, role="DIRECTOR")
    page = client.get(reverse("financing:budget"), {"periode": "2018", "per": "dekkingsbron"})
    assert page.context["grouping"] is Grouping.PAYER
    with as_money(money.director, "DIRECTOR"):
        assert not BudgetLine.objects.exists()
