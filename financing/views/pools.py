"""The board on which a wijkteam's lead divides hours: agreed, logged and norm side by side [domain 3.7]."""

import datetime
from dataclasses import dataclass
from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Unit
from financing import queries
from financing.actions import agree_hours
from financing.books.facts import Book, Location
from financing.books.facts import NeighbourhoodTeam as TeamFact
from financing.books.pools import Pool, Pools
from financing.enums import Sector
from financing.forms.choosing import DayForm
from financing.forms.entering import HoursForm
from financing.listing import as_csv, pools_table
from financing.store import read_hours
from financing.views.base import CSV, PURPOSE, P, acting, file, may, page, send
from schools.access import needs
from schools.calendar import CalendarUnknown, SchoolYear, school_weeks_between, weeks_of_year
from schools.models import NeighbourhoodTeam, SchoolLocation


@dataclass(frozen=True)
class School:
    """A school in the area of a wijkteam: what it gets a week, and what was logged a week so far this school year."""

    code: str
    name: str
    agreed: Fraction
    logged: Fraction | None


@dataclass(frozen=True)
class Board:
    """One wijkteam: its pool and its schools."""

    name: str
    pool: Pool
    schools: list[School]

    @property
    def logged(self) -> Fraction:
        return sum((one.logged for one in self.schools if one.logged), Fraction(0))


@needs(P.DIVIDE_HOURS, P.SEE_MONEY, purpose="uren van het wijkteam verdelen")
@require_safe
def pools(request: HttpRequest) -> HttpResponse:
    """Every wijkteam that somebody may see: the pool, what each school gets, and what was logged there."""
    by = acting(request)
    form = DayForm(request.GET, today=by.today)
    day = form.day
    weeks, year_weeks = _weeks(day)
    after = (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    worked = queries.worked_minutes(SchoolYear.of(day).first, after)
    boards = _boards(read_hours(), day, worked, weeks, _mine(request))
    return page(
        request,
        "financing/pools.html",
        form=form,
        day=day,
        boards=boards,
        weeks=weeks,
        year_weeks=year_weeks,
        divides=may(request, P.DIVIDE_HOURS) or may(request, P.MANAGE_MONEY),
    )


def _mine(request: HttpRequest) -> set[str] | None:
    """Codes of the wijkteams of a lead; None: all of them."""
    holding = request.holding  # type: ignore[attr-defined]
    if holding.role.unit != Unit.NEIGHBOURHOOD_TEAM:
        return None
    return set(NeighbourhoodTeam.objects.filter(pk__in=holding.unit_ids).values_list("code", flat=True))


def _weeks(day: datetime.date) -> tuple[int, int]:
    """School weeks of this school year up to a day, and of the whole; 0 where the holidays are not known."""
    year = SchoolYear.of(day)
    try:
        return school_weeks_between(year.first, day), weeks_of_year(year)
    except CalendarUnknown:
        return 0, 0


def _boards(book: Book, day: datetime.date, worked: dict[str, int], weeks: int, mine: set[str] | None) -> list[Board]:
    found, names = Pools(book), {row.location: row.name or row.location for row in book.all(Location)}
    boards = []
    for pool in found.on(day):
        if mine is not None and pool.team not in mine:
            continue
        agreed = {row.location: Fraction(row.hours) for row in found.agreements(pool.team, day)}
        area = {code for code in names if _is_in_area(found, code, pool.team, day)}
        schools = [
            School(code, names[code], agreed.get(code, Fraction(0)), _a_week(worked.get(code, 0), weeks))
            for code in sorted(area | set(agreed), key=lambda code: names[code].lower())
        ]
        team = next(team for team in book.all(TeamFact) if team.code == pool.team)
        boards.append(Board(team.name or team.code, pool, schools))
    return boards


def _is_in_area(pools: Pools, location: str, team: str, day: datetime.date) -> bool:
    place = pools.place(location, day)
    return place is not None and place.team == team and place.sector is Sector.PO


def _a_week(minutes: int, weeks: int) -> Fraction | None:
    """Hours a school week, to a tenth; None when no school week has passed."""
    return Fraction(round(Fraction(minutes, 6 * weeks)), 10) if weeks else None


@needs(P.DIVIDE_HOURS, P.MANAGE_MONEY, purpose="uren van het wijkteam verdelen")
@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, team: str, location: str) -> HttpResponse:
    """Give a school its hours from a day on. More than the pool is refused, with the reason."""
    by = acting(request)
    mine = _mine(request)
    if mine is not None and team not in mine:
        raise Http404("not the own wijkteam")
    wijkteam = get_object_or_404(NeighbourhoodTeam, code=team)
    school = get_object_or_404(SchoolLocation, code=location)
    back = reverse("financing:pools")
    form = HoursForm(request.POST or None, initial={"start": by.today}, cancel_url=back)
    done = send(
        request,
        form,
        lambda: agree_hours(by=by, team=wijkteam, location=school, **form.cleaned_data),
        said=f"De uren van {school.name} zijn vastgelegd.",
        to=back,
    )
    if done:
        return done
    pool = next((one for one in Pools(read_hours()).on(by.today) if one.team == team), None)
    return page(request, "financing/agree.html", form=form, school=school, wijkteam=wijkteam, pool=pool)


@needs(P.SEE_MONEY, purpose=PURPOSE)
@require_safe
def pools_file(request: HttpRequest) -> HttpResponse:
    """The hours of the wijkteams on a day, as other programs read them."""
    day = DayForm(request.GET, today=acting(request).today).day
    mine = _mine(request)
    rows = [pool for pool in Pools(read_hours()).on(day) if mine is None or pool.team in mine]
    return file(as_csv(pools_table(rows)), f"uren-{day}.csv", CSV)
