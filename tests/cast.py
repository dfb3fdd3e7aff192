"""The people that recur in the tests, where they work, and how they sign in.

`town` is a small Zwolle: two schools, each with its team, and one person for each role. Builders make more:
`person("Ada")`, `team("De Vlieger", in_=town)`, `appoint(ada, "JGW", at=team)`.
"""

import datetime
import itertools
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from accounts.roles import ROLES
from schools.middleware import ROLE_KEY
from schools.models import (
    Appointment,
    Employer,
    LocationPeriod,
    Municipality,
    NeighbourhoodTeam,
    Partnership,
    School,
    SchoolBoard,
    SchoolLocation,
    SupportTeam,
)

LONG_AGO = datetime.date(2016, 8, 1)
ALWAYS = DateRange(LONG_AGO, None)
_numbers = itertools.count(1)


@dataclass
class Town:
    """Organisations, two teams and people. `ib`, `mate` and `ortho` work in `team`; `stranger` in `other_team`."""

    municipality: Municipality
    neighbourhood_team: NeighbourhoodTeam
    board: SchoolBoard
    partnership: Partnership
    team: SupportTeam
    other_team: SupportTeam
    ib: User
    mate: User
    ortho: User
    stranger: User
    jeugdconsulent: User
    leerplicht: User
    officer: User
    controller: User
    swt_lead: User
    director: User
    board_member: User
    swv: User
    admin: User
    privacy: User
    nobody: User

    def of_role(self, code: str) -> User:
        """Somebody who holds this role. Core roles that the cast lacks are appointed in `team` on the spot."""
        found = Appointment.objects.filter(role=code, person__in=self.people()).values_list("person", flat=True).first()
        if found:
            return User.objects.get(pk=found)
        someone = person(f"Medewerker {code}")
        appoint(someone, code, at=self.team)
        return someone

    def people(self) -> list[User]:
        return [value for value in vars(self).values() if isinstance(value, User)]


def person(name: str, **extra: Any) -> User:
    """Somebody who was invited, without a password: tests sign in by `sign_in`."""
    someone = _invited(name, **extra)
    someone.save()
    return someone


def _invited(name: str, **extra: Any) -> User:
    """The same, not stored yet."""
    email = f"{slugify(name)}-{next(_numbers)}@voorbeeld.test"
    someone = User(email=email, name=name, **{"invited_at": timezone.now(), **extra})
    someone.set_unusable_password()
    return someone


def location(
    name: str,
    *,
    municipality: Municipality,
    board: SchoolBoard,
    neighbourhood_team: NeighbourhoodTeam,
    kind: str = "BO",
) -> SchoolLocation:
    number = next(_numbers)
    brin = f"{number % 100:02}{chr(65 + number // 100 % 26)}X"
    school = School.objects.create(name=name, brin=brin)
    made = SchoolLocation.objects.create(name=name, school=school, code=f"{brin}00")
    LocationPeriod.objects.create(
        location=made,
        period=ALWAYS,
        name=name,
        type=kind,
        board=board,
        municipality=municipality,
        neighbourhood_team=neighbourhood_team,
    )
    return made


def team_at(place: SchoolLocation, *, municipality: Municipality, sector: str = "PO") -> SupportTeam:
    return SupportTeam.objects.create(
        location=place, sector=sector, name=f"OT {place.name}", municipality=municipality, period=ALWAYS
    )


def team(name: str, *, in_: Town, kind: str = "BO", sector: str = "PO") -> SupportTeam:
    """Another school of this town, with its team."""
    place = location(
        name, municipality=in_.municipality, board=in_.board, neighbourhood_team=in_.neighbourhood_team, kind=kind
    )
    return team_at(place, municipality=in_.municipality, sector=sector)


def appoint(
    someone: User, role: str, *, at: Any, period: DateRange = ALWAYS, confirmed: bool = True, **extra: Any
) -> Appointment:
    """`at` is the team, wijkteam, location, board, SWV or municipality that belongs to the role."""
    appointment = _appointment(someone, role, at=at, period=period, confirmed=confirmed, **extra)
    appointment.save()
    return appointment


def _appointment(
    someone: User, role: str, *, at: Any, period: DateRange = ALWAYS, confirmed: bool = True, **extra: Any
) -> Appointment:
    return Appointment(
        person=someone,
        role=role,
        period=period,
        confirmed_at=timezone.now() if confirmed else None,
        **{ROLES[role].unit.value: at, **extra},
    )


def build_town() -> Town:
    municipality = Municipality.objects.create(code=settings.HOME_MUNICIPALITY, name=settings.HOME_MUNICIPALITY_NAME)
    wijk = NeighbourhoodTeam.objects.create(code="noord", name="SWT Noord", municipality=municipality)
    board = SchoolBoard.objects.create(code="41234", name="Stichting Voorbeeld")
    partnership = Partnership.objects.create(code="PO2305", name="SWV 23.05", sector="PO")
    employer = Employer.objects.create(name="SWT Zwolle")
    around = {"municipality": municipality, "board": board, "neighbourhood_team": wijk}
    place, other = location("De Vlieger", **around), location("De Wilgen", **around)
    ours, theirs = team_at(place, municipality=municipality), team_at(other, municipality=municipality)
    town = Town(
        municipality=municipality,
        neighbourhood_team=wijk,
        board=board,
        partnership=partnership,
        team=ours,
        other_team=theirs,
        ib=_invited("Ineke Bos"),
        mate=_invited("Jan Gerrits"),
        ortho=_invited("Olga Pot"),
        stranger=_invited("Vera Vreemd"),
        jeugdconsulent=_invited("Joke Consul"),
        leerplicht=_invited("Leo Plicht"),
        officer=_invited("Bea Leid"),
        controller=_invited("Corrie Cent"),
        swt_lead=_invited("Wim Wijk"),
        director=_invited("Dirk Teur"),
        board_member=_invited("Bert Stuur"),
        swv=_invited("Sanne Verband"),
        admin=_invited("Ada Beheer"),
        privacy=_invited("Piet Privacy"),
        nobody=_invited("Nico Nemand"),
    )
    User.objects.bulk_create(town.people())  # a town is built for most tests: few statements
    held = (
        (town.ib, "IB", ours),
        (town.ortho, "ORTHO", ours),
        (town.stranger, "IB", theirs),
        (town.jeugdconsulent, "JEUGDCONSULENT", municipality),
        (town.leerplicht, "LEERPLICHT", municipality),
        (town.officer, "OFFICER", municipality),
        (town.controller, "CONTROLLER", municipality),
        (town.swt_lead, "SWT_LEAD", wijk),
        (town.director, "DIRECTOR", place),
        (town.board_member, "BOARD", board),
        (town.swv, "SWV", partnership),
        (town.admin, "ADMIN", municipality),
        (town.privacy, "PRIVACY", municipality),
    )
    jgw = _appointment(town.mate, "JGW", at=ours, employer=employer, hours_per_week=Decimal(4))
    Appointment.objects.bulk_create([*(_appointment(someone, role, at=at) for someone, role, at in held), jgw])
    return town


def sign_in(client: Client, someone: User, *, role: str | None = None, second_factor: bool = True) -> Client:
    """Signed in, with the code of the telephone shown, working in `role` (the first one held if None)."""
    client.force_login(someone, settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["second_factor"] = second_factor
    if role:
        session[ROLE_KEY] = role
    session.save()
    return client
