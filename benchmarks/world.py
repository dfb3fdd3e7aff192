"""A city of casework for the groups that measure pages and figures: made by a seeded generator, stored through COPY.

Its marginals are those of the demo world: routes as CBS counted them for Zwolle, themes, and how many questions escalate.
Per question ten contact moments on average, over three school years. The generator is the only one that writes: history and
triggers of single rows stay out of it, and the summaries are made from what was stored, by the action that does so.
"""

import contextlib
import csv
import datetime
import functools
import io
import random
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.acting import working
from accounts.models import User
from cases.enums import ContactKind, Route
from insights.actions import nightly, rebuild
from schools.actions.locations import LocationFacts, put_locations
from schools.actions.organisations import (
    WijkTeam,
    put_boards,
    put_municipalities,
    put_neighbourhood_teams,
    put_providers,
)
from schools.enums import Sector
from schools.models import Appointment, Municipality, SupportTeam
from zwolle_ot.demo.plot import ESCALATES, ROUTE_SHARES, THEMES

TODAY = datetime.date(2026, 9, 15)
FIRST = datetime.date(2023, 8, 1)
DAYS = (TODAY - FIRST).days
ENTRIES = {"smoke": 400, "s": 100_000, "m": 1_000_000, "l": 10_000_000}
PER_CASE = 10
SCHOOLS = 50
BATCH = 50_000
LOADED = ("cases_pupil", "cases_residence", "cases_case", "cases_escalation", "cases_logentry")


@dataclass(frozen=True)
class City:
    """What the groups ask about: an intern begeleider for each team, an officer, and how much there is."""

    teams: Sequence[SupportTeam]
    leads: Sequence[User]
    officer: User
    cases: int
    entries: int


@functools.cache
def build(scale: str) -> City:
    """Fill the database of the bench, once for all groups that ask."""
    entries = ENTRIES[scale]
    cases = entries // PER_CASE
    with working(today=TODAY, action="bench"):
        teams, leads, officer = _people(min(SCHOOLS, max(2, cases // 10)))
        municipality = Municipality.objects.get(code=settings.HOME_MUNICIPALITY)
    with transaction.atomic(), _no_triggers():
        made = _Maker(teams, leads, municipality, cases)
        made.store()
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    rebuild(today=TODAY)
    nightly(today=TODAY, weigh=False)  # invented figures
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    return City(teams, leads, officer, cases, made.entries)


def _people(schools: int) -> tuple[list[SupportTeam], list[User], User]:
    home = settings.HOME_MUNICIPALITY
    place = put_municipalities(by=None, names={home: settings.HOME_MUNICIPALITY_NAME})[home]
    boards = list(put_boards(by=None, names={str(41000 + n): f"Bestuur {n}" for n in range(6)}).values())
    wijken = [WijkTeam(f"SWT{n}", f"Wijkteam {n}", home) for n in range(5)]
    wijkteams = list(put_neighbourhood_teams(by=None, teams=wijken).values())
    put_locations(
        by=None,
        facts=[
            LocationFacts(
                f"{n:02d}ZZ00",
                FIRST,
                f"School {n}",
                "BO" if n % 5 else "VO",
                boards[n % 6].pk,
                place.pk,
                wijkteams[n % 5].pk if n % 5 else None,
            )
            for n in range(schools)
        ],
    )
    teams = list(SupportTeam.objects.order_by("location__code"))
    leads = [
        _person(f"lid{n}@voorbeeld.nl", "IB" if team.sector == "PO" else "ZC", team=team)
        for n, team in enumerate(teams)
    ]
    return teams, leads, _person("beleid@voorbeeld.nl", "OFFICER", municipality=place)


def _person(email: str, role: str, **unit: object) -> User:
    someone = User.objects.create_user(email, email.partition("@")[0], invited_at=timezone.now())
    period = DateRange(FIRST, None)
    Appointment.objects.create(person=someone, role=role, period=period, confirmed_at=timezone.now(), **unit)
    return someone


@contextlib.contextmanager
def _no_triggers() -> Iterator[None]:
    """Foreign keys are still checked."""
    with connection.cursor() as cursor:
        for table in LOADED:
            cursor.execute(f"alter table {table} disable trigger user")
        yield
        cursor.execute("set constraints all immediate")
        for table in LOADED:
            cursor.execute(f"alter table {table} enable trigger user")


def _key(kind: int, number: int) -> str:
    """As a real one is made up (version 7): the moment first, here a millisecond for each. Keys that begin alike would all land on
    the same pages of a GiST index, which tells them apart by their beginning."""
    return str(uuid.UUID(int=((1_500_000_000_000 + number) << 80) | (0x7 << 76) | (kind << 64) | (0b10 << 62) | number))


def _copy(table: str, columns: str, rows: Iterable[Sequence[object]]) -> int:
    """Store rows in pieces; how many."""
    names = ", ".join(f'"{name}"' for name in columns.split())
    done = 0
    piece: list[Sequence[object]] = []
    with connection.cursor() as cursor:

        def send() -> None:
            text = io.StringIO(newline="")
            csv.writer(text).writerows(["\\N" if cell is None else cell for cell in row] for row in piece)
            text.seek(0)
            cursor.copy_expert(f"copy {table} ({names}) from stdin with (format csv, null '\\N')", text)

        for row in rows:
            piece.append(row)
            if len(piece) == BATCH:
                send()
                done += len(piece)
                piece = []
        send()
    return done + len(piece)


class _Maker:
    """The rows, one table after the other; what a later table needs of a case is kept beside it."""

    def __init__(self, teams: Sequence[SupportTeam], leads: Sequence[User], place: Municipality, cases: int) -> None:
        self.teams, self.leads, self.place, self.cases = teams, leads, str(place.pk), cases
        self.chance = random.Random(20260915)
        (provider,) = put_providers(by=None, names=["Jeugdhulp Voorbeeld"]).values()
        self.provider = str(provider.pk)
        self.raised: list[datetime.date] = []
        self.closed: list[datetime.date | None] = []
        self.entries = 0

    def store(self) -> None:
        pupil = "id given_name infix family_name birth_date group match_key created_on version municipality_id team_id"
        _copy("cases_pupil", pupil, self._pupils())
        _copy("cases_residence", "id period home_id municipality_id pupil_id team_id", self._residences())
        case = (
            "id state state_since raised_on raised_by question themes approach first_support_on closed_on outcome closing_note "
            "no_mark_reason version lead_id municipality_id team_id pupil_id"
        )
        _copy("cases_case", case, self._cases())
        escalation = (
            "id status route requested_on reason urgent decided_on decision_reason product_category reference stop_reason case_id "
            "decided_by_id home_id municipality_id requested_by_id team_id valid provider_id"
        )
        _copy("cases_escalation", escalation, self._escalations())
        entry = "id on kind minutes body role keeper audience recorded_at author_id case_id municipality_id team_id"
        self.entries = _copy("cases_logentry", entry, self._entries())

    def _team(self, number: int) -> tuple[str, str, str]:
        team, lead = self.teams[number % len(self.teams)], self.leads[number % len(self.teams)]
        return str(team.pk), str(lead.pk), team.sector

    def _pupils(self) -> Iterator[Sequence[object]]:
        for n in range(self.cases):
            born = FIRST - datetime.timedelta(self.chance.randrange(4 * 365, 15 * 365))
            yield (
                _key(1, n),
                f"Kind{n}",
                "",
                f"Achternaam{n % 5003}",
                born,
                "5",
                f"{n:064x}",
                FIRST,
                1,
                self.place,
                self._team(n)[0],
            )

    def _residences(self) -> Iterator[Sequence[object]]:
        return (
            (_key(2, n), f"[{FIRST},)", self.place, self.place, _key(1, n), self._team(n)[0]) for n in range(self.cases)
        )

    def _cases(self) -> Iterator[Sequence[object]]:
        chance = self.chance
        weights = {sector: (list(shares), list(shares.values())) for sector, shares in THEMES.items()}
        for n in range(self.cases):
            team, lead, sector = self._team(n)
            raised = FIRST + datetime.timedelta(int(DAYS * chance.random()))
            ends = raised + datetime.timedelta(int(chance.expovariate(1 / 120)))
            closed = ends if ends < TODAY else None
            self.raised.append(raised)
            self.closed.append(closed)
            support = raised + datetime.timedelta(chance.randrange(1, 40))
            yield (
                _key(3, n),
                "closed" if closed else "supporting",
                closed or raised,
                raised,
                "leerkracht",
                f"Vraag {n}: het lukt niet goed in de klas, en thuis vraagt het veel.",
                "{" + chance.choices(*weights[Sector(sector)])[0] + "}",
                "preventief" if chance.random() < 0.4 else "curatief",
                support if support < (closed or TODAY) else None,
                closed,
                "behaald" if closed else "",
                "Doelen behaald." if closed else "",
                "niet gevraagd" if closed else "",
                1,
                lead,
                self.place,
                team,
                _key(1, n),
            )

    def _escalations(self) -> Iterator[Sequence[object]]:
        routes, shares = [route.value for route in ROUTE_SHARES], list(ROUTE_SHARES.values())
        for n, raised in enumerate(self.raised):
            asked = raised + datetime.timedelta(self.chance.randrange(10, 60))
            if self.chance.random() < ESCALATES and asked < (self.closed[n] or TODAY):
                team, lead, _ = self._team(n)
                route = self.chance.choices(routes, shares)[0]
                ours = route == Route.LOCAL
                decided = asked + datetime.timedelta(20)
                yield (
                    *(
                        _key(4, n),
                        "granted" if ours else "outside",
                        route,
                        asked,
                        "Meer nodig dan het team kan.",
                        False,
                    ),
                    *(decided if ours else None, "", "45" if ours else "", "", "", _key(3, n)),
                    *(
                        str(self.leads[(n + 1) % len(self.leads)].pk) if ours else None,
                        self.place,
                        self.place,
                        lead,
                        team,
                    ),
                    *((f"[{decided},{decided + datetime.timedelta(365)})", self.provider) if ours else (None, None)),
                )

    def _entries(self) -> Iterator[Sequence[object]]:
        kinds = [kind.value for kind in ContactKind if kind != ContactKind.MELDCODE]
        chance, number = self.chance, 0
        for n, raised in enumerate(self.raised):
            team, lead, sector = self._team(n)
            days = max(1, ((self.closed[n] or TODAY) - raised).days)
            for _ in range(chance.randrange(1, 2 * PER_CASE)):
                number += 1
                on = raised + datetime.timedelta(chance.randrange(days))
                yield (
                    *(
                        _key(5, number),
                        on,
                        chance.choice(kinds),
                        5 * chance.randrange(1, 18),
                        "Besproken hoe het gaat.",
                    ),
                    *("IB" if sector == "PO" else "ZC", "school", "team", on, lead, _key(3, n), self.place, team),
                )
