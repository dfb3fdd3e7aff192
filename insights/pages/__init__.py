"""The pages of figures, each about one question of those who steer. `TOPICS` is their order in the menu of the pages."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from insights import reading
from insights.choices import Choice
from insights.enums import Breakdown, Figure, Level
from insights.pages import (
    absence,
    care,
    comparing,
    cooperation,
    first_look,
    hours,
    money,
    providers,
    questions,
    waiting,
)
from insights.pages.base import Look, Part
from insights.reading import Asked, Scope, Wanted
from insights.state import tables_in
from insights.today import SOURCES
from schools.enums import Sector

F, B = Figure, Breakdown
WHOLE = (B.NONE,)
WAITS = dict.fromkeys((F.WAIT_SUPPORT, F.WAIT_DECISION, F.WAIT_START), WHOLE)
ABSENT = dict.fromkeys((F.ABSENT, F.THUISZITTER), WHOLE)
HANDLED = {F.RAISED: WHOLE, F.ACTIVE: WHOLE, F.CLOSED: (B.NONE, B.KIND), F.ESCALATED: WHOLE}
QUESTIONS = {
    F.RAISED: (B.NONE, B.THEME, B.APPROACH),
    F.ACTIVE: WHOLE,
    F.CLOSED: (B.NONE, B.KIND),
    F.SUPPORT: (B.FORM, B.DOMAIN),
    F.MARK_PUPIL: WHOLE,
    F.MARK_PARENTS: WHOLE,
}


def _wijkteams(choice: Choice, cells: Asked) -> list[Wanted]:
    sector = choice.scope.sector
    return [Wanted(Scope(sector=sector), cells), Wanted(Scope(Level.NEIGHBOURHOOD_TEAM, "*", sector), cells)]


def _sectors(choice: Choice, cells: Asked) -> list[Wanted]:
    scope = choice.scope
    return [Wanted(Scope(scope.level, scope.unit, sector.value), cells) for sector in Sector]


def _first_look(choice: Choice) -> list[Wanted]:
    cells = {**HANDLED, **WAITS, F.ESCALATED: (B.NONE, B.ROUTE)}
    return [Wanted(choice.scope, cells), *_wijkteams(choice, {F.WAIT_SUPPORT: WHOLE})]


def _questions(choice: Choice) -> list[Wanted]:
    return [Wanted(choice.scope, QUESTIONS)]


def _care(choice: Choice) -> list[Wanted]:
    primary = Wanted(Scope(sector=Sector.PO.value), {F.ESCALATED: (B.THEME,)})
    return [Wanted(choice.scope, {F.ESCALATED: (B.NONE, B.ROUTE, B.KIND)}), primary]


def _waiting(choice: Choice) -> list[Wanted]:
    own = Wanted(choice.scope, dict.fromkeys(WAITS, (B.NONE, B.THEME)))
    return [own, *_wijkteams(choice, WAITS), *_sectors(choice, WAITS)]


def _absence(choice: Choice) -> list[Wanted]:
    return [Wanted(choice.scope, ABSENT), *_wijkteams(choice, ABSENT), *_sectors(choice, ABSENT)]


def _all_units(choice: Choice) -> list[Wanted]:
    cells = {**HANDLED, F.WAIT_SUPPORT: WHOLE}
    units = [
        Wanted(Scope(level, "*", choice.scope.sector), cells) for level in (Level.BOARD, Level.LOCATION, Level.HOME)
    ]
    return [*_wijkteams(choice, cells), *units, *(Wanted(Scope(sector=sector.value), cells) for sector in Sector)]


def _nothing(_choice: Choice) -> list[Wanted]:
    return []


def _no_tiles(_look: Look) -> list[Any]:
    return []


@dataclass(frozen=True)
class Topic:
    """A page of figures: what it is called, which published figures and live sources it reads, and what it shows."""

    slug: str
    label: str
    title: str
    parts: Callable[[Look], list[Part]]
    tiles: Callable[[Look], list[Any]] = _no_tiles
    reads: Callable[[Choice], list[Wanted]] = _nothing
    sources: Collection[str] = ()
    by_school_kind: bool = False

    @property
    def url_name(self) -> str:
        return f"insights:{self.slug}"

    @property
    def name(self) -> str:
        """What the page is called in its window; its heading may say more."""
        return "Cijfers" if self is FIRST_LOOK else self.title

    @cached_property
    def tables(self) -> frozenset[str]:
        """What the page depends on."""
        return tables_in(reading.NAMES, reading.READ, *(SOURCES[name] for name in self.sources))


FIRST_LOOK = Topic(
    "eerste-blik", "Eerste blik", "Waar moet ik iets doen?", first_look.parts, reads=_first_look,
    sources=("money", "flags", "pools", "remarks"),
)  # fmt: skip

TOPICS: dict[str, Topic] = {
    topic.slug: topic
    for topic in (
        Topic("vragen", "Vragen", "Vragen en wie ze afhandelt", questions.parts, questions.tiles, _questions),
        Topic(
            "jeugdhulp",
            "Jeugdhulp",
            "Specialistische jeugdhulp",
            care.parts,
            care.tiles,
            _care,
            ("participation",),
        ),
        Topic("wachten", "Wachten", "Wachten", waiting.parts, waiting.tiles, _waiting),
        Topic(
            "aanbieders",
            "Aanbieders",
            "Aanbieders rond de scholen",
            providers.parts,
            sources=("providers",),
            by_school_kind=True,
        ),
        Topic(
            "verzuim",
            "Verzuim",
            "Verzuim, thuiszitters en deelname",
            absence.parts,
            absence.tiles,
            _absence,
            ("participation",),
        ),
        Topic("uren", "Uren", "Uren van de wijkteams", hours.parts, sources=("hours", "pools")),
        Topic(
            "samenwerking", "Samenwerking", "Samenwerking in de teams", cooperation.parts, sources=("teams", "flags")
        ),
        Topic("geld", "Geld", "Geld", money.parts, money.tiles, sources=("money", "terms", "releases", "assumptions")),
        Topic(
            "vergelijken",
            "Vergelijken",
            "Scholen, besturen en wijkteams",
            comparing.parts,
            reads=_all_units,
            sources=("homes",),
            by_school_kind=True,
        ),
    )
}
