"""Who works where, from the start of the teams until today: invented people on the posts of real schools [003 §2.1, §4.2].

A post is one person's work in one role at a few teams. Its holders follow each other at the start of a school year. Every
team has all its core roles from its first day on, save the few that lack one today.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from random import Random

from schools.calendar import SchoolYear
from schools.enums import SECTOR_OF, Sector, SupportDomain
from zwolle_ot.demo import schools
from zwolle_ot.demo.names import adult, email

Day = datetime.date
FIRST_DAY = {Sector.PO: Day(2017, 8, 1), Sector.VO: Day(2018, 8, 1), Sector.MBO: Day(2020, 8, 1)}  # [000 C]
HOURS_PRICED = {"JGW": Day(2019, 1, 1), "SMW": Day(2019, 1, 1)}  # until then by yearly amounts, see `money`
INTO_SERVICE = Day(2018, 1, 1)  # who was seconded to the SWT entered the service of the municipality [003 "Risico's" 2]
CHANGE_A_YEAR = 0.13  # chance that a post gets another holder at the start of a school year
D = SupportDomain
SMW_MANDATE = (D.YOUTH_FREE, D.YOUTH_SPECIALIST, D.COLLECTIVE)


@dataclass(frozen=True)
class Person:
    """An invented person; `signs_in` for those whom a visitor may be."""

    name: str
    email: str
    signs_in: bool = False


@dataclass(frozen=True)
class Team:
    """A support team, by its location and sector."""

    place: schools.Place
    sector: Sector
    type: str

    @property
    def key(self) -> tuple[str, str]:
        return self.place.code, self.sector.value


@dataclass(frozen=True)
class Stint:
    """An appointment: at a team, or for other roles at the unit with this code. `after` is the day after the last."""

    person: Person
    role: str
    unit: tuple[str, str] | str
    first: Day
    after: Day | None = None
    hours: Decimal | None = None
    employer: str = ""
    mandate: tuple[SupportDomain, ...] | None = None

    def includes(self, day: Day) -> bool:
        return self.first <= day and (self.after is None or day < self.after)


@dataclass(frozen=True)
class Post:
    role: str
    employer: str
    teams: tuple[Team, ...]


@dataclass
class Staff:
    """All stints, and who holds a role at a team on a day."""

    stints: list[Stint] = field(default_factory=list)
    _at: dict[tuple[tuple[str, str], str], list[Stint]] = field(default_factory=dict)

    def add(self, stint: Stint) -> None:
        self.stints.append(stint)
        if isinstance(stint.unit, tuple):
            self._at.setdefault((stint.unit, stint.role), []).append(stint)

    def holder(self, team: Team, role: str, day: Day) -> Stint | None:
        """The stint in this role at this team on this day, if anybody's."""
        return next((one for one in self._at.get((team.key, role), ()) if one.includes(day)), None)

    def people(self) -> list[Person]:
        return list(dict.fromkeys(stint.person for stint in self.stints))


def teams() -> list[Team]:
    """One per location and sector, as `schools.actions` makes them."""
    return [
        Team(place, Sector(SECTOR_OF[kind]), kind)
        for place in schools.ALL
        for kind in (place.type, place.second_type)
        if kind
    ]


@dataclass(frozen=True)
class Star:
    """A person to sign in as, with the team or unit of each role. Team roles take over the post that serves that team."""

    person: Person
    roles: tuple[tuple[str, tuple[str, str] | str], ...]


PRIMARY_TEAM, SECONDARY_TEAM = ("15UF00", "PO"), ("20DB00", "VO")


def _star(name: str, address: str, *roles: tuple[str, tuple[str, str] | str]) -> Star:
    return Star(Person(name, f"{address}@voorbeeld.nl", signs_in=True), roles)


#: IB, orthopedagoog and JGW share a team, so that the first story can be played; one person holds two roles.
STARS = (
    _star("Marieke de Boer", "ib", ("IB", PRIMARY_TEAM)),
    _star("Jeroen Visser", "zc", ("ZC", SECONDARY_TEAM)),
    _star("Fatima El Amrani", "ortho", ("ORTHO", PRIMARY_TEAM)),
    _star("Daan Hoekstra", "jgw", ("JGW", PRIMARY_TEAM)),
    _star("Esra Yilmaz", "smw", ("SMW", SECONDARY_TEAM)),
    _star("Wouter Kamphuis", "swt", ("SWT_LEAD", "SWT-OOST")),
    _star("Linda van Dijk", "jeugdconsulent", ("JEUGDCONSULENT", schools.HOME)),
    _star("Tom Bakker", "leerplicht", ("LEERPLICHT", schools.HOME)),
    _star("Anouk Mulder", "beleid", ("OFFICER", schools.HOME)),
    _star("Henk Schuurman", "controller", ("CONTROLLER", schools.HOME)),
    _star("Petra Veldhuis", "directeur", ("DIRECTOR", "15UF00")),
    _star("Ruud ten Brinke", "bestuur", ("BOARD", "42623")),
    _star("Ilse Nijland", "swv", ("SWV", "PO2305")),
    _star("Kees Wolters", "beheer", ("ADMIN", schools.HOME)),
    _star("Nadia Haddad", "privacy", ("PRIVACY", schools.HOME)),
    _star("Bas Oosterhof", "tweerollen", ("JGW", ("02YE00", "PO")), ("SMW", ("19UO00", "VO"))),
)
#: Who appointed the first administrator, and colleagues whom nobody signs in as.
FIRST_ADMINISTRATOR = Person("Gerda Eikelboom", "eerste.beheer@voorbeeld.nl")
OTHERS = (
    ("JEUGDCONSULENT", (schools.HOME, *(code for code in schools.MUNICIPALITIES if code != schools.HOME))),
    ("SWT_LEAD", tuple(code for code in schools.NEIGHBOURHOOD_TEAMS if code != "SWT-OOST")),
)
#: Team and role without anybody today.
VACANT = ((("16CF00", "PO"), "ORTHO"), (("30UN00", "PO"), "IB"), (("02VT05", "VO"), "SMW"), (("19SP00", "PO"), "ORTHO"))


def engage(*, today: Day, dice: Random) -> Staff:
    """Everybody who works in a team, or around it, from the start of the teams until today."""
    staff, taken = Staff(), {star.person.email for star in STARS} | {FIRST_ADMINISTRATOR.email}
    staff.add(Stint(FIRST_ADMINISTRATOR, "ADMIN", schools.HOME, FIRST_DAY[Sector.PO]))
    since = SchoolYear(SchoolYear.of(today).begins_in - 2).first
    for star in STARS:
        for role, unit in star.roles:
            if isinstance(unit, str):
                staff.add(Stint(star.person, role, unit, since, employer=_employer_of(role)))
    for role, units in OTHERS:
        for unit in units:
            staff.add(Stint(_somebody(dice, taken), role, unit, FIRST_DAY[Sector.PO], employer=_employer_of(role)))
    for post in posts():
        for stint in _held(post, today=today, since=since, dice=dice, taken=taken):
            staff.add(stint)
    return staff


def _employer_of(role: str) -> str:
    return schools.SWT if role == "SWT_LEAD" else ""


def _somebody(dice: Random, taken: set[str]) -> Person:
    name = adult(dice)
    return Person(name, email(name, taken))


def posts() -> list[Post]:
    """How the work is divided over posts: by board for the school's side, by wijkteam for the JGW, and city-wide for VO."""
    known = teams()
    primary = [team for team in known if team.sector == Sector.PO]
    secondary = [team for team in known if team.sector == Sector.VO]
    regular = [team for team in secondary if team.type == "VO"]
    special = [team for team in secondary if team.type != "VO"]
    divided: list[tuple[str, Iterable[Sequence[Team]], int, str]] = [
        ("IB", _by_board(primary), 1, ""),
        ("ORTHO", _by_board(primary), 3, ""),
        ("ORTHO", _by_board(secondary), 3, ""),
        ("ZC", _by_board(regular), 1, ""),
        ("ZC", _by_board(special), 2, ""),
        ("JGW", _grouped(primary, lambda team: team.place.neighbourhood_team), 3, schools.SWT),
        ("SMW", [regular], 3, schools.DE_KERN),
        ("SMW", [special], 4, schools.SWT),
        ("ZC", [[team for team in known if team.sector == Sector.MBO]], 1, ""),
        ("SMW", [[team for team in known if team.sector == Sector.MBO]], 1, schools.DE_KERN),
    ]
    return [
        Post(role, employer or schools.BOARDS[group[0].place.board], tuple(group[start : start + size]))
        for role, groups, size, employer in divided
        for group in groups
        for start in range(0, len(group), size)
    ]


def _by_board(found: Iterable[Team]) -> list[list[Team]]:
    return _grouped(found, lambda team: team.place.board)


def _grouped(found: Iterable[Team], key: Callable[[Team], str]) -> list[list[Team]]:
    groups: dict[str, list[Team]] = {}
    for team in found:
        groups.setdefault(key(team), []).append(team)
    return list(groups.values())


def _held(post: Post, *, today: Day, since: Day, dice: Random, taken: set[str]) -> Iterable[Stint]:
    """The holders of a post one after the other; a star comes last."""
    first = FIRST_DAY[post.teams[0].sector]
    keys = {team.key for team in post.teams}
    star = next((star for star in STARS if any(role == post.role and unit in keys for role, unit in star.roles)), None)
    turns = [
        year.first
        for year in map(SchoolYear, range(first.year + 1, SchoolYear.of(today).begins_in + 1))
        if dice.random() < CHANGE_A_YEAR and (star is None or year.first < since)
    ]
    turns += [since] if star else []
    mandate = _mandate(post, dice, always=star is not None)
    agreed = agreed_hours() if post.role == "JGW" else {}
    hours = {team.key: agreed.get(team) or dice.choices((3, 4, 5), weights=(1, 8, 1))[0] for team in post.teams}
    begins = [first, *turns]
    for start, after in zip(begins, [*turns, None], strict=True):
        is_last = after is None
        person = star.person if star and is_last else _somebody(dice, taken)
        for team in post.teams:
            stint = Stint(person, post.role, team.key, start, after, Decimal(hours[team.key]), post.employer, mandate)
            if is_last and (team.key, post.role) in VACANT:
                stint = replace(
                    stint, after=max(start, (today.replace(day=1) - datetime.timedelta(days=20)).replace(day=1))
                )
            for part in _seconded(stint, dice):
                yield from _priced(part)


def _mandate(post: Post, dice: Random, *, always: bool) -> tuple[SupportDomain, ...] | None:
    """An SMW may ask for specialist youth care only when the mandate is given [003 §1.1]: here about two in three may."""
    return SMW_MANDATE if post.role == "SMW" and (always or dice.random() < 0.66) else None


def _seconded(stint: Stint, dice: Random) -> Iterable[Stint]:
    """Who worked for the SWT before 2018 was seconded: SMW by MEE, and JGW's partly by De Kern [003 §4.2]."""
    ends = stint.after or Day.max
    if stint.employer != schools.SWT or not stint.first < INTO_SERVICE < ends or dice.random() < 0.4:
        return [stint]
    lender = schools.MEE if dice.random() < 0.5 else schools.DE_KERN
    return [replace(stint, after=INTO_SERVICE, employer=lender), replace(stint, first=INTO_SERVICE)]


def _priced(stint: Stint) -> Iterable[Stint]:
    """Hours are told from the day on which they have a price: before it, the yearly amounts of 2017 pay for the role."""
    since, ends = HOURS_PRICED.get(stint.role, stint.first), stint.after or Day.max
    if since <= stint.first:
        return [stint]
    before = replace(stint, hours=None)
    if ends <= since:
        return [before]
    return [replace(before, after=since), replace(stint, first=since)]


@cache
def agreed_hours() -> dict[Team, int]:
    """Hours of the JGW a week at each primary school: the norm of 4, here one more and there one less, within each pool."""
    areas = _grouped((team for team in teams() if team.sector == Sector.PO), lambda team: team.place.neighbourhood_team)
    return {team: {1: 5, 2: 3, 8: 3}.get(number, 4) for area in areas for number, team in enumerate(area)}
