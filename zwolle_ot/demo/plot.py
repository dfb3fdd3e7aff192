"""What happens to whom: which children come, what the question is, how long it takes, and over which route help comes.

Volumes and durations are invented. The routes follow what Statistics Netherlands (CBS) counted for Zwolle in 2022
(table 85335NED, share of trajectories per referrer), each escalation taking the route that is most behind its share.
"""

import datetime
import math
from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random

from cases.actions import NewPupil
from cases.enums import Approach, Outcome, RaisedBy, Route, Theme
from schools.calendar import SchoolYear, is_school_day, school_days
from schools.enums import SchoolType, Sector
from zwolle_ot.demo import schools
from zwolle_ot.demo.names import CHILDREN, FAMILIES, split_family
from zwolle_ot.demo.scenes import SCENES, school_day_before
from zwolle_ot.demo.staff import PRIMARY_TEAM, SECONDARY_TEAM, Staff, Team, teams
from zwolle_ot.demo.stories import ONE_DAY, ONE_WEEK, SCHOOL_ROLE, Help, Story, Writer, text_of

Day = datetime.date
T = Theme
YEARS = 2  # school years before the running one: three in all
#: Percentages of CBS; unknown (0.7) is left out, so that they are shares of 99.3.
ROUTE_SHARES: dict[Route, float] = {
    Route.LOCAL: 49.1,
    Route.GP: 21.0,
    Route.SELF: 13.6,
    Route.GI: 10.4,
    Route.SPECIALIST: 3.8,
    Route.SCHOOL_DOCTOR: 1.4,
}
#: Questions of a team over the whole time, before chance, by type of school.
QUESTIONS: dict[str, float] = {
    SchoolType.BO: 17,
    SchoolType.SBO: 24,
    SchoolType.SO: 10,
    SchoolType.VSO: 11,
    SchoolType.VO: 19,
    SchoolType.PRO: 14,
    SchoolType.MBO: 14,
}
ESCALATES, REFUSED = 0.24, 0.09
THEMES: dict[Sector, dict[Theme, int]] = {
    Sector.PO: {
        T.BEHAVIOUR: 22,
        T.SOCIAL: 20,
        T.LEARNING: 18,
        T.HOME: 15,
        T.DYSLEXIA: 6,
        T.GIFTED: 5,
        T.BODY: 5,
        T.ABSENCE: 3,
        T.SAFETY: 3,
        T.MONEY: 3,
    },
    Sector.VO: {
        T.SOCIAL: 25,
        T.ABSENCE: 20,
        T.HOME: 17,
        T.BEHAVIOUR: 12,
        T.LEARNING: 9,
        T.SAFETY: 6,
        T.MONEY: 4,
        T.BODY: 4,
        T.GIFTED: 2,
        T.DYSLEXIA: 1,
    },
    Sector.MBO: {T.ABSENCE: 30, T.SOCIAL: 25, T.HOME: 20, T.MONEY: 15, T.LEARNING: 10},
}
RAISED_BY: dict[RaisedBy, int] = {
    RaisedBy.TEACHER: 52,
    RaisedBy.PARENT: 22,
    RaisedBy.PUPIL: 5,
    RaisedBy.MEMBER: 11,
    RaisedBy.JGZ: 4,
    RaisedBy.LEERPLICHT: 3,
    RaisedBy.GP: 3,
}
OUTCOMES: dict[Outcome, int] = {
    Outcome.MET: 50,
    Outcome.PARTLY: 27,
    Outcome.NOT_MET: 6,
    Outcome.ELSEWHERE: 5,
    Outcome.MOVED: 4,
    Outcome.DECLINED: 8,
}
#: Where pupils of VO, SO and VSO live who do not live in Zwolle, with weights.
REGION = {
    "GM0166": 18,
    "GM0148": 17,
    "GM1896": 15,
    "GM0177": 9,
    "GM1773": 9,
    "GM1708": 8,
    "GM0175": 7,
    "GM0160": 7,
    "GM0180": 7,
    "GM0150": 3,
}
LIVES_HERE = {SchoolType.BO: 0.97, SchoolType.SBO: 0.78, SchoolType.SO: 0.6, SchoolType.VSO: 0.55, SchoolType.MBO: 0.45}


@dataclass
class Routes:
    """Gives out routes so that their shares stay those of CBS."""

    given: Counter[Route] = field(default_factory=Counter)

    def next(self, *, local: bool) -> Route:
        """The route that is most behind its share; the team's own only where it is possible."""
        whole, number = sum(ROUTE_SHARES.values()), self.given.total() + 1
        behind = {route: share / whole * number - self.given[route] for route, share in ROUTE_SHARES.items()}
        if not local:
            del behind[Route.LOCAL]
        route = max(behind, key=lambda one: behind[one])
        self.given[route] += 1
        return route


def first_day(today: Day) -> Day:
    """The first day on which a question can have been raised."""
    return SchoolYear(SchoolYear.of(today).begins_in - YEARS).first


@dataclass
class Plot:
    """All stories of the demo, made in one fixed order from one pair of dice."""

    staff: Staff
    today: Day
    dice: Random
    scale: float = 1.0
    routes: Routes = field(default_factory=Routes)
    stories: list[Story] = field(default_factory=list)
    _known: set[tuple[tuple[str, str], str]] = field(default_factory=set)

    def write(self) -> list[Story]:
        """Every story, in the order of teams; stories of children who come back or moved on come after the others."""
        days = list(school_days(first_day(self.today), self.today + ONE_DAY))
        for team in teams():
            if team.key in (PRIMARY_TEAM, SECONDARY_TEAM):
                self._set_scenes(team)
            number = round(self.scale * QUESTIONS[team.type] * self.dice.uniform(0.6, 1.4))
            for raised_on in sorted(self.dice.choices(days, k=number)):
                self._tell(team, raised_on)
        self._come_back()
        self._move_on(days)
        return self.stories

    def _set_scenes(self, team: Team) -> None:
        """What a visitor must find at the teams of the people to sign in as."""
        before: Story | None = None
        for scene in SCENES:
            raised_on = school_day_before(self.today, scene.raised_ago)
            pupil = self.child(team, raised_on, level=8 if scene.leaves and team.sector == Sector.PO else None)
            if scene.sibling and before:
                pupil = replace(pupil, infix=before.pupil.infix, family_name=before.pupil.family_name)
            if writer := self.start(team, raised_on, pupil, scene.home):
                writer.story.sibling = before if scene.sibling else None
                before = writer.story
                if scene.route:
                    self.routes.given[scene.route] += 1
                scene.play(writer)

    def start(self, team: Team, raised_on: Day, pupil: NewPupil, home: str, *, again: bool = False) -> Writer | None:
        """The beginning of a story; none when nobody leads there that day, or the child is known there already."""
        dice = self.dice
        if not again and (team.key, pupil.match_key) in self._known:
            return None
        roles = [SCHOOL_ROLE[team.sector], {"IB": "JGW", "ZC": "SMW"}[SCHOOL_ROLE[team.sector]], "ORTHO"]
        wanted = dice.choices(roles, weights=(62, 28, 10))[0]
        keeper = self.staff.holder(team, roles[0], raised_on)
        lead = self.staff.holder(team, wanted, raised_on) or keeper
        if lead is None:
            return None
        self._known.add((team.key, pupil.match_key))
        weights = THEMES[team.sector]
        chosen = dice.choices(list(weights), weights=list(weights.values()), k=dice.choices((1, 2, 3), (45, 40, 15))[0])
        if pupil.group == "groep 8" and dice.random() < 0.25:
            chosen.insert(0, T.TRANSITION)
        themes = tuple(dict.fromkeys(chosen))
        story = Story(
            team,
            pupil,
            home,
            lead,
            keeper or lead,
            raised_on,
            dice.choices(list(RAISED_BY), weights=list(RAISED_BY.values()))[0],
            text_of(dice, team, themes, pupil.given_name),
            themes,
            Approach.PREVENTIVE if dice.random() < 0.58 else Approach.CURATIVE,
            again=again,
        )
        self.stories.append(story)
        writer = Writer(story, self.staff, self.today, dice)
        story.agreed_on = writer.day(raised_on, 0, 8)
        return writer

    def _tell(self, team: Team, raised_on: Day) -> None:
        """The usual story."""
        pupil = self.child(team, raised_on)
        if writer := self.start(team, raised_on, pupil, self.home(team)):
            self.go_on(writer)

    def go_on(self, writer: Writer) -> None:
        """From weighing to the end, by chance."""
        story, dice = writer.story, self.dice
        writer.weigh(writer.day(story.raised_on, 3, 14))
        if not story.weighing_on:
            return
        supporting_on = writer.day(story.weighing_on, 2, 21)
        weeks = min(56.0, max(4.0, dice.lognormvariate(math.log(13), 0.55)))
        ends = (supporting_on or self.today) + round(weeks * 7) * ONE_DAY
        writer.support(supporting_on, ends, evaluates=dice.random() > 0.1)
        if supporting_on and dice.random() < ESCALATES:
            ends = max(ends, self._escalate(writer, supporting_on))
        if supporting_on:
            outcomes = dict(OUTCOMES)
            on = writer.day(max(ends, supporting_on), 3, 20)
            writer.evaluate(on, dice.choices(list(outcomes), weights=list(outcomes.values()))[0])

    def _escalate(self, writer: Writer, supporting_on: Day) -> Day:
        """Specialist youth care, over the route whose turn it is; the day until which the team follows."""
        on = writer.day(supporting_on, 14, 110)
        if not on:
            return supporting_on
        asks, reports = writer.may_ask(on), writer.role_on("school", on)
        if not (asks or reports):
            return supporting_on
        route = self.routes.next(local=asks is not None)
        if route == Route.LOCAL and asks:
            asked = writer.ask(on, asks)
            if self.dice.random() < 0.03 and (withdrawn_on := writer.day(on, 5, 20)):
                asked.withdrawn_on = withdrawn_on
                return withdrawn_on
            ends = writer.decide(asked, writer.day(on, 6, 48), refuses=self.dice.random() < REFUSED)
        else:
            asked = writer.outside(route, on, reports or asks)
            ends = writer.run(asked, on)
        self._follow(writer, asked, ends)
        return ends

    def _follow(self, writer: Writer, asked: Help, ends: Day) -> None:
        """The day on which the team looks again, for help that runs today and became known longer ago."""
        since = asked.decided_on or (asked.on if asked.route != Route.LOCAL else None)
        if since and not asked.refused and ends > self.today and since < self.today - 5 * ONE_WEEK:
            writer.agree_to_look_again(writer.last_school_day() - self.dice.randint(0, 3) * ONE_WEEK)

    def child(self, team: Team, on: Day, *, level: int | None = None) -> NewPupil:
        """An invented child of an age that fits the school, in its group of that school year, or in group `level`."""
        dice = self.dice
        begins_in = SchoolYear.of(on).begins_in
        if team.sector == Sector.PO:
            level = level or dice.randint(1, 8)
            age, group = level + 3, f"groep {level}"
        elif team.sector == Sector.VO:
            level = dice.choices((1, 2, 3, 4, 5), weights=(28, 26, 20, 16, 10))[0]
            age, group = level + 11, f"klas {level}{dice.choice('ABCD')}"
        else:
            level = dice.randint(1, 3)
            age, group = level + 15, f"leerjaar {level}"
        born = Day(begins_in - age, 10, 1) - dice.randint(1, 365) * ONE_DAY
        infix, family = split_family(dice.choice(FAMILIES))
        return NewPupil(dice.choice(CHILDREN), family, born, infix, group)

    def home(self, team: Team) -> str:
        """The woongemeente: in primary schools nearly always Zwolle, elsewhere often the region [003 §4.1]."""
        here = LIVES_HERE.get(SchoolType(team.type), 0.62)
        return schools.HOME if self.dice.random() < here else self.dice.choices(list(REGION), list(REGION.values()))[0]

    def _come_back(self) -> None:
        """Some children have another question later, at the same team."""
        for before in list(self.stories):
            if before.closed_on and self.dice.random() < 0.06:
                raised_on = before.closed_on + self.dice.randint(60, 400) * ONE_DAY
                if raised_on > self.today or not is_school_day(raised_on):
                    continue
                if writer := self.start(before.team, raised_on, before.pupil, before.home, again=True):
                    self.go_on(writer)

    def _move_on(self, days: list[Day]) -> None:
        """Children of group 8 whose question came back in secondary school: the same child at two teams."""
        known = [team for team in teams() if team.type == "VO"]
        for before in [story for story in self.stories if story.pupil.group == "groep 8" and not story.again]:
            after = SchoolYear(SchoolYear.of(before.raised_on).begins_in + 1).first
            later = [day for day in days if day >= after]
            if later and self.dice.random() < 0.35:
                team, raised_on = self.dice.choice(known), self.dice.choice(later[:150])
                pupil = replace(before.pupil, group=f"klas 1{self.dice.choice('ABCD')}")
                if writer := self.start(team, raised_on, pupil, before.home):
                    self.go_on(writer)
