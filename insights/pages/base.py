"""What every page of figures is made of: a look at published figures, and the parts that show it. No query here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from insights.choices import Choice
from insights.definitions import DEFINITIONS, Definition
from insights.enums import Figure, Level, Measure, PeriodKind
from insights.periods import Period
from insights.publication import NotCounted, Pending, Published, Shown, Suppressed, charted, number_of
from insights.reading import Figures, Scope, UnitName
from insights.today import Today
from schools.enums import SECTOR_OF
from shell.charts import Chart, Hidden, Kind, Series, Value
from shell.numbers import Unit, exact, write, write_decimal

STEPS_UP = {
    PeriodKind.MONTH: (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.SCHOOL_YEAR),
    PeriodKind.QUARTER: (PeriodKind.QUARTER, PeriodKind.SCHOOL_YEAR),
    PeriodKind.YEAR: (PeriodKind.YEAR,),
    PeriodKind.SCHOOL_YEAR: (PeriodKind.SCHOOL_YEAR,),
}
#: What names the unit of a level in the row of a school; the city has all.
OWN_UNIT = {Level.LOCATION: "code", Level.BOARD: "board", Level.NEIGHBOURHOOD_TEAM: "neighbourhood_team"}
Row = Callable[[Period], list[Published]]


@dataclass(frozen=True)
class Cell:
    """A cell of a grid as it is read; `number` is what a spreadsheet gets, empty where none is shown. `is_prose`: a sentence
    and no figure."""

    text: str
    number: str = ""
    is_prose: bool = False

    @classmethod
    def of(cls, figure: Published, unit: Unit = Unit.COUNT) -> "Cell":
        """`unit` is that of the column: among days, "minder dan 8" says that it is about pupils."""
        return cls(in_words(figure, unit), _plain(figure.number) if isinstance(figure, Shown) else "")

    @classmethod
    def written(cls, value: int | float | Fraction, unit: Unit) -> "Cell":
        """An amount that is about no child: hours, money."""
        rounded = round(float(value), 2)
        return cls(write(rounded, unit), _plain(rounded))


@dataclass(frozen=True)
class Line:
    """A row of a grid: what it is about, perhaps with its own page, and a cell per column."""

    label: str
    cells: tuple[Cell, ...]
    url: str = ""


@dataclass(frozen=True)
class Grid:
    """A table that stands by itself, with the sentence that says what one sees."""

    key: str
    title: str
    says: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def is_wide(self) -> bool:
        """Needs the whole width of the page."""
        return len(self.head) > 4 or any(cell.is_prose for line in self.lines for cell in line.cells)

    def columns(self) -> list[tuple[str, bool]]:
        """The name of each column, and whether it holds sentences."""
        first = self.lines[0].cells if self.lines else ()
        prose = [True, *(cell.is_prose for cell in first), *[False] * len(self.head)]
        return list(zip(self.head, prose, strict=False))

    def rows(self) -> list[tuple[Line, list[tuple[str, Cell]]]]:
        """Each line with its cells, and the name of the column beside each cell."""
        return [(line, list(zip(self.head[1:], line.cells, strict=True))) for line in self.lines]


@dataclass(frozen=True)
class Part:
    """A chart or a table, with the definitions of what it shows; `note` says what to keep in mind when reading it."""

    shows: Chart | Grid
    definitions: tuple[Definition, ...] = ()
    note: str = ""

    @property
    def key(self) -> str:
        return self.shows.key

    @property
    def title(self) -> str:
        return self.shows.title

    @property
    def chart(self) -> Chart | None:
        return self.shows if isinstance(self.shows, Chart) else None

    @property
    def grid(self) -> Grid | None:
        return self.shows if isinstance(self.shows, Grid) else None

    @property
    def is_wide(self) -> bool:
        return isinstance(self.shows, Grid) and self.shows.is_wide

    @property
    def says(self) -> str:
        return self.shows.sentence() if isinstance(self.shows, Chart) else self.shows.says

    def head(self) -> list[str]:
        """The header of the download."""
        if isinstance(self.shows, Grid):
            return list(self.shows.head)
        return [self.shows.category_label, *(one.name for one in self.shows.series)]

    def rows(self) -> list[list[str]]:
        """The rows of the download: bare numbers with a decimal comma, or the words that stand in their place."""
        if isinstance(self.shows, Grid):
            return [[line.label, *(cell.number or cell.text for cell in line.cells)] for line in self.shows.lines]
        chart = self.shows
        return [
            [label, *(_bare(one.values[at], chart) for one in chart.series)]
            for at, label in enumerate(chart.categories)
        ]


def _bare(value: object, chart: Chart) -> str:
    if isinstance(value, int | float) or hasattr(value, "as_tuple"):
        return _plain(value)
    return chart.written(value)  # type: ignore[arg-type]


def _plain(value: object) -> str:
    """1234,5: as a Dutch spreadsheet reads a number."""
    text = f"{exact(value):f}"  # type: ignore[arg-type]
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def in_words(figure: Published, unit: Unit) -> str:
    """A figure as it is read among others of its unit."""
    of_pupils = isinstance(figure, Suppressed) and unit != Unit.COUNT
    return f"{figure.text} leerlingen" if of_pupils else figure.text


def drawn(figure: Published, unit: Unit) -> Value:
    """The same for a chart."""
    value = charted(figure)
    return Hidden(in_words(figure, unit)) if isinstance(value, Hidden) else value


@dataclass(frozen=True)
class Tile:
    """One figure of the chosen period, beside the same period a year earlier; perhaps with the page about it."""

    definition: Definition
    shown: Published
    before: Published
    before_label: str
    url: str = ""

    @property
    def note(self) -> str:
        """The comparison in words; of hidden figures what stands in their place."""
        return compared(self.shown, self.before, self.before_label)

    @property
    def label(self) -> str:
        return self.definition.label

    @property
    def value(self) -> str:
        return in_words(self.shown, self.definition.unit)


def compared(now: Published, before: Published, label: str) -> str:
    """ "+40 sinds 3e kwartaal 2025 (140)"."""
    if not isinstance(now, Shown) or not isinstance(before, Shown):
        return f"{label}: {before.text}"
    change = number_of(now) - number_of(before)
    direction = "evenveel als" if not change else f"{'+' if change > 0 else '−'}{write_decimal(abs(change))} sinds"
    return f"{direction} {label} ({before.text})"


@dataclass(frozen=True)
class Look:
    """What somebody looks at: the choice, the published figures of its periods, what follows the day, the units that the
    role may compare, how many schools each sector of the city has, and what every unit is called."""

    choice: Choice
    figures: Figures
    today: Today
    units: Sequence[UnitName]
    schools: Mapping[str, int]
    names: Sequence[UnitName]

    @property
    def wijkteams(self) -> list[UnitName]:
        """The wijkteams that this role may compare, in order of name."""
        return [unit for unit in self.units if unit.level == Level.NEIGHBOURHOOD_TEAM]

    def locations(self) -> list[UnitName]:
        """The schools that this role may compare, within the unit, sector and kind of school that were chosen."""
        scope, kind = self.choice.scope, self.choice.school_kind
        own = OWN_UNIT.get(scope.level)
        return [
            unit
            for unit in self.units
            if unit.level == Level.LOCATION
            and (own is None or getattr(unit, own) == scope.unit)
            and (not kind or unit.kind == kind)
            and (not scope.sector or SECTOR_OF.get(unit.kind) == scope.sector)
        ]

    def name_of(self, level: str, code: str) -> str:
        """Of any unit. What is told of a wijkteam to who looks at a school or board, is about its hours or money there."""
        name = next((unit.name for unit in self.names if (unit.level, unit.code) == (level, code)), code)
        return f"{name} ({self.choice.name})" if self.choice.scope.level in (Level.LOCATION, Level.BOARD) else name

    def scope_of(self, unit: UnitName) -> Scope:
        """A unit in the sector that was chosen."""
        return Scope(Level(unit.level), unit.code, self.choice.scope.sector)

    def get(
        self,
        figure: str,
        period: Period,
        scope: Scope | None = None,
        *,
        breakdown: str = "",
        value: str = "",
        measure: str = Measure.COUNT,
    ) -> Published:
        chosen = scope or self.choice.scope
        return self.figures.get(figure, period, chosen, breakdown=breakdown, value=value, measure=measure)

    def median(
        self, figure: str, period: Period, scope: Scope | None = None, *, breakdown: str = "", value: str = ""
    ) -> Published:
        return self.get(figure, period, scope, breakdown=breakdown, value=value, measure=Measure.MEDIAN)

    def share(self, figure: str, period: Period, breakdown: str, value: str, scope: Scope | None = None) -> Published:
        return self.figures.share(figure, period, scope or self.choice.scope, breakdown=breakdown, value=value)

    def tile(self, code: str, get: Callable[[Period], Published]) -> Tile:
        choice = self.choice
        return Tile(DEFINITIONS[code], get(choice.period), get(choice.before), choice.before.label)

    def over_time(
        self,
        key: str,
        title: str,
        wanted: Iterable[tuple[str, str]],
        *,
        measure: str = Measure.COUNT,
        unit: Unit = Unit.COUNT,
    ) -> Part:
        """A line or bars per wanted (figure, its name in the legend), over the periods of the choice."""
        known = list(wanted)
        return self.series_over_time(
            key,
            title,
            [name for _, name in known],
            lambda period: [self.get(code, period, measure=measure) for code, _ in known],
            tuple(DEFINITIONS[code] for code, _ in known),
            unit=unit,
        )

    def series_over_time(
        self,
        key: str,
        title: str,
        names: Sequence[str],
        row: Row,
        definitions: tuple[Definition, ...],
        *,
        unit: Unit = Unit.COUNT,
        kind: Kind | None = None,
    ) -> Part:
        """One series per name; `row` gives their figures of a period."""
        periods, note = self.step_up(row)
        found = [row(period) for period in periods]
        series = tuple(Series(name, tuple(drawn(one[at], unit) for one in found)) for at, name in enumerate(names))
        chosen = kind or (Kind.LINE if len(periods) > 5 else Kind.BARS)
        chart = Chart(key, title, tuple(period.short for period in periods), series, chosen, unit)
        if chart.is_empty and chart.hidden_texts():
            chart = replace(chart, says="De aantallen zijn te klein om te laten zien.")
        return Part(chart, definitions, note)

    def step_up(self, row: Row) -> tuple[list[Period], str]:
        """The periods to show: those asked for, or longer ones when more than half of the table would be hidden."""
        return self._stepped(row, lambda periods: periods)

    def latest(self, row: Row, *, compared: bool = False) -> tuple[Period, str]:
        """The last period to show, alone or beside the same one a year earlier; longer for the same reason."""
        periods, note = self._stepped(row, lambda all: [all[-1], *([all[-1].year_earlier] if compared else [])])
        return periods[-1], note

    def _stepped(self, row: Row, judged: Callable[[list[Period]], list[Period]]) -> tuple[list[Period], str]:
        asked = self.choice.period.kind
        best, most = list(self.choice.periods), Fraction(-1)
        for kind in STEPS_UP[asked]:
            periods = self._counted(self.choice.periods if kind == asked else self.choice.of_kind(kind))
            if not periods:
                continue
            cells = [cell for one in judged(periods) for cell in row(one) if not isinstance(cell, Pending | NotCounted)]
            shown = Fraction(sum(isinstance(cell, Shown) for cell in cells), len(cells) or 1)
            if shown > most:
                best, most = periods, shown
            if 2 * most >= 1:
                break
        if best[0].kind == asked:
            return best, ""
        return best, f"Per {PeriodKind(best[0].kind).label.lower()}, omdat kortere perioden te kleine aantallen geven."

    def _counted(self, periods: Iterable[Period]) -> list[Period]:
        """Without the periods before anybody counted; all of them when none was counted."""
        found = list(periods)
        return [period for period in found if period in self.figures.revisions] or found


def by_team_itself(look: Look, period: Period, scope: Scope | None = None) -> Published:
    """The share of closed questions that the team handled itself."""
    return look.share(Figure.CLOSED, period, "kind", "team", scope)


def definitions(*codes: str) -> tuple[Definition, ...]:
    return tuple(DEFINITIONS[code] for code in codes)
