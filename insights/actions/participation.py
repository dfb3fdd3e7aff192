"""Counting participation in kinds of education: at fixed moments, so that the answers of two days cannot be subtracted."""

import datetime
from collections import defaultdict

from django.db.models import Sum

from accounts.acting import working
from financing.models import Enrolment
from insights import publication as rule
from insights.models import Participation
from schools.enums import SECTOR_OF
from schools.models import LocationPeriod

D = datetime.date
LAST_REVISION = 2


def reference_day(begins_in: int) -> D:
    """1 October: the day on which enrolment of a school year is counted."""
    return D(begins_in, 10, 1)


def fix_participation(*, today: D) -> int:
    """Count each sector of each school year whose moment has come, if every school of the sector has told how many pupils it
    has: a month after the reference day, and once more a year later. How many rows were written."""
    done = {(row[0], row[1]): row[2] for row in Participation.objects.values_list("school_year", "sector", "revision")}
    written = 0
    for begins_in in Enrolment.objects.order_by("school_year").values_list("school_year", flat=True).distinct():
        revision = sum(today >= D(begins_in + later, 11, 1) for later in range(LAST_REVISION))
        if not revision:
            continue
        for sector, pupils in _counted(begins_in).items():
            if done.get((begins_in, sector), 0) < revision:
                with working(today=today, action="insights.fix_participation"):
                    written += _write(begins_in, sector, pupils, revision)
    return written


def _counted(begins_in: int) -> dict[str, dict[str, int]]:
    """Pupils per sector and type of school ('' all of them), of the sectors in which no school is missing."""
    told = dict(
        Enrolment.objects.filter(school_year=begins_in).values_list("location").annotate(Sum("pupils")).order_by()
    )
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    missing = set()
    places = LocationPeriod.objects.on(reference_day(begins_in)).filter(location__teams__isnull=False)
    for location, kind in places.values_list("location", "type").distinct():
        sector = str(SECTOR_OF[kind])
        if location not in told:
            missing.add(sector)
        for one in ("", kind):
            found[sector][one] += told.get(location, 0)
    return {sector: pupils for sector, pupils in found.items() if sector not in missing}


def _write(begins_in: int, sector: str, pupils: dict[str, int], revision: int) -> int:
    shown = {kind: rule.finer(rule.Tally(number, number)) for kind, number in pupils.items()}
    Participation.objects.filter(school_year=begins_in, sector=sector).delete()
    rows = [
        Participation(school_year=begins_in, sector=sector, type=kind, pupils=one.number, revision=revision)
        for kind, one in shown.items()
        if isinstance(one, rule.Rounded)
    ]
    return len(Participation.objects.bulk_create(rows))
