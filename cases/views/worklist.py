"""The work list."""

import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases import queries, terms
from cases.enums import TURN, State
from cases.forms.lists import AssignForm, SaveFilterForm, WorklistFilter
from cases.models import Case, CaseFlag, RetentionTerm, StatutoryGround
from cases.reading import worklist as reading
from cases.views.base import PURPOSE, acting, page
from schools.access import needs
from shell.addresses import address
from shell.keyset import paginate


@needs(Permission.SEE_CASES, purpose=PURPOSE)
@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """What waits for me, and the questions of my teams, newest first, with their flags and what is missing."""
    by = acting(request)
    teams = request.holding.unit_ids  # type: ignore[attr-defined]
    people = list(queries.members(teams, today=by.today))
    form = WorklistFilter(request.GET, people=people)
    filters = form.chosen()
    cases = reading.worklist(actor=by.actor, today=by.today, filters=filters)
    cases = reading.with_missing(cases, today=by.today)
    found = paginate(cases, keys=("-raised_on", "-id"), query=request.GET, size=25)
    day = reading.my_day(actor=by.actor, today=by.today)
    subjects = {case.pupil_id for case in found.rows} | reading.pupils_in(day)
    kind = Look.Kind.SEARCH if filters.get("zoek") else Look.Kind.LIST
    looked(by=by, kind=kind, what="werklijst", subjects=subjects)
    flags = queries.open_flags(found.rows)
    return page(
        request,
        "cases/worklist.html",
        filter=form,
        day=day,
        found=found,
        rows=[_row(one, flags.get(one.pk, [])) for one in found.rows],
        several_teams=len(teams) > 1,
        save=SaveFilterForm(initial={"query": request.GET.urlencode()}),
        may_save=bool(set(filters) - {"zoek"}),
        assign=AssignForm(people=people),
    )


class Row(NamedTuple):
    """A question on the list, in the order in which the template unpacks it: a list of names is drawn quicker than one of
    questions. `key` is empty where nothing can be done any more."""

    key: str
    name: str
    url: str
    log_url: str
    team: str
    raised_on: datetime.date
    state: str
    follow_up_on: datetime.date | None
    turn: str
    lead: str
    missing: str
    flags: list[tuple[str, str]]


def _row(case: Case, flags: list[CaseFlag]) -> Row:
    named: Any = case  # `with_names` put two names on it
    state = State(case.state)
    return Row(
        str(case.pk) if case.is_open else "",
        case.pupil.full_name,
        address("cases:case", case.pk),
        address("cases:log", case.pk),
        named.team_name,
        case.raised_on,
        str(state.label),
        case.follow_up_on,
        TURN[state],
        named.lead_name,
        ", ".join(reading.MISSING[lack] for lack in reading.missing_in(case)),
        [(flag.label, flag.tone) for flag in flags],
    )


@needs(Permission.SEE_CASES, Permission.SEE_SHARED_CASES, purpose="termijnen en grenzen")
@require_safe
def terms_page(request: HttpRequest) -> HttpResponse:
    """When which flag comes, and which terms of the law this program counts with. Nothing about a child."""
    return page(
        request,
        "cases/terms.html",
        flags=terms.flags(),
        statutory=terms.statutory(),
        grounds=list(StatutoryGround.objects.filter(in_force=True)),
        kept=list(RetentionTerm.objects.all()),
    )
