"""Reading the exact counts of a period: the worker alone can. Each query answers for one level of units."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

from insights.cells import BREAKDOWNS, CUTS, Cell, Place, Units
from insights.enums import FLOWS, MARKS, STOCKS, WAITS, Breakdown, Figure, Level, PeriodKind
from insights.models import Publication, PublicationCounts
from insights.periods import Period
from insights.publication import Tally

UNIT = {
    Level.CITY: "''",
    Level.NEIGHBOURHOOD_TEAM: "p.neighbourhood_team",
    Level.BOARD: "p.board",
    Level.LOCATION: "p.location",
    Level.HOME: "c.home",
}
PERSONS = {
    PeriodKind.MONTH: "in_month",
    PeriodKind.QUARTER: "in_quarter",
    PeriodKind.YEAR: "in_year",
    PeriodKind.SCHOOL_YEAR: "in_school_year",
}
#: In which column of a summary a breakdown is kept, where it is not its own name.
COLUMN = {Breakdown.DOMAIN: "kind"}
Row = dict[str, Any]


def units_of(period: Period) -> Units:
    """The units with a team in the last month of the period."""
    places = _rows(
        "select sector, location, board, neighbourhood_team from insights_teamplace where month = %s order by 1, 2",
        [period.last_month],
    )
    homes = _rows("select code from schools_municipality order by code", [])
    return Units((Place(**row) for row in places), (row["code"] for row in homes))


def teams_per_sector(period: Period) -> dict[str, int]:
    rows = _rows(
        "select sector, count(*) from insights_teamplace where month = %s group by sector", [period.last_month]
    )
    return {row["sector"]: row["count"] for row in rows} | {"": sum(row["count"] for row in rows)}


def first_month() -> Any:
    """The first month in which anything was counted; None without any."""
    return _rows("select min(month) from insights_questioncount where n <> 0", [])[0]["min"]


def count(period: Period) -> dict[Cell, Tally]:
    """Counts of the period, and of what was open on its last day. A cell that is missing counts nobody."""
    numbers: dict[Cell, list[int]] = defaultdict(lambda: [0, 0])
    for level, breakdowns in CUTS[period.kind].items():
        for row in (*_flows(period, level), *_on_last_day(period, level), *_open(period, level)):
            for cell in _cells(row, level, breakdowns):
                numbers[cell][0] += row["n"]
                numbers[cell][1] += row["persons"]
    return {cell: Tally(int(number), int(persons)) for cell, (number, persons) in numbers.items()}


def keep(publication: Publication, counted: Mapping[Cell, Tally]) -> None:
    """What this publication counted, for those that come after it."""
    PublicationCounts.objects.create(
        publication=publication, cells=[[*cell[:6], *tally.for_audit] for cell, tally in counted.items()]
    )


def as_counted(publication: Publication) -> dict[Cell, Tally]:
    """What was counted then; as it is now where that was not kept."""
    if not hasattr(publication, "counts"):
        return count(publication.period)
    return {Cell(*cell): Tally(number, persons) for *cell, number, persons in publication.counts.cells}


def spread(period: Period) -> dict[Cell, tuple[dict[int, int], int]]:
    """Of waits and marks: how often each value came up, and about how many pupils."""
    values: dict[Cell, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    persons: dict[Cell, int] = defaultdict(int)
    for level, breakdowns in CUTS[period.kind].items():
        for row in _flows(period, level, figures=(*WAITS, *MARKS)):
            for cell in _cells(row, level, breakdowns):
                values[cell][int(row["kind"])] += row["n"]
                persons[cell] += row["persons"]
    return {cell: (dict(found), persons[cell]) for cell, found in values.items() if any(found.values())}


def _cells(row: Row, level: Level, breakdowns: frozenset[Breakdown]) -> Iterator[Cell]:
    """The cells in which a row counts: in its sector and in all, in its whole and in its breakdowns."""
    figure = Figure(row["figure"])
    for breakdown in BREAKDOWNS[figure]:
        if breakdown in breakdowns and (breakdown == Breakdown.THEME) == bool(row["theme"]):
            value = row[COLUMN.get(breakdown, breakdown.value)] if breakdown else ""
            if value or not breakdown:
                for sector in ("", row["sector"]):
                    yield Cell(figure, sector, level, row["unit"], breakdown, value)


def _flows(period: Period, level: Level, figures: tuple[Figure, ...] = FLOWS) -> list[Row]:
    return _rows(
        f"""select p.sector, {UNIT[level]} as unit, c.figure, c.theme, c.approach, c.route, c.kind, c.form,
              sum(c.n) as n, sum(c.{PERSONS[period.kind]}) as persons
            from insights_questioncount c join insights_teamplace p using (team_id, month)
            where c.figure = any (%s) and c.month >= %s and c.month < %s group by 1, 2, 3, 4, 5, 6, 7, 8""",
        [list(figures), period.first, period.after],
    )


def _on_last_day(period: Period, level: Level) -> list[Row]:
    """What is so on a reference day: counted in the last month only, and a pupil once."""
    last = Period(period.last_month, PeriodKind.MONTH)
    return _flows(last, level, figures=tuple(figure for figure in STOCKS if figure != Figure.ACTIVE))


def _open(period: Period, level: Level) -> list[Row]:
    """Open at the end of the period: raised minus closed since the beginning, where the team stands then. A pupil has
    one open question at a time, so pupils and questions are as many."""
    return _rows(
        f"""select p.sector, {UNIT[level]} as unit, %s as figure, c.theme, c.approach, '' as route, '' as kind, '' as form,
              sum(c.n) as n, sum(c.n) as persons
            from (select team_id, home, theme, approach, sum(case figure when %s then n else -n end) as n
                  from insights_questioncount where figure in (%s, %s) and month < %s group by 1, 2, 3, 4) c
            join insights_teamplace p on p.team_id = c.team_id and p.month = %s
            group by 1, 2, 4, 5 having sum(c.n) <> 0""",
        [Figure.ACTIVE, Figure.RAISED, Figure.RAISED, Figure.CLOSED, period.after, period.last_month],
    )


def _rows(sql: str, values: list[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
