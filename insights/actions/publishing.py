"""Publishing: at its moment a period is counted, and its figures are fixed. Nothing finer than them leaves the house."""

import datetime
from collections.abc import Iterator
from decimal import Decimal

from django.db import connection

from accounts.acting import working
from insights import publication as rule
from insights import tallies
from insights.actions.providers import fix_providers
from insights.actions.weighing import Draft, place_of, weigh_together
from insights.audit import blunt
from insights.cells import Cell
from insights.enums import WAITS, Level, Measure, PeriodKind, Shape
from insights.knowledge import Library, interval, is_exact
from insights.models import Publication, PublishedFigure
from insights.periods import Period, containing
from shell.numbers import Unit


def publish_due(*, today: datetime.date, weigh: bool = True) -> list[Publication]:
    """Count every period whose moment has come and that was not counted yet. A period that was missed twice is counted
    once, as revised. All of a day are weighed together and are one transaction: a killed worker begins them anew.
    Without `weigh` the joint question is not asked, which takes a minute for years of figures: invented ones only."""
    if not list(due(today)):
        return []
    with working(today=today, action="insights.publish"):
        with connection.cursor() as cursor:  # counts of a moment: folding waits until these are read
            cursor.execute("lock table insights_questioncount in share mode")
        library, drafts = Library(), []
        for period, revision in due(today):
            publication, is_new = Publication.objects.get_or_create(
                kind=period.kind, first=period.first, revision=revision, defaults={"counted_on": today}
            )
            if is_new:
                drafts.append(_draft(publication, library))
        if weigh and drafts:
            weigh_together(drafts, library)
        for draft in drafts:
            tallies.keep(draft.publication, draft.counted)
            PublishedFigure.objects.bulk_create([*_counts(draft, library), *draft.statistics], batch_size=2000)
            fix_providers(draft.publication)
    return [draft.publication for draft in drafts]


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


def _draft(publication: Publication, library: Library) -> Draft:
    """The figures of one period that may be seen beside everything that was published before, in the library. A count
    that did not change since the first version shows what it showed."""
    period = publication.period
    counted, teams = tallies.count(period), tallies.teams_per_sector(period)
    statistics = list(_statistics(period, publication))
    placed, sums = library.place(period, counted, (_cell(row) for row in statistics if row.measure == Measure.MEAN))
    draft = Draft(publication, placed, counted, statistics)
    cells = placed.new
    for number, cell in cells.items():
        tally = draft.tally(cell)
        library.seen[number] = rule.exact(tally) if is_exact(cell, teams) else rule.finer(tally)
    library.hide(cells, teams, counted)
    blunted = blunt(
        library.net,
        sums,
        {number: library.interval(number) for number in cells},
        hidden=library.hidden,
        exact={
            number: interval(rule.finer(draft.tally(cell)))
            for number, cell in cells.items()
            if isinstance(library.seen[number], rule.Exact)
        },
        order={number: place for number, cell in cells.items() if (place := place_of(cell)) is not None},
    )
    for number in blunted.rounded:
        library.seen[number] = rule.finer(draft.tally(cells[number]))
    for number in blunted.withheld:
        library.seen[number] = rule.Withheld()
    library.net.forget_trail()
    library.hide(cells, teams, counted)
    return draft


def _counts(draft: Draft, library: Library) -> Iterator[PublishedFigure]:
    """The rows of counts."""
    for number, cell in zip(draft.placed.numbers, draft.placed.frame.cells, strict=True):
        shown = library.seen[number]
        if not isinstance(shown, rule.Suppressed):
            yield _row(draft.publication, cell, Measure.COUNT, shown)


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


def _cell(row: PublishedFigure) -> Cell:
    return Cell(row.figure, row.sector, row.level, row.unit, row.breakdown, row.value)


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
