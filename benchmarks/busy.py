"""What makes the work list of a busy intern begeleider: plans with goals, actions, flags, what waits, a meeting ahead.

Of every open question of the city, in fixed shares, so that two runs are alike.
"""

import datetime

from django.db import transaction

from accounts.acting import working
from benchmarks.world import TODAY, City
from cases.enums import State
from cases.models import Case, CaseFlag, Goal, Meeting, MeetingKind, Plan, SavedFilter, Task
from cases.models.plans import FamilyPlan

FLAGS = (("silent", "warn"), ("evaluation_due", "warn"), ("absence_risk", "urgent"))
SOON = TODAY + datetime.timedelta(14)


def make_busy(city: City) -> None:
    """Once for a city. Every third question has no goals, every fourth a flag, every sixth waits for a decision."""
    if Plan.objects.exists():
        return
    with transaction.atomic(), working(today=TODAY, action="bench"):
        cases = list(Case.objects.open().order_by("id"))
        Case.objects.filter(pk__in=[one.pk for one in cases[::6]]).update(
            state=State.EVALUATED, evaluated_on=TODAY, no_mark_reason="niet gevraagd"
        )
        plans = Plan.objects.bulk_create(
            Plan(
                **_of(case),
                started_on=case.raised_on,
                evaluate_on=TODAY + datetime.timedelta(at % 40 - 5)
                if case.raised_on < TODAY - datetime.timedelta(5)
                else SOON,
                family_plan=FamilyPlan.OFFERED,
                family_plan_on=case.raised_on,
            )
            for at, case in enumerate(cases)
        )
        Goal.objects.bulk_create(
            Goal(**_of(case), plan=plan, place=place, text="Elke dag een taak af.", set_on=case.raised_on)
            for at, (case, plan) in enumerate(zip(cases, plans, strict=True))
            if at % 3
            for place in Goal.Place
        )
        Task.objects.bulk_create(
            Task(
                **_of(case),
                what="Bel de ouders.",
                person_id=case.lead_id,
                set_on=case.raised_on,
                due_on=SOON + datetime.timedelta(at % 9),
            )
            for at, case in enumerate(cases)
        )
        CaseFlag.objects.bulk_create(
            CaseFlag(**_of(case), rule=rule, level=level, since=case.raised_on, why="Al 50 dagen.")
            for at, case in enumerate(cases)
            if at % 4 == 0
            for rule, level in FLAGS[: 1 + at // 4 % 3]
        )
        kind = MeetingKind.objects.first()
        Meeting.objects.bulk_create(
            Meeting(team=team, municipality_id=team.municipality_id, kind=kind, on=SOON) for team in city.teams
        )
        SavedFilter.objects.bulk_create(
            SavedFilter(owner=lead, name="Mijn vragen", query="van=mij") for lead in city.leads
        )


def _of(case: Case) -> dict[str, object]:
    return {"case": case, "team_id": case.team_id, "municipality_id": case.municipality_id}
