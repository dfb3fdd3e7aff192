"""Teams and schools: who works where on a day, what a team misses, and what is public about a school."""

import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.acting import Acting
from accounts.roles import ROLES, Permission
from schools import queries
from schools.access import needs, open_to_people
from schools.actions import flags as flag_actions
from schools.map.forms import DayForm, SchoolsFilter, TeamsFilter
from schools.map.shown import Member, TeamLine, covers, shown_flags, year_so_far
from schools.models import SchoolLocation, SupportTeam
from shell.keyset import paginate

P = Permission
#: Every role that works with or watches over teams. Money before figures, so that a panel about hours can be read.
SEE_TEAMS = (P.SEE_CASES, P.SEE_SHARED_CASES, P.SEE_MONEY, P.SEE_FIGURES, P.MANAGE_PEOPLE, P.SEE_LOGS)
BY_NAME = ("location__sort_name", "id")


@needs(*SEE_TEAMS, purpose="Overzicht van teams")
@require_safe
def team_list(request: HttpRequest) -> HttpResponse:
    """The teams that belong to this role; somebody with one team goes straight to it."""
    today = _acting(request).today
    form = TeamsFilter(request.GET)
    asked = form.chosen()
    found = queries.with_place(_mine(request).on(today), day=today)
    if asked.get("zoek"):
        found = found.filter(location__sort_name__contains=queries.plain(asked["zoek"]))
    if asked.get("onvolledig"):
        found = found.filter(Exists(queries.open_flags().filter(team=OuterRef("pk"), rule=flag_actions.INCOMPLETE)))
    page = paginate(found.select_related("location"), keys=BY_NAME, query=request.GET)
    if len(page) == 1 and not request.GET:
        return redirect("schools:team", key=page.rows[0].pk)
    cores = queries.cores(page.rows)
    lines = [TeamLine.of(team, cores[team.pk], today) for team in page.rows]
    return render(request, "schools/teams.html", {"filter": form, "found": page, "lines": lines})


@needs(*SEE_TEAMS, purpose="Overzicht van een team")
@require_safe
def team_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who works in a team on a day, complete or what is missing, its school, and what asks for attention."""
    by = _acting(request)
    team = get_object_or_404(_mine(request).select_related("location", "municipality"), pk=key)
    form = DayForm(request.GET if "dag" in request.GET else {"dag": by.today})
    day = form.chosen().get("dag", by.today)
    core = queries.cores([team])[team.pk]
    context = {
        "form": form,
        "day": day,
        "today": by.today,
        "team": team,
        "place": queries.place_on(team.location_id, day=day),
        "works": covers(team.period, day),
        "needed": core.needed(day),
        "missing": [ROLES[role] for role in core.missing(day)],
        "members": [Member.of(appointment) for appointment in queries.members([team.pk], day=day)],
        "year": year_so_far(core, day, today=by.today),
        "flags": shown_flags(list(queries.open_flags().filter(team=team).order_by("since", "id"))),
        "acting": by,
        "may_see_flags": P.WORK_CASES in ROLES[by.role].permissions,
        "may_manage": P.MANAGE_PEOPLE in ROLES[by.role].permissions,
    }
    return render(request, "schools/team.html", context)


@needs(P.WORK_CASES, purpose="Signaal over het team gezien")
@require_POST
def flag_seen(request: HttpRequest, key: UUID) -> HttpResponse:
    """A member of the team has seen this flag."""
    flag = get_object_or_404(queries.open_flags().filter(team__in=_mine(request)), pk=key)
    flag_actions.see_flag(by=_acting(request), flag=flag)
    return redirect("schools:team", key=flag.team_id)


@open_to_people
@require_safe
def school_list(request: HttpRequest) -> HttpResponse:
    """Every school of today, for everybody who signed in."""
    form = SchoolsFilter(request.GET)
    found = queries.schools(today=timezone.localdate(), **form.asked())
    page = paginate(found, keys=BY_NAME, query=request.GET)
    holding = request.holding  # type: ignore[attr-defined]
    may_import = bool(holding) and holding.may(P.MANAGE_PEOPLE)
    return render(request, "schools/schools.html", {"filter": form, "found": page, "may_import": may_import})


@open_to_people
@require_safe
def school_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is public about a school: address, board, wijkteam, how that was before, and whether its teams are complete."""
    today = timezone.localdate()
    location = get_object_or_404(SchoolLocation.objects.select_related("school"), pk=key)
    periods = list(queries.periods_of(location.pk))
    teams = list(SupportTeam.objects.on(today).filter(location=location).order_by("sector"))
    cores = queries.cores(teams)
    context = {
        "location": location,
        "now": next((one for one in periods if covers(one.period, today)), None),
        "periods": periods,
        "lines": [TeamLine.of(team, cores[team.pk], today) for team in teams],
        "linked": _linked(request, location, today),
    }
    return render(request, "schools/school.html", context)


def _linked(request: HttpRequest, location: SchoolLocation, today: datetime.date) -> set[UUID]:
    """The teams here whose page this person may open in the role of now."""
    holding = request.holding  # type: ignore[attr-defined]
    if not holding or not any(holding.may(permission) for permission in SEE_TEAMS):
        return set()
    return set(queries.teams_of(holding, today=today).filter(location=location).values_list("pk", flat=True))


def _acting(request: HttpRequest) -> Acting:
    by: Acting = request.acting  # type: ignore[attr-defined]
    return by


def _mine(request: HttpRequest) -> queries.Teams:
    return queries.teams_of(request.holding, today=_acting(request).today)  # type: ignore[attr-defined]
