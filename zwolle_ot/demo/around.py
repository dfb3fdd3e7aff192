"""What lies around the questions: brothers and sisters, moving on to another school, letters, marks for providers, offers
for a whole class, thinking along, and what families ask about their file. Days are counted back from the demo's today."""

import datetime
from collections.abc import Iterable
from random import Random
from typing import TYPE_CHECKING

from accounts.acting import standing_in
from accounts.roles import Hat
from cases import actions
from cases.actions import marks, removal, rights
from cases.actions import transitions as moves
from cases.actions.attachments import attach
from cases.models import FamilyRequest
from cases.models.marks import MarkBy
from cases.models.sharing import PartyKind, Purpose
from cases.models.support import Cbs, Hulpvorm, SupportForm
from cases.models.transitions import Part, TransitionKind
from schools.calendar import SchoolYear
from schools.enums import Sector, SupportDomain
from zwolle_ot.demo import notes
from zwolle_ot.demo.letters import letter
from zwolle_ot.demo.map import acting
from zwolle_ot.demo.scenes import school_day_before
from zwolle_ot.demo.staff import PRIMARY_TEAM, SECONDARY_TEAM, Stint, teams
from zwolle_ot.demo.stories import SCHOOL_ROLE, YOUTH_ROLE, Story

if TYPE_CHECKING:
    from zwolle_ot.demo.play import Player

ONE_DAY = datetime.timedelta(days=1)
MOST_MARKS = 80
OFFERS = (
    ("Rots en Water, weerbaarheid in de klas", SupportForm.CLASS, 24),
    ("Sociale vaardigheden in een klein groepje", SupportForm.GROUP, 8),
    ("Samen rustig de dag beginnen", SupportForm.CLASS, 26),
)
OFFERS_OF_YOUTH = (
    ("Groepje voor kinderen van wie de ouders uit elkaar gaan", SupportForm.GROUP, 7),
    ("Inloopgroep voor ouders over opvoeden", SupportForm.GROUP, 10),
)
#: By a provider, in the school year before.
OFFERS_OF_PROVIDERS = (
    ("Training faalangst", SupportForm.GROUP, 9),
    ("Groep voor kinderen die veel piekeren", SupportForm.GROUP, 11),
    ("Leren omgaan met boosheid", SupportForm.GROUP, 12),
)
#: Asked of whom (a role of the same team), what, and the answer; without one it still waits.
ALONG = (
    ("ORTHO", "Een leerling in groep 5 begint pas aan een taak als er iemand naast zit. Wat kan ik proberen?",
     "Knip de taak in drie stukjes en laat zelf afvinken. Ik kijk graag een keer mee in de klas.", 20),
    ("youth", "Een moeder durft niet op gesprek te komen. Hoe nodig ik haar uit?",
     "Bel haar op een rustig moment, en vraag waar zij wil afspreken. Dat mag ook thuis of bij de inloop zijn.", 15),
    ("school", "Een gezin dat ik ken, zoekt een school dicht bij huis met een kleine groep. Weet jij wie ik kan bellen?", "", 0),
)  # fmt: skip
LETTERS = (
    ("Verslag van een middag meekijken", ("Wij keken een middag mee in de klas.", "Korte taken en een vaste plek geven rust.")),
    ("Brief van de jeugdarts", ("Het kind is gezien op het spreekuur.", "Een rustmoment na de middagpauze wordt aangeraden.")),
    ("Afspraken met thuis", ("Op schooldagen gaat de telefoon om acht uur weg.", "Over vier weken kijken we samen terug.")),
)  # fmt: skip


def play_around(player: "Player", stories: Iterable[Story]) -> None:
    """Everything, in one order."""
    told, dice = list(stories), Random("ondersteuningsteams in Zwolle: around")
    join_siblings(player, told)
    move_on(player, told, dice)
    attach_letters(player, told)
    give_marks(player, told, dice)
    offer(player, dice)
    offer_of_providers(player, Random("groups of providers"))
    think_along(player)
    ask_rights(player, told)


def _open_at(player: "Player", stories: Iterable[Story], team: tuple[str, str]) -> list[Story]:
    """Open questions of this team in which the team works, the oldest first."""
    found = [one for one in stories if one.team.key == team and one.supporting_on and not one.closed_on]
    return sorted((one for one in found if one.keeper.includes(player.today)), key=lambda one: one.raised_on)


def join_siblings(player: "Player", stories: list[Story]) -> None:
    """Two children of one family, each with a question: one household, one plan."""
    for story in stories:
        if other := story.sibling:
            name = f"gezin {' '.join(filter(None, (story.pupil.infix, story.pupil.family_name)))}"
            with player.as_(story.keeper) as by:
                first = actions.join_household(
                    by=by, pupil=player.cases[other].pupil, on=other.raised_on, name=name[:1].upper() + name[1:]
                )
                pupil = player.cases[story].pupil
                actions.join_household(by=by, pupil=pupil, on=story.raised_on, household=first.household)


def move_on(player: "Player", stories: list[Story], dice: Random) -> None:
    """Children in the last group go to secondary school next summer; one of them is handed over already."""
    summer = SchoolYear.of(player.today).after
    secondary = [team for team in teams() if team.type == "VO"]
    leaving = [
        story
        for story in stories
        if story.pupil.group == "groep 8" and story.supporting_on and not story.closed_on
        and story.keeper.includes(player.today) and SchoolYear.of(story.raised_on) == SchoolYear.of(player.today)
    ]  # fmt: skip
    handed_over = False
    for story in leaving:
        ours = story.team.key == PRIMARY_TEAM
        if not ours and dice.random() < 0.5:
            continue
        team = next(one for one in secondary if one.key == SECONDARY_TEAM) if ours else dice.choice(secondary)
        with player.as_(story.keeper) as by:
            to = player.units.teams[team.key]
            moves.record_transition(
                by=by,
                case=player.cases[story],
                kind=TransitionKind.PO_VO,
                on=summer,
                school=team.place.name,
                to_team=to,
            )
        if ours and not handed_over:
            _hand_over(player, story)
            handed_over = True


def _hand_over(player: "Player", story: Story) -> None:
    """Warm: the family saw what goes, agreed, and the zorgcoördinator of the new school finds it on the work list."""
    case, on = player.cases[story], school_day_before(player.today, 2)
    to = player.units.teams[SECONDARY_TEAM]
    receiver = player.staff.holder(next(one for one in teams() if one.key == SECONDARY_TEAM), "ZC", player.today)
    if receiver is None:
        return
    with player.as_(story.keeper) as by:
        party = actions.add_party(
            by=by, team=case.team_id, party=actions.NewParty(PartyKind.TEAM, to.name, other_team=to)
        )
        voices = player.families.voices(story, case.pupil_id, on)
        actions.give_consents(by=by, consents=[actions.NewConsent(case, party, Purpose.HANDOVER, on, voices)])
        moves.hand_over(
            by=by,
            handover=moves.NewHandover(
                case,
                to,
                player.people[receiver.person].pk,
                [Part.QUESTION, *(part for part in Part if part != Part.QUESTION)][:3],
                on,
                "Bel mij gerust. De ouders komen graag samen met ons kennismaken.",
            ),
        )


def attach_letters(player: "Player", stories: list[Story]) -> None:
    """Letters in files of the demo people."""
    for team in (PRIMARY_TEAM, SECONDARY_TEAM):
        for story, (title, lines) in zip(_open_at(player, stories, team), LETTERS, strict=False):
            with player.as_(story.keeper) as by:
                attach(by=by, case=player.cases[story], name=f"{title}.pdf", content=letter(title, lines))


def give_marks(player: "Player", stories: list[Story], dice: Random) -> None:
    """Who closed a question after specialist youth care gave the mark of the school; the youth worker sometimes adds one."""
    ended = [one for one in stories if one.closed_on and one.help and one.help.stopped_on and one in player.asked]
    for story in ended[-MOST_MARKS:]:
        provider, on = player.asked[story].provider, story.closed_on
        youth = player.staff.holder(story.team, YOUTH_ROLE[story.team.sector], on) if on else None
        if provider and on and youth and not _is_youth(story.keeper) and dice.random() < 0.5:
            by = acting(player.people[youth.person], youth.role, Hat.TEAM, on)
            mark = min(10, max(4, round(dice.gauss(7.4, 1.1))))
            told = marks.NewMark(
                player.cases[story], provider, MarkBy.HELPER, mark, note=dice.choice(notes.PROVIDER_MARKS)
            )
            with standing_in(by):
                marks.mark_provider(by=by, mark=told)


def _is_youth(stint: Stint) -> bool:
    return stint.role in YOUTH_ROLE.values()


def offer(player: "Player", dice: Random) -> None:
    """Support for a class or a group, without a child's name: at the teams of the demo people, and at one in three others."""
    for team in teams():
        if team.key not in (PRIMARY_TEAM, SECONDARY_TEAM) and dice.random() > 0.33:
            continue
        on = school_day_before(player.today, dice.randint(20, 90))
        school = player.staff.holder(team, SCHOOL_ROLE[team.sector], on)
        youth = player.staff.holder(team, YOUTH_ROLE[team.sector], on) if team.sector == Sector.PO else None
        for stint, domain, offers in (
            (school, SupportDomain.EDUCATION, OFFERS),
            (youth, SupportDomain.YOUTH_FREE, OFFERS_OF_YOUTH),
        ):
            if not stint:
                continue
            what, form, children = dice.choice(offers)
            ours = domain == SupportDomain.YOUTH_FREE
            new = actions.NewSupport(
                team=player.units.teams[team.key].pk,
                domain=domain,
                form=form,
                what=what,
                children=children - dice.randint(0, 3),
                asked_on=on,
                started_on=on + dice.choice((0, 7, 14)) * ONE_DAY,
                given_by="de jeugd- en gezinswerker" if ours else "school",
                cbs=Cbs.PREVENTION if ours else None,
                hulpvorm=Hulpvorm.TEAM if ours else None,
            )
            with player.as_(stint) as by:
                actions.bring_in_all(by=by, supports=[new])


def offer_of_providers(player: "Player", dice: Random) -> None:
    """Groups that a provider led at a school for PO, one or two in the last school year that ended."""
    year = SchoolYear(SchoolYear.of(player.today).begins_in - 1)
    for team in teams():
        if team.sector != Sector.PO or team.key == PRIMARY_TEAM or dice.random() > 0.4:
            continue
        for _ in range(dice.randint(1, 2)):
            on = school_day_before(year.after, dice.randint(60, 300))
            youth = player.staff.holder(team, YOUTH_ROLE[team.sector], on)
            if not youth:
                continue
            what, form, children = dice.choice(OFFERS_OF_PROVIDERS)
            new = actions.NewSupport(
                team=player.units.teams[team.key].pk,
                domain=SupportDomain.YOUTH_FREE,
                form=form,
                what=what,
                children=children,
                asked_on=on,
                started_on=on,
                provider=dice.choice(player.providers),
                cbs=Cbs.PREVENTION,
                hulpvorm=Hulpvorm.NETWORK,
            )
            with player.as_(youth) as by:
                actions.bring_in_all(by=by, supports=[new])


def think_along(player: "Player") -> None:
    """Questions without a name: two answered, and one that waits for the intern begeleider."""
    team = next(one for one in teams() if one.key == PRIMARY_TEAM)
    roles = {"school": SCHOOL_ROLE[team.sector], "youth": YOUTH_ROLE[team.sector], "ORTHO": "ORTHO"}
    key = player.units.teams[team.key].pk
    for number, (asked_of, situation, answer, minutes) in enumerate(ALONG):
        asker = player.staff.holder(team, roles["youth" if asked_of == "school" else "school"], player.today)
        answers = player.staff.holder(team, roles[asked_of], player.today)
        if not asker or not answers:
            continue
        on = school_day_before(player.today, 9 - 3 * number)
        with player.as_(asker) as by:
            person = player.people[answers.person].pk
            asked = actions.ask_along(by=by, team=key, situation=situation, person=person, on=on)
        if answer:
            with player.as_(answers) as by:
                day = school_day_before(player.today, 8 - 3 * number)
                actions.answer_along(by=by, consultation=asked, answer=answer, minutes=minutes, on=day)


def ask_rights(player: "Player", stories: list[Story]) -> None:
    """One family wants to read the file; another, whose question was closed long ago, asks for destruction, and the
    second of two people has not decided yet."""
    reader = _open_at(player, stories, PRIMARY_TEAM)[0]
    with player.as_(reader.keeper) as by:
        rights.ask_right(
            by=by,
            pupil=player.cases[reader].pupil,
            kind=FamilyRequest.Kind.INSPECTION,
            asked_by="de moeder",
            what="Wil graag lezen wat er is opgeschreven voor het volgende gesprek.",
            on=player.today - 16 * ONE_DAY,
        )
    now = {one.pupil.match_key for one in stories if not one.closed_on}
    over = [
        one
        for one in stories
        if one.team.key == PRIMARY_TEAM and one.closed_on and not one.help and one.pupil.match_key not in now
    ]
    if not over:
        return
    with player.as_(reader.keeper) as by:
        pupil = player.cases[min(over, key=lambda one: one.closed_on or player.today)].pupil
        rights.ask_right(
            by=by,
            pupil=pupil,
            kind=FamilyRequest.Kind.REMOVAL,
            asked_by="beide ouders",
            what="Willen dat het dossier verdwijnt nu alles goed gaat.",
            on=player.today - 30 * ONE_DAY,
        )
        removal.ask_removal(by=by, pupil=pupil)
