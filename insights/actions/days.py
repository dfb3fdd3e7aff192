"""What absence is counted by: the calendar of `schools.holidays` and the thresholds of the settings, as rows that triggers read."""

import datetime
from typing import Any

from django.conf import settings
from django.db.models import Model

from accounts.acting import working
from insights.actions.rebuilding import rebuild
from insights.models import ReferenceDay, SchoolDay
from insights.periods import add_months
from schools.calendar import ONE_DAY, CalendarUnknown, school_days, start_of_school_weeks
from schools.holidays import KNOWN_FROM, KNOWN_UNTIL


def refresh_days(*, today: datetime.date) -> bool:
    """Write them when they changed, and count everything anew; whether they did."""
    with working(today=today, action="insights.refresh_days"):
        changed = [
            _replace(SchoolDay, [SchoolDay(day=day) for day in school_days(KNOWN_FROM, KNOWN_UNTIL)]),
            _replace(ReferenceDay, _reference_days()),
        ]
    if any(changed):
        rebuild(today=today)
    return any(changed)


def _reference_days() -> list[ReferenceDay]:
    """The last day of each month whose last four school weeks are known."""
    found = []
    month = KNOWN_FROM.replace(day=1)
    while month < KNOWN_UNTIL:
        after = add_months(month, 1)
        try:
            since = start_of_school_weeks(after - ONE_DAY, settings.FLAG_ABSENCE_WEEKS)
        except CalendarUnknown:
            pass  # the first months: their four weeks begin before the calendar does
        else:
            found.append(
                ReferenceDay(
                    month=month,
                    day=after - ONE_DAY,
                    since=since,
                    hours=settings.FLAG_ABSENCE_HOURS,
                    days=settings.FLAG_THUISZITTER_DAYS,
                    age_from=settings.COMPULSORY_FROM,
                    age_until=settings.COMPULSORY_UNTIL,
                )
            )
        month = after
    return found


def _replace(model: type[Model], wanted: list[Any]) -> bool:
    """These rows and no others; whether that changed anything."""
    manager: Any = model._default_manager
    names = [field.name for field in model._meta.fields]
    if set(manager.values_list(*names)) == {tuple(getattr(row, name) for name in names) for row in wanted}:
        return False
    manager.all().delete()
    manager.bulk_create(wanted)
    return True
