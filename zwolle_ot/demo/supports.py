"""What was brought in for the demo's children, and the plans of those who have specialist youth care."""

import datetime
from collections.abc import Iterable
from random import Random

from accounts.acting import Acting
from cases import actions
from cases.enums import Outcome, StopReason
from cases.models import Case, Goal, Support
from cases.models.plans import FamilyPlan
from cases.models.support import Cbs, Effect, Hulpvorm, SupportForm
from schools.enums import SupportDomain
from zwolle_ot.demo.staff import SMW_MANDATE, Staff, Stint
from zwolle_ot.demo.stories import SCHOOL_ROLE, YOUTH_ROLE, Story

ONE_WEEK = datetime.timedelta(weeks=1)
EFFECTS = {Outcome.MET: Effect.HELPED, Outcome.PARTLY: Effect.PARTLY, Outcome.NOT_MET: Effect.NOT}
BY_SCHOOL = (
    "Extra uitleg in een klein groepje",
    "Vaste rustplek en een rustige dagstart",
    "Wekelijks gesprek met de mentor of leerkracht",
    "Extra oefenen met lezen, drie keer per week",
    "Werkplan met korte taken",
    "Training omgaan met elkaar, in een groepje",
)
BY_YOUTH_WORKER = (
    "Gesprekken met kind en ouders",
    "Opvoedondersteuning thuis",
    "Gesprekken over rust en zelfvertrouwen",
    "Meedenken over afspraken tussen school en thuis",
)
GOALS_AT_SCHOOL = (
    "Op tijd beginnen aan een taak, vier van de vijf dagen",
    "Zelf aangeven dat een pauze nodig is",
    "Elke dag de eerste drie uur op school",
    "Elke week iets doen met een klasgenoot",
    "De leesteksten van de groep meelezen met luistersteun",
    "Bij een ruzie eerst naar een volwassene gaan",
)
GOALS_AT_HOME = (
    "Op schooldagen voor negen uur naar bed",
    "Elke dag een kwartier samen doornemen hoe de dag was",
    "Vaste afspraken over de telefoon, op papier",
    "Samen de tas inpakken op de avond ervoor",
)
SAID = (
    "Vindt het goed zo en wil graag weten wanneer we weer praten.",
    "Wil vooral rust, en dat iedereen hetzelfde zegt.",
    "Is trots op wat al lukt.",
)


def who_brings_in(story: Story, staff: Staff, dice: Random) -> tuple[Stint, SupportDomain] | None:
    """Who has the mandate on the day on which it was asked, and for which domain."""
    day = story.weighing_on or story.raised_on
    youth = staff.holder(story.team, YOUTH_ROLE[story.team.sector], day)
    school = staff.holder(story.team, SCHOOL_ROLE[story.team.sector], day)
    if youth and (youth.role == "JGW" or youth.mandate == SMW_MANDATE) and dice.random() < 0.25:
        return youth, SupportDomain.YOUTH_FREE
    return (school, SupportDomain.EDUCATION) if school else None


def support(story: Story, case: Case, domain: SupportDomain, dice: Random) -> actions.NewSupport:
    """One support, asked when the team weighed the question and started when the talks did."""
    by_youth_worker = domain == SupportDomain.YOUTH_FREE
    return actions.NewSupport(
        team=case.team_id,
        case=case,
        domain=domain,
        form=SupportForm.GROUP if dice.random() < 0.2 else SupportForm.INDIVIDUAL,
        what=dice.choice(BY_YOUTH_WORKER if by_youth_worker else BY_SCHOOL),
        asked_on=story.weighing_on or story.raised_on,
        given_by="de jeugd- en gezinswerker" if by_youth_worker else "school",
        cbs=Cbs.YOUTH_CARE if by_youth_worker else None,
        hulpvorm=Hulpvorm.TEAM if by_youth_worker else None,
        started_on=story.supporting_on,
    )


def ending(story: Story, made: Support, on: datetime.date) -> actions.Ending:
    """It ends when the question is evaluated."""
    declined = story.outcome in (Outcome.DECLINED, Outcome.MOVED)
    reason = StopReason.CLIENT if declined else StopReason.PLANNED
    return actions.Ending(made, on, reason, EFFECTS.get(story.outcome, Effect.UNKNOWN))


def make_plans(*, by: Acting, told: Iterable[tuple[Story, Case]], today: datetime.date, dice: Random) -> None:
    """A plan with two goals at school and one at home, agreed with the family [001 §4]. Now and then it is looked at late."""
    for story, case in told:
        on = story.supporting_on or story.raised_on
        offered = actions.PlanText(
            evaluate_on=max(today + dice.choice((-1, *range(1, 13))) * ONE_WEEK, on + ONE_WEEK),
            family_plan=dice.choice((FamilyPlan.OFFERED, FamilyPlan.DECLINED)),
            family_plan_on=on,
            situation=dice.choice(SAID),
        )
        plan = actions.make_plan(by=by, case=case, text=offered, on=on)
        for text in dice.sample(GOALS_AT_SCHOOL, 2):
            actions.add_goal(by=by, plan=plan, place=Goal.Place.SCHOOL, text=text, on=on)
        actions.add_goal(by=by, plan=plan, place=Goal.Place.HOME, text=dice.choice(GOALS_AT_HOME), on=on)
        heard = actions.FamilyHeard(voice=dice.choice(SAID))
        actions.agree_plan(by=by, plan=plan, heard=heard, on=on)
