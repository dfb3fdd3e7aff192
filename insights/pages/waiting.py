"""Waiting: the chain from question to support and to specialist care. Answers: where do families wait longest, for whom?"""

from functools import partial

from cases.enums import Theme
from insights.enums import Breakdown, Figure, Level, Measure
from insights.pages.base import Cell, Grid, Line, Look, Part, Tile, definitions
from insights.periods import Period
from insights.publication import Published, Shown, number_of
from insights.reading import Scope
from schools.enums import Sector
from shell.numbers import Unit

F, B = Figure, Breakdown
CHAIN = (
    (F.WAIT_SUPPORT, "Tot eerste ondersteuning"),
    (F.WAIT_DECISION, "Tot besluit"),
    (F.WAIT_START, "Tot start aanbieder"),
)


def tiles(look: Look) -> list[Tile]:
    return [look.tile(code, partial(look.median, code)) for code, _ in CHAIN]


def parts(look: Look) -> list[Part]:
    found = [where(look), for_whom(look)]
    if not look.choice.scope.sector:
        found.append(per_sector(look))
    return [*found, chain(look), mean_and_median(look)]


def chain(look: Look) -> Part:
    """The medians of the three waits, one after the other in the life of a question."""
    return look.over_time("keten", "De keten van wachten", CHAIN, measure=Measure.MEDIAN, unit=Unit.DAYS)


def where(look: Look) -> Part:
    """Each wijkteam, and the city, longest wait for a first support first."""
    scopes = [(unit.name, look.scope_of(unit)) for unit in look.wijkteams]
    places = [*scopes, ("Heel Zwolle", Scope(sector=look.choice.scope.sector))]
    if look.choice.scope.level in (Level.BOARD, Level.LOCATION):
        places.insert(0, (look.choice.name, look.choice.scope))

    def waits(period: Period) -> list[Published]:
        return [look.median(F.WAIT_SUPPORT, period, scope) for _, scope in places]

    now, note = look.latest(waits)
    found = [(name, [look.median(code, now, scope) for code, _ in CHAIN]) for name, scope in places]
    said = longest_of([(name, row[0]) for name, row in found if name != "Heel Zwolle"], now)
    return _grid(
        "waar",
        "Waar wachten gezinnen het langst?",
        "Wijkteam" if len(scopes) > 1 else "Waar",
        said,
        found,
        now,
        note,
    )


def for_whom(look: Look) -> Part:
    """Per theme of the question, within the unit that is looked at."""
    themes = [(str(theme.label).capitalize(), theme.value) for theme in Theme]

    def waits(period: Period) -> list[Published]:
        return [look.median(F.WAIT_SUPPORT, period, breakdown=B.THEME, value=value) for _, value in themes]

    now, note = look.latest(waits)
    found = [
        (name, [look.median(code, now, breakdown=B.THEME, value=value) for code, _ in CHAIN]) for name, value in themes
    ]
    said = longest_of([(f"vragen over {name.lower()}", row[0]) for name, row in found], now)
    return _grid("voor-wie", "Voor wie is het wachten het langst?", "Thema", said, found, now, note)


def per_sector(look: Look) -> Part:
    """Primary, secondary and vocational education, of the unit that is looked at."""
    scope = look.choice.scope
    sectors = [(str(sector.label), Scope(scope.level, scope.unit, sector.value)) for sector in Sector]

    def waits(period: Period) -> list[Published]:
        return [look.median(F.WAIT_SUPPORT, period, one) for _, one in sectors]

    now, note = look.latest(waits)
    found = [(name, [look.median(code, now, one) for code, _ in CHAIN]) for name, one in sectors]
    said = longest_of([(name, row[0]) for name, row in found], now)
    return _grid("sectoren", "Wachten per sector", "Sector", said, found, now, note)


def mean_and_median(look: Look) -> Part:
    """Mean beside median: they differ when a few families wait very long."""
    pair = ((Measure.MEDIAN, "Mediaan"), (Measure.MEAN, "Gemiddelde"))
    return look.series_over_time(
        "spreiding",
        "Wachten enkele gezinnen veel langer?",
        [name for _, name in pair],
        lambda period: [look.get(F.WAIT_SUPPORT, period, measure=measure) for measure, _ in pair],
        definitions(F.WAIT_SUPPORT),
        unit=Unit.DAYS,
    )


def longest_of(found: list[tuple[str, Published]], period: Period) -> str:
    """ "Het langst wachten gezinnen bij X: de helft wacht langer dan 30 dagen (3e kwartaal 2026)." """
    shown = [(number_of(one), name, one) for name, one in found if isinstance(one, Shown)]
    if not shown:
        return f"Voor {period.label} zijn de aantallen te klein om te laten zien."
    most = max(days for days, _, _ in shown)
    names = [name for days, name, _ in shown if days == most]
    text = next(one.text for days, _, one in shown if days == most)
    return (
        f"Het langst: {' en '.join(names)}. In {period.label} wachtte de helft langer dan {text} op de eerste "
        "ondersteuning."
    )


def _grid(
    key: str, title: str, what: str, said: str, found: list[tuple[str, list[Published]]], now: Period, note: str
) -> Part:
    def order(row: tuple[str, list[Published]]) -> tuple[bool, object, str]:
        first = row[1][0]
        return (not isinstance(first, Shown), -number_of(first) if isinstance(first, Shown) else 0, row[0])

    lines = tuple(Line(name, tuple(Cell.of(one, Unit.DAYS) for one in row)) for name, row in sorted(found, key=order))
    head = (what, *(label for _, label in CHAIN))
    grid = Grid(key, f"{title}", said, head, lines)
    when = f"Mediaan, {now.label}."
    return Part(grid, definitions(*(code for code, _ in CHAIN)), f"{when} {note}".strip())
