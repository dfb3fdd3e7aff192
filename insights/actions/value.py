"""The assumptions of value cases for who may see figures but no facts of money: pupils by the rule of publication."""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from financing.models import CareAssumption, Placement
from insights import publication as rule
from insights.models import ValueLine
from schools.calendar import ONE_DAY, SchoolYear

NAMES = ("school_year", "location", "arrangement", "care", "baseline", "now", "unit_price", "source")


def refresh_value() -> bool:
    """Make the lines again; within a transaction of the worker. Writes only when something differs."""
    pupils = _placed()
    rows = CareAssumption.objects.filter(ended_on=None).select_related("location", "arrangement")
    wanted = [_line(row, pupils) for row in rows.order_by("school_year", "care", "id")]
    known = sorted(map(repr, ValueLine.objects.values_list(*NAMES)))
    if known == sorted(repr(tuple(getattr(one, name) for name in NAMES)) for one in wanted):
        return False
    ValueLine.objects.all().delete()
    ValueLine.objects.bulk_create(wanted)
    return True


def _placed() -> dict[tuple[UUID, int], set[str]]:
    """The pupils with a place, per arrangement and school year."""
    found: dict[tuple[UUID, int], set[str]] = defaultdict(set)
    decided = Placement.objects.filter(
        decided_by_school__isnull=False, decided_by_municipality__isnull=False, refused_on=None
    )
    for arrangement, pupil, period in decided.values_list("arrangement_id", "pupil_code", "period"):
        if period.lower and period.upper:
            last = SchoolYear.of(period.upper - ONE_DAY).begins_in
            for begins_in in range(SchoolYear.of(period.lower).begins_in, last + 1):
                found[arrangement, begins_in].add(pupil)
    return found


def _line(row: CareAssumption, pupils: dict[tuple[UUID, int], set[str]]) -> ValueLine:
    placed = len(pupils.get((row.arrangement_id, row.school_year), ())) if row.arrangement_id else None
    may = placed is None or not rule.Tally(placed, placed).is_small
    return ValueLine(
        school_year=row.school_year,
        location=row.location.code if row.location else "",
        arrangement=row.arrangement.code if row.arrangement else "",
        care=row.care,
        baseline=_shown(row.baseline) if may else None,
        now=_shown(row.now) if may else None,
        unit_price=row.unit_price,
        source=row.source,
    )


def _shown(number: Decimal) -> int | None:
    """A number of pupils that somebody assumed, as it may be seen: a part of a pupil makes none."""
    shown = rule.finer(rule.Tally(int(number.quantize(Decimal(1), ROUND_HALF_UP)), int(number)))
    return shown.number if isinstance(shown, rule.Rounded) else None
