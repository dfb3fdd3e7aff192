"""Hours of the wijkteams: pool, agreed, logged. Answers: which wijkteam runs out of hours before the summer?

Hours are a figure of their own, never turned into money [domain 3.7]. What is expected goes on at the pace so far.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from accounts.roles import label_of
from insights.enums import Level
from insights.pages.base import Cell, Grid, Line, Look, Part, definitions
from insights.periods import Period
from schools.calendar import ONE_DAY, CalendarUnknown, SchoolYear, school_weeks
from shell.charts import PATTERNS, Chart, Kind, Series, Value
from shell.numbers import Unit, write, write_day

D = datetime.date
OUTSIDE = "buiten een wijkteam"


@dataclass(frozen=True)
class Projection:
    """The hours of one wijkteam in a school year, in minutes: the norm, agreements and work so far, and how many of the
    year's school weeks have passed."""

    name: str
    norm: int
    agreed: int
    worked: int
    passed: int
    weeks: Sequence[D]

    @property
    def pool(self) -> Fraction:
        """What the norm gives in the whole year, if the schools and the norm stay as they are."""
        return Fraction(self.norm * len(self.weeks), self.passed)

    @property
    def agreed_in_year(self) -> Fraction:
        return Fraction(self.agreed * len(self.weeks), self.passed)

    @property
    def expected(self) -> Fraction:
        """What will be worked by the summer at the pace so far."""
        return Fraction(self.worked * len(self.weeks), self.passed)

    @property
    def runs_out_in(self) -> D | None:
        """The Monday of the school week in which the pool is used up; None when it lasts until the summer."""
        if self.expected <= self.pool:
            return None
        week = int(self.pool / Fraction(self.worked, self.passed))
        return self.weeks[min(week, len(self.weeks) - 1)]


def projections(look: Look) -> list[Projection]:
    """One for each wijkteam with a pool, in order of name; none as long as no school week has passed. CalendarUnknown: the
    school holidays of this year are not typed in yet."""
    year = SchoolYear.of(look.choice.day)
    weeks = school_weeks(year.first, year.after)
    passed = len(school_weeks(year.first, look.choice.day + ONE_DAY))
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in look.today.pools:
        if row.neighbourhood_team and year.first <= row.month < year.after:
            for at, minutes in enumerate((row.norm, row.agreed, row.worked)):
                sums[row.neighbourhood_team][at] += minutes
    if not passed:
        return []
    found = [
        Projection(look.name_of(Level.NEIGHBOURHOOD_TEAM, code), norm, agreed, worked, passed, weeks)
        for code, (norm, agreed, worked) in sums.items()
        if norm
    ]
    return sorted(found, key=lambda one: one.name)


def parts(look: Look) -> list[Part]:
    return [before_the_summer(look), beside_the_norm(look), by_month(look), by_role(look)]


def before_the_summer(look: Look) -> Part:
    """Pool, agreements, work so far and what is expected, per wijkteam; who runs out first stands first."""
    year = SchoolYear.of(look.choice.day)
    try:
        found = projections(look)
        said = _in_words(found, year)
    except CalendarUnknown as unknown:
        found, said = [], str(unknown)
    found.sort(key=lambda one: (one.runs_out_in or D.max, one.name))
    lines = tuple(Line(one.name, _cells(one)) for one in found)
    head = ("Wijkteam", "Pool", "Afgesproken", "Geschreven tot nu", "Verwacht", "Uren op in de week van")
    title = "Welk wijkteam komt voor de zomer uren tekort?"
    note = f"Schooljaar {year}. Verwacht: als het tempo van de schoolweken tot nu toe blijft. Uren van JGW’s in het po."
    return Part(Grid("zomer", title, said, head, lines), definitions("agreed_hours"), note)


def _cells(one: Projection) -> tuple[Cell, ...]:
    amounts = (one.pool, one.agreed_in_year, Fraction(one.worked), one.expected)
    week = one.runs_out_in
    last = Cell(write_day(week), week.isoformat()) if week else Cell("genoeg tot de zomer")
    return (*(_hours(minutes) for minutes in amounts), last)


def _hours(minutes: Fraction | int) -> Cell:
    return Cell.written(round(Fraction(minutes) / 60), Unit.HOURS)


def _in_words(found: Iterable[Projection], year: SchoolYear) -> str:
    known = list(found)
    if not known:
        return f"Over schooljaar {year} is nog niets te zeggen."
    short = sorted((week, one.name) for one in known if (week := one.runs_out_in))
    if not short:
        return "Geen wijkteam: in dit tempo zijn er overal genoeg uren tot de zomer."
    told = [f"{name}, in de week van {write_day(week)}" for week, name in short]
    verb = "komt" if len(told) == 1 else "komen"
    return f"In dit tempo {verb} uren tekort: {'; '.join(told)}."


def beside_the_norm(look: Look) -> Part:
    """Norm, agreement and work of the school weeks so far, per wijkteam."""
    year = SchoolYear.of(look.choice.day)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in look.today.pools:
        if row.month >= year.first:
            name = look.name_of(Level.NEIGHBOURHOOD_TEAM, row.neighbourhood_team) if row.neighbourhood_team else OUTSIDE
            for at, minutes in enumerate((row.norm, row.agreed, row.worked)):
                sums[name][at] += minutes
    names = sorted(sums)
    series = tuple(
        Series(label, tuple(_in_hours(sums[name][at]) for name in names) or (None,))
        for at, label in enumerate(("Norm", "Afgesproken", "Geschreven"))
    )
    norm, agreed, worked = (sum(row[at] for row in sums.values()) for at in range(3))
    said = (
        f"Sinds {write_day(year.first)} schreven JGW’s {_written(worked)}; afgesproken was {_written(agreed)}, "
        f"de norm is {_written(norm)}."
        if names
        else f"Sinds {write_day(year.first)} is er nog niets geschreven of afgesproken."
    )
    chart = Chart(
        "norm",
        f"Uren naast de norm, {year}",
        tuple(names) or ("–",),
        series,
        unit=Unit.HOURS,
        category_label="Wijkteam",
        over_time=False,
        says=said,
    )
    return Part(chart, definitions("agreed_hours"), "Schoolweken tot en met vandaag.")


def by_month(look: Look) -> Part:
    """Hours of everybody, per month and wijkteam."""
    rows = [
        (row.month, look.name_of(Level.NEIGHBOURHOOD_TEAM, row.neighbourhood_team) if row.neighbourhood_team else OUTSIDE, row.minutes)
        for row in look.today.hours
    ]  # fmt: skip
    return _lines("uren", "Geschreven uren per maand, per wijkteam", rows, look.choice.live_months)


def by_role(look: Look) -> Part:
    """Hours of everybody, per month and role."""
    rows = [(row.month, label_of(row.role), row.minutes) for row in look.today.hours]
    return _lines("rollen", "Geschreven uren per maand, per rol", rows, look.choice.live_months)


def _lines(key: str, title: str, rows: Iterable[tuple[D, str, int]], months: list[Period]) -> Part:
    """One line per name; what belongs to no wijkteam last."""
    found: dict[str, dict[D, int]] = defaultdict(lambda: defaultdict(int))
    for month, name, minutes in rows:
        found[name][month] += minutes
    names = sorted(found, key=lambda name: (name == OUTSIDE, name))[:PATTERNS]
    series = tuple(Series(name, tuple(_in_hours(found[name].get(one.first, 0)) for one in months)) for name in names)
    nothing = (Series("Nog niets geschreven", (None,) * len(months)),)
    labels = tuple(one.short for one in months)
    return Part(Chart(key, title, labels, series or nothing, Kind.LINE, Unit.HOURS), definitions("hours"))


def _in_hours(minutes: int) -> Value:
    return round(minutes / 60, 1)


def _written(minutes: int) -> str:
    return write(round(minutes / 60), Unit.HOURS)
