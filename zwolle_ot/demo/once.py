"""What a team does now and then, so that a visitor finds each of it at the team of the demo people: support of every domain with
OPP and TLV, progress on goals, the family's own words and wishes, somebody from outside at one child's table, a step of the
meldcode with what was shared on a law, and a line that stood in the wrong file. Days are counted back from the demo's today."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cases import actions
from cases.actions import rights, withdrawals
from cases.actions.lists import save_filter
from cases.enums import Audience, ContactKind
from cases.models import AgendaItem, Goal, MeetingKind, Plan, StatutoryGround
from cases.models.plans import FamilyPlan
from cases.models.sharing import PartyKind, Purpose
from cases.models.support import CBS_DOMAINS, Cbs, SupportForm, SupportKind
from schools.enums import SupportDomain
from zwolle_ot.demo.scenes import next_school_day, school_day_before
from zwolle_ot.demo.staff import PRIMARY_TEAM, Stint
from zwolle_ot.demo.stories import YOUTH_ROLE, Story

if TYPE_CHECKING:
    from zwolle_ot.demo.play import Player

ONE_WEEK = datetime.timedelta(weeks=1)
D = SupportDomain
#: By whom ("school" or "youth"), domain, kind, and what. Who of the team hears of it writes down what others decide on.
BROUGHT_IN = (
    ("school", D.EDUCATION, SupportKind.OPP, "Ontwikkelingsperspectief met een eigen leerlijn voor rekenen"),
    ("school", D.EDUCATION, SupportKind.TLV, "Toelaatbaarheidsverklaring voor speciaal basisonderwijs"),
    ("school", D.EDUCATION, SupportKind.SWV, "Meekijken door de gedragsspecialist van het samenwerkingsverband"),
    ("school", D.TRANSPORT, SupportKind.REGULAR, "Vervoer naar school met een taxibusje"),
    ("school", D.ZVW, SupportKind.REGULAR, "Logopedie"),
    ("school", D.WLZ, SupportKind.REGULAR, "Begeleiding vanuit de Wlz, ook op school"),
    ("youth", D.WMO, SupportKind.REGULAR, "Begeleiding van moeder bij het ritme van de dag"),
    ("youth", D.COLLECTIVE, SupportKind.REGULAR, "Plek in de training weerbaarheid van de wijk"),
    ("youth", D.PARTICIPATION, SupportKind.REGULAR, "Overzicht in de schulden, met de budgetcoach"),
)


def do_once(player: "Player", stories: Iterable[Story]) -> None:
    """Everything, in one order, about open questions of the team in primary school."""
    told = sorted(
        (
            one
            for one in stories
            if one.team.key == PRIMARY_TEAM
            and one.supporting_on
            and not one.evaluated_on
            and not one.help
            and one.keeper.includes(player.today)
        ),
        key=lambda one: one.raised_on,
    )
    youth = next(
        one
        for one in player.staff.stints
        if one.unit == PRIMARY_TEAM and one.role in YOUTH_ROLE.values() and one.includes(player.today)
    )
    for number, story in enumerate(told[-3:]):
        _bring_in(player, story, youth, BROUGHT_IN[number::3])
    _plan(player, told[-1])
    _family(player, told[-2])
    _guest(player, told[-1])
    _on_a_law(player, told[-3])
    with player.as_(told[-1].keeper) as by:
        save_filter(by=by, name="Wacht op doelen", query="mist=doelen")


def _bring_in(player: "Player", story: Story, youth: Stint, brought: Iterable[tuple[str, D, SupportKind, str]]) -> None:
    case, asked = player.cases[story], school_day_before(player.today, 30)
    asked = max(asked, story.raised_on)
    for side, domain, kind, what in brought:
        with player.as_(youth if side == "youth" else story.keeper) as by:
            made = actions.bring_in(
                by=by,
                support=actions.NewSupport(
                    case.team_id, domain, SupportForm.INDIVIDUAL, what, asked, case, kind,
                    cbs=Cbs.PREVENTION if domain in CBS_DOMAINS else None,
                    started_on=None if kind == SupportKind.TLV else max(asked, school_day_before(player.today, 20)),
                ),
            )  # fmt: skip
            if kind == SupportKind.OPP:
                actions.evaluate_support(
                    by=by,
                    support=made,
                    on=school_day_before(player.today, 1),
                    note="De eigen leerlijn past. Het rekenen geeft minder spanning.",
                    heard=actions.Heard(voice="Ik snap de sommen nu beter."),
                    next_on=player.today + 26 * ONE_WEEK,
                )
            if kind == SupportKind.TLV:
                first = next_school_day(player.today + 8 * ONE_WEEK)
                decision = actions.TlvDecision(
                    school_day_before(player.today, 3), granted=True, first=first, after=first + 104 * ONE_WEEK
                )
                actions.decide_tlv(by=by, support=made, decision=decision)


def _plan(player: "Player", story: Story) -> None:
    """The family made its own plan; goals have got on, and the plan was looked at with child and parents."""
    case, on = player.cases[story], school_day_before(player.today, 4)
    with player.as_(story.keeper) as by:
        plan = Plan.objects.filter(case=case).first()
        text = actions.PlanText(
            evaluate_on=player.today + 4 * ONE_WEEK,
            family_plan=FamilyPlan.MADE,
            family_plan_on=on,
            family_plan_text="Opa haalt op dinsdag op. De buurvrouw leest mee. Wij bellen elkaar op zondag.",
            situation="Komt met plezier, en vraagt zelf om een pauze.",
            preferred_supporter="opa",
        )
        if plan is None:
            plan = actions.make_plan(by=by, case=case, text=text, on=max(story.raised_on, on - 6 * ONE_WEEK))
        else:
            plan = actions.change_plan(by=by, plan=plan, text=text, version=plan.version)
        if not plan.goals.exists():
            actions.add_goal(by=by, plan=plan, place=Goal.Place.SCHOOL, text="Zelf om een pauze vragen", on=on)
        for goal in plan.goals.filter(status=Goal.Status.OPEN):
            actions.mark_progress(by=by, goal=goal, mark=6, note="Lukt op de meeste dagen.", on=on)
        actions.evaluate_plan(
            by=by,
            plan=plan,
            heard=actions.FamilyHeard(voice="Het gaat beter. De middag blijft lang."),
            note="Twee doelen zijn dichtbij. Wij gaan zo door.",
            next_on=player.today + 6 * ONE_WEEK,
            on=on,
        )


def _family(player: "Player", story: Story) -> None:
    """They ask for another casusregisseur, and add their own words to the file."""
    case = player.cases[story]
    with player.as_(story.keeper) as by:
        wish = "Wij praten makkelijker met de jeugd- en gezinswerker."
        actions.ask_other_lead(by=by, case=case, asked_by="de vader", wish=wish, on=school_day_before(player.today, 2))
        words = "Er staat dat ons kind niet meewerkt. Wij zien een kind dat moe is. Dat wilden wij erbij zetten."
        rights.add_statement(by=by, case=case, told_by="beide ouders", text=words)


def _guest(player: "Player", story: Story) -> None:
    """The school doctor takes part in talking about this child: the parents agreed."""
    case, on = player.cases[story], next_school_day(player.today + ONE_WEEK)
    with player.as_(story.keeper) as by:
        party = actions.add_party(
            by=by, team=case.team_id, party=actions.NewParty(PartyKind.JGZ, "Jeugdarts GGD IJsselland")
        )
        since = school_day_before(player.today, 2)
        voices = player.families.voices(story, case.pupil_id, since)
        actions.give_consents(by=by, consents=[actions.NewConsent(case, party, Purpose.TALK, since, voices)])
        told = actions.NewMeeting(
            case.team_id, MeetingKind.objects.get(code="mdo"), on, at=datetime.time(15), minutes=45
        )
        meeting = actions.plan_meeting(by=by, meeting=told, agenda={case.pk: "Samen met de jeugdarts kijken"})
        item = AgendaItem.objects.select_related("meeting__kind", "case__pupil").get(meeting=meeting)
        actions.invite_to_item(by=by, item=item, party=party)


def _on_a_law(player: "Player", story: Story) -> None:
    """A step of the meldcode stands on one's own side; advice was asked on a law. And a line about another child was taken
    away."""
    case, on = player.cases[story], school_day_before(player.today, 6)
    with player.as_(story.keeper) as by:
        own, step = (
            Audience.SCHOOL,
            "Stap 2 van de meldcode: anoniem advies gevraagd, en besproken met de aandachtsfunctionaris.",
        )
        actions.log_contact(by=by, contact=actions.Contact(case, on, ContactKind.MELDCODE, 20, step, own))
        party = actions.add_party(
            by=by, team=case.team_id, party=actions.NewParty(PartyKind.SAFE_HOME, "Veilig Thuis IJsselland")
        )
        ground = StatutoryGround.objects.get(code="veilig_thuis")
        reason = "Na de stappen van de meldcode bleef het vermoeden. De melding is eerst met de ouders besproken."
        what = "Melding, met wat school zag en wat het kind vertelde"
        basis = actions.OnGround(ground, reason, family_told=True)
        actions.share(by=by, sharing=actions.NewSharing(case, party, Purpose.REPORT, what, on, basis))
        wrong = actions.Contact(case, on, ContactKind.CALL, 5, "Belde met de moeder over de schoolreis.")
        entry = actions.log_contact(by=by, contact=wrong)
        withdrawals.withdraw_entry(by=by, entry=entry, reason="Deze regel gaat over een kind uit een andere groep.")
        actions.drop_draft(by=by, form=withdrawals.QUICK_CONTACT)  # its author wrote it in the right file since
