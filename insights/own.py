"""A team's own figures, whole: its own people see exact numbers about their own cases, small ones too [domain 5].

Row security decides which rows of the summaries somebody gets; nothing is rounded here, and nothing leaves the team.
"""

import datetime
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import connection

from accounts.roles import label_of
from cases.enums import Theme
from insights.enums import Figure, Handling
from insights.pages.base import Cell, Grid, Line
from schools.calendar import SchoolYear
from shell.numbers import Unit

F = Figure
Values = Counter[str]
WAITS = (
    (F.WAIT_SUPPORT, "Dagen tot eerste ondersteuning (mediaan)"),
    (F.WAIT_DECISION, "Dagen tot besluit (mediaan)"),
    (F.WAIT_START, "Dagen tot start bij de aanbieder (mediaan)"),
)
MARKS = ((F.MARK_PUPIL, "Cijfer van leerlingen (gemiddeld)"), (F.MARK_PARENTS, "Cijfer van ouders (gemiddeld)"))
# One answer of three parts: counts of two school years, what was open on the last day of each, hours of each role.
SQL = """
select 'counts', to_jsonb(r) from (
  select extract(year from month - interval '7 months')::int as year, figure, theme, kind, sum(n)::int as n
  from insights_questioncount where team_id = %(team)s and month >= %(first)s and month < %(after)s
  group by 1, 2, 3, 4 having sum(n) <> 0) r
union all
select 'open', to_jsonb(r) from (
  select y.year, sum(case figure when 'raised' then n else -n end)::int as n
  from insights_questioncount q cross join (values (%(this)s), (%(last)s)) y (year)
  where team_id = %(team)s and figure in ('raised', 'closed') and theme = '' and month < make_date(y.year + 1, 8, 1)
  group by 1) r
union all
select 'hours', to_jsonb(r) from (
  select extract(year from month - interval '7 months')::int as year, role, sum(minutes)::int as n
  from insights_hourscount where team_id = %(team)s and team_id = any ((select app.my_teams())::uuid[])
    and month >= %(first)s and month < %(after)s group by 1, 2) r
"""


@dataclass(frozen=True)
class OwnFigures:
    """Of one team, per school year: per figure its values with how often each came up, themes, what is open, minutes."""

    years: tuple[SchoolYear, ...]
    values: Mapping[tuple[int, str], Values]
    themes: Mapping[int, Counter[str]]
    open: Mapping[int, int]
    minutes: Mapping[int, Counter[str]]

    def grids(self) -> list[Grid]:
        return [self._questions(), self._themes(), self._hours()]

    def _head(self, what: str) -> tuple[str, ...]:
        now, last = self.years
        return what, f"{now} tot nu", f"{last}"

    def _questions(self) -> Grid:
        lines = [self._line("Aangemeld", F.RAISED)]
        lines.append(Line("Lopend", tuple(_count(self.open.get(year.begins_in, 0)) for year in self.years)))
        lines.append(self._line("Afgesloten", F.CLOSED))
        for handling in Handling:
            found = (self._of(year, F.CLOSED)[handling.value] for year in self.years)
            lines.append(Line(f"Afgesloten {handling.label}", tuple(map(_count, found))))
        lines.append(self._line("Opschalingen", F.ESCALATED))
        for code, label in WAITS:
            lines.append(Line(label, tuple(_median(self._of(year, code)) for year in self.years)))
        for code, label in MARKS:
            lines.append(Line(label, tuple(_mean(self._of(year, code)) for year in self.years)))
        return Grid("vragen", "Vragen", "", self._head("Cijfer"), tuple(lines))

    def _themes(self) -> Grid:
        known = [theme for theme in Theme if any(self.themes[year.begins_in][theme] for year in self.years)]
        lines = tuple(
            Line(
                str(theme.label).capitalize(),
                tuple(_count(self.themes[year.begins_in][theme]) for year in self.years),
            )
            for theme in known
        )
        return Grid("themas", "Thema’s van nieuwe vragen", "", self._head("Thema"), lines)

    def _hours(self) -> Grid:
        roles = sorted({role for year in self.years for role in self.minutes[year.begins_in]}, key=label_of)
        lines = tuple(
            Line(
                label_of(role),
                tuple(
                    Cell.written(round(self.minutes[year.begins_in][role] / 60, 1), Unit.HOURS) for year in self.years
                ),
            )
            for role in roles
        )
        return Grid("uren", "Geschreven uren", "", self._head("Rol"), lines)

    def _of(self, year: SchoolYear, figure: str) -> Values:
        return self.values.get((year.begins_in, figure), Counter())

    def _line(self, label: str, figure: str) -> Line:
        return Line(label, tuple(_count(self._of(year, figure).total()) for year in self.years))


def own_figures(team: UUID, *, today: datetime.date) -> OwnFigures:
    """This school year and the last, of a team of the person who asks; of another team nothing. One query."""
    this = SchoolYear.of(today)
    last = SchoolYear(this.begins_in - 1)
    asked: dict[str, UUID | datetime.date | int] = {
        "team": team,
        "first": last.first,
        "after": this.after,
        "this": this.begins_in,
        "last": last.begins_in,
    }
    values: dict[tuple[int, str], Values] = defaultdict(Counter)
    themes: dict[int, Counter[str]] = defaultdict(Counter)
    still_open: dict[int, int] = {}
    minutes: dict[int, Counter[str]] = defaultdict(Counter)
    with connection.cursor() as cursor:
        cursor.execute(SQL, asked)
        for part, text in cursor.fetchall():
            row = json.loads(text)
            match part:
                case "open":
                    still_open[row["year"]] = row["n"]
                case "hours":
                    minutes[row["year"]][row["role"]] += row["n"]
                case _ if not row["theme"]:
                    values[row["year"], row["figure"]][row["kind"]] += row["n"]
                case _ if row["figure"] == F.RAISED:
                    themes[row["year"]][row["theme"]] += row["n"]
    return OwnFigures((this, last), values, themes, still_open, minutes)


def _count(number: int) -> Cell:
    return Cell.written(number, Unit.COUNT)


def _mean(values: Values) -> Cell:
    """To a tenth; a dash when nobody gave one."""
    if not values.total():
        return Cell("–")
    total = sum((Decimal(value) * times for value, times in values.items()), Decimal(0))
    return Cell.written(float(round(total / values.total(), 1)), Unit.MARK)


def _median(values: Values) -> Cell:
    """Of an even number the mean of the middle two; a dash of none."""
    every = sorted(int(value) for value in values.elements())
    if not every:
        return Cell("–")
    middle = len(every) // 2
    days = every[middle] if len(every) % 2 else (every[middle - 1] + every[middle]) / 2
    return Cell.written(days, Unit.DAYS)
