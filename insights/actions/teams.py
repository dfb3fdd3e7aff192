"""Teams and hours per month, from appointments, meetings, agreements and worked hours. Writes only what differs."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.db.models import Count, Model
from django.db.models.functions import TruncMonth

from accounts.acting import working
from cases.models import Meeting
from cases.reading.meetings import joint_trainings
from financing.books.facts import Agreement
from financing.books.pools import POOL_ROLE, Pools
from financing.enums import Sector
from financing.models import WorkedHours
from financing.store import read_hours
from insights.models import HoursMonth, StaleTeams, TeamMonth
from insights.periods import add_months
from schools.calendar import ONE_DAY, school_weeks
from schools.holidays import KNOWN_FROM, KNOWN_UNTIL
from schools.models import SchoolLocation, SupportTeam
from schools.queries import cores

Day = datetime.date
NORM, AGREED, WORKED = range(3)


def refresh_teams(*, today: Day, anyway: bool = False) -> bool:
    """Make `TeamMonth` and `HoursMonth` again when something changed (or `anyway`: a day went by). One transaction."""
    with working(today=today, action="insights.refresh_teams"):
        if not StaleTeams.objects.exists() and not anyway:
            return False
        StaleTeams.objects.all().delete()
        _keep(TeamMonth, _team_months(today))
        _keep(HoursMonth, _hours_months(today))
        return True


def _months(first: Day, today: Day) -> Iterable[Day]:
    """The first days of the months from `first` up to that of `today`, as far as the holidays are known."""
    month = max(first, KNOWN_FROM).replace(day=1)
    while month <= today and month < KNOWN_UNTIL:
        yield month
        month = add_months(month, 1)


def _team_months(today: Day) -> list[TeamMonth]:
    """Months in which a team had a school day with core roles, or met."""
    met = _per_month(Meeting.objects.filter(state=Meeting.State.HELD, kind__whole_core=True, on__lte=today))
    trained = _per_month(joint_trainings().filter(on__lte=today))
    teams = list(SupportTeam.objects.all())
    found = []
    for key, core in cores(teams).items():
        begins = min((span.first for span in (*core.types, *core.filled)), default=today)
        for month in _months(max(begins, Day(2000, 1, 1)), today):
            until = min(add_months(month, 1), today + ONE_DAY)
            complete, days = core.complete_school_days(month, until)
            meetings, trainings = met[key, month], trained[key, month]
            if days or meetings or trainings:
                found.append(
                    TeamMonth(
                        team_id=key,
                        month=month,
                        school_days=days,
                        complete_days=complete,
                        meetings=meetings,
                        trainings=trainings,
                    )
                )
    return found


def _per_month(rows: Any) -> Counter[tuple[Any, Day]]:
    months = rows.annotate(month=TruncMonth("on")).values_list("team_id", "month").annotate(Count("pk")).order_by()
    return Counter({(team, month): number for team, month, number in months})


def _hours_months(today: Day) -> list[HoursMonth]:
    """Norm and agreement of the school weeks so far, and worked minutes, of the role that the pools are about."""
    book = read_hours()
    pools, codes = Pools(book), list(SchoolLocation.objects.order_by("code").values_list("code", flat=True))
    minutes: dict[tuple[Day, str, str], list[Fraction]] = defaultdict(lambda: [Fraction(0)] * 3)
    worked = WorkedHours.objects.filter(role=POOL_ROLE.value, month__lte=today)
    for month, team, location, number in worked.values_list(
        "month", "neighbourhood_team__code", "location__code", "minutes"
    ):
        minutes[month, team or "", location][WORKED] += number
    begins = min([today, *(month for month, _, _ in minutes), *(row.start for row in book.all(Agreement))])
    for monday in school_weeks(max(begins.replace(day=1), KNOWN_FROM), min(today + ONE_DAY, KNOWN_UNTIL)):
        month = monday.replace(day=1)
        norms = {}
        for pool in pools.on(monday):
            norms[pool.team] = pool.norm
            for agreed in pools.agreements(pool.team, monday):
                minutes[month, pool.team, agreed.location][AGREED] += 60 * Fraction(agreed.hours)
        for code in codes:
            place = pools.place(code, monday)
            if place is not None and place.team in norms and place.sector is Sector.PO:
                minutes[month, place.team, code][NORM] += 60 * norms[place.team]
    return [
        HoursMonth(
            month=month,
            neighbourhood_team=team,
            location=location,
            norm=round(numbers[NORM]),
            agreed=round(numbers[AGREED]),
            worked=round(numbers[WORKED]),
        )
        for (month, team, location), numbers in minutes.items()
    ]


def _keep(model: type[Model], wanted: list[Any]) -> None:
    """These rows and no others: those that are the same are left alone."""
    names = [field.name for field in model._meta.fields if field.name != "id"]
    manager: Any = model._default_manager
    known = {tuple(row[1:]): row[0] for row in manager.values_list("id", *names)}
    rows = {tuple(getattr(row, name) for name in names): row for row in wanted}
    manager.filter(pk__in=[known[one] for one in known.keys() - rows.keys()]).delete()
    manager.bulk_create([row for one, row in rows.items() if one not in known])
