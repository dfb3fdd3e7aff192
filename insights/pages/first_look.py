"""The first look: the main figures, each leading to its own page, and the two charts that say most."""

from dataclasses import replace

from django.urls import reverse

from cases.enums import Route
from insights.definitions import DEFINITIONS
from insights.enums import Breakdown, Figure
from insights.pages import care, questions, waiting
from insights.pages.base import Look, Part, Tile, by_team_itself

F = Figure


def tiles(look: Look, query: str) -> list[Tile]:
    """The figures that every role asks for first; `query` keeps the filters on the way."""
    wanted = (
        (look.tile(F.RAISED, lambda period: look.get(F.RAISED, period)), "vragen"),
        (look.tile(F.ACTIVE, lambda period: look.get(F.ACTIVE, period)), "vragen"),
        (look.tile("team_share", lambda period: by_team_itself(look, period)), "vragen"),
        (
            look.tile("local_share", lambda period: look.share(F.ESCALATED, period, Breakdown.ROUTE, Route.LOCAL)),
            "jeugdhulp",
        ),
        (look.tile(F.WAIT_SUPPORT, lambda period: look.median(F.WAIT_SUPPORT, period)), "wachten"),
    )
    after = f"?{query}" if query else ""
    return [replace(tile, url=reverse(f"insights:{slug}") + after) for tile, slug in wanted]


def parts(look: Look) -> list[Part]:
    counts = ((F.RAISED, DEFINITIONS[F.RAISED].label), (F.CLOSED, DEFINITIONS[F.CLOSED].label))
    return [
        look.over_time("vragen", "Ondersteuningsvragen", counts),
        questions.shares(look),
        care.shift(look),
        waiting.chain(look),
    ]
