"""The pages of figures, each about one question of those who steer. `TOPICS` is their order in the menu of the pages."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from insights.choices import Choice
from insights.enums import Level
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
from insights.reading import Scope
from schools.enums import Sector


def _with_wijkteams(choice: Choice) -> list[Scope]:
    return [choice.scope, Scope(sector=choice.scope.sector), Scope(Level.NEIGHBOURHOOD_TEAM, "*", choice.scope.sector)]


def _with_sectors(choice: Choice) -> list[Scope]:
    sectors = [Scope(choice.scope.level, choice.scope.unit, sector.value) for sector in Sector]
    return [*_with_wijkteams(choice), *sectors]


def _with_all(choice: Choice) -> list[Scope]:
    levels = [Scope(level, "*", choice.scope.sector) for level in (Level.BOARD, Level.LOCATION, Level.HOME)]
    return [*_with_wijkteams(choice), *levels, *(Scope(sector=sector.value) for sector in Sector)]


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
    scopes: Callable[[Choice], list[Scope]] = lambda choice: [choice.scope]
    sources: Collection[str] = ()
    by_school_kind: bool = False

    @property
    def url_name(self) -> str:
        return f"insights:{self.slug}"


FIRST_LOOK = Topic(
    "eerste-blik", "Eerste blik", "Waar moet ik iets doen?", first_look.parts, scopes=_with_wijkteams,
    sources=("money", "flags", "pools", "remarks"),
)  # fmt: skip

TOPICS: dict[str, Topic] = {
    topic.slug: topic
    for topic in (
        Topic("vragen", "Vragen", "Vragen en wie ze afhandelt", questions.parts, questions.tiles),
        Topic("jeugdhulp", "Jeugdhulp", "Specialistische jeugdhulp", care.parts, care.tiles),
        Topic("wachten", "Wachten", "Wachten", waiting.parts, waiting.tiles, _with_sectors),
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
            _with_sectors,
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
            scopes=_with_all,
            sources=("homes",),
            by_school_kind=True,
        ),
    )
}
