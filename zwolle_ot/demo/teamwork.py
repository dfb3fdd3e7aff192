"""What the teams of the demo people are in the middle of: plans with actions, and a meeting that weighed three questions. And
the marks that the municipality gave to providers whose help ended."""

import datetime
from collections.abc import Iterable
from random import Random
from typing import TYPE_CHECKING

from accounts.acting import Acting, standing_in
from accounts.roles import Hat
from cases import actions
from cases.actions import marks
from cases.enums import Route
from cases.models import AgendaItem, Attendance, Case, Guardianship, Meeting, MeetingKind, Plan
from cases.models.marks import MarkBy
from zwolle_ot.demo import notes, supports
from zwolle_ot.demo.map import acting
from zwolle_ot.demo.scenes import school_day_before
from zwolle_ot.demo.schools import HOME
from zwolle_ot.demo.staff import PRIMARY_TEAM, SECONDARY_TEAM
from zwolle_ot.demo.stories import SCHOOL_ROLE, YOUTH_ROLE, Story

if TYPE_CHECKING:
    from zwolle_ot.demo.play import Player

ONE_DAY = datetime.timedelta(days=1)
WITH_PLAN = 0.8
MOST_MARKS = 60
#: Not the last three weeks: those still wait for the municipality.
MARKED_AFTER = datetime.timedelta(days=21)
#: What is to be done, by whom ("school", "youth", "ouder", "leerling"), and in how many days; some are late.
ACTIONS = (
    ("De leerkracht vragen hoe de ochtenden gaan", "school", 4),
    ("Met kind en ouders praten over slapen", "youth", 9),
    ("De logopedist bellen over de wachttijd", "school", -3),
    ("Elke avond een kwartier samen lezen", "ouder", 14),
    ("Zelf een pauzekaart maken", "leerling", 6),
    ("Meekijken in de klas op dinsdagochtend", "youth", 1),
    ("Een gesprek plannen met de voetbaltrainer", "youth", -5),
    ("De afspraken op papier zetten voor thuis", "school", 11),
)
WEIGHED = (
    ("Op school lukt het begin van de dag vaker. De middagen zijn lang.", "Thuis is het drukker sinds de verhuizing.",
     "Ik wil dat juf weet wanneer het te veel is.", "Eerst rust in de middag, en over zes weken samen kijken."),
    ("De resultaten gaan vooruit, het zelfvertrouwen nog niet.", "De ouders zien dat huiswerk minder strijd geeft.",
     "Ik vind het fijn dat iemand uitlegt waarom.", "Doorgaan met het groepje, en de ouders krijgen tips."),
    ("In de pauze is er vaak ruzie.", "Thuis gaat het goed, zeggen beide ouders.",
     "Ze luisteren nooit naar mij.", "De jeugd- en gezinswerker praat met het kind over wat het zelf wil."),
)  # fmt: skip


def work_together(player: "Player", stories: Iterable[Story]) -> None:
    """Everything, in one order."""
    told, dice = list(stories), Random("ondersteuningsteams in Zwolle: teamwork")
    for team in (PRIMARY_TEAM, SECONDARY_TEAM):
        ours = [
            one
            for one in told
            if one.team.key == team
            and one.supporting_on
            and not one.closed_on
            and not one.evaluated_on
            and one.keeper.includes(player.today)
        ]
        ours.sort(key=lambda one: (one.raised_on, one.pupil.family_name))
        _plan(player, ours, dice)
        _weigh(player, ours[-3:], dice)
    _mark(player, told, dice)


def _plan(player: "Player", stories: list[Story], dice: Random) -> None:
    """Four of five questions have a plan, and each of those an action or two."""
    planned = set(
        Plan.objects.filter(case__in=[player.cases[one].pk for one in stories]).values_list("case", flat=True)
    )
    for story in stories:
        case = player.cases[story]
        if case.pk not in planned and dice.random() > WITH_PLAN:
            continue
        with player.as_(story.keeper) as by:
            if case.pk not in planned:
                supports.make_plans(by=by, told=[(story, case)], today=player.today, dice=dice)
            for what, who, days in dice.sample(ACTIONS, 2):
                _agree(player, by, story, actions.NewTask(what, player.today + days * ONE_DAY), who)


def _agree(player: "Player", by: Acting, story: Story, task: actions.NewTask, who: str) -> None:
    case = player.cases[story]
    told = dict(vars(task))
    if who == "leerling":
        told["by_pupil"] = True
    elif who == "ouder":
        known = Guardianship.objects.filter(pupil=case.pupil_id).select_related("guardian").first()
        told["guardian"] = known.guardian if known else None
    else:
        sector = story.team.sector
        role = (SCHOOL_ROLE if who == "school" else YOUTH_ROLE)[sector]
        holder = player.staff.holder(story.team, role, player.today)
        told["person"] = player.people[holder.person].pk if holder else None
    if told.get("by_pupil") or told.get("guardian") or told.get("person"):
        actions.add_task(by=by, case=case, task=actions.NewTask(**told), on=school_day_before(player.today, 8))


def _weigh(player: "Player", stories: list[Story], dice: Random) -> None:
    """A meeting of two school weeks ago: three questions weighed, and what was decided."""
    if not stories:
        return
    on = school_day_before(player.today, 10)
    with player.as_(stories[0].keeper) as by:
        meeting = _held(player, by, stories, on)
        items = {
            item.case_id: item for item in AgendaItem.objects.filter(meeting=meeting).select_related("meeting", "case")
        }
        for story, (school, home, voice, conclusion) in zip(stories, WEIGHED, strict=False):
            item = items[player.cases[story].pk]
            told = actions.Weighing(school, home, voice, "", dice.choice(supports.SAID), "", conclusion)
            actions.weigh(by=by, item=item, weighing=told, version=item.version, on=on)
            actions.decide_on_item(by=by, item=item, text=conclusion, on=on)
        came = Attendance.objects.filter(meeting=meeting).values_list("pk", flat=True)
        back = actions.LookingBack(dice.choice(notes.WENT_WELL), "", dice.choice(notes.NEXT_TIME))
        actions.hold_meeting(by=by, meeting=meeting, came=came, back=back)


def _held(player: "Player", by: Acting, stories: list[Story], on: datetime.date) -> Meeting:
    cases: list[Case] = [player.cases[one] for one in stories]
    kind = MeetingKind.objects.get(code="mdo")
    told = actions.NewMeeting(cases[0].team_id, kind, on, at=datetime.time(15), minutes=75)
    return actions.plan_meeting(by=by, meeting=told, agenda={case.pk: "Hoe gaat het nu?" for case in cases})


def _mark(player: "Player", stories: list[Story], dice: Random) -> None:
    """The desk of Zwolle marked nearly every provider whose help ended; the newest ends still wait."""
    desk = next(one for one in player.staff.stints if one.role == "JEUGDCONSULENT" and one.unit == HOME)
    by = acting(player.people[desk.person], desk.role, Hat.DESK, player.today)
    ended = [
        one
        for one in stories
        if one.home == HOME
        and one.help
        and one.help.route == Route.LOCAL
        and one.help.stopped_on
        and one.help.stopped_on < player.today - MARKED_AFTER
    ]
    ended.sort(key=lambda one: (one.help and one.help.stopped_on, one.raised_on, one.pupil.family_name))
    with standing_in(by):
        for story in ended[-MOST_MARKS:]:
            if provider := player.asked[story].provider:
                mark = min(10, max(4, round(dice.gauss(7.2, 1.0))))
                told = marks.NewMark(player.cases[story], provider, MarkBy.MUNICIPALITY, mark)
                marks.mark_provider(by=by, mark=told)
