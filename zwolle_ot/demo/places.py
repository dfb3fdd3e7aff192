"""What came of the places in the Fase 2 klas, and who waits for one. The pilot year is as the source tells it [004]: 5 of 6
pupils back to a whole week, marks 8,4 and 8,3, and € 70.000 less for specialist care than the places cost."""

import datetime
from decimal import Decimal
from random import Random

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F

from accounts.acting import Acting
from financing import actions
from financing.models import CareAssumption, Enrolment, Placement, PlacementResult
from schools.calendar import SchoolYear
from schools.models import Arrangement, Municipality, SchoolLocation
from zwolle_ot.demo.money import FASE_2
from zwolle_ot.demo.plot import REGION
from zwolle_ot.demo.schools import HOME
from zwolle_ot.demo.staff import PRIMARY_TEAM

Day = datetime.date
PILOT = 2019
MARKS = (("8", "8"), ("8", "8"), ("8.5", "8.3"), ("8.5", "8.5"), ("8.7", "8.5"), ("8.7", "8.5"))
LEARNED = (("rekenen", "14"), ("taal", "15"), ("rekenen", "11"), ("lezen", "12"), ("rekenen", "9"), ("taal", "10"))
SAVED = Decimal(70_000)
#: Fewest and most pupils of a school, per kind.
SIZES = {
    "BO": (120, 480),
    "SBO": (110, 260),
    "SO": (70, 220),
    "VSO": (60, 180),
    "VO": (250, 1400),
    "PRO": (250, 400),
    "MBO": (3000, 6000),
}


def follow_places(*, by: Acting, today: Day) -> None:
    """Outcomes of the pilot year, and two applications for the school year of today."""
    year = SchoolYear(PILOT)
    placed = Placement.objects.filter(arrangement__code=FASE_2, period__startswith__lt=year.after)
    rows = list(placed.select_related("arrangement").order_by("pupil_code"))
    cost = sum((_share_of_year(row, year) for row in rows), Decimal(0)) * 24_000
    for number, row in enumerate(rows):
        _record(by, row, number, replaced=((cost + SAVED) / len(rows)).quantize(Decimal(1)))
    arrangement, home = Arrangement.objects.get(code=FASE_2), Municipality.objects.get(code=HOME)
    after = SchoolYear.of(today).after
    for code in ("F2-901", "F2-902"):
        period = DateRange(today + datetime.timedelta(days=21), after)
        asked = actions.apply_for_place(by=by, arrangement=arrangement, pupil_code=code, home=home, period=period)
        Placement.objects.filter(pk=asked.pk).update(applied_on=today - datetime.timedelta(days=16))


def assume(*, by: Acting, today: Day, dice: Random) -> None:
    """How many pupils each school has, of VO schools also where they live, and what the value case assumes; invented."""
    homes = {one.code: one for one in Municipality.objects.filter(code__in=[HOME, *REGION])}
    year = SchoolYear.of(today).begins_in
    schools = SchoolLocation.objects.filter(periods__period__contains=today, teams__isnull=False)
    rows = []
    for school in schools.annotate(kind=F("periods__type")).distinct().order_by("code"):
        kind = school.kind
        fewest, most = SIZES[kind]
        pupils = dice.randint(fewest, most)
        shares = (
            [(HOME, 55), *((code, dice.randint(0, 9)) for code in REGION)] if kind in ("VO", "PRO") else [(HOME, 100)]
        )
        for code, share in shares:
            for begins_in in (year - 1, year):
                count = pupils * share // 100
                rows.append(Enrolment(location=school, school_year=begins_in, home=homes[code], pupils=count))
    actions.put_enrolments(by=by, enrolments=rows)
    arrangement, place = Arrangement.objects.get(code=FASE_2), SchoolLocation.objects.get(code=PRIMARY_TEAM[0])
    told = {"school_year": year - 1, "source": "Aanname voor dit voorbeeld; vraag de cijfers op bij de gemeente"}
    for care, about, before, now, price in (
        ("Dagopvang", {"arrangement": arrangement}, 13, 0, 36_000),
        ("Ambulante jeugdhulp", {"location": place}, 9, 6, 9_500),
        ("Basis-ggz", {"location": place}, 6, 4, 3_200),
    ):
        assumed = CareAssumption(care=care, baseline=before, now=now, unit_price=price, **about, **told)
        actions.put_assumption(by=by, assumption=assumed)


def _share_of_year(row: Placement, year: SchoolYear) -> Decimal:
    """A whole school year or the half from February: 1 or 0,5."""
    return Decimal(1) if row.first == year.first and row.period.upper == year.after else Decimal("0.5")


def _record(by: Acting, row: Placement, number: int, *, replaced: Decimal) -> None:
    pupil, parents = MARKS[number]
    subject, months = LEARNED[number]
    for weeks, days in ((2, "2"), (12, "3.5"), (20, "4" if number == 0 else "5")):
        day = row.first + datetime.timedelta(weeks=weeks)
        actions.record_school_days(by=by, placement=row, on=day, days=Decimal(days))
    actions.record_progress(by=by, placement=row, school_year=PILOT, subject=subject, months=Decimal(months))
    result = PlacementResult(
        placement=row,
        mark_pupil=Decimal(pupil),
        mark_parents=Decimal(parents),
        onward=PlacementResult.Onward.FULL if number < 3 else PlacementResult.Onward.STAYS,
        replaced_care="dagopvang",
        replaced_cost=replaced,
    )
    actions.record_result(by=by, result=result)
