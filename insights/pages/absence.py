"""Absence on reference days: pupils who miss much, and pupils without education [domain 2.9]; and participation in special
education [domain 5]."""

from insights.enums import Figure, Level
from insights.pages.base import Cell, Grid, Line, Look, Part, Tile, definitions, drawn
from insights.periods import Period
from insights.publication import Published, Rounded, Suppressed
from insights.publication import share as share_of
from insights.reading import Scope
from schools.calendar import SchoolYear
from schools.enums import SECTOR_OF, SchoolType, Sector
from shell.charts import Chart, Kind, Series, Value
from shell.numbers import Unit

F = Figure
SHOWN_YEARS = 6
SPECIAL = (SchoolType.SBO, SchoolType.SO, SchoolType.VSO)
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
    return [*found, participation(look)]


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


def participation(look: Look) -> Part:
    """The share of pupils in each kind of special education, of all pupils of its sector in the city, per school year."""
    rows = {(one.school_year, one.sector, one.type): one.pupils for one in look.today.participation}
    years = sorted({year for year, _, _ in rows})[-SHOWN_YEARS:]
    kinds = [kind for kind in SPECIAL if look.choice.scope.sector in ("", SECTOR_OF[kind])]

    def share(year: int, kind: SchoolType) -> Value:
        sector = str(SECTOR_OF[kind])
        if (year, sector, "") not in rows:
            return None
        part = rows.get((year, sector, kind.value))
        whole = Rounded(rows[year, sector, ""])
        return drawn(share_of(Rounded(part) if part is not None else Suppressed(), whole, decimals=1), Unit.PERCENT)

    series = tuple(
        Series(f"{kind.value} van {SECTOR_OF[kind]}", tuple(share(one, kind) for one in years)) for kind in kinds
    )
    labels = tuple(str(SchoolYear(one)) for one in years)
    chart = Chart(
        "deelname",
        "Welk deel van de leerlingen gaat naar speciaal onderwijs?",
        labels or ("–",),
        series if labels else (Series("Nog niet bekend", (None,)),),
        unit=Unit.PERCENT,
        category_label="Schooljaar",
        says="" if labels else "Nog niet van alle scholen is bekend hoeveel leerlingen zij hebben.",
    )
    return Part(chart, definitions("participation"), "Hele stad, op 1 oktober van het schooljaar.")


def _grid(look: Look, key: str, title: str, what: str, places: list[tuple[str, Scope]]) -> Part:
    def row(period: Period) -> list[Published]:
        return [look.get(code, period, scope) for _, scope in places for code, _ in PAIR]

    now, note = look.latest(row)
    lines = tuple(Line(name, tuple(Cell.of(look.get(code, now, scope)) for code, _ in PAIR)) for name, scope in places)
    said = f"Op de laatste dag van {now.label}."
    return Part(Grid(key, title, said, (what, *(name for _, name in PAIR)), lines), definitions(F.THUISZITTER), note)
