"""Changing a rate, yearly amount, sharing rule or source from its own row: dated, with decision and reason [domain 3.11]."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.models import Sum
from django.urls import reverse

from financing.actions import close_month, compute_all
from financing.models import BudgetLine, CostShareRule, FundingSource, HoursRate, MoneyChange, YearlyCost

from .stored import TODAY, as_money, take_in

pytestmark = pytest.mark.django_db
Day = datetime.date
WHY = {"decision": "Collegebesluit 1 mei 2018", "reason": "Nieuwe cao"}


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(datetime.datetime(2018, 5, 17, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def controller(money, as_):
    return as_(money.controller, role="CONTROLLER")


def change(client, kind, row, what="change_fact", **told):
    return client.post(reverse(f"financing:{what}", args=[kind, row.pk]), {**WHY, **told})


def budget(month, **which):
    return BudgetLine.objects.filter(month=month, **which).aggregate(Sum("budget"))["budget__sum"] or 0


def test_a_rate_changes_from_a_day_and_says_why(controller, money):
    page = change(controller, "tarief", HoursRate.objects.get(role="IB"), amount="70,50", weeks="", start="1-6-2018")

    assert page.status_code == 302
    assert [(one.rate, one.period.lower, one.period.upper) for one in HoursRate.objects.order_by("period")] == [
        (Decimal("66.18"), Day(2015, 8, 1), Day(2018, 6, 1)),
        (Decimal("70.50"), Day(2018, 6, 1), None),
    ]
    noted = MoneyChange.objects.get()
    assert (noted.by_name, noted.about, noted.start) == (money.controller.name, "tarief", Day(2018, 6, 1))
    assert (noted.was, noted.becomes) == ("€\u00a066,18 per uur", "€\u00a070,50 per uur")
    assert (noted.decision, noted.reason) == (WHY["decision"], WHY["reason"])
    assert list(controller.get(reverse("financing:facts")).context["changes"]) == [noted]


def test_what_was_closed_stays_and_the_difference_is_a_correction(controller):
    """The rate of March changes after March was closed: March keeps its line, April shows what it should have been."""
    close_month(by=None, month=2018 * 12 + 2, today=TODAY)
    name = "uren/10AB00/IB/a@x.nl/2017-08-01"
    closed = budget("2018-03-01", name=name)

    change(controller, "tarief", HoursRate.objects.get(role="IB"), amount="132,36", weeks="", start="1-3-2018")
    compute_all(today=TODAY)

    assert budget("2018-03-01", name=name) == closed == 882_40
    assert budget("2018-04-01", name=f"correctie/2018-03/{name}") == 882_40
    assert budget("2018-04-01", name=name) == 1_764_80


def test_a_yearly_amount_goes_on_under_a_new_code_with_its_rule_and_its_source(controller):
    """A rule and a source that name the old code count for the new one too, so nothing becomes unallocated."""
    take_in(
        {
            "verplichtingen": "code;soort;bedrag;jaarbasis;van\nthink;programma;12000;kalenderjaar;2018-01-01\n",
            "verdeelsleutels": "sleutel;volgorde;betaler;deel;arrangement;van\nthink;1;gemeente;1;think;2018-01-01\n",
            "dekking": "betaler;jaar;volgorde;naam;soort;maximum;voor\ngemeente:GM0193;2018;2;think;structureel;9;think\n",
        }
    )
    cost = YearlyCost.objects.get(code="think")

    done = change(controller, "verplichting", cost, amount="24.000", start="1-7-2018", code="think-2018")
    compute_all(today=TODAY)

    assert done.status_code == 302
    payers = dict(BudgetLine.objects.filter(month="2018-07-01", name__startswith="think").values_list("name", "payer"))
    assert payers == {"think-2018": "gemeente:GM0193"}
    assert (budget("2018-06-01", name="think"), budget("2018-07-01", name="think-2018")) == (1_000_00, 2_000_00)
    assert FundingSource.objects.get(name="think").scope == ["think", "think-2018"]


def test_from_its_first_day_on_it_is_the_same_commitment_with_another_amount(controller):
    cost = YearlyCost.objects.get(code="jgw-po")

    change(controller, "verplichting", cost, amount="2.400", start="1-1-2016", code="")

    assert list(YearlyCost.objects.values_list("code", "amount")) == [("jgw-po", 2400)]


def test_a_rule_changes_from_a_day(controller):
    rule = CostShareRule.objects.get(code="JGW")
    form = controller.get(reverse("financing:change_fact", args=["verdeelsleutel", rule.pk])).context["form"]
    assert form.initial["parts"] == "bestuur 1/3\ngemeente 2/3"

    change(controller, "verdeelsleutel", rule, parts="gemeente 1", start="1-9-2018", code="JGW-2018")
    compute_all(today=TODAY)

    payers = BudgetLine.objects.filter(name="jgw-po").values_list("payer", flat=True).order_by("payer")
    assert list(payers.filter(month="2018-08-01")) == ["bestuur:*", "gemeente:GM0193"]
    assert list(payers.filter(month="2018-09-01")) == ["gemeente:GM0193"]
    assert MoneyChange.objects.get().was == "bestuur 1/3, gemeente 2/3"


def test_a_source_has_another_maximum(controller):
    change(controller, "dekking", FundingSource.objects.get(), amount="500.000")

    assert FundingSource.objects.get().maximum == 500_000
    assert MoneyChange.objects.get().subject == "structureel 2018"


def test_a_yearly_amount_ends(controller):
    cost = YearlyCost.objects.get(code="jgw-po")
    change(controller, "verplichting", cost, what="end_fact", last_day="30-6-2018")
    compute_all(today=TODAY)

    assert (budget("2018-06-01", name="jgw-po"), budget("2018-07-01", name="jgw-po")) == (102_88, 0)
    assert MoneyChange.objects.get().becomes == "eindigt na 30 juni 2018"


@pytest.mark.parametrize(
    ("kind", "told", "says"),
    [
        ("tarief", {"amount": "70", "start": "1-1-2010"}, "Dit geldt vanaf 1-8-2015. Kies een dag in die periode."),
        ("tarief", {"amount": "-1", "start": "1-6-2018"}, "Vul 0 of meer in."),
        ("tarief", {"amount": "70", "start": "31-2-2018"}, "Vul een datum in, bijvoorbeeld 1-9-2026."),
        ("tarief", {"amount": "70", "start": "1-6-2018", "reason": ""}, "Vul ‘Reden’ in."),
        ("verplichting", {"amount": "7", "start": "1-6-2018", "code": ""}, "Vul een nieuwe code in"),
        ("verplichting", {"amount": "7", "start": "1-6-2018", "code": "jgw-po"}, "Code ‘jgw-po’ bestaat al."),
        ("verplichting", {"amount": "7", "start": "1-6-2018", "code": "a/b"}, "geen schuine streep"),
        ("verdeelsleutel", {"parts": "bestuur 1/2", "start": "1-9-2018", "code": "x"}, "De delen zijn samen 1/2"),
        ("verdeelsleutel", {"parts": "bestuur", "start": "1-9-2018", "code": "x"}, "Regel 1: schrijf een betaler"),
    ],
)
def test_wrong_input_is_refused_with_the_reason_and_changes_nothing(controller, kind, told, says):
    rows = {
        "tarief": HoursRate.objects.get,
        "verplichting": YearlyCost.objects.get,
        "verdeelsleutel": lambda: CostShareRule.objects.get(code="JGW"),
    }
    page = change(controller, kind, rows[kind](), **{"weeks": "", **told})

    assert says in page.content.decode()
    assert not MoneyChange.objects.exists()
    assert CostShareRule.objects.get(code="JGW").period.upper is None
    assert YearlyCost.objects.get().period.upper == Day(2019, 1, 1)


def test_the_reasons_are_only_ever_added_to_and_only_the_controller_reads_them(controller, money):
    change(controller, "dekking", FundingSource.objects.get(), amount="500.000")

    with as_money(money.board_member, "BOARD"):
        assert not MoneyChange.objects.exists()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        as_money(money.controller, "CONTROLLER", writes=True),
    ):
        MoneyChange.objects.update(reason="iets anders")
    with pytest.raises(IntegrityError, match="money_change_has_reason"), transaction.atomic():
        MoneyChange.objects.update(reason="")


def test_what_cannot_be_changed_is_not_there(controller):
    row = FundingSource.objects.get()
    for url in (
        reverse("financing:change_fact", args=["iets", row.pk]),
        reverse("financing:change_fact", args=["tarief", row.pk]),
        reverse("financing:end_fact", args=["dekking", row.pk]),
    ):
        assert controller.get(url).status_code == 404
