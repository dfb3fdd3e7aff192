"""Absence on reference days: pupils who miss much, and pupils without education [domain 2.9]."""

from insights.enums import Figure, Level
from insights.pages.base import Cell, Grid, Line, Look, Part, Tile, definitions
from insights.periods import Period
from insights.publication import Published
from insights.reading import Scope
from schools.enums import Sector
from shell.charts import Kind

F = Figure
PAIR = ((F.THUISZITTER, "Thuiszitters"), (F.ABSENT, "Veel verzuim"))


def tiles(look: Look) -> list[Tile]:
    return [
        look.tile(F.THUISZITTER, lambda period: look.get(F.THUISZITTER, period)),
        look.tile(F.ABSENT, lambda period: look.get(F.ABSENT, period)),
    ]


def parts(look: Look) -> list[Part]:
    found = [over_time(look)]
    if not look.choice.scope.sector:
        found.append(per_sector(look))
    if len(look.wijkteams) > 1:
        found.append(per_wijkteam(look))
    return found


def over_time(look: Look) -> Part:
    """Both, on the last day of each period."""
    return look.series_over_time(
        "verzuim",
        "Thuiszitters en veel verzuim",
        [name for _, name in PAIR],
        lambda period: [look.get(code, period) for code, _ in PAIR],
        definitions(F.THUISZITTER, F.ABSENT),
        kind=Kind.LINE,
    )


def per_sector(look: Look) -> Part:
    """Primary, secondary and vocational education."""
    scope = look.choice.scope
    places = [(str(sector.label), Scope(scope.level, scope.unit, sector.value)) for sector in Sector]
    return _grid(look, "sectoren", "Per sector", "Sector", places)


def per_wijkteam(look: Look) -> Part:
    """Each wijkteam that the role may compare."""
    places = [(unit.name, look.scope_of(unit)) for unit in look.wijkteams]
    city = Scope(Level.CITY, "", look.choice.scope.sector)
    return _grid(look, "wijkteams", "Per wijkteam", "Wijkteam", [*places, ("Heel Zwolle", city)])


def _grid(look: Look, key: str, title: str, what: str, places: list[tuple[str, Scope]]) -> Part:
    def row(period: Period) -> list[Published]:
        return [look.get(code, period, scope) for _, scope in places for code, _ in PAIR]

    now, note = look.latest(row)
    lines = tuple(Line(name, tuple(Cell.of(look.get(code, now, scope)) for code, _ in PAIR)) for name, scope in places)
    said = f"Op de laatste dag van {now.label}."
    return Part(Grid(key, title, said, (what, *(name for _, name in PAIR)), lines), definitions(F.THUISZITTER), note)
