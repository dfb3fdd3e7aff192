"""The quarter report as data: the account to Bloz and council [001 §6]. Page, PDF and spreadsheet are made from it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cases.enums import Route
from insights.definitions import DEFINITIONS, Definition
from insights.enums import MARKS, WAITS, Breakdown, Figure, Handling, Level, Measure, Voice
from insights.pages.arrangements import released
from insights.pages.base import Cell, Grid, Line, compared, in_words
from insights.pages.money import PAYERS, Sums
from insights.periods import Period
from insights.publication import Published
from insights.reading import Figures, Scope, Wanted
from insights.today import Money, PoolMonth, RemarkRow, TalkRow, TeamInYear, Today
from schools.calendar import SchoolYear
from shell.numbers import Unit

F, B = Figure, Breakdown
Get = Callable[[Period, Scope], Published]
CITY = Scope()
CELLS = {
    **dict.fromkeys((F.RAISED, F.ACTIVE, F.SUPPORT, *WAITS, *MARKS, F.THUISZITTER, F.ABSENT), (B.NONE,)),
    F.CLOSED: (B.NONE, B.KIND),
    F.ESCALATED: (B.NONE, B.ROUTE),
}


@dataclass(frozen=True)
class Figured:
    """One figure of the quarter, beside the quarter before and a year earlier, and how people read it."""

    definition: Definition
    now: Published
    previous: Published
    before: Published
    before_label: str
    remarks: tuple[RemarkRow, ...]

    @property
    def texts(self) -> tuple[str, str, str]:
        unit = self.definition.unit
        return in_words(self.now, unit), in_words(self.previous, unit), in_words(self.before, unit)

    @property
    def compared(self) -> str:
        return compared(self.now, self.before, self.before_label)

    @property
    def voices(self) -> list[tuple[str, str, RemarkRow | None]]:
        """Each group with its code and what it said, or nothing."""
        said = {one.voice: one for one in self.remarks}
        return [(voice.value, str(voice.label), said.get(voice.value)) for voice in Voice]


@dataclass(frozen=True)
class Section:
    title: str
    figures: tuple[Figured, ...]


@dataclass(frozen=True)
class Report:
    """A quarter of the city. `revision` 1 is the first count, 2 the last one."""

    period: Period
    revision: int
    sections: tuple[Section, ...]
    grids: tuple[Grid, ...]
    talks: tuple[TalkRow, ...]

    def figures(self) -> list[Figured]:
        return [one for section in self.sections for one in section.figures]

    @property
    def unread(self) -> int:
        """How many figures nobody said anything about yet."""
        return sum(not one.remarks for one in self.figures())


def periods_of(period: Period) -> list[Period]:
    return sorted({period, period.previous, period.year_earlier})


def reads() -> list[Wanted]:
    """The figures of `_sections` and `per_wijkteam`."""
    return [Wanted(CITY, CELLS), Wanted(Scope(Level.NEIGHBOURHOOD_TEAM, "*"), CELLS)]


def report(period: Period, figures: Figures, today: Today, wijkteams: Sequence[tuple[str, str]]) -> Report:
    """`wijkteams`: code and name, in order."""
    remarks: dict[str, list[RemarkRow]] = defaultdict(list)
    for one in today.remarks:
        remarks[one.figure].append(one)
    sections = tuple(
        Section(title, tuple(_figured(code, get, period, remarks[code]) for code, get in wanted))
        for title, wanted in _sections(figures)
    )
    names = dict(wijkteams)
    grids = (
        per_wijkteam(figures, period, wijkteams),
        hours(today.pools, names),
        money(today.money),
        completeness(row for row in today.teams if row.begins_in == SchoolYear.of(period.last_month).begins_in),
        released(today.releases),
    )
    shown = tuple(grid for grid in grids if grid.lines)
    return Report(period, figures.revisions.get(period, 0), sections, shown, tuple(today.talks))


def _figured(code: str, get: Get, period: Period, remarks: Iterable[RemarkRow]) -> Figured:
    before = period.year_earlier
    now, previous, earlier = (get(one, CITY) for one in (period, period.previous, before))
    return Figured(DEFINITIONS[code], now, previous, earlier, before.label, tuple(remarks))


def _sections(figures: Figures) -> list[tuple[str, list[tuple[str, Get]]]]:
    """What a report tells, in order."""

    def count(code: str) -> tuple[str, Get]:
        return code, lambda period, scope: figures.get(code, period, scope)

    def of(code: str, measure: str) -> tuple[str, Get]:
        return code, lambda period, scope: figures.get(code, period, scope, measure=measure)

    def share(name: str, code: str, breakdown: str, value: str) -> tuple[str, Get]:
        return name, lambda period, scope: figures.share(code, period, scope, breakdown=breakdown, value=value)

    return [
        ("Vragen", [count(F.RAISED), count(F.ACTIVE), count(F.CLOSED), count(F.SUPPORT)]),
        ("Zo licht als kan", [share("team_share", F.CLOSED, B.KIND, Handling.TEAM), count(F.ESCALATED)]),
        (
            "De weg naar jeugdhulp",
            [
                share("local_share", F.ESCALATED, B.ROUTE, Route.LOCAL),
                share("gp_share", F.ESCALATED, B.ROUTE, Route.GP),
            ],
        ),
        ("Wachten (mediaan)", [of(code, Measure.MEDIAN) for code in (F.WAIT_SUPPORT, F.WAIT_DECISION, F.WAIT_START)]),
        ("Verzuim op de laatste dag", [count(F.THUISZITTER), count(F.ABSENT)]),
        ("Wat leerlingen en ouders vinden", [of(code, Measure.MEAN) for code in (F.MARK_PUPIL, F.MARK_PARENTS)]),
    ]


def per_wijkteam(figures: Figures, period: Period, wijkteams: Sequence[tuple[str, str]]) -> Grid:
    """The main figures of each wijkteam."""
    lines = []
    for code, name in wijkteams:
        scope = Scope(Level.NEIGHBOURHOOD_TEAM, code)
        counts = [Cell.of(figures.get(one, period, scope)) for one in (F.RAISED, F.CLOSED, F.ESCALATED)]
        share = figures.share(F.CLOSED, period, scope, breakdown=B.KIND, value=Handling.TEAM)
        wait = figures.get(F.WAIT_SUPPORT, period, scope, measure=Measure.MEDIAN)
        lines.append(Line(name, (*counts, Cell.of(share, Unit.PERCENT), Cell.of(wait, Unit.DAYS))))
    head = ("Wijkteam", "Aangemeld", "Afgesloten", "Opgeschaald", "Zelf afgehandeld", "Dagen tot ondersteuning")
    return Grid("wijkteams", "Per wijkteam", "", head, tuple(lines))


def hours(rows: Iterable[PoolMonth], names: dict[str, str]) -> Grid:
    """Hours of JGW's in the quarter."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        for at, minutes in enumerate((row.norm, row.agreed, row.worked)):
            sums[row.neighbourhood_team][at] += minutes
    lines = tuple(
        Line(names.get(code, code), tuple(Cell.written(round(minutes / 60), Unit.HOURS) for minutes in sums[code]))
        for code in sorted(sums, key=lambda code: names.get(code, code))
        if code
    )
    return Grid("uren", "Uren van JGW’s in het po", "", ("Wijkteam", "Norm", "Afgesproken", "Geschreven"), lines)


def money(rows: Iterable[Money]) -> Grid:
    """The money of the quarter, per kind of payer."""
    sums: dict[str, Sums] = defaultdict(Sums)
    for row in rows:
        sums[row.payer].add(row)
    lines = tuple(
        Line(
            PAYERS.get(payer, payer),
            tuple(Cell.written(cents / 100, Unit.EURO) for cents in (one.budget, one.realised, one.forecast)),
        )
        for payer, one in sorted(sums.items(), key=lambda item: -item[1].budget)
    )
    return Grid("geld", "Geld", "", ("Betaler", "Begroot", "Gerealiseerd", "Prognose"), lines)


def completeness(rows: Iterable[TeamInYear]) -> Grid:
    """Complete teams, meetings and trainings in the school year so far, per school year."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0] * 5)
    for row in rows:
        for at, number in enumerate((1, row.school_days, row.complete_days, row.meetings, row.trainings)):
            sums[row.begins_in][at] += number
    lines = []
    for year, (teams, days, complete, meetings, trainings) in sorted(sums.items(), reverse=True):
        cells = (
            Cell.written(round(100 * complete / days), Unit.PERCENT) if days else Cell("–"),
            Cell.written(round(meetings / teams, 1), Unit.COUNT),
            Cell.written(round(trainings / teams, 1), Unit.COUNT),
        )
        lines.append(Line(f"{year}-{year + 1}", cells))
    head = ("Schooljaar", "Teams compleet", "Overleggen per team", "Trainingen per team")
    return Grid("samenwerking", "Samenwerking", "", head, tuple(lines))
