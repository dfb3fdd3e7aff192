"""Providers around schools [domain 6, "SBO de Brug"]. Answers: around which school do many providers work?"""

from collections.abc import Iterable

from insights.enums import Level
from insights.pages.base import Cell, Grid, Line, Look, Part, definitions
from insights.publication import Withheld
from schools.calendar import SchoolYear
from shell.numbers import Unit, plural, write_number

SHOWN_YEARS = 3
FEW = Cell("minder dan 8 leerlingen")
NOT_TOLD = Cell(Withheld().text)


def parts(look: Look) -> list[Part]:
    found = [around_schools(look)]
    if len(look.wijkteams) > 1:
        found.append(per_wijkteam(look))
    return [*found, in_the_city(look)]


def _years(look: Look) -> list[SchoolYear]:
    """The last school years that were counted, the newest first."""
    begins = sorted({row.begins_in for row in look.today.providers}, reverse=True)
    return [SchoolYear(one) for one in begins[:SHOWN_YEARS]]


def _numbers(look: Look, level: Level) -> dict[str, dict[int, int]]:
    """How many providers, per unit and school year."""
    found: dict[str, dict[int, int]] = {}
    for row in look.today.providers:
        if row.level == level and row.providers is not None:
            found.setdefault(row.unit, {})[row.begins_in] = row.providers
    return found


def _per_year(numbers: dict[int, int], years: Iterable[SchoolYear]) -> tuple[Cell, ...]:
    return tuple(Cell.written(numbers[one.begins_in], Unit.COUNT) if one.begins_in in numbers else FEW for one in years)


def around_schools(look: Look) -> Part:
    """Schools with the most providers first; by name those that work there for many pupils."""
    years, numbers = _years(look), _numbers(look, Level.LOCATION)
    names = _by_name(look, years)
    last = years[0].begins_in if years else 0
    schools = look.locations()
    shown = sorted(
        ((unit.name, unit.code) for unit in schools if unit.code in numbers),
        key=lambda one: (-numbers[one[1]].get(last, 0), one[0]),
    )
    lines = tuple(
        Line(
            name,
            (*_per_year(numbers[code], years), Cell(", ".join(names.get(code, ())) or "–", is_prose=True)),
            f"?eenheid={Level.LOCATION}:{code}",
        )
        for name, code in shown
    )
    said = "Er is nog geen schooljaar geteld waarin aanbieders voor genoeg leerlingen van deze scholen werkten."
    if shown and last in numbers[shown[0][1]]:
        most = numbers[shown[0][1]][last]
        said = f"De meeste aanbieders in {years[0]}: {plural(most, 'aanbieder', 'aanbieders')} rond {shown[0][0]}."
    if shown and len(schools) > len(shown):
        said += f" Van {plural(len(schools) - len(shown), 'school', 'scholen')} staat niets in de tabel: minder dan 8 leerlingen."
    head = ("School", *(str(one) for one in years), "Werkt er voor 8 of meer leerlingen")
    grid = Grid("scholen", "Hoeveel aanbieders werken er rond een school?", said, head, lines)
    return Part(grid, definitions("providers"))


def _by_name(look: Look, years: list[SchoolYear]) -> dict[str, list[str]]:
    """Per school those of the last year that may be named."""
    found: dict[str, list[str]] = {}
    for row in look.today.providers:
        if row.level == Level.LOCATION and row.provider and years and row.begins_in == years[0].begins_in:
            found.setdefault(row.unit, []).append(row.provider)
    return found


def per_wijkteam(look: Look) -> Part:
    """Each wijkteam, and the city."""
    years, numbers = _years(look), _numbers(look, Level.NEIGHBOURHOOD_TEAM)
    lines = [Line(unit.name, _per_year(numbers.get(unit.code, {}), years)) for unit in look.wijkteams]
    city = _numbers(look, Level.CITY).get("", {})
    lines.append(Line("Heel Zwolle", _per_year(city, years)))
    said = "Er is nog geen schooljaar geteld."
    if years and years[0].begins_in in city:
        said = f"In {years[0]} werkten {plural(city[years[0].begins_in], 'aanbieder', 'aanbieders')} voor leerlingen in heel Zwolle."
    head = ("Wijkteam", *(str(one) for one in years))
    return Part(Grid("wijkteams", "Aanbieders per wijkteam", said, head, tuple(lines)), definitions("providers"))


def in_the_city(look: Look) -> Part:
    """Each provider with its pupils and mark in the last school year, the most pupils first."""
    years = _years(look)
    rows = [
        row
        for row in look.today.providers
        if row.level == Level.CITY and row.provider and years and row.begins_in == years[0].begins_in
    ]
    rows.sort(key=lambda row: (-(row.pupils or 0), row.provider))
    lines = tuple(
        Line(
            row.provider or "",
            (
                NOT_TOLD if row.pupils is None else Cell.written(row.pupils, Unit.COUNT),
                FEW if row.mark is None else Cell.written(float(row.mark), Unit.MARK),
            ),
        )
        for row in rows
    )
    said = "Er is nog geen schooljaar geteld waarin een aanbieder voor 8 of meer leerlingen werkte."
    if rows:
        said = f"In {years[0]} werkten {plural(len(rows), 'aanbieder', 'aanbieders')} voor 8 of meer leerlingen."
    if rows and all(row.pupils for row in rows):  # with one withheld nobody knows which is first
        said = f"De meeste leerlingen in {years[0]}: {rows[0].provider}, {write_number(rows[0].pupils or 0)}."
    grid = Grid("stad", "Aanbieders in heel Zwolle", said, ("Aanbieder", "Leerlingen", "Cijfer"), lines)
    note = "Aantallen zijn afgerond op 5."
    if not all(row.pupils for row in rows):
        note += f" {Withheld().text.capitalize()}: met dit aantal was een klein aantal bij een school te herleiden."
    return Part(grid, definitions("providers", "provider_mark"), note)
