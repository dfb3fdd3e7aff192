"""A question with everything in it: `filled(case, town, rows=3)` puts that many of each thing into it, through the actions."""

import datetime
from dataclasses import dataclass

from cases import actions
from cases.actions import (
    FamilyHeard,
    LookingBack,
    NewMeeting,
    NewParty,
    NewSharing,
    NewSupport,
    NewTask,
    OnGround,
    PlanText,
)
from cases.models import AgendaItem, Case, Goal, Meeting, MeetingKind, Party, Plan, StatutoryGround
from cases.models.plans import FamilyPlan
from cases.models.sharing import PartyKind, Purpose
from cases.models.support import SupportForm, SupportKind
from schools.enums import SupportDomain
from tests.cases.conftest import TODAY, agreed, by, guardian
from tests.cast import Town

A_MONTH = datetime.timedelta(days=30)


def ground(code: str = "gevaar") -> OnGround:
    return OnGround(StatutoryGround.objects.get(code=code), "Er is nu gevaar, en wachten kan niet.", family_told=True)


def party(case: Case, town: Town, kind: PartyKind = PartyKind.JGZ, name: str = "GGD", **extra: object) -> Party:
    return actions.add_party(by=by(town.ib, "IB"), team=case.team_id, party=NewParty(kind, name, **extra))


def leerplicht(case: Case, town: Town) -> Party:
    return party(case, town, PartyKind.LEERPLICHT, "Leerplicht Zwolle", municipality=town.municipality)


def sharing(case: Case, to: Party, purpose: Purpose = Purpose.FILE, basis: OnGround | None = None) -> NewSharing:
    return NewSharing(case, to, purpose, "Wat er speelt op school.", TODAY, basis)


def plan_text(**changes: object) -> PlanText:
    told = {
        "evaluate_on": TODAY + A_MONTH,
        "family_plan": FamilyPlan.DECLINED,
        "family_plan_on": TODAY,
        "situation": "Noor komt elke dag, en is moe.",
        "preferred_supporter": "oma",
    }
    return PlanText(**{**told, **changes})


def planned(case: Case, town: Town, *, school: int = 1, home: int = 1) -> Plan:
    made = actions.make_plan(by=by(town.ib, "IB"), case=case, text=plan_text())
    for number in range(school):
        actions.add_goal(by=by(town.ib, "IB"), plan=made, place=Goal.Place.SCHOOL, text=f"Noor leest {number} boeken")
    for number in range(home):
        actions.add_goal(
            by=by(town.ib, "IB"), plan=made, place=Goal.Place.HOME, text=f"Noor slaapt {number} uur langer"
        )
    made.refresh_from_db()
    return made


def support(case: Case | None, town: Town, **changes: object) -> NewSupport:
    told = {
        "team": town.team.pk,
        "case": case,
        "domain": SupportDomain.EDUCATION,
        "form": SupportForm.INDIVIDUAL,
        "what": "Leeshulp",
        "asked_on": TODAY,
    }
    return NewSupport(**{**told, **changes})


def met(town: Town, *, on: datetime.date = TODAY, kind: str = "ot", cases: tuple[Case, ...] = ()) -> Meeting:
    told = NewMeeting(team=town.team.pk, kind=MeetingKind.objects.get(code=kind), on=on)
    return actions.plan_meeting(by=by(town.ib, "IB"), meeting=told, agenda={case.pk: "nieuwe vraag" for case in cases})


@dataclass
class Filled:
    """What a test wants to visit."""

    case: Case
    plan: Plan
    meeting: Meeting
    item: AgendaItem


def filled(case: Case, town: Town, *, rows: int = 1) -> Filled:
    ib, jgw = by(town.ib, "IB"), by(town.mate, "JGW")
    plan = planned(case, town, school=rows, home=rows)
    goals = list(Goal.objects.filter(plan=plan))
    readers = [
        leerplicht(case, town),
        *(party(case, town, PartyKind.COLLEAGUE, one.name, person=one.pk) for one in (town.stranger, town.swv)),
    ]
    for number in range(rows):
        guardian(case, town, f"Ouder {number}", gezag=False)
        other = party(case, town, name=f"GGD {number}")
        agreed(case, town, other, Purpose.TALK)
        actions.let_in(by=ib, sharing=sharing(case, readers[number], basis=ground()))
        actions.mark_progress(by=ib, goal=goals[number], mark=4, note="Gaat beter.")
        actions.add_task(
            by=ib, case=case, task=NewTask("Bel de ouders", TODAY + A_MONTH, person=town.ib.pk, goal=goals[0])
        )
        actions.add_task(by=ib, case=case, task=NewTask("Lees elke avond", TODAY + A_MONTH, by_pupil=True))
        actions.agree_plan(by=ib, plan=plan, heard=FamilyHeard(voice="Dit willen wij."))
        given = actions.bring_in(by=ib, support=support(case, town, started_on=TODAY, kind=SupportKind.OPP))
        actions.evaluate_support(
            by=ib,
            support=given,
            on=TODAY,
            note="Het helpt.",
            heard=actions.Heard(voice="Leuk."),
            next_on=TODAY + A_MONTH,
        )
        actions.bring_in(by=ib, support=support(None, town, form=SupportForm.CLASS, children=24, what="Rots en Water"))
        actions.ask_along(by=ib, team=case.team_id, situation="Een kind dat niet slaapt.", party=other)
        item = _talked(case, town, other, number)
    actions.answer_along(
        by=jgw,
        consultation=actions.ask_along(by=ib, team=case.team_id, situation="En nu?", person=town.mate.pk),
        answer="Begin bij het bed.",
        minutes=20,
    )
    return Filled(case, plan, item.meeting, item)


def _talked(case: Case, town: Town, guest: Party, number: int) -> AgendaItem:
    ib = by(town.ib, "IB")
    meeting = met(town, cases=(case,), kind="mdo" if number else "ot")
    item = AgendaItem.objects.select_related("meeting__kind", "case__pupil").get(meeting=meeting)
    actions.invite_to_item(by=ib, item=item, party=guest)
    for count in range(number + 1):
        actions.decide_on_item(
            by=ib, item=item, text=f"Besluit {count}", task=NewTask("Regel het", TODAY + A_MONTH, by_pupil=True)
        )
    actions.weigh(
        by=ib,
        item=item,
        version=item.version,
        weighing=actions.Weighing(
            "Moe op school.", "Druk thuis.", "Ik slaap slecht.", "", "", "Zij konden niet.", "Eerst slapen."
        ),
    )
    attendance = [one.pk for one in meeting.attendance.all()]
    if number == 0:
        actions.hold_meeting(by=ib, meeting=meeting, came=attendance, back=LookingBack("Kort.", "", "Op tijd."))
    item.refresh_from_db()
    return item
