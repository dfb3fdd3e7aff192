"""SMW at VO per woongemeente: by pupils, and by questions only from 8 on [domain 3.8]; and W2 as the what-if page shows it."""

import datetime

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from accounts.models import Change
from cases.enums import Approach, RaisedBy, State, Theme
from cases.models import Case, Pupil, Residence
from financing.actions import compute_all
from financing.actions.working_hours import fix_cases_by_home
from financing.models import CasesByHome, Enrolment
from financing.places import vo_by_home
from schools.models import Municipality, SchoolLocation
from tests.cast import team

from .stored import as_money, take_in

pytestmark = pytest.mark.django_db
Day = datetime.date
VO_COST = {
    "verplichtingen": "code;soort;rol;sector;vestiging;bedrag;jaarbasis;van\n"
    "smw-12AB;jaarbedrag;SMW;VO;12AB00;100000;schooljaar;2017-08-01\n",
    "verdeelsleutels": "sleutel;volgorde;betaler;deel;rol;van\nSMW;1;gemeente;1;SMW;2017-08-01\n",
    "gemeenten": "code;naam\nGM0193;Zwolle\nGM0166;Kampen\nGM0148;Dalfsen\n",
}


@pytest.fixture
def asked(money):
    """In 2017-2018 twelve pupils of Zwolle and eight of Kampen asked something at a VO school, and seven of Dalfsen."""
    take_in(VO_COST)
    vo = team("Het College", in_=money, kind="VO", sector="VO")
    number = 0
    for code, count in (("GM0193", 12), ("GM0166", 8), ("GM0148", 7)):
        home = Municipality.objects.get(code=code)
        for _ in range(count):
            number += 1
            pupil = Pupil.objects.create(
                team=vo,
                given_name="Kind",
                family_name=str(number),
                birth_date=Day(2004, 1, 1),
                created_on=Day(2018, 2, 1),
                match_key=str(number),
            )
            Residence.objects.create(team=vo, pupil=pupil, home=home, period=DateRange(Day(2015, 1, 1), None))
            Case.objects.create(
                team=vo,
                pupil=pupil,
                state=State.RAISED,
                state_since=Day(2018, 2, 1),
                raised_on=Day(2018, 2, 1),
                raised_by=RaisedBy.TEACHER,
                question="Vraag",
                themes=[Theme.LEARNING],
                approach=Approach.PREVENTIVE,
                family_agreed_on=Day(2018, 2, 1),
                lead=money.ib,
            )
    place = SchoolLocation.objects.get(code="12AB00")
    for code, pupils in (("GM0193", 600), ("GM0166", 300), ("GM0148", 100)):
        home = Municipality.objects.get(code=code)
        Enrolment.objects.create(location=place, school_year=2017, home=home, pupils=pupils)
    compute_all(today=Day(2018, 9, 3))
    return money


def counts():
    return {row.home and row.home.name: row.pupils for row in CasesByHome.objects.filter(school_year=2017)}


def test_cases_are_counted_once_a_month_after_the_year_and_never_below_eight(asked):
    fix_cases_by_home(today=Day(2018, 8, 31))
    assert counts() == {}

    fix_cases_by_home(today=Day(2018, 9, 1))
    assert counts() == {None: 25, "Zwolle": 10, "Kampen": 10}

    Residence.objects.filter(home__code="GM0166").update(home=Municipality.objects.get(code="GM0148"))
    assert fix_cases_by_home(today=Day(2018, 10, 1)) == 0
    assert counts() == {None: 25, "Zwolle": 10, "Kampen": 10}


def test_costs_by_pupils_and_by_questions(asked):
    """€ 100.000: 600, 300 and 100 pupils; 10 of 25 and 10 of 25 with a question, and Dalfsen has fewer than 8."""
    fix_cases_by_home(today=Day(2018, 9, 1))
    found = vo_by_home(2017)

    assert (found.cost, found.counted) == (100_000_00, True)
    assert [(one.name, one.pupils, one.cost, one.asked, one.cost_by_asked) for one in found.homes] == [
        ("Dalfsen", 100, 10_000_00, None, None),
        ("Kampen", 300, 30_000_00, 10, 40_000_00),
        ("Zwolle", 600, 60_000_00, 10, 40_000_00),
    ]


def test_the_page_says_when_the_count_follows_and_shows_no_small_one(asked, as_):
    client = as_(asked.controller, role="CONTROLLER")
    url = reverse("financing:vo")
    with time_machine.travel(datetime.datetime(2018, 9, 3, 12, tzinfo=datetime.UTC), tick=False):
        before = client.get(url, {"jaar": 2017}).content.decode()
        fix_cases_by_home(today=Day(2018, 9, 3))
        after = client.get(url, {"jaar": 2017}).content.decode()

    assert "De telling van leerlingen met een vraag volgt op 1 september 2018." in before
    assert "minder dan 8" in after
    with as_money(asked.board_member, "BOARD"):
        assert not CasesByHome.objects.exists()


def test_w2_on_the_what_if_page(town, as_):
    """JGW PO € 320.000 and SMW VO € 366.000: municipality alone from 1 September 2017 costs it 4/12 × € 343.000 more in 2017."""
    half = "{0};1;bestuur;1/2;{0};2016-01-01;vastgesteld\n{0};2;gemeente;1/2;{0};2016-01-01;vastgesteld\n"
    plan = "{0}-plan;1;gemeente;1;{0};2017-09-01;voorgenomen\n"
    take_in(
        {
            "verplichtingen": "code;soort;rol;sector;bedrag;jaarbasis;van\n"
            "jgw-po;jaarbedrag;JGW;PO;320000;kalenderjaar;2016-01-01\n"
            "smw-vo;jaarbedrag;SMW;VO;366000;kalenderjaar;2016-01-01\n",
            "verdeelsleutels": "sleutel;volgorde;betaler;deel;rol;van;status\n"
            + "".join(half.format(role) + plan.format(role) for role in ("JGW", "SMW")),
        }
    )
    compute_all(today=Day(2017, 7, 10))
    client = as_(town.controller, role="CONTROLLER")

    page = client.get(reverse("financing:what_if"), {"periode": "2017", "voornemens": "on"})
    rows = dict(page.context["rows"])

    assert page.context["changes"] == ["Alles wat is voorgenomen, gaat door"]
    assert (rows["gemeente Zwolle"].total_now, rows["gemeente Zwolle"].more) == (343_000_00, 114_333_33)
    assert rows["de schoolbesturen samen"].more == -114_333_33
    assert [rows["gemeente Zwolle"].more_in(2017 * 12 + month) for month in (7, 8)] == [0, 28_583_33]


def test_a_number_of_pupils_that_is_entered_again_is_replaced(money, as_):
    client = as_(money.controller, role="CONTROLLER")
    about = {"location": SchoolLocation.objects.get(code="12AB00").pk, "school_year": 2017}
    about["home"] = Municipality.objects.get(code="GM0193").pk
    for pupils in (300, 30):
        answer = client.post(reverse("financing:new_fact", args=["woongemeente"]), {**about, "pupils": pupils})
        assert answer.status_code == 302, answer.context["form"].errors

    assert [one.pupils for one in Enrolment.objects.all()] == [30]
    changes = Change.objects.filter(table_name="financing_enrolment").order_by("at")
    assert [one.operation for one in changes] == ["insert", "update"]
