"""The listing as known on a day: what it looked like with the facts that were stored at the end of that day."""

import datetime
import json
from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import F, Sum
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings

from accounts.acting import working
from accounts.models import Change, User
from financing.actions import change_rate, close_month
from financing.actions.changing import Because
from financing.answers import Books
from financing.books import facts
from financing.books.calendar import Months, month_of
from financing.books.facts import Book
from financing.known import known_at
from financing.models import Actual, BudgetLine, CareAssumption, ClosedMonth, HoursRate, LoggedHours, YearlyCost
from financing.store import read_book
from schools.models import SchoolLocation
from shell.numbers import write_day

from .stored import TODAY, acting, as_money, command, store, take_in, undone
from .test_generated_histories import histories
from .test_workbook import GOOD

pytestmark = pytest.mark.django_db
PERIODS = [Months.parse(text) for text in ("2016", "2017", "2016-2017")]
CHANGES = facts.YearlyCost | facts.Rate | facts.Actual | facts.Placement
DEARER = {"verplichtingen": GOOD["verplichtingen"].replace("1.234,56", "1.834,56")}


def asked(moment=None):
    """Everything that can be asked of the books: budgets, cover and pools."""
    with working(today=TODAY, action="test"), known_at(moment):
        found = Books()
    budgets = [found.budget(months, reference=day) for months in PERIODS for day in (date(2016, 12, 31), TODAY)]
    return budgets, found.cover(2017, reference=TODAY), found.pools(date(2017, 6, 1))


def moment():
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        return cursor.fetchone()[0]


@hypothesis_settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(histories(), histories())
def test_what_was_known_stays_known(first, later):
    """Facts are added, replaced and removed, and a month is closed; each earlier moment still answers as it did."""
    with undone():
        seen = [(moment(), asked())]
        store(first)
        seen.append((moment(), asked()))
        close_month(by=None, month=month_of(date(2016, 9, 1)), today=TODAY)
        seen.append((moment(), asked()))
        store(Book(fact for fact in later if isinstance(fact, CHANGES)))
        seen.append((moment(), asked()))
        Actual.objects.all().delete()
        HoursRate.objects.first().delete()
        YearlyCost.objects.update(amount=F("amount") + 1)
        close_month(by=None, month=month_of(date(2016, 10, 1)), today=TODAY)

        for when, answer in seen:
            assert asked(when) == answer


def earlier(days):
    """As if all that was written until now was written so many days ago."""
    ago = datetime.timedelta(days=days)
    Change.objects.update(at=F("at") - ago)
    ClosedMonth.objects.update(closed_at=F("closed_at") - ago)


def test_the_command_shows_what_was_known():
    """Yesterday: the old amount, and the month was open. A day before anything was entered: an empty listing."""
    take_in(GOOD)
    before = command("budget", "2018", "--op", "2018-05-17")
    cover = command("budget", "2018", "--cover")
    earlier(3)
    close_month(by=None, month=month_of(date(2018, 3, 1)), today=TODAY)
    take_in(DEARER)
    after = command("budget", "2018", "--op", "2018-05-17")
    today, then = timezone.localdate(), timezone.localdate() - datetime.timedelta(days=2)

    assert after != before
    assert command("budget", "2018", "--op", "2018-05-17", "--bekend-op", then.isoformat()) == before
    assert command("budget", "2018", "--cover", "--bekend-op", then.isoformat()) == cover
    assert command("budget", "2018", "--op", "2018-05-17", "--bekend-op", today.isoformat()) == after
    assert command("budget", "2018", "--bekend-op", "2018-05-17").count("\n") == 1, "only the header"


def test_the_reference_day_is_the_day_on_which_it_was_known():
    take_in(GOOD)
    earlier(2)
    day = (timezone.localdate() - datetime.timedelta(days=1)).isoformat()

    assert command("budget", "2018", "--bekend-op", day) == command("budget", "2018", "--op", day)


def test_the_pages_show_what_was_known(money, as_):
    """From the budget to the reason of an amount, with the rate that was known then."""
    controller = as_(money.controller, role="CONTROLLER")
    earlier(3)
    with as_money(money.controller, "CONTROLLER", writes=True):
        rate = HoursRate.objects.filter(role="IB").order_by("period").last()
        by = acting(money.controller, "CONTROLLER")
        change_rate(
            by=by, rate=rate, start=rate.period.lower, amount=rate.rate * 2, weeks=None, because=Because("b", "r")
        )
    close_month(by=None, month=month_of(date(2018, 3, 1)), today=TODAY)
    then = (timezone.localdate() - datetime.timedelta(days=1)).isoformat()
    told = {"periode": "2018", "per": "school", "op": "2018-05-17"}
    now = controller.get(reverse("financing:budget"), told).context["total"].budget

    page = controller.get(reverse("financing:budget"), {**told, "bekend": then})
    assert page.context["total"].budget < now
    assert page.context["standing"].last_closed is None, "as it was then"
    assert "bekend was" in page.content.decode()
    below = controller.get(next(url for name, url, _ in page.context["rows"] if name != "geen school (stedelijk)"))
    code = next(code for name, code, _ in below.context["rows"] if "/IB/" in name)
    why = controller.get(reverse("financing:commitment", args=[code]), {**told, "bekend": then})
    assert sum(row.budget for row, _ in why.context["rows"]) < sum(
        row.budget for row, _ in controller.get(why.request["PATH_INFO"], told).context["rows"]
    )
    csv = controller.get(reverse("financing:reference_file"), {**told, "bekend": then})
    assert csv["Content-Disposition"].endswith(f'begroting-2018-op-2018-05-17-bekend-op-{then}.csv"')

    empty = controller.get(reverse("financing:budget"), {**told, "bekend": "2018-01-01"}).content.decode()
    assert 'value="01-01-2018"' in empty, "a day in the address is written as people do"
    assert "zijn er geen bedragen met wat aan het eind van" in empty


def earlier_rows(table, since="2000-01-01"):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select was from app.money_facts_since(%s, %s)", [table, since])
        return [was and json.loads(was) for (was,) in cursor.fetchall()]


@pytest.mark.parametrize(
    ("who", "role", "table"),
    [
        ("board_member", "BOARD", "financing_hoursrate"),
        ("swt_lead", "SWT_LEAD", "financing_hoursrate"),
        ("controller", "CONTROLLER", "cases_case"),
    ],
)
def test_earlier_rows_are_of_money_and_for_the_controller(money, who, role, table):
    with as_money(getattr(money, who), role), pytest.raises(ProgrammingError, match="permission denied"):
        earlier_rows(table)


def test_of_a_person_only_name_and_address_are_told(money):
    before = moment()
    User.objects.filter(pk=money.controller.pk).update(name="Anders")
    with as_money(money.controller, "CONTROLLER"):
        (was,) = earlier_rows("accounts_user", before)

    assert was == {"id": str(money.controller.pk), "email": money.controller.email, "name": money.controller.name}


def test_nothing_is_written_as_of_an_earlier_moment(money):
    with transaction.atomic(), known_at(timezone.now()), pytest.raises(RuntimeError, match="plain SELECT"):
        HoursRate.objects.all().delete()


def test_an_assumption_is_corrected_and_ended_and_the_case_of_an_earlier_day_stays(money, as_):
    """Two people open the same assumption: the second is told. What was known two days ago is still shown as it was."""
    client = as_(money.controller, role="CONTROLLER")
    school = SchoolLocation.objects.get(code="10AB00")
    told = {"care": "basis-ggz", "baseline": "3", "now": "1", "unit_price": "1000", "source": "Raming"}
    url = reverse("financing:new_fact", args=["aanname"])
    assert client.post(url, {**told, "location": school.pk, "school_year": 2017}).status_code == 302
    row = CareAssumption.objects.get()
    earlier(3)
    why = {"decision": "Overleg 3 mei 2018", "reason": "De offerte is lager", "version": "0"}

    change, end = (reverse(f"financing:{what}_assumption", args=[row.pk]) for what in ("change", "end"))
    assert client.get(change).context["form"].initial["unit_price"] == 1000
    assert client.post(change, {**told, **why, "unit_price": "750,50"}).status_code == 302
    assert "Iemand anders heeft dit intussen gewijzigd" in client.post(change, {**told, **why}).content.decode()
    (case,) = client.get(reverse("financing:value"), {"jaar": 2017}).context["cases"]
    assert (case.saved, case.ended) == (1_501_00, [])

    assert client.post(end, {**why, "version": "1"}).status_code == 302
    assert "vervallen" in client.post(end, {**why, "version": "2"}).content.decode()
    page = client.get(reverse("financing:value"), {"jaar": 2017})
    (case,) = page.context["cases"]
    assert (case.saved, case.assumptions, [one.pk for one in case.ended]) == (0, [], [row.pk])
    assert [(one.was, one.becomes, one.by_name, one.reason) for one in page.context["changes"]] == [
        (
            "basis-ggz: 3 voor de start, 1 nu, €\u00a0750,50 per jaar. Bron: Raming",
            f"vervallen op {write_day(timezone.localdate())}",
            money.controller.name,
            why["reason"],
        ),
        (
            "basis-ggz: 3 voor de start, 1 nu, €\u00a01.000,00 per jaar. Bron: Raming",
            "basis-ggz: 3 voor de start, 1 nu, €\u00a0750,50 per jaar. Bron: Raming",
            money.controller.name,
            why["reason"],
        ),
    ]
    yesterday = (timezone.localdate() - datetime.timedelta(days=1)).isoformat()
    then = client.get(reverse("financing:value"), {"jaar": 2017, "bekend": yesterday})
    (case,) = then.context["cases"]
    assert (case.saved, case.ended, case.put_in) == (2_000_00, [], put_in())
    assert not client.get(reverse("financing:value"), {"jaar": 2017, "bekend": "2018-01-01"}).context["cases"]


def put_in():
    """What is begroot at the school by the stored lines: computed as known, it must be the same."""
    first, after = datetime.date(2017, 8, 1), datetime.date(2018, 8, 1)
    lines = BudgetLine.objects.filter(month__gte=first, month__lt=after, location__code="10AB00")
    return lines.aggregate(Sum("budget"))["budget__sum"]


def test_entered_hours_are_those_that_were_known():
    """Minutes that were entered anew, taken away, and added since."""
    uren = "datum;vestiging;rol;medewerker;minuten\n2018-01-08;10AB00;IB;a@x.nl;{}\n"
    take_in({**GOOD, "uren": uren.format("45") + "2018-01-09;10AB00;IB;a@x.nl;30\n"})
    then, known = moment(), read_book().all(facts.Logged)
    take_in({"uren": uren.format("60") + "2018-01-10;10AB00;IB;a@x.nl;15\n"})
    LoggedHours.objects.filter(on=date(2018, 1, 9)).delete()

    assert [row.minutes for row in read_book().all(facts.Logged)] == [60, 15]
    with working(today=TODAY, action="test"), known_at(then):
        assert read_book().all(facts.Logged) == known
    assert [row.minutes for row in known] == [45, 30]
