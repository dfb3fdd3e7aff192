"""A place in an arrangement: asked, decided by school and municipality together, refused or ended, and what came of it.

Nothing here names a child: `pupil_code` is the school's own code [domain 3.9; 004].
"""

import datetime
from decimal import Decimal

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from accounts.acting import Acting, call_it
from financing import policies
from financing.models import Placement, PlacementResult, SchoolDays, Side, SubjectProgress
from schools.models import Arrangement, Municipality
from schools.policies import NotPossible
from schools.refusals import told

Day = datetime.date
_LOCK = "select pg_advisory_xact_lock(hashtext('financing.place'), hashtext(%s))"


@transaction.atomic
def apply_for_place(
    *, by: Acting, arrangement: Arrangement, pupil_code: str, home: Municipality, period: DateRange
) -> Placement:
    """Ask a place for a pupil; it waits until both have decided. Raises NotPossible when the arrangement is not offered on the
    first day, or when the pupil already has or awaits a place on one of these days."""
    call_it("financing.apply_for_place", by=by)
    _one_at_a_time(arrangement)
    asked = Placement(arrangement=arrangement, pupil_code=pupil_code, home=home, period=period, applied_on=by.today)
    policies.check_offered(asked, terms=list(arrangement.terms.filter(intended=False)))
    policies.check_no_other_place(asked, others=list(_others(asked).filter(pupil_code=pupil_code)))
    return _saved(asked)


@transaction.atomic
def decide_for_school(*, by: Acting, placement: Placement, on: Day) -> Placement:
    """The school says yes. Raises NotPossible after a refusal, for a day to come, and when no place is free."""
    call_it("financing.decide_for_school", by=by)
    row = _locked(placement)
    policies.check_waits(row)
    policies.check_undecided(row.decided_by_school, by_whom="De school")
    policies.check_past(on, today=by.today)
    _check_free(row)
    row.decided_by_school = on
    return _saved(row, "decided_by_school")


@transaction.atomic
def decide_for_municipality(*, by: Acting, placement: Placement, on: Day, beschikking: str) -> Placement:
    """The municipality's beschikking of `on`. Raises NotPossible after a refusal, for a day to come, when no place is free, and
    when nobody knows where the pupil lives, for then nobody pays."""
    call_it("financing.decide_for_municipality", by=by)
    row = _locked(placement)
    policies.check_waits(row)
    policies.check_undecided(row.decided_by_municipality, by_whom="De gemeente")
    policies.check_past(on, today=by.today)
    policies.check_home_known(row)
    _check_free(row)
    row.decided_by_municipality, row.beschikking = on, beschikking
    return _saved(row, "decided_by_municipality", "beschikking")


@transaction.atomic
def refuse_place(*, by: Acting, placement: Placement, side: Side, on: Day, reason: str) -> Placement:
    """No place, said by whom and why. Raises NotPossible for who is placed already: such a placement is ended."""
    call_it("financing.refuse_place", by=by)
    row = _locked(placement)
    policies.check_waits(row)
    policies.check_past(on, today=by.today)
    row.refused_on, row.refused_by, row.refusal = on, side.value, reason
    return _saved(row, "refused_on", "refused_by", "refusal")


@transaction.atomic
def end_placement(*, by: Acting, placement: Placement, last_day: Day) -> Placement:
    """The last day of a placement; what was paid for later days of a closed month comes back as a correction."""
    call_it("financing.end_placement", by=by)
    row = _locked(placement)
    policies.check_is_placed(row)
    policies.check_not_before_start(row, last_day)
    row.period = DateRange(row.period.lower, last_day + datetime.timedelta(days=1))
    return _saved(row, "period")


@transaction.atomic
def record_school_days(*, by: Acting, placement: Placement, on: Day, days: Decimal) -> SchoolDays:
    """How many days a week the pupil goes to school, as seen on a day of the placement. The same day again corrects it."""
    call_it("financing.record_school_days", by=by)
    policies.check_is_placed(placement)
    policies.check_past(on, today=by.today)
    policies.check_not_before_start(placement, on)
    with told(SchoolDays, NotPossible):
        made, _ = SchoolDays.objects.update_or_create(placement=placement, on=on, defaults={"days": days})
    return made


@transaction.atomic
def record_progress(
    *, by: Acting, placement: Placement, school_year: int, subject: str, months: Decimal
) -> SubjectProgress:
    """Months of learning in a subject in a school year. The same subject again corrects it."""
    call_it("financing.record_progress", by=by)
    policies.check_is_placed(placement)
    with told(SubjectProgress, NotPossible):
        made, _ = SubjectProgress.objects.update_or_create(
            placement=placement, school_year=school_year, subject=subject, defaults={"months": months}
        )
    return made


@transaction.atomic
def record_result(*, by: Acting, result: PlacementResult) -> PlacementResult:
    """Marks, where the pupil went on to, and the care that was replaced; new or changed."""
    call_it("financing.record_result", by=by)
    policies.check_is_placed(result.placement)
    with told(PlacementResult, NotPossible):
        result.save()
    return result


def _one_at_a_time(arrangement: Arrangement) -> None:
    """Places of one arrangement are given one by one, so that the last place is given once."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [arrangement.code])


def _locked(placement: Placement) -> Placement:
    """The row as it is now, while nobody else decides about a place in this arrangement."""
    _one_at_a_time(placement.arrangement)
    return Placement.objects.select_related("arrangement").get(pk=placement.pk)


def _check_free(row: Placement) -> None:
    terms = list(row.arrangement.terms.filter(intended=False))
    with connection.cursor() as cursor:
        cursor.execute("select period from app.placed_beside(%s)", [row.pk])
        taken = [period for (period,) in cursor.fetchall()]
    policies.check_place_free(row, taken=taken, terms=terms)


def _others(row: Placement) -> "QuerySet[Placement]":
    """What else is placed or asked in this arrangement on one of the same days."""
    found = Placement.objects.filter(arrangement=row.arrangement, period__overlap=row.period, refused_on__isnull=True)
    return found.exclude(pk=row.pk)


def _saved(row: Placement, *fields: str) -> Placement:
    with told(Placement, NotPossible):
        row.save(update_fields=fields or None)
    return row
