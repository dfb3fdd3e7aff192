"""Comparing: wijkteams, boards, schools of a kind, and each with the city."""

from insights.definitions import DEFINITIONS
from insights.enums import Figure, Level, PeriodKind
from insights.pages.base import Cell, Grid, Line, Look, Part, by_team_itself, definitions
from insights.periods import Period, containing
from insights.publication import Published, Shown, charted, number_of
from insights.reading import Scope
from schools.enums import SECTOR_OF, Sector
from shell.charts import Chart, Series
from shell.numbers import Unit, plural, write, write_number

F = Figure
HEAD = ("Aangemeld", "Lopend", "Afgesloten", "Opgeschaald")
FIGURES = (F.RAISED, F.ACTIVE, F.CLOSED, F.ESCALATED)


def parts(look: Look) -> list[Part]:
    found = []
    if len(look.wijkteams) > 1:
        found.append(wijkteams(look))
    if len([unit for unit in look.units if unit.level == Level.BOARD]) > 1:
        found.append(boards(look))
    found.append(schools(look))
    return [*found, homes(look)] if len(look.wijkteams) > 1 else found


def wijkteams(look: Look) -> Part:
    """New, closed and escalated questions of each wijkteam."""
    shown = (F.RAISED, F.CLOSED, F.ESCALATED)
    units = look.wijkteams

    def row(period: Period) -> list[Published]:
        return [look.get(code, period, look.scope_of(unit)) for unit in units for code in (F.RAISED, F.ESCALATED)]

    last, note = look.latest(row)
    raised = [(unit.name, look.get(F.RAISED, last, look.scope_of(unit))) for unit in units]
    chart = Chart(
        "wijkteams",
        f"Per wijkteam, {last.label}",
        tuple(unit.name for unit in units),
        tuple(
            Series(DEFINITIONS[code].label, tuple(charted(look.get(code, last, look.scope_of(unit))) for unit in units))
            for code in shown
        ),
        category_label="Wijkteam",
        over_time=False,
        says=most_raised(raised),
        links=tuple(f"?eenheid={Level.NEIGHBOURHOOD_TEAM}:{unit.code}&soort={last.kind}" for unit in units),
    )
    return Part(chart, definitions(*shown), note)


def boards(look: Look) -> Part:
    """Boards beside each other, with the share that teams handled themselves and the wait."""
    period = _year(look)
    lines = []
    units = (*(Unit.COUNT for _ in FIGURES), Unit.PERCENT, Unit.DAYS)
    for unit in (unit for unit in look.units if unit.level == Level.BOARD):
        scope = look.scope_of(unit)
        row = [look.get(code, period, scope) for code in FIGURES]
        row += [by_team_itself(look, period, scope), look.median(F.WAIT_SUPPORT, period, scope)]
        if any(isinstance(one, Shown) for one in row):
            lines.append(Line(unit.name, tuple(map(Cell.of, row, units)), f"?eenheid={Level.BOARD}:{unit.code}"))
    said = (
        f"{plural(len(lines), 'bestuur', 'besturen')} met cijfers in {period.label}; die met alleen kleine aantallen staan er niet bij."
        if lines
        else f"In {period.label} zijn er geen besturen met genoeg vragen om te laten zien."
    )
    head = ("Bestuur", *HEAD, "Zelf afgehandeld", "Wachten")
    grid = Grid("besturen", "Besturen naast elkaar", said, head, tuple(lines))
    return Part(grid, definitions(*FIGURES, "team_share", F.WAIT_SUPPORT))


def schools(look: Look) -> Part:
    """Schools of a kind beside the average school of their sector: totals of the city over its schools of today."""
    period, choice = _year(look), look.choice
    lines, hidden = [], 0
    for unit in look.locations():
        scope = Scope(Level.LOCATION, unit.code, choice.scope.sector)
        row = [look.get(code, period, scope) for code in FIGURES]
        if any(isinstance(one, Shown) for one in row):
            lines.append(Line(unit.name, tuple(map(Cell.of, row)), f"?eenheid={Level.LOCATION}:{unit.code}"))
        else:
            hidden += 1
    averages = [_average(look, sector, period) for sector in _sectors(look)]
    said = f"{plural(len(lines), 'school', 'scholen')} met cijfers in {period.label}."
    if hidden:
        said += f" Van {plural(hidden, 'school', 'scholen')} zijn alle aantallen te klein om te laten zien."
    head = ("School", *HEAD)
    lines = [*(one for one in averages if one), *sorted(lines, key=lambda line: line.label)]
    grid = Grid("scholen", "Scholen van dezelfde soort", said, head, tuple(lines))
    return Part(grid, definitions(*FIGURES))


def homes(look: Look) -> Part:
    """Where the pupils live: the woongemeente is responsible for youth care [domain 1]."""
    period, sector = _year(look), look.choice.scope.sector
    lines = []
    for home in look.today.homes:
        row = [look.get(code, period, Scope(Level.HOME, home.code, sector)) for code in FIGURES]
        if any(isinstance(one, Shown) for one in row):
            lines.append(Line(home.name, tuple(map(Cell.of, row))))
    said = (
        f"{plural(len(lines), 'woongemeente', 'woongemeenten')} met cijfers in {period.label}. "
        "Die met alleen kleine aantallen staan er niet bij."
        if lines
        else f"In {period.label} zijn er geen woongemeenten met genoeg vragen om te laten zien."
    )
    grid = Grid("woongemeenten", "Waar wonen de leerlingen?", said, ("Woongemeente", *HEAD), tuple(lines))
    return Part(grid, definitions(*FIGURES), "De woongemeente is verantwoordelijk voor jeugdhulp.")


def _sectors(look: Look) -> list[str]:
    if look.choice.scope.sector:
        return [look.choice.scope.sector]
    if look.choice.school_kind:
        return [str(SECTOR_OF[look.choice.school_kind])]
    return [Sector.PO.value, Sector.VO.value]


def _average(look: Look, sector: str, period: Period) -> Line | None:
    """The average school of a sector, from exact totals of the city; None when a total is hidden."""
    schools = look.schools.get(sector, 0)
    totals = [look.get(code, period, Scope(sector=sector)) for code in FIGURES]
    if not schools or not all(isinstance(one, Shown) for one in totals):
        return None
    cells = tuple(_per(number_of(one) / schools) for one in totals)
    return Line(f"Gemiddeld per school, {Sector(sector).label}", cells)


def _per(value: object) -> Cell:
    rounded = round(float(value), 1)  # type: ignore[arg-type]
    return Cell(write(rounded, Unit.COUNT), f"{rounded}".replace(".", ","))


def _year(look: Look) -> Period:
    """The last school year that was counted before the chosen period ends: schools are too small for less."""
    year = containing(look.choice.period.last_month, PeriodKind.SCHOOL_YEAR)
    while year not in look.figures.revisions and year.first.year > look.choice.period.first.year - 2:
        year = year.previous
    return year


def most_raised(units: list[tuple[str, Published]]) -> str:
    """Which unit has the most new questions, of those that show a number."""
    shown = [(number_of(one), name) for name, one in units if isinstance(one, Shown)]
    if not shown:
        return "De aantallen zijn te klein om te laten zien."
    most = max(number for number, _ in shown)
    names = " en ".join(name for number, name in shown if number == most)
    return f"De meeste nieuwe vragen: {names} ({write_number(most)})."
