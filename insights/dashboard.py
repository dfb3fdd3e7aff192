"""The dashboard as data: tiles, charts and tables, made from published figures and live hours and money. No query here."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cases.enums import Route, Theme
from insights.choices import Choice
from insights.definitions import DEFINITIONS, Definition
from insights.enums import Breakdown, Figure, Handling, Level, Measure, PeriodKind
from insights.periods import Period
from insights.publication import NotCounted, Pending, Published, Shown, charted, number_of
from insights.reading import Figures, Live, Scope, UnitName
from shell.charts import PATTERNS, Chart, Kind, Series, Value
from shell.numbers import Unit, write_euro, write_number

F, B = Figure, Breakdown
OUTSIDE = "buiten een wijkteam"
STEPS_UP = {
    PeriodKind.MONTH: (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.SCHOOL_YEAR),
    PeriodKind.QUARTER: (PeriodKind.QUARTER, PeriodKind.SCHOOL_YEAR),
    PeriodKind.YEAR: (PeriodKind.YEAR,),
    PeriodKind.SCHOOL_YEAR: (PeriodKind.SCHOOL_YEAR,),
}


@dataclass(frozen=True)
class Tile:
    """One figure of the chosen period, beside the same period a year earlier."""

    definition: Definition
    shown: Published
    before: Published
    before_label: str

    @property
    def compared(self) -> str:
        """The comparison in words; of hidden figures what stands in their place."""
        if not isinstance(self.shown, Shown) or not isinstance(self.before, Shown):
            return f"{self.before_label}: {self.before.text}"
        change = number_of(self.shown) - number_of(self.before)
        direction = "evenveel als" if not change else f"{'+' if change > 0 else '−'}{write_number(abs(change))} sinds"
        return f"{direction} {self.before_label} ({self.before.text})"


@dataclass(frozen=True)
class Part:
    """A chart with the definitions of what it shows; `note` says when its periods are longer than was asked."""

    chart: Chart
    definitions: tuple[Definition, ...]
    note: str = ""


class Board:
    """Everything on the page of one choice."""

    def __init__(self, choice: Choice, figures: Figures, live: Sequence[Live], units: Iterable[UnitName]) -> None:
        self.choice, self._figures, self._live = choice, figures, live
        self._names = {unit.code: unit.name for unit in units if unit.level == Level.NEIGHBOURHOOD_TEAM}

    # ---- First look -----------------------------------------------------------------------------------------------
    def tiles(self) -> list[Tile]:
        return [
            self._tile(F.RAISED, lambda period: self._get(F.RAISED, period)),
            self._tile(F.ACTIVE, lambda period: self._get(F.ACTIVE, period)),
            self._tile("team_share", self._by_team_itself),
            self._tile(F.ESCALATED, lambda period: self._get(F.ESCALATED, period)),
            self._tile(F.WAIT_SUPPORT, lambda period: self._get(F.WAIT_SUPPORT, period, measure=Measure.MEDIAN)),
        ]

    def _tile(self, code: str, get: Callable[[Period], Published]) -> Tile:
        choice = self.choice
        return Tile(DEFINITIONS[code], get(choice.period), get(choice.before), choice.before.label)

    # ---- Charts ---------------------------------------------------------------------------------------------------
    def parts(self) -> list[Part]:
        found = [self._questions(), self._handling(), self._routes(), self._waits(), self._themes()]
        if self.choice.scope.level == Level.CITY:
            found.insert(3, self._per_wijkteam())
        return found

    def live_parts(self) -> list[Part]:
        """Hours and money: a figure of today, per month and wijkteam."""
        hours: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        budget: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        totals: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0])
        for row in self._live:
            name = self._names.get(row.neighbourhood_team, OUTSIDE)
            if row.what == "hours":
                hours[row.month][name] += row.minutes
            else:
                budget[row.month][name] += row.budget
                for at, amount in enumerate((row.budget, row.realised, row.forecast)):
                    totals[row.month][at] += amount
        months = self.choice.live_months
        labels = tuple(month.short for month in months)
        money = tuple(
            Series(name, tuple(totals[month.first][at] / 100 if month.first in totals else None for month in months))
            for at, name in enumerate(("Begroot", "Gerealiseerd", "Prognose"))
        )
        return [
            Part(
                Chart("uren", "Geschreven uren per maand", labels, _per_name(hours, months, 60), Kind.LINE, Unit.HOURS),
                (DEFINITIONS["hours"],),
            ),
            Part(
                Chart("geld", "Geld per maand", labels, money, Kind.LINE, Unit.EURO, says=_money_in_words(totals)),
                (DEFINITIONS["money"],),
            ),
            Part(
                Chart(
                    "begroot",
                    "Begroot per maand en wijkteam",
                    labels,
                    _per_name(budget, months, 100),
                    Kind.LINE,
                    Unit.EURO,
                ),
                (DEFINITIONS["money"],),
            ),
        ]

    def _questions(self) -> Part:
        codes = (F.RAISED, F.CLOSED, F.ACTIVE)
        return self._over_time("vragen", "Ondersteuningsvragen", [(DEFINITIONS[code], {}) for code in codes])

    def _handling(self) -> Part:
        periods, note = self._step_up(lambda period: [self._by_team_itself(period)])
        values = tuple(charted(self._by_team_itself(period)) for period in periods)
        chart = Chart(
            "afhandeling",
            "Door het team zelf afgehandeld",
            tuple(period.short for period in periods),
            (Series("Door het team zelf", values),),
            unit=Unit.PERCENT,
        )
        return Part(chart, (DEFINITIONS["team_share"],), note)

    def _routes(self) -> Part:
        routes = (Route.LOCAL, Route.GP, Route.SCHOOL_DOCTOR, Route.GI, Route.SPECIALIST, Route.SELF)

        def shares(period: Period) -> list[Published]:
            return [
                self._figures.share(F.ESCALATED, period, self.choice.scope, breakdown=B.ROUTE, value=route)
                for route in routes
            ]

        periods, note = self._step_up(shares)
        found = [shares(period) for period in periods]
        series = tuple(
            Series(str(route.label).capitalize(), tuple(charted(row[at]) for row in found))
            for at, route in enumerate(routes)
        )
        labels = tuple(period.short for period in periods)
        chart = Chart("routes", "Opschalingen per route", labels, series, Kind.LINE, Unit.PERCENT)
        return Part(chart, (DEFINITIONS[F.ESCALATED],), note)

    def _waits(self) -> Part:
        codes = (F.WAIT_SUPPORT, F.WAIT_DECISION, F.WAIT_START)
        wanted: list[tuple[Definition, dict[str, str]]] = [
            (DEFINITIONS[code], {"measure": Measure.MEDIAN}) for code in codes
        ]
        return self._over_time("wachten", "Hoe lang gezinnen wachten (mediaan)", wanted, unit=Unit.DAYS)

    def _themes(self) -> Part:
        def raised(period: Period) -> list[Published]:
            return [self._get(F.RAISED, period, breakdown=B.THEME, value=theme) for theme in Theme.values]

        periods, note = self._step_up(raised)
        last = periods[-1]
        chart = Chart(
            "themas",
            f"Thema’s van nieuwe vragen, {last.label}",
            tuple(str(theme.label).capitalize() for theme in Theme),
            (Series("Aangemeld", tuple(charted(one) for one in raised(last))),),
            category_label="Thema",
            over_time=False,
        )
        return Part(chart, (DEFINITIONS[F.RAISED],), note)

    def _per_wijkteam(self) -> Part:
        codes = sorted(self._names, key=lambda code: self._names[code])

        def per_unit(figure: str, period: Period) -> list[Published]:
            scopes = [Scope(Level.NEIGHBOURHOOD_TEAM, code, self.choice.scope.sector) for code in codes]
            return [self._figures.get(figure, period, scope) for scope in scopes]

        periods, note = self._step_up(lambda period: [*per_unit(F.RAISED, period), *per_unit(F.ESCALATED, period)])
        last = periods[-1]
        chart = Chart(
            "wijkteams",
            f"Per wijkteam, {last.label}",
            tuple(self._names[code] for code in codes) or ("–",),
            tuple(
                Series(DEFINITIONS[figure].label, tuple(charted(one) for one in per_unit(figure, last)) or (None,))
                for figure in (F.RAISED, F.CLOSED, F.ESCALATED)
            ),
            category_label="Wijkteam",
            over_time=False,
            says=_most_raised(
                [(self._names[code], one) for code, one in zip(codes, per_unit(F.RAISED, last), strict=True)]
            ),
            links=tuple(f"?eenheid={Level.NEIGHBOURHOOD_TEAM}:{code}&soort={last.kind}" for code in codes),
        )
        return Part(chart, (DEFINITIONS[F.RAISED], DEFINITIONS[F.CLOSED], DEFINITIONS[F.ESCALATED]), note)

    # ---- How ------------------------------------------------------------------------------------------------------
    def _get(self, figure: str, period: Period, **more: str) -> Published:
        return self._figures.get(figure, period, self.choice.scope, **more)

    def _by_team_itself(self, period: Period) -> Published:
        return self._figures.share(F.CLOSED, period, self.choice.scope, breakdown=B.KIND, value=Handling.TEAM)

    def _over_time(
        self, key: str, title: str, wanted: list[tuple[Definition, dict[str, str]]], unit: Unit = Unit.COUNT
    ) -> Part:
        def row(period: Period) -> list[Published]:
            return [self._get(definition.code, period, **more) for definition, more in wanted]

        periods, note = self._step_up(row)
        found = [row(period) for period in periods]
        series = tuple(
            Series(definition.label, tuple(charted(one[at]) for one in found))
            for at, (definition, _) in enumerate(wanted)
        )
        kind = Kind.LINE if len(periods) > 5 else Kind.BARS
        chart = Chart(key, title, tuple(period.short for period in periods), series, kind, unit)
        return Part(chart, tuple(definition for definition, _ in wanted), note)

    def _counted(self, periods: Iterable[Period]) -> list[Period]:
        """Without the periods before anybody counted; all of them when none was counted."""
        found = list(periods)
        return [period for period in found if period in self._figures.revisions] or found

    def _step_up(self, row: Callable[[Period], list[Published]]) -> tuple[list[Period], str]:
        """The periods to show: those asked for, or longer ones when more than half of the table would be hidden."""
        asked = self.choice.period.kind
        best, most = list(self.choice.periods), Fraction(-1)
        for kind in STEPS_UP[asked]:
            periods = self._counted(self.choice.periods if kind == asked else self.choice.of_kind(kind))
            cells = [cell for period in periods for cell in row(period) if not isinstance(cell, Pending | NotCounted)]
            shown = Fraction(sum(isinstance(cell, Shown) for cell in cells), len(cells) or 1)
            if shown > most:
                best, most = periods, shown
            if 2 * most >= 1:
                break
        if best[0].kind == asked:
            return best, ""
        return best, f"Per {PeriodKind(best[0].kind).label.lower()}, omdat kortere perioden te kleine aantallen geven."


def _money_in_words(totals: dict[Any, list[int]]) -> str:
    """One sentence about the whole stretch; empty without money."""
    if not totals:
        return "Er is nog geen begroting."
    budget, realised, forecast = (write_euro(sum(row[at] for row in totals.values()) / 100, 0) for at in range(3))
    return f"In deze maanden is {budget} begroot en {realised} gerealiseerd. De prognose is {forecast}."


def _most_raised(units: list[tuple[str, Published]]) -> str:
    """Which unit has the most new questions, of those that show a number."""
    shown = [(number_of(one), name) for name, one in units if isinstance(one, Shown)]
    if not shown:
        return "De aantallen zijn te klein om te laten zien."
    most = max(number for number, _ in shown)
    names = " en ".join(name for number, name in shown if number == most)
    return f"De meeste nieuwe vragen: {names} ({write_number(most)})."


def _per_name(rows: dict[Any, dict[str, int]], months: list[Period], parts: int) -> tuple[Series, ...]:
    """One line per wijkteam, in `parts` of the unit that was counted (60 minutes to an hour)."""
    names = sorted({name for row in rows.values() for name in row}, key=lambda name: (name == OUTSIDE, name))[:PATTERNS]
    if not names:
        return (Series("Nog niets geschreven", (None,) * len(months)),)
    return tuple(Series(name, tuple(_value(rows, month, name, parts) for month in months)) for name in names)


def _value(rows: dict[Any, dict[str, int]], month: Period, name: str, parts: int) -> Value:
    row = rows.get(month.first)
    return None if row is None else round(row.get(name, 0) / parts, 1)
