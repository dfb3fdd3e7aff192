"""A population budget: a path of five years that shrinks, and what was drawn from it by whom [domain 3.10]."""

from decimal import Decimal

import pytest
from django.urls import reverse

from financing.actions import compute_all
from financing.models import FundingSource, MoneyChange, PopulationBudget
from financing.population import computed_until, path_of

from .stored import TODAY, cost, take_in

pytestmark = pytest.mark.django_db
NORTH = {
    "payer": "fonds:noord",
    "name": "Populatiebudget Noord",
    "area": "Een deel van Zwolle Noord",
    "first_year": "2018",
    "shares": "gemeente:GM0193 600,00\nbestuur:41001 400,00",
    "path": "100 95 90,5 85 80",
    "decision": "Convenant proeftuin, 2017",
}
#: Two trajectories in the area, € 900,00 and € 300,00 a year, on the name of the fund.
DRAWS = {
    "verplichtingen": (
        "code;soort;vestiging;bedrag;jaarbasis;van\n"
        "traject-a;programma;10AB00;900;kalenderjaar;2018-01-01\n"
        "traject-b;programma;12AB00;300;kalenderjaar;2018-01-01\n"
    ),
    "verdeelsleutels": (
        "sleutel;volgorde;betaler;deel;arrangement;van\n"
        "traject-a;1;fonds:noord;1;traject-a;2018-01-01\n"
        "traject-b;1;fonds:noord;1;traject-b;2018-01-01\n"
    ),
}


@pytest.fixture
def controller(money, as_):
    take_in(DRAWS)
    compute_all(today=TODAY)
    return as_(money.controller, role="CONTROLLER")


def enter(client, **changes):
    return client.post(reverse("financing:new_fact", args=["populatiebudget"]), {**NORTH, **changes})


def test_the_path_shrinks_from_what_all_put_in_and_says_who_drew(controller):
    assert enter(controller).status_code == 302
    budget = PopulationBudget.objects.get()
    maxima = FundingSource.objects.filter(payer="fonds:noord").order_by("year").values_list("year", "maximum")
    assert [(year, str(amount)) for year, amount in maxima] == [
        (2018, "1000.00"),
        (2019, "950.00"),
        (2020, "905.00"),
        (2021, "850.00"),
        (2022, "800.00"),
    ]

    first, second = path_of(budget, computed_until())[:2]
    # 900 + 300 is more than 1,000: commitment by commitment in order of name, what is left is not covered.
    assert (first.drawn.budget, first.left, first.over) == (1000_00, 0, 200_00)
    assert [(name, drawn.budget) for name, drawn in first.by_commitment.items()] == [
        ("traject-a", 900_00),
        ("traject-b", 100_00),
    ]
    assert sum(drawn.budget for drawn in first.by_school.values()) == first.drawn.budget
    assert len(first.by_school) == 2
    assert (second.drawn.budget, second.over) == (950_00, 250_00)

    assert [one.is_computed for one in path_of(budget, computed_until())] == [True, True, False, False, False]

    page = controller.get(reverse("financing:population", args=[budget.pk]) + "?jaar=2018").content.decode()
    assert "Een deel van Zwolle Noord" in page
    assert "Het budget is op" in page
    assert cost(controller, reverse("financing:population", args=[budget.pk])) <= 12


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"path": "100 95 90 85"}, "Een pad is van 5 jaren"),
        ({"path": "100 95 96 85 80"}, "€ 960,00 is meer dan € 950,00, het jaar ervoor"),
        ({"path": "101 95 90 85 80"}, "de inleg van alle partijen samen"),
        ({"shares": "gemeente:GM0193"}, "Regel 1: schrijf een partij en een bedrag"),
        ({"decision": ""}, "Vul ‘Besluit’ in"),
    ],
)
def test_a_path_that_cannot_be_is_refused_with_the_reason(controller, changes, says):
    answer = enter(controller, **changes).content.decode().replace("\xa0", " ").replace("&#x27;", "'")

    assert says in answer
    assert not FundingSource.objects.filter(payer="fonds:noord").exists()


def test_the_path_is_changed_on_a_decision_and_never_rises(controller):
    enter(controller)
    budget = PopulationBudget.objects.get()
    url = reverse("financing:change_population", args=[budget.pk])
    told = {"in_2018": "1000", "in_2019": "900", "in_2020": "905", "in_2021": "850", "in_2022": "800"}
    why = {"decision": "Stuurgroep, mei 2018", "reason": "Minder trajecten"}

    assert "Het pad loopt niet omhoog" in controller.post(url, {**told, **why}).content.decode()
    assert controller.post(url, {**told, **why, "in_2020": "880"}).status_code == 302

    assert [one.maximum // 100 for one in path_of(budget, computed_until())] == [1000, 900, 880, 850, 800]
    changes = MoneyChange.objects.filter(about="dekking").order_by("subject").values_list("subject", "reason")
    assert [subject for subject, _ in changes] == ["Populatiebudget Noord 2019", "Populatiebudget Noord 2020"]
    assert FundingSource.objects.get(payer="fonds:noord", year=2019).maximum == Decimal(900)


def test_a_population_budget_is_for_the_controller(money, as_):
    client = as_(money.board_member, role="BOARD")

    assert client.get(reverse("financing:populations")).status_code == 403
