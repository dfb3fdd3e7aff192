"""Specialist youth care: how many escalations and over which route [000 "Samenwerking", 2]."""

from decimal import Decimal

from django.conf import settings

from cases.enums import EscalationStatus, Route, Theme
from insights import cbs
from insights.enums import Breakdown, Figure, PeriodKind
from insights.pages.base import Cell, Grid, Line, Look, Part, Tile, definitions
from insights.periods import Period, containing
from insights.publication import Published, Shown, number_of
from insights.reading import Scope
from schools.enums import Sector
from shell.charts import Kind
from shell.numbers import Unit, write, write_number

F, B = Figure, Breakdown
ROUTES = (Route.LOCAL, Route.GP, Route.SCHOOL_DOCTOR, Route.GI, Route.SPECIALIST, Route.SELF)
PRIMARY = Scope(sector=Sector.PO.value)
STANDINGS = (
    EscalationStatus.REQUESTED,
    EscalationStatus.GRANTED,
    EscalationStatus.REFUSED,
    EscalationStatus.OUTSIDE,
)


def tiles(look: Look) -> list[Tile]:
    return [
        look.tile(F.ESCALATED, lambda period: look.get(F.ESCALATED, period)),
        look.tile("local_share", lambda period: look.share(F.ESCALATED, period, B.ROUTE, Route.LOCAL)),
        look.tile("gp_share", lambda period: look.share(F.ESCALATED, period, B.ROUTE, Route.GP)),
    ]


def parts(look: Look) -> list[Part]:
    found = [shift(look), standings(look), beside_cbs(look)]
    return [*found, dyslexia(look)] if look.choice.scope.sector in ("", Sector.PO) else found


def _routes(look: Look, period: Period) -> list[Published]:
    return [look.share(F.ESCALATED, period, B.ROUTE, route) for route in ROUTES]


def shift(look: Look) -> Part:
    """Route shares over time."""
    return look.series_over_time(
        "routes",
        "Verschuift de weg van huisarts naar het team?",
        [str(route.label).capitalize() for route in ROUTES],
        lambda period: _routes(look, period),
        definitions(F.ESCALATED, "local_share"),
        unit=Unit.PERCENT,
        kind=Kind.LINE,
    )


def beside_cbs(look: Look) -> Part:
    """The shares of the last period, of a year earlier, and of all youth care in Zwolle as CBS counted it."""
    now, note = look.latest(lambda period: _routes(look, period), compared=True)
    before = now.year_earlier
    lines = []
    for route in ROUTES:
        ours = [Cell.of(look.share(F.ESCALATED, period, B.ROUTE, route), Unit.PERCENT) for period in (now, before)]
        theirs = [_of_cbs(year, route) for year in reversed(cbs.ZWOLLE)]
        lines.append(Line(str(route.label).capitalize(), (*ours, *theirs)))
    head = (
        "Route",
        now.label.capitalize(),
        before.label.capitalize(),
        *(f"CBS {year.year}" for year in reversed(cbs.ZWOLLE)),
    )
    newest = cbs.ZWOLLE[-1]
    local = look.share(F.ESCALATED, now, B.ROUTE, Route.LOCAL)
    said = (
        f"CBS telde in {newest.year} {write(newest.share(Route.LOCAL) or 0, Unit.PERCENT)} van de trajecten in Zwolle via "
        f"de gemeentelijke toegang en {write(newest.share(Route.GP) or 0, Unit.PERCENT)} via de huisarts."
    )
    if isinstance(local, Shown):
        said += f" Bij de ondersteuningsteams liep in {now.label} {write(number_of(local), Unit.PERCENT)} via het team."
    grid = Grid("cbs", "Naast alle jeugdhulp in Zwolle", said, head, tuple(lines))
    return Part(grid, definitions(F.ESCALATED, "cbs"), note)


def _of_cbs(year: cbs.YouthCare, route: str) -> Cell:
    share = year.share(route)
    return Cell("–") if share is None else Cell(write(share, Unit.PERCENT), f"{share}")


def dyslexia(look: Look) -> Part:
    """Applications in which dyslexia plays a part, beside what national prevalence lets expect of one year group of the pupils
    in primary education [domain 6; 000 "Dyslexie"]: of the city, per school year."""
    last = containing(look.choice.period.last_month, PeriodKind.SCHOOL_YEAR)
    rows = [
        (year, *_asked_and_expected(look, year)) for year in (last, last.previous) if year in look.figures.revisions
    ]
    said = "Nog niet te zeggen: het aantal aanvragen of het aantal leerlingen is niet bekend of te klein."
    lines: list[Line] = []
    for year, asked, expected in reversed(rows):
        times = _times(asked, expected)
        written = Cell("–") if expected is None else Cell.written(round(expected), Unit.COUNT)
        lines.insert(0, Line(year.label.capitalize(), (Cell.of(asked), written, times)))
        if expected and times.number:
            said = (
                f"In {year.label} waren er {asked.text} aanvragen; landelijk is {write_number(expected)} te verwachten. "
                f"Dat is {times.text} zoveel."
            )
    head = ("Schooljaar", "Aanvragen met dyslexie", "Te verwachten", "Verhouding")
    grid = Grid("dyslexie", "Vragen teams vaker dyslexiezorg aan dan te verwachten is?", said, head, tuple(lines))
    return Part(grid, definitions("dyslexia"), "Basisscholen en speciaal (basis)onderwijs van de hele stad.")


def _asked_and_expected(look: Look, year: Period) -> tuple[Published, Decimal | None]:
    asked = look.get(F.ESCALATED, year, PRIMARY, breakdown=B.THEME, value=Theme.DYSLEXIA)
    told = ((row.school_year, row.sector, row.type) for row in look.today.participation)
    pupils = dict(zip(told, (row.pupils for row in look.today.participation), strict=True))
    known = pupils.get((year.first.year, PRIMARY.sector, ""))
    if known is None:
        return asked, None
    return asked, Decimal(settings.FIGURES_DYSLEXIA_PREVALENCE) * known / settings.FIGURES_PRIMARY_YEARS


def _times(asked: Published, expected: Decimal | None) -> Cell:
    if not expected or not isinstance(asked, Shown):
        return Cell("–")
    times = round(number_of(asked) / expected, 1)
    return Cell(f"{write_number(times, 1)} keer", f"{times}".replace(".", ","))


def standings(look: Look) -> Part:
    """What became of escalations, over time."""
    return look.series_over_time(
        "standen",
        "Wat werd er van de opschalingen",
        [str(one.label).capitalize() for one in STANDINGS],
        lambda period: [look.get(F.ESCALATED, period, breakdown=B.KIND, value=one) for one in STANDINGS],
        definitions(F.ESCALATED),
    )
