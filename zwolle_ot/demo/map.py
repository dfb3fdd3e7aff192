"""Puts the map and the people of the demo into the database."""

import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.acting import Acting, standing_in, working
from accounts.models import User
from accounts.roles import ROLES, Hat, Unit
from schools.actions.appointments import appoint_many
from schools.actions.locations import LocationFacts, put_locations
from schools.actions.organisations import (
    WijkTeam,
    put_boards,
    put_employers,
    put_municipalities,
    put_neighbourhood_teams,
    put_partnerships,
    put_providers,
)
from schools.actions.register import take_in_release
from schools.duo.reading import Release, Row
from schools.enums import Register
from schools.models import (
    Appointment,
    Employer,
    Municipality,
    NeighbourhoodTeam,
    Partnership,
    SchoolBoard,
    SchoolLocation,
    SupportTeam,
)
from zwolle_ot.demo import schools
from zwolle_ot.demo.sign_in import PASSWORD, register_program
from zwolle_ot.demo.staff import FIRST_ADMINISTRATOR, Person, Staff, Stint

Day = datetime.date
SINCE = Day(2016, 8, 1)  # before the first school year that the decision of 2017 speaks of
REGISTERS = {Register.PO: schools.PRIMARY, Register.SPECIAL: schools.SPECIAL, Register.VO: schools.SECONDARY}


def draw(*, today: Day) -> None:
    """Organisations, schools with their boards and wijkteams, and the teams that follow from them."""
    with working(today=today, action="demo"):
        put_municipalities(by=None, names=schools.MUNICIPALITIES | schools.WITHOUT_DESK)
        put_boards(by=None, names=schools.BOARDS)
        areas = [WijkTeam(code, name, schools.HOME) for code, (name, _) in schools.NEIGHBOURHOOD_TEAMS.items()]
        put_neighbourhood_teams(by=None, teams=areas)
        put_partnerships(
            by=None,
            partnerships=[
                Partnership(code=code, name=name, sector=sector)
                for code, (name, sector) in schools.PARTNERSHIPS.items()
            ],
        )
        put_employers(by=None, names=schools.EMPLOYERS)
        put_providers(by=None, names=schools.PROVIDERS)
        for register, places in REGISTERS.items():
            rows = tuple(_row(place) for place in places)
            take_in_release(
                release=Release(register, SINCE, rows, municipalities=frozenset({schools.HOME}), whole_country=False)
            )
        keys = Units()
        put_locations(by=None, facts=[_facts(place, keys) for place in schools.ALL])


def _row(place: schools.Place) -> Row:
    empty = dict.fromkeys(Row._fields, "")
    return Row(
        **{
            **empty,
            "code": place.code,
            "name": place.name,
            "type": place.type,
            "second_type": place.second_type,
            "board": place.board,
            "municipality": schools.HOME,
            "municipality_name": "Zwolle",
            "postcode": place.postcode,
            "town": "Zwolle",
        }
    )


def _facts(place: schools.Place, units: "Units") -> LocationFacts:
    """What the registers tell, and the wijkteam with it."""
    wijkteams = units.by_code[Unit.NEIGHBOURHOOD_TEAM]
    return LocationFacts(
        code=place.code,
        first=SINCE,
        name=place.name,
        type=place.type,
        second_type=place.second_type,
        board=units.by_code[Unit.BOARD][place.board].pk,
        municipality=units.by_code[Unit.MUNICIPALITY][schools.HOME].pk,
        neighbourhood_team=wijkteams[place.neighbourhood_team].pk if place.neighbourhood_team else None,
    )


def hire(*, staff: Staff, today: Day) -> dict[Person, User]:
    """Makes everybody, and appoints them: the first administrator by nobody, the others by an administrator."""
    password = make_password(PASSWORD)
    with working(today=today, action="demo"):
        people = User.objects.bulk_create(
            User(
                email=person.email,
                name=person.name,
                is_demo=True,
                is_active=person.signs_in,
                password=password if person.signs_in else make_password(None),
            )
            for person in staff.people()
        )
        known = dict(zip(staff.people(), people, strict=True))
        units = Units()
        first = [stint for stint in staff.stints if stint.person == FIRST_ADMINISTRATOR]
        Appointment.objects.bulk_create(
            _appointment(stint, known, units, confirmed_at=timezone.now()) for stint in first
        )
    administrator = acting(known[FIRST_ADMINISTRATOR], "ADMIN", Hat.PEOPLE, today)
    with standing_in(administrator):
        appointments = [_appointment(stint, known, units) for stint in staff.stints if stint not in first]
        appoint_many(appointments=appointments, by=administrator, now=timezone.now())
        register_program(by=administrator)
    return known


def acting(person: User, role: str, hat: Hat, today: Day) -> Acting:
    """The context of something that this person does in the demo."""
    return Acting(person.pk, person.name, role, hat, today, purpose="voorbeeldgegevens")


class Units:
    """Everything at which a role is held, by its code; teams by location and sector."""

    def __init__(self) -> None:
        teams = SupportTeam.objects.select_related("location")
        self.teams = {(team.location.code, team.sector): team for team in teams}
        self.employers = {employer.name: employer for employer in Employer.objects.all()}
        self.by_code: dict[Unit, dict[str, Any]] = {
            Unit.NEIGHBOURHOOD_TEAM: {one.code: one for one in NeighbourhoodTeam.objects.all()},
            Unit.LOCATION: {one.code: one for one in SchoolLocation.objects.all()},
            Unit.BOARD: {one.code: one for one in SchoolBoard.objects.all()},
            Unit.PARTNERSHIP: {one.code: one for one in Partnership.objects.all()},
            Unit.MUNICIPALITY: {one.code: one for one in Municipality.objects.all()},
        }


def _appointment(stint: Stint, known: dict[Person, User], units: Units, **extra: Any) -> Appointment:
    unit = ROLES[stint.role].unit
    where = units.teams[stint.unit] if isinstance(stint.unit, tuple) else units.by_code[unit][stint.unit]
    return Appointment(
        person=known[stint.person],
        role=stint.role,
        period=DateRange(stint.first, stint.after),
        hours_per_week=stint.hours,
        employer=units.employers[stint.employer] if stint.employer else None,
        mandate=None if stint.mandate is None else list(stint.mandate),
        **{unit.value: where},
        **extra,
    )
