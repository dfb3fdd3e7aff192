"""Specialist youth care that runs: other routes, start and end, and the team that keeps following [domain 2.7]."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from accounts.acting import Acting, call_it
from cases import access, policies
from cases.actions.questions import enter, locked_all, save_states
from cases.enums import EscalationStatus, Route, State, StopReason
from cases.models import Case, Escalation
from schools.models import Municipality, Provider
from shell.bulk import update_rows

E = EscalationStatus


@dataclass(frozen=True)
class OutsideHelp:
    """Specialist care of one case that came in over another route: known since `known_on`, told to the team on `on`."""

    case: Case
    home: Municipality
    route: Route
    known_on: datetime.date
    on: datetime.date
    provider: Provider | None = None
    started_on: datetime.date | None = None
    note: str = ""


@dataclass(frozen=True)
class Started:
    """The day on which a provider started."""

    escalation: Escalation
    on: datetime.date


@dataclass(frozen=True)
class Stopped:
    """The day on which specialist support ended, and why."""

    escalation: Escalation
    on: datetime.date
    reason: StopReason


def report_outside_route(
    *,
    by: Acting,
    case: Case,
    home: Municipality,
    route: Route,
    known_on: datetime.date,
    provider: Provider | None = None,
    started_on: datetime.date | None = None,
    note: str = "",
) -> Escalation:
    """Specialist care came in over another route; the team follows from now on. Raises NotNow for our own route."""
    told = OutsideHelp(case, home, route, known_on, by.today, provider, started_on, note)
    return report_outside_routes(by=by, reports=[told])[0]


@transaction.atomic
def report_outside_routes(*, by: Acting, reports: Iterable[OutsideHelp]) -> list[Escalation]:
    """Many at once, each on its own day and about another case."""
    access.check_works(by)
    told = list(reports)
    if any(one.route == Route.LOCAL for one in told):
        raise policies.NotNow("Jeugdhulp via het team vraagt u aan bij de gemeente.")
    call_it("cases.report_outside_route")
    cases = locked_all(one.case for one in told)
    for case, one in zip(cases, told, strict=True):
        follow(case, on=one.on)
    made = Escalation.objects.bulk_create(
        Escalation(
            case=case,
            team_id=case.team_id,
            status=E.OUTSIDE,
            route=one.route,
            home=one.home,
            requested_on=one.known_on,
            requested_by_id=by.actor,
            reason=one.note,
            provider=one.provider,
            started_on=one.started_on,
        )
        for case, one in zip(cases, told, strict=True)
    )
    save_states(cases)
    return made


def start_specialist(*, by: Acting, escalation: Escalation, on: datetime.date) -> Escalation:
    """The provider has started: the first real help, not the intake. Ends the waiting time."""
    return record_starts(by=by, starts=[Started(escalation, on)])[0]


@transaction.atomic
def record_starts(*, by: Acting, starts: Iterable[Started]) -> list[Escalation]:
    """Many starts at once. Raises NotNow for the first that is neither granted nor urgent."""
    access.check_works(by)
    call_it("cases.start_specialist")
    told = list(starts)
    found = locked_escalations(one.escalation for one in told)
    for escalation, one in zip(found, told, strict=True):
        if not (escalation.is_running or (escalation.urgent and escalation.status == E.REQUESTED)):
            raise policies.NotNow("Zonder besluit start alleen spoedhulp.")
        escalation.started_on = one.on
    update_rows(found, ["started_on"])
    return found


def stop_specialist(*, by: Acting, escalation: Escalation, on: datetime.date, reason: StopReason) -> Escalation:
    """The specialist support has ended. The case stays in *volgen* until the team evaluates or goes on itself."""
    return record_stops(by=by, stops=[Stopped(escalation, on, reason)])[0]


@transaction.atomic
def record_stops(*, by: Acting, stops: Iterable[Stopped]) -> list[Escalation]:
    """Many ends at once. Raises NotNow for the first that does not run or never started."""
    access.check_works(by)
    call_it("cases.stop_specialist")
    told = list(stops)
    found = locked_escalations(one.escalation for one in told)
    for escalation, one in zip(found, told, strict=True):
        policies.check_running(escalation)
        if escalation.started_on is None:
            raise policies.NotNow("Vul eerst in wanneer de jeugdhulp is gestart.")
        escalation.stopped_on, escalation.stop_reason = one.on, one.reason
    update_rows(found, ["stopped_on", "stop_reason"])
    return found


def locked_escalations(escalations: Iterable[Escalation]) -> list[Escalation]:
    """The rows as they are now, in the order in which they were asked; nobody else changes them before we are done.

    Raises Escalation.DoesNotExist when one of them is not there for the acting person.
    """
    keys = [one.pk for one in escalations]
    rows = Escalation.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    by_key = {row.pk: row for row in rows}
    if missing := set(keys) - set(by_key):
        raise Escalation.DoesNotExist(f"{len(missing)} of {len(keys)} escalations")
    return [by_key[key] for key in keys]


def follow(case: Case, *, on: datetime.date) -> None:
    """To *volgen*, from whichever open state, to be looked at again after FOLLOW_UP_DAYS. The caller saves."""
    policies.check_open(case)
    enter(case, State.FOLLOWING, on=on, follow_up_on=on + datetime.timedelta(days=settings.FOLLOW_UP_DAYS))


def back_to_team(case: Case, *, on: datetime.date, running: bool) -> None:
    """After a refusal or withdrawal: *ondersteuning loopt* again, unless other specialist support still runs. The caller
    saves."""
    if case.state != State.CLOSED and not running:
        enter(case, State.SUPPORTING, on=on)
