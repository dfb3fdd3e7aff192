"""Dividing the hours of a wijkteam over schools, within its pool [domain 3.7]."""

import datetime
from decimal import Decimal

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.acting import Acting, call_it
from financing.books.pools import Pools
from financing.models import HoursAgreement
from financing.policies import check_in_area, check_within_pool
from financing.store import read_hours
from schools.models import NeighbourhoodTeam, SchoolLocation

_LOCK = "select pg_advisory_xact_lock(hashtext('financing.agree_hours'), hashtext(%s))"


@transaction.atomic
def agree_hours(
    *, by: Acting, team: NeighbourhoodTeam, location: SchoolLocation, start: datetime.date, hours: Decimal
) -> HoursAgreement:
    """This wijkteam gives this school so many hours a week from `start`, until a later agreement begins.

    An agreement that begins on the same day is replaced. One at a time for each wijkteam. Raises NotPossible, with the
    figures, when the school is not in the area or when the pool would be exceeded; nothing is changed then.
    """
    call_it("financing.agree_hours", by=by)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [team.code])
    standing = HoursAgreement.objects.filter(neighbourhood_team=team, location=location)
    later = standing.filter(period__startswith__gt=start).order_by("period").first()
    agreed = standing.filter(period__startswith=start).first() or HoursAgreement(
        neighbourhood_team=team, location=location
    )
    for earlier in standing.filter(period__contains=start).exclude(pk=agreed.pk):
        earlier.period = DateRange(earlier.period.lower, start)
        earlier.save(update_fields=["period"])
    agreed.hours = hours
    agreed.period = DateRange(start, later.period.lower if later else None)
    agreed.save()
    pools = Pools(read_hours())
    check_in_area(pools, team=team.code, location=location.code, day=start)
    check_within_pool(next(pool for pool in pools.on(start) if pool.team == team.code), day=start)
    return agreed
