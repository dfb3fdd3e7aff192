"""Publishing: at its moment a period is counted, and its figures are fixed. Nothing finer than them leaves the house."""

import datetime
from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal

from django.conf import settings
from django.db import connection

from accounts.acting import working
from insights import publication as rule
from insights import tallies
from insights.audit import NO_LIMIT, Equation, narrow, to_blunt
from insights.cells import CUTS, Cell, equations, universe
from insights.enums import COUNTS, WAITS, Figure, Level, Measure, PeriodKind, Shape
from insights.models import Publication, PublishedFigure
from insights.periods import Period, containing
from shell.numbers import Unit

NOBODY = rule.Tally(0, 0)
#: Which figures are withheld first, where one must be. A total of the city is never withheld [domain 5].
FINEST_FIRST = (Level.HOME, Level.LOCATION, Level.BOARD, Level.NEIGHBOURHOOD_TEAM, Level.CITY)
#: What a count tells: per cell the interval that it leaves, and whether the cell is hidden.
Told = dict[Cell, tuple[tuple[int, int], bool]]
#: What counts of smaller periods tell, by publication: a month is read for its quarter and again for its school year.
Earlier = dict[int, Told]


def publish_due(*, today: datetime.date) -> list[Publication]:
    """Count every period whose moment has come and that was not counted yet. A period that was missed twice is counted
    once, as revised. Each publication is one transaction, so a killed worker goes on where it was."""
    made = []
    earlier: Earlier = {}
    for period, revision in due(today):
        with working(today=today, action="insights.publish"):
            publication, is_new = Publication.objects.get_or_create(
                kind=period.kind, first=period.first, revision=revision, defaults={"counted_on": today}
            )
            if is_new:
                _publish(publication, earlier)
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


def _publish(publication: Publication, earlier: Earlier) -> None:
    with connection.cursor() as cursor:  # counts of a moment: folding waits until this one is read
        cursor.execute("lock table insights_questioncount in share mode")
    period = publication.period
    rows = [*_counts(period, publication, earlier), *_statistics(period, publication)]
    PublishedFigure.objects.bulk_create(rows, batch_size=2000)


def _counts(period: Period, publication: Publication, earlier: Earlier) -> Iterator[PublishedFigure]:
    units, tally = tallies.units_of(period), tallies.count(period)
    teams = tallies.teams_per_sector(period)
    cells = dict.fromkeys(universe(period.kind, [Figure(figure) for figure in COUNTS], units))
    shown: dict[Cell, rule.Exact | rule.Rounded | rule.Suppressed | rule.Withheld] = {}
    for cell in cells:
        one = tally.get(cell, NOBODY)
        shown[cell] = rule.exact(one) if _is_exact(cell, teams) else rule.finer(one)
    softer: dict[Hashable, tuple[int, int]] = {
        cell: interval(rule.finer(tally.get(cell, NOBODY)))
        for cell, one in shown.items()
        if isinstance(one, rule.Exact)
    }
    bounds: dict[Hashable, tuple[int, int]] = {cell: interval(one) for cell, one in shown.items()}
    rules = list(equations(cells, units))
    hidden: list[Hashable] = [cell for cell, one in shown.items() if isinstance(one, rule.Suppressed) and cell in tally]
    for equation, told, small in _against_parts(period, cells, earlier):
        bounds |= told
        rules.append(equation)
        hidden += small  # a year tells of its months
    order: dict[Hashable, int] = {cell: place for cell in shown if (place := _place(cell)) is not None}
    blunted = to_blunt(bounds, rules, hidden=hidden, exact=softer, order=order)
    rounded, withheld = set(blunted.rounded), set(blunted.withheld)
    for cell, figure in shown.items():
        as_seen = figure
        if cell in withheld:
            as_seen = rule.Withheld()
        elif cell in rounded:
            as_seen = rule.finer(tally.get(cell, NOBODY))
        if not isinstance(as_seen, rule.Suppressed):
            yield _row(publication, cell, Measure.COUNT, as_seen)


def _is_exact(cell: Cell, teams: Mapping[str, int]) -> bool:
    """A total of the city per sector. A sector of one or two teams is no city: its total would be a school's count."""
    return _is_city_total(cell) and teams.get(cell.sector, 0) >= settings.PUBLICATION_EXACT_TEAMS


def _is_city_total(cell: Cell) -> bool:
    return cell.level == Level.CITY and not cell.breakdown


def _place(cell: Cell) -> int | None:
    """The place of a figure in the order of withholding: the finest unit first, its parts before its whole. None: never."""
    return None if _is_city_total(cell) else 2 * FINEST_FIRST.index(Level(cell.level)) + (not cell.breakdown)


def interval(shown: rule.Exact | rule.Rounded | rule.Suppressed | rule.Withheld) -> tuple[int, int]:
    """The numbers that somebody who sees this figure must think possible."""
    match shown:
        case rule.Exact(number):
            return number, number
        case rule.Rounded(number):
            half = settings.PUBLICATION_ROUNDING // 2
            return max(number - half, settings.PUBLICATION_THRESHOLD), number + half
        case rule.Suppressed():
            return 0, settings.PUBLICATION_THRESHOLD - 1
        case _:
            return 0, NO_LIMIT


def _against_parts(
    period: Period, cells: Mapping[Cell, object], earlier: Earlier
) -> Iterator[tuple[Equation, dict[Hashable, tuple[int, int]], list[Hashable]]]:
    """The quarter against its months, and so on: each sum of figures that were published before, what is known of
    them, and which of them are hidden."""
    parts = list(period.parts())
    told = [(part.code, found) for part in parts if (found := _published(part, earlier)) is not None]
    if not parts or len(told) < len(parts):
        return
    unseen = interval(rule.Suppressed()), True
    cuts = CUTS[parts[0].kind]
    for cell in cells:
        if cell.figure != Figure.ACTIVE and cell.breakdown in cuts.get(Level(cell.level), ()):
            known: dict[Hashable, tuple[int, int]] = {}
            small: list[Hashable] = []
            for code, found in told:
                key = Cell(*cell[:6], code)
                known[key], is_hidden = found.get(cell, unseen)
                if is_hidden:
                    small.append(key)
            yield Equation(cell, tuple(known)), known, small


def _published(period: Period, earlier: Earlier) -> Told | None:
    """What the last count of a period tells, its own sums included; it is kept in `earlier`. None: never counted."""
    last = Publication.objects.filter(kind=period.kind, first=period.first).order_by("-revision").first()
    if last is None:
        return None
    if last.pk not in earlier:
        earlier[last.pk] = _told_by(last)
    return earlier[last.pk]


def _told_by(last: Publication) -> Told:
    period = last.period
    units = tallies.units_of(period)
    bounds: dict[Hashable, tuple[int, int]] = dict.fromkeys(
        universe(period.kind, [Figure(figure) for figure in COUNTS], units), interval(rule.Suppressed())
    )
    cells = [cell for cell in bounds if isinstance(cell, Cell)]
    shown = set()
    for row in last.figures.filter(measure=Measure.COUNT):
        cell = Cell(row.figure, row.sector, row.level, row.unit, row.breakdown, row.value)
        number = int(row.number or 0)
        as_shown: dict[Shape, rule.Exact | rule.Rounded | rule.Withheld] = {
            Shape.EXACT: rule.Exact(number),
            Shape.ROUNDED: rule.Rounded(number),
            Shape.WITHHELD: rule.Withheld(),
        }
        bounds[cell] = interval(as_shown[Shape(row.shape)])
        shown.add(cell)
    known = narrow(bounds, [one for one in equations(dict.fromkeys(cells), units) if one.parts])
    return {cell: (known[cell], cell not in shown) for cell in cells}


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
