"""Publishing: at its moment a period is counted, and its figures are fixed. Nothing finer than them leaves the house."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

from django.db import connection

from accounts.acting import working
from insights import publication as rule
from insights import tallies
from insights.actions.providers import fix_providers
from insights.audit import blunt
from insights.cells import Cell
from insights.enums import WAITS, Level, Measure, PeriodKind, Shape
from insights.knowledge import Library, Seen, interval, is_exact
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
                fix_providers(publication)
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
    counts = _counts(period, publication, library)
    PublishedFigure.objects.bulk_create([*counts, *_statistics(period, publication)], batch_size=2000)


def _counts(period: Period, publication: Publication, library: Library) -> list[PublishedFigure]:
    """The rows that may be seen, beside everything that was published before."""
    placed, sums = library.place(period)
    tally, teams = tallies.count(period), tallies.teams_per_sector(period)
    cells = dict(zip(placed.numbers, placed.frame.cells, strict=True))
    tallied = {number: tally.get(cell, NOBODY) for number, cell in cells.items()}
    shown: dict[int, Seen] = {
        number: rule.exact(tallied[number]) if is_exact(cell, teams) else rule.finer(tallied[number])
        for number, cell in cells.items()
    }
    hidden = {number for number, one in shown.items() if isinstance(one, rule.Suppressed) and cells[number] in tally}
    blunted = blunt(
        library.net,
        sums,
        {number: interval(one) for number, one in shown.items()},
        hidden=library.hidden | hidden,
        exact={
            number: interval(rule.finer(tallied[number]))
            for number, one in shown.items()
            if isinstance(one, rule.Exact)
        },
        order={number: place for number, cell in cells.items() if (place := _place(cell)) is not None},
    )
    for number in blunted.rounded:
        shown[number] = rule.finer(tallied[number])
    for number in blunted.withheld:
        shown[number] = rule.Withheld()
    library.net.forget_trail()
    library.hide(placed, teams, (number for number, one in shown.items() if not isinstance(one, rule.Shown)))
    return [
        _row(publication, cells[number], Measure.COUNT, one)
        for number, one in shown.items()
        if not isinstance(one, rule.Suppressed)
    ]


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
