"""Publishing: at its moment a period is counted, and its figures are fixed. Nothing finer than them leaves the house."""

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.conf import settings
from django.db import connection

from accounts.acting import working
from insights import publication as rule
from insights import tallies
from insights.audit import to_blunt
from insights.cells import Cell
from insights.enums import WAITS, Level, Measure, PeriodKind, Shape
from insights.knowledge import Library, Seen, Told, interval
from insights.models import Publication, PublishedFigure
from insights.periods import Period, containing
from shell.numbers import Unit

NOBODY = rule.Tally(0, 0)
#: Which figures are withheld first, where one must be. A total of the city is never withheld [domain 5].
FINEST_FIRST = (Level.HOME, Level.LOCATION, Level.BOARD, Level.NEIGHBOURHOOD_TEAM, Level.CITY)


def publish_due(*, today: datetime.date) -> list[Publication]:
    """Count every period whose moment has come and that was not counted yet. A period that was missed twice is counted
    once, as revised. Each publication is one transaction, so a killed worker goes on where it was."""
    made = []
    wanted = list(due(today))
    library = Library() if wanted else None
    for period, revision in wanted:
        with working(today=today, action="insights.publish"):
            publication, is_new = Publication.objects.get_or_create(
                kind=period.kind, first=period.first, revision=revision, defaults={"counted_on": today}
            )
            if is_new and library is not None:
                _publish(publication, library)
                made.append(publication)
    return made


def due(today: datetime.date) -> Iterator[tuple[Period, int]]:
    """Periods to count on `today` with their revision, small kinds first, as a year is checked against its months."""
    start = tallies.first_month()
    if start is None:
        return
    known = set(Publication.objects.values_list("kind", "first", "revision"))
    for kind in PeriodKind:
        period = containing(start, kind)
        while today >= period.counted_on:
            revision = 2 if today >= period.revised_on else 1
            if (kind, period.first, revision) not in known:
                yield period, revision
            period = period.next


def _publish(publication: Publication, library: Library) -> None:
    with connection.cursor() as cursor:  # counts of a moment: folding waits until this one is read
        cursor.execute("lock table insights_questioncount in share mode")
    period = publication.period
    counts, told = _counts(period, publication, library)
    PublishedFigure.objects.bulk_create([*counts, *_statistics(period, publication)], batch_size=2000)
    library.add(publication, told)


def _counts(period: Period, publication: Publication, library: Library) -> tuple[list[PublishedFigure], Told]:
    """The rows that may be seen, and what they tell to who reads everything."""
    frame, tally, teams = library.frame(period), tallies.count(period), tallies.teams_per_sector(period)
    tallied = [tally.get(cell, NOBODY) for cell in frame.cells]
    shown: list[Seen] = [
        rule.exact(one) if _is_exact(cell, teams) else rule.finer(one)
        for cell, one in zip(frame.cells, tallied, strict=True)
    ]
    puzzle = library.puzzle(period, frame, (interval(one) for one in shown))
    hidden = [
        number for number, one in enumerate(shown) if isinstance(one, rule.Suppressed) and frame.cells[number] in tally
    ]
    softer = {
        number: interval(rule.finer(tallied[number])) for number, one in enumerate(shown) if isinstance(one, rule.Exact)
    }
    order = {number: place for number, cell in enumerate(frame.cells) if (place := _place(cell)) is not None}
    blunted = to_blunt(puzzle.net, puzzle.low, puzzle.high, hidden=[*hidden, *puzzle.hidden], exact=softer, order=order)
    for number in blunted.rounded:
        shown[number] = rule.finer(tallied[number])
    for number in blunted.withheld:
        shown[number] = rule.Withheld()
    size = len(frame.cells)
    unseen = frozenset(number for number, one in enumerate(shown) if not isinstance(one, rule.Shown))
    told = Told(frame, blunted.found.low[:size], blunted.found.high[:size], unseen)
    rows = [
        _row(publication, cell, Measure.COUNT, one)
        for cell, one in zip(frame.cells, shown, strict=True)
        if not isinstance(one, rule.Suppressed)
    ]
    return rows, told


def _is_exact(cell: Cell, teams: Mapping[str, int]) -> bool:
    """A total of the city per sector. A sector of one or two teams is no city: its total would be a school's count."""
    return _is_city_total(cell) and teams.get(cell.sector, 0) >= settings.PUBLICATION_EXACT_TEAMS


def _is_city_total(cell: Cell) -> bool:
    return cell.level == Level.CITY and not cell.breakdown


def _place(cell: Cell) -> int | None:
    """The place of a figure in the order of withholding: the finest unit first, its parts before its whole. None: never."""
    return None if _is_city_total(cell) else 2 * FINEST_FIRST.index(Level(cell.level)) + (not cell.breakdown)


def _statistics(period: Period, publication: Publication) -> Iterator[PublishedFigure]:
    """Means and medians of waits, means of marks."""
    for cell, (values, persons) in tallies.spread(period).items():
        if not cell.unit and cell.level != Level.CITY:
            continue  # locations outside every wijkteam
        wait = cell.figure in WAITS
        unit = Unit.DAYS if wait else Unit.MARK
        measures = [(Measure.MEAN, rule.mean(values, persons=persons, unit=unit))]
        if wait:
            measures.append((Measure.MEDIAN, rule.median(values, persons=persons, unit=unit)))
        for measure, shown in measures:
            if not isinstance(shown, rule.Suppressed):
                yield _row(publication, cell, measure, shown)


def _row(publication: Publication, cell: Cell, measure: Measure, shown: rule.Published) -> PublishedFigure:
    shape = Shape.EXACT if isinstance(shown, rule.Exact) else Shape.ROUNDED
    number = Decimal(shown.number) if isinstance(shown, rule.Shown) else None
    return PublishedFigure(
        publication=publication,
        figure=cell.figure,
        measure=measure,
        sector=cell.sector,
        level=cell.level,
        unit=cell.unit,
        breakdown=cell.breakdown,
        value=cell.value,
        shape=shape if number is not None else Shape.WITHHELD,
        number=number,
    )
