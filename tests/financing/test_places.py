"""Places in an arrangement: asked, decided by two sides, refused, ended, paid pro rata, and what came of them [domain 3.9]."""

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from financing import actions, offers
from financing.actions import compute_all
from financing.models import Placement, PlacementResult
from financing.settlement import Letter, PlaceOnLetter, letter_of
from financing.views.base import to_address
from schools.models import Arrangement, Municipality, SchoolLocation
from tests.cast import appoint, person

from .stored import TODAY, acting, as_money, cost, take_in

pytestmark = pytest.mark.django_db
Day = datetime.date
PILOT = {
    "gemeenten": "code;naam\nGM0193;Zwolle\nGM0166;Kampen\nGM1896;Zwartewaterland\n",
    "arrangementen": "code;van;naam;vestiging;capaciteit;bedrag_per_plaats\npilot;2017-08-01;Pilot;10AB00;6;24000\n",
    "plaatsingen": "arrangement;leerling;van;woongemeente;besluit_school;besluit_gemeente;tot\n"
    + "".join(
        f"pilot;P{number};2017-08-01;{home};2017-06-01;2017-06-15;2018-07-31\n"
        for number, home in enumerate(("GM0193", "GM0193", "GM0193", "GM0166", "GM0166", "GM1896"), start=1)
    ),
    "verdeelsleutels": "sleutel;volgorde;betaler;deel;arrangement;van\npilot;1;woongemeente;1;pilot;2017-08-01\n",
}


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(datetime.datetime(2018, 5, 17, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def school(money):
    """The board of the school that offers the arrangement, and its director."""
    director = person("Dina Directeur")
    appoint(director, "DIRECTOR", at=SchoolLocation.objects.get(code="10AB00"))
    money.school_director = director
    return money


def get(client, name, *args, **query):
    return client.get(reverse(f"financing:{name}", args=args), query)


def ask(client, code="F2-031", first="1-6-2018", **more):
    home = Municipality.objects.get(code="GM0193")
    told = {"pupil_code": code, "home": home.pk, "period_0": first, **more}
    return client.post(reverse("financing:apply", args=["fase2"]), told)


def do(client, row, doing, **told):
    return client.post(reverse("financing:place_doing", args=[row.pk, doing]), told)


def test_a_place_is_asked_decided_by_both_sides_and_then_costs_money(school, client, as_):
    """The director asks and decides for the school, the controller records the beschikking; the municipality then pays."""
    ask(as_(school.school_director, role="DIRECTOR"))
    row = Placement.objects.get(pupil_code="F2-031")
    assert (row.applied_on, row.is_placed) == (TODAY, False)
    do(client, row, "school", on="10-5-2018")
    compute_all(today=TODAY)
    before = offers.school_year(2017)

    do(as_(school.controller, role="CONTROLLER"), row, "gemeente", on="15-5-2018", beschikking="Z-2018-77")
    compute_all(today=TODAY)

    row.refresh_from_db()
    assert (row.decided_by_school, row.decided_by_municipality) == (Day(2018, 5, 10), Day(2018, 5, 15))
    assert (row.beschikking, row.is_placed) == ("Z-2018-77", True)
    offer = get(client, "arrangement", "fase2", jaar=2017).context["offer"]
    assert before.label == "2017-2018"
    assert offer.by_name["plaats/fase2/F2-031/2018-06-01"] == 400_000  # two of twelve months of € 24.000
    assert get(client, "placement", row.pk).context["doings"][0] == ("dagen", "Dagen per week op school")


def test_the_school_never_decides_for_the_municipality(school, as_):
    client = as_(school.board_member, role="BOARD")
    ask(client)
    row = Placement.objects.get(pupil_code="F2-031")

    assert [code for code, _ in get(client, "placement", row.pk).context["doings"]] == ["school", "afwijzen"]
    assert do(client, row, "gemeente", on="15-5-2018", beschikking="x").status_code == 404
    as_board = as_money(school.board_member, "BOARD", writes=True)
    with pytest.raises(ProgrammingError, match="the municipality decides for itself"), as_board:
        Placement.objects.filter(pk=row.pk).update(decided_by_municipality=TODAY)
    as_board = as_money(school.board_member, "BOARD", writes=True)
    with pytest.raises(ProgrammingError, match="who pays is not for the school"), as_board:
        Placement.objects.filter(pk=row.pk).update(home=None)


def test_the_decider_of_the_woongemeente_grants_and_refuses(school, as_):
    """Pupils of the own municipality alone; the last place counts everybody's."""
    take_in(PILOT)
    here, there = Municipality.objects.get(code="GM0193"), Municipality.objects.get(code="GM0166")
    pilot = Arrangement.objects.get(code="pilot")
    with as_money(school.controller, "CONTROLLER", writes=True):
        for code, home, first in (("P7", here, Day(2018, 5, 1)), ("P8", here, Day(2018, 5, 2)), ("P9", there, TODAY)):
            period = DateRange(first, Day(2018, 8, 1))
            told = {"arrangement": pilot, "pupil_code": code, "home": home, "period": period}
            actions.apply_for_place(by=acting(school.controller, "CONTROLLER"), **told)
    client = as_(school.jeugdconsulent, role="JEUGDCONSULENT")

    assert [row.pupil_code for row in get(client, "decisions").context["waiting"]] == ["P7", "P8"]
    rows = {row.pupil_code: row for row in Placement.objects.filter(arrangement=pilot)}
    full = client.post(
        reverse("financing:decide_place", args=[rows["P7"].pk]), {"on": "17-5-2018", "beschikking": "Z-1"}
    )
    assert "Op 1 mei 2018 zijn alle 6 plaatsen bezet." in full.content.decode()
    Placement.objects.filter(pk=rows["P4"].pk).update(period=DateRange(Day(2017, 8, 1), Day(2018, 4, 1)))
    client.post(reverse("financing:decide_place", args=[rows["P7"].pk]), {"on": "17-5-2018", "beschikking": "Z-1"})
    client.post(reverse("financing:refuse_place", args=[rows["P8"].pk]), {"on": "17-5-2018", "reason": "Lichter kan"})
    assert get(client, "decide_place", rows["P9"].pk).status_code == 404

    rows = {row.pupil_code: row for row in Placement.objects.filter(arrangement=pilot)}
    assert (rows["P7"].decided_by_municipality, rows["P7"].beschikking, rows["P7"].is_placed) == (TODAY, "Z-1", False)
    assert (rows["P8"].refused_by, rows["P8"].refusal) == ("gemeente", "Lichter kan")
    assert get(client, "decisions").context["waiting"] == []


def test_another_school_sees_no_place(school, as_):
    """The director of the town's own school, which offers nothing."""
    client = as_(school.director, role="DIRECTOR")
    row = Placement.objects.get(pupil_code="L1")

    assert get(client, "arrangements", jaar=2017).context["offers"] == []
    assert get(client, "arrangement", "fase2").status_code == 404
    assert get(client, "placement", row.pk).status_code == 404
    assert ask(client).status_code == 404
    with as_money(school.director, "DIRECTOR"):
        assert not Placement.objects.exists()
    with as_money(school.school_director, "DIRECTOR"):
        assert Placement.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "says"),
    [("Jan Jansen", "Vul geen naam in."), ("Jan", "Vul geen naam in."), ("L1", "Voor leerling L1 is er al een plaats")],
)
def test_a_name_is_refused_and_a_second_place_too(school, as_, code, says):
    page = ask(as_(school.board_member, role="BOARD"), code=code)

    assert says in page.content.decode()
    assert Placement.objects.count() == 1


def test_a_place_is_asked_when_it_is_offered(school, as_):
    page = ask(as_(school.board_member, role="BOARD"), first="1-6-2017")

    assert "Dit arrangement wordt op 1 juni 2017 niet aangeboden." in page.content.decode()


def test_the_last_place_is_given_once_and_who_waits_stays_on_the_list(school, as_):
    """Six places, six pupils: the seventh waits until the day on which somebody leaves."""
    take_in(PILOT)
    pilot, home = Arrangement.objects.get(code="pilot"), Municipality.objects.get(code="GM0166")
    client = as_(school.controller, role="CONTROLLER")
    client.post(
        reverse("financing:apply", args=["pilot"]),
        {"pupil_code": "P7", "home": home.pk, "period_0": "1-5-2018", "period_1": "31-7-2018"},
    )
    row = Placement.objects.get(arrangement=pilot, pupil_code="P7")

    page = do(client, row, "school", on="1-5-2018")

    assert "Op 1 mei 2018 zijn alle 6 plaatsen bezet." in page.content.decode()
    assert [one.pupil_code for one in get(client, "arrangement", "pilot", jaar=2017).context["offer"].waiting] == ["P7"]
    do(client, Placement.objects.get(pupil_code="P1"), "einde", last_day="30-4-2018")
    do(client, row, "school", on="1-5-2018")
    row.refresh_from_db()
    assert row.decided_by_school == Day(2018, 5, 1)


def test_a_refused_place_keeps_its_reason_and_costs_nothing(school, as_):
    client = as_(school.board_member, role="BOARD")
    ask(client)
    row = Placement.objects.get(pupil_code="F2-031")
    assert "Vul ‘Reden’ in." in do(client, row, "afwijzen", side="school", on="16-5-2018").content.decode()

    do(client, row, "afwijzen", side="school", on="16-5-2018", reason="Een lichtere vorm past beter")

    row.refresh_from_db()
    assert (row.refused_by, row.refused_on, row.refusal) == ("school", Day(2018, 5, 16), "Een lichtere vorm past beter")
    page = do(client, row, "school", on="16-5-2018")
    assert "Deze aanvraag is al afgewezen." in page.content.decode()
    with pytest.raises(IntegrityError, match="placement_refused_is_not_placed"), transaction.atomic():
        Placement.objects.filter(pk=row.pk).update(decided_by_school=TODAY, decided_by_municipality=TODAY)
    with pytest.raises(IntegrityError, match="placement_refusal_is_whole"), transaction.atomic():
        Placement.objects.filter(pk=row.pk).update(refusal="")


@pytest.mark.parametrize(
    ("doing", "told", "says"),
    [
        ("einde", {"last_day": "1-8-2017"}, "De plaatsing begint pas op 1 september 2017."),
        ("dagen", {"on": "1-9-2018", "days": "3"}, "1 september 2018 is nog niet geweest."),
        ("dagen", {"on": "1-3-2018", "days": "6"}, "Vul 5 of minder in."),
        ("opbrengst", {"mark_pupil": "11"}, "Vul 10 of minder in."),
        ("gemeente", {"on": "1-3-2018", "beschikking": "x"}, "Deze leerling is al geplaatst."),
        ("afwijzen", {"side": "school", "on": "1-3-2018", "reason": "x"}, "Deze leerling is al geplaatst."),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(school, as_, doing, told, says):
    page = do(as_(school.controller, role="CONTROLLER"), Placement.objects.get(pupil_code="L1"), doing, **told)

    assert says in page.content.decode()


def test_empty_places_are_the_schools_risk(money):
    """15 places of € 24.000, one pupil from September on: 14 empty for eleven months and 15 in August."""
    with as_money(money.controller, "CONTROLLER"):
        (offer,) = offers.offers(2017, day=TODAY)

    assert [one.risk for one in offer.months[:2]] == [15 * 200_000, 14 * 200_000]
    assert offer.risk == 15 * 200_000 + 11 * 14 * 200_000
    assert (offer.taken, offer.empty, offer.capacity) == (1, 14, 15)


def test_the_pilot_year_as_the_source_tells_it(school, as_):
    """6 pupils, 3 from Zwolle and 3 from two other municipalities, 5 of 6 back to whole days, marks 8,4 and 8,3, € 70.000 saved
    [004]; each municipality pays pro rata and gets a letter."""
    take_in(PILOT)
    compute_all(today=Day(2018, 8, 1))
    rows = list(
        Placement.objects.filter(arrangement__code="pilot").select_related("arrangement").order_by("pupil_code")
    )
    marks = zip(("8", "8", "8,5", "8,5", "8,7", "8,7"), ("8", "8", "8,3", "8,5", "8,5", "8,5"), strict=True)
    client = as_(school.controller, role="CONTROLLER")
    for number, (row, (pupil, parents)) in enumerate(zip(rows, marks, strict=True)):
        do(client, row, "dagen", on="1-10-2017", days="2,5")
        do(client, row, "dagen", on="1-5-2018", days="4" if number == 0 else "5")
        do(client, row, "leerwinst", school_year="2017", subject="rekenen", months="14" if number < 2 else "11")
        onward = "volledig" if number < 2 else "blijft"
        told = {"mark_pupil": pupil, "mark_parents": parents, "onward": onward, "replaced_care": "dagopvang"}
        do(client, row, "opbrengst", **told, replaced_cost="35.666,66" if number else "35.666,70")

    page = get(client, "arrangement", "pilot", jaar=2017)
    offer = page.context["offer"]

    assert page.context["homes"] == [("Kampen", 2), ("Zwartewaterland", 1), ("Zwolle", 3)]
    assert (offer.pupils, offer.outcomes.whole_week) == (6, "5 van 6")
    assert (offer.outcomes.mark_pupil, offer.outcomes.mark_parents) == (Decimal("8.4"), Decimal("8.3"))
    assert (offer.outcomes.progress, offer.outcomes.went_on) == (Decimal("12.0"), "2 van 2")
    assert offer.saved == 70_000_00
    assert {name: cents for name, _, cents in page.context["payers"]} == {
        "gemeente Kampen": 48_000_00,
        "gemeente Zwartewaterland": 24_000_00,
        "gemeente Zwolle": 72_000_00,
    }
    letter = get(client, "settlement_letter", to_address("gemeente:GM0166"), periode="2017-2018", arrangement="pilot")
    assert letter.content.startswith(b"%PDF")
    assert get(client, "settlement_letter", to_address("gemeente:GM0166"), arrangement="x").status_code == 404


def test_a_letter_says_what_each_place_costs_and_names_nobody():
    places = [PlaceOnLetter("P4", "1-8-2017 tot en met 31-7-2018", "15 juni 2017 Z-1", 24_000_00)]
    made = Letter("gemeente Kampen", "Pilot", "", "schooljaar 2017-2018", "17 mei 2018", places, 20_000_00)

    assert made.total == 24_000_00
    assert letter_of(made, today="17 mei 2018").startswith(b"%PDF")


def test_outcomes_are_of_who_is_placed(school, as_):
    client = as_(school.board_member, role="BOARD")
    ask(client)
    row = Placement.objects.get(pupil_code="F2-031")

    assert "nog niet geplaatst" in do(client, row, "dagen", on="16-5-2018", days="3").content.decode()
    with as_money(school.board_member, "BOARD", writes=True):
        row = Placement.objects.get(pupil_code="L1")
        actions.record_progress(
            by=acting(school.board_member, "BOARD"), placement=row, school_year=2017, subject="taal", months=Decimal(9)
        )
        actions.record_progress(
            by=acting(school.board_member, "BOARD"), placement=row, school_year=2017, subject="taal", months=Decimal(12)
        )
        assert [one.months for one in row.progress.all()] == [12]
    with as_money(school.director, "DIRECTOR"):
        assert not PlacementResult.objects.exists()
        assert not Placement.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_of_places_cost_the_same_for_one_and_for_three(school, as_, rows):
    if rows > 1:
        take_in(PILOT)
    client = as_(school.controller, role="CONTROLLER")

    assert cost(client, reverse("financing:arrangements") + "?jaar=2017") == 9
    assert cost(client, reverse("financing:arrangement", args=["fase2"]) + "?jaar=2017") == 10


# ---- The value case -------------------------------------------------------------------------------------------------
def test_a_value_case_shows_what_each_assumption_comes_to(money, as_):
    """The pilot of the source: six places of € 24.000, and € 70.000 less for specialist care than that [004]. A school beside
    it where care grew; half a cent goes up."""
    take_in(PILOT)
    compute_all(today=TODAY)
    client = as_(money.controller, role="CONTROLLER")
    pilot = Arrangement.objects.get(code="pilot").pk
    school = SchoolLocation.objects.get(code="12AB00").pk
    for about, care, before, now, price in (
        ({"arrangement": pilot}, "dagopvang", "6", "0", "35666,67"),
        ({"location": school}, "ambulant", "1,5", "1", "0,01"),
        ({"location": school}, "basis-ggz", "2", "3", "1.000,00"),
    ):
        told = {**about, "school_year": 2017, "care": care, "baseline": before, "now": now, "unit_price": price}
        url = reverse("financing:new_fact", args=["aanname"])
        assert client.post(url, {**told, "source": "Offertes van 2017"}).status_code == 302

    page = get(client, "value", jaar=2017)
    (pilot_case, school_case) = sorted(page.context["cases"], key=lambda one: one.is_school)
    assert (pilot_case.put_in, pilot_case.saved, pilot_case.balance) == (144_000_00, 214_000_02, 70_000_02)
    assert [one.saved for one in school_case.assumptions] == [1, -1_000_00]
    assert school_case.balance == -1_000_00 + 1 - school_case.put_in
    assert "Offertes van 2017" in page.content.decode()
