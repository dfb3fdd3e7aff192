"""The pages about teams and schools: what each role finds there, and at what cost."""

import datetime
import re

import pytest
from django.core.management import call_command
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from schools.actions import flags
from schools.enums import Register
from schools.models import LocationPeriod, SchoolLocation, TeamFlag
from tests.cast import appoint, person, team
from tests.schools.duo_files import file, school

Day = datetime.date
TODAY = Day(2026, 11, 20)  # a Friday


@pytest.fixture(autouse=True)
def friday(time_machine):
    time_machine.move_to("2026-11-20 10:00:00+01:00")


@pytest.fixture
def flagged(town):
    while flags.drain_stale(today=TODAY):
        pass
    return town


def page_of(one):
    return reverse("schools:team", args=[one.pk])


def text(response) -> str:
    """What a reader sees, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# ---- The page of a team -------------------------------------------------------------------------------------------------
def test_a_member_sees_who_works_in_the_team(town, as_):
    seen = text(as_(town.ib).get(page_of(town.team)))
    assert "Op 20 november 2026 is het kernteam compleet." in seen
    assert (
        "Intern begeleider Ineke Bos niet bekend – onderwijs, collectief aanbod, leerlingenvervoer vanaf 1 augustus 2016"
        in seen
    )
    assert "Jeugd- en gezinswerker Jan Gerrits SWT Zwolle 4 jeugdhulp, vrij toegankelijk" in seen
    assert "Bestuur Stichting Voorbeeld" in seen
    assert "Wijkteam SWT Noord" in seen


def test_what_is_missing_and_who_is_not_confirmed(town, as_):
    appoint(person("Otto Nieuw"), "ORTHO", at=town.other_team, confirmed=False)
    seen = text(as_(town.stranger).get(page_of(town.other_team)))
    assert "Niet compleet op 20 november 2026. Niet ingevuld: jeugd- en gezinswerker." in seen
    assert "Otto Nieuw nog niet bevestigd" in seen
    assert "Jeugd- en gezinswerker niet ingevuld" in seen


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("1-9-2017", "Niet compleet op 1 september 2017. Niet ingevuld: orthopedagoog."),
        ("1-6-2017", "Op 1 juni 2017 geldt voor dit team geen vaste samenstelling."),
        ("1-6-2016", "Dit team werkt vanaf 1 augustus 2016. Op 1 juni 2016 dus niet."),
        ("1-2-2026", "Op 1 februari 2026 is het kernteam compleet."),
        ("onzin", "Op 20 november 2026 is het kernteam compleet."),
    ],
)
def test_another_day(town, as_, day, says):
    town.ortho.appointments.update(period=DateRange(Day(2018, 1, 1), None))
    assert says in text(as_(town.ib).get(page_of(town.team), {"dag": day}))


def test_how_much_of_the_school_year_it_was_complete(town, as_):
    """From 17 August to 20 November: 65 school days, on which the orthopedagoog lacked the last five."""
    town.ortho.appointments.update(period=DateRange(Day(2016, 8, 1), Day(2026, 11, 14)))
    seen = text(as_(town.ib).get(page_of(town.team)))
    assert (
        "In schooljaar 2026-2027 was het kernteam compleet op 60 van de 65 schooldagen tot en met vandaag (92 %)."
        in seen
    )


def test_a_year_whose_holidays_are_not_known_is_left_out(town, as_):
    seen = text(as_(town.ib).get(page_of(town.team), {"dag": "1-9-2031"}))
    assert "compleet op" not in seen.lower().replace("niet compleet op", "")


def test_a_stranger_finds_nothing(town, as_):
    assert as_(town.stranger).get(page_of(town.team)).status_code == 404


@pytest.mark.parametrize(
    "who",
    ["swt_lead", "board_member", "director", "officer", "controller", "admin", "jeugdconsulent", "privacy", "swv"],
)
def test_roles_around_the_team_see_it(town, as_, who):
    assert as_(getattr(town, who)).get(page_of(town.team)).status_code == 200


def test_a_board_sees_its_own_teams_only(town, as_):
    town.other_team.location.periods.update(board=None)
    client = as_(town.board_member)
    assert client.get(page_of(town.other_team)).status_code == 404
    assert client.get(reverse("schools:teams")).headers["Location"] == page_of(town.team)


def test_nobody_without_a_role(town, as_):
    assert as_(town.nobody).get(page_of(town.team)).status_code == 403


def test_only_an_administrator_finds_the_way_to_appointments(town, as_):
    manage = reverse("admin:schools_supportteam_change", args=[town.team.pk])
    assert manage in as_(town.admin).get(page_of(town.team)).content.decode()
    assert manage not in as_(town.ib).get(page_of(town.team)).content.decode()


# ---- Flags --------------------------------------------------------------------------------------------------------------
def test_a_flag_says_why_since_when_and_what_to_do(flagged, as_):
    seen = text(as_(flagged.stranger).get(page_of(flagged.other_team)))
    assert (
        "team niet compleet Niet ingevuld: orthopedagoog en jeugd- en gezinswerker. Sinds 1 augustus 2017. Regel met"
        in seen
    )


def test_a_member_says_that_it_was_seen(flagged, as_):
    flag = TeamFlag.objects.get()
    client = as_(flagged.stranger)
    for _ in range(2):
        answer = client.post(reverse("schools:flag_seen", args=[flag.pk]))
        assert (answer.status_code, answer.headers["Location"]) == (302, page_of(flagged.other_team))
    assert TeamFlag.objects.get().seen_by == [flagged.stranger.pk]
    assert "Gezien door Vera Vreemd." in text(client.get(page_of(flagged.other_team)))


@pytest.mark.parametrize(("who", "status"), [("ib", 404), ("officer", 403), ("nobody", 403)])
def test_others_do_not(flagged, as_, who, status):
    flag = TeamFlag.objects.get()
    assert as_(getattr(flagged, who)).post(reverse("schools:flag_seen", args=[flag.pk])).status_code == status
    assert TeamFlag.objects.get().seen_by == []


def test_seeing_is_a_post(flagged, as_):
    flag = TeamFlag.objects.get()
    assert as_(flagged.stranger).get(reverse("schools:flag_seen", args=[flag.pk])).status_code == 405


# ---- The list of teams -----------------------------------------------------------------------------------------------------
def test_somebody_with_one_team_goes_straight_to_it(town, as_):
    assert as_(town.ib).get(reverse("schools:teams")).headers["Location"] == page_of(town.team)


def test_a_wijkteam_lead_sees_the_teams_of_the_area(flagged, as_):
    client = as_(flagged.swt_lead)
    seen = text(client.get(reverse("schools:teams")))
    assert (
        "OT De Vlieger BO SWT Noord compleet OT De Wilgen BO SWT Noord niet compleet mist orthopedagoog, jeugd- en gezinswerker"
        in seen
    )
    assert "OT De Vlieger" not in text(client.get(reverse("schools:teams"), {"onvolledig": "on"}))
    assert "OT De Wilgen" not in text(client.get(reverse("schools:teams"), {"zoek": "vlìeg"}))


# ---- Schools ------------------------------------------------------------------------------------------------------------------
@pytest.fixture
def registered(town, tmp_path):
    """The town, with three schools of a register."""
    path = tmp_path / "po_2026-10.csv"
    path.write_bytes(
        file(
            Register.PO,
            school(
                "09ZZ00",
                "Súdwester",
                town="HATTEM",
                municipality="0244",
                municipality_name="HATTEM",
                website="sudwester.test",
            ),
            school("08ZZ00", "De Eik"),
            school("07ZZ00", "De Beuk"),
        )
    )
    call_command("import_duo", path, verbosity=0)
    return town


def names(response) -> list[str]:
    return [place.location.name for place in response.context["found"].rows]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["De Beuk", "De Eik", "De Vlieger", "De Wilgen", "Súdwester"]),
        ({"zoek": "sudw"}, ["Súdwester"]),
        ({"zoek": "hattem"}, ["Súdwester"]),
        ({"zoek": "08zz"}, ["De Eik"]),
        ({"zoek": "100%"}, []),
        ({"soort": "VO"}, []),
    ],
)
def test_everybody_who_signed_in_finds_schools(registered, as_, asked, found):
    assert names(as_(registered.nobody).get(reverse("schools:schools"), asked)) == found


def test_schools_of_a_municipality_and_of_a_wijkteam(registered, as_):
    hattem = LocationPeriod.objects.get(location__code="09ZZ00").municipality_id
    client, address = as_(registered.nobody), reverse("schools:schools")
    assert names(client.get(address, {"gemeente": hattem})) == ["Súdwester"]
    assert names(client.get(address, {"wijkteam": registered.neighbourhood_team.pk})) == ["De Vlieger", "De Wilgen"]


def test_what_is_public_about_a_school(registered, as_):
    location = SchoolLocation.objects.get(code="09ZZ00")
    seen = text(as_(registered.nobody).get(reverse("schools:school", args=[location.pk])))
    for part in (
        "Súdwester",
        "Gemeente Hattem",
        "Dorpsstraat 1 8011 AA Hattem",
        "sudwester.test",
        "vanaf 1 oktober 2026",
        "niet compleet",
    ):
        assert part in seen


def test_no_member_of_a_team_is_named_there_and_only_ones_own_team_is_a_link(town, as_):
    address = reverse("schools:school", args=[town.team.location_id])
    theirs = as_(town.stranger).get(address).content.decode()
    assert "Ineke Bos" not in theirs
    assert page_of(town.team) not in theirs
    assert page_of(town.team) in as_(town.ib).get(address).content.decode()


def test_a_school_that_is_no_more(registered, as_):
    location = SchoolLocation.objects.get(code="08ZZ00")
    location.periods.update(period=DateRange(Day(2020, 8, 1), Day(2026, 8, 1)))
    location.teams.update(period=DateRange(Day(2020, 8, 1), Day(2026, 8, 1)))
    seen = text(as_(registered.nobody).get(reverse("schools:school", args=[location.pk])))
    assert "Deze school is er vandaag niet. De laatste gegevens gelden 1 augustus 2020 tot en met 31 juli 2026." in seen
    assert "Deze school heeft vandaag geen ondersteuningsteam." in seen


@pytest.mark.parametrize("address", ["schools:schools", "schools:teams"])
def test_a_visitor_signs_in_first(client, town, address):
    assert client.get(reverse(address)).headers["Location"].startswith("/toegang/")


# ---- Cost --------------------------------------------------------------------------------------------------------------------
NESTED = 4  # the test's own transaction adds a savepoint, its release, and the settings read and given back


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_of_teams_costs_the_same(flagged, as_, django_assert_num_queries, number):
    for one in range(number):
        team(f"School {one}", in_=flagged)
    client = as_(flagged.swt_lead)
    with django_assert_num_queries(6 + NESTED):
        client.get(reverse("schools:teams"))


@pytest.mark.parametrize("number", [1, 3])
def test_a_team_costs_the_same(flagged, as_, django_assert_num_queries, number):
    for one in range(number):
        appoint(person(f"Medewerker {one}"), "JGW", at=flagged.other_team)
    client = as_(flagged.stranger)
    with django_assert_num_queries(11 + NESTED):
        client.get(page_of(flagged.other_team))


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_of_schools_costs_the_same(town, as_, django_assert_num_queries, number):
    for one in range(number):
        team(f"School {one}", in_=town)
    client = as_(town.nobody)
    with django_assert_num_queries(4):
        client.get(reverse("schools:schools"))
