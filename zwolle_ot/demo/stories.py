"""What happened to one child: a question, talks, perhaps specialist youth care, an evaluation and an end.

A `Story` holds only what lies in the past of the demo's today: what was still to come is not in it. `Writer` writes one,
and sees to it that each event has somebody who worked there on that day.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from cases.actions import Marks, NewPupil
from cases.enums import Approach, Audience, ContactKind, Outcome, ProductCategory, RaisedBy, Route, StopReason, Theme
from schools.calendar import is_school_day
from schools.enums import Sector, SupportDomain
from zwolle_ot.demo import notes, words
from zwolle_ot.demo.staff import Staff, Stint, Team

Day = datetime.date
K = ContactKind
ONE_DAY, ONE_WEEK = datetime.timedelta(days=1), datetime.timedelta(weeks=1)
#: The role that leads on the school's side, and the one that works for the municipality.
SCHOOL_ROLE = {Sector.PO: "IB", Sector.VO: "ZC", Sector.MBO: "ZC"}
YOUTH_ROLE = {Sector.PO: "JGW", Sector.VO: "SMW", Sector.MBO: "SMW"}
#: Per role what they do, with weights; and how long each kind of contact takes, in minutes.
CONTACTS: dict[str, dict[ContactKind, int]] = {
    "school": {K.TEACHER: 30, K.PARENTS: 25, K.TEAM: 15, K.CALL: 15, K.PARTNER: 10, K.OBSERVATION: 5},
    "ORTHO": {K.OBSERVATION: 40, K.TEACHER: 25, K.TEAM: 15, K.CHILD: 10, K.PARENTS: 10},
    "youth": {K.CHILD: 40, K.PARENTS: 20, K.FAMILY: 15, K.HOME_VISIT: 10, K.CALL: 10, K.PARTNER: 5},
}
MINUTES: dict[ContactKind, tuple[int, ...]] = {
    K.CHILD: (30, 40, 45, 50),
    K.PARENTS: (45, 50, 60),
    K.FAMILY: (50, 60, 75),
    K.HOME_VISIT: (60, 75, 90),
    K.TEACHER: (15, 20, 30),
    K.TEAM: (30, 40, 45),
    K.PARTNER: (15, 20, 30),
    K.OBSERVATION: (45, 60, 90),
    K.CALL: (10, 15),
    K.EVALUATION: (45, 60),
    K.NOTE: (5,),
}
SUPPORTING = (K.CHILD, K.PARENTS, K.FAMILY, K.HOME_VISIT)


@dataclass(frozen=True)
class Told:
    """A line of the log."""

    author: Stint
    on: Day
    kind: ContactKind
    minutes: int
    body: str
    audience: Audience = Audience.TEAM


@dataclass
class Help:
    """Specialist youth care: asked by the team, or come in over another route. Days that have not come are None."""

    route: Route
    on: Day
    by: Stint
    reason: str
    urgent: bool = False
    decided_on: Day | None = None
    refused: str = ""
    withdrawn_on: Day | None = None
    grant_reason: str = ""
    category: ProductCategory | None = None
    provider: int = 0
    first: Day | None = None
    after: Day | None = None
    started_on: Day | None = None
    stopped_on: Day | None = None
    stop_reason: StopReason = StopReason.PLANNED


@dataclass(eq=False)
class Story:
    """The past of one question.

    `lead` is the casusregisseur, `keeper` who keeps the file up to date at school. `again`: the same child was helped by
    this team before, and that story ended first. `sibling`: that of a brother or sister at the same team.
    """

    team: Team
    pupil: NewPupil
    home: str
    lead: Stint
    keeper: Stint
    raised_on: Day
    raised_by: RaisedBy
    text: str
    themes: tuple[Theme, ...]
    approach: Approach
    agreed_on: Day | None = None
    weighing_on: Day | None = None
    supporting_on: Day | None = None
    told: list[Told] = field(default_factory=list)
    help: Help | None = None
    look_again: tuple[Day, Day] | None = None
    evaluated_on: Day | None = None
    note: str = ""
    marks: Marks = field(default_factory=Marks)
    closed_on: Day | None = None
    outcome: Outcome = Outcome.MET
    again: bool = False
    sibling: "Story | None" = None


@dataclass
class Writer:
    """Writes one story, forward in time, until its end or today."""

    story: Story
    staff: Staff
    today: Day
    dice: Random

    def day(self, after: Day, least: int, most: int) -> Day | None:
        """A school day so many days later, if it has come yet."""
        found = after + self.dice.randint(least, most) * ONE_DAY
        while found <= self.today:
            if is_school_day(found):
                return found
            found += ONE_DAY
        return None

    def role_on(self, side: str, on: Day) -> Stint | None:
        """Who fills this side ("school", "youth" or a role) at the team on this day."""
        sector = self.story.team.sector
        role = {"school": SCHOOL_ROLE[sector], "youth": YOUTH_ROLE[sector]}.get(side, side)
        return self.staff.holder(self.story.team, role, on)

    def tell(self, side: str, on: Day | None, kind: ContactKind) -> bool:
        """A line in the log by who fills this side that day; nothing for a day to come, or when nobody does."""
        author = self.role_on(side, on) if on else None
        if not on or not author:
            return False
        story, dice = self.story, self.dice
        body = notes.log_text(dice, kind, story.themes, story.pupil.given_name)
        own = Audience.YOUTH if author.role in ("JGW", "SMW") else Audience.SCHOOL
        audience = own if kind in (K.CALL, K.PARTNER) and dice.random() < 0.06 else Audience.TEAM
        story.told.append(Told(author, on, kind, dice.choice(MINUTES[kind]), body, audience))
        return True

    def weigh(self, on: Day | None) -> None:
        """Parents and child are asked, and the team weighs the question."""
        self.story.weighing_on = on
        self.tell("school", self.day(self.story.raised_on, 0, 3), self.dice.choice((K.PARENTS, K.CALL)))
        self.tell("school", on, K.TEAM)

    def support(self, on: Day | None, until: Day, *, evaluates: bool = True, pace: float = 11.0) -> None:
        """Talks from `on` until `until`, about `pace` days apart; without `evaluates` nobody looks back in between."""
        self.story.supporting_on = on
        if not on:
            return
        self.tell("youth", on, self.dice.choice((K.CHILD, K.PARENTS)))
        day, talks = on, 1
        while True:
            gap = round(min(60.0, 3 + self.dice.expovariate(1 / (pace - 3))))
            found = self.day(day, gap, gap + 2)
            if not found or found > until:
                return
            day = found
            if evaluates and talks >= self.dice.choice((3, 4, 4)):
                self.tell("youth", day, K.EVALUATION)
                talks = 0
                continue
            side = self.dice.choices(("school", "ORTHO", "youth"), weights=(37, 15, 48))[0]
            kinds = CONTACTS[side]
            kind = self.dice.choices(list(kinds), weights=list(kinds.values()))[0]
            if self.tell(side, day, kind) and side == "youth" and kind in SUPPORTING:
                talks += 1

    def sessions(self, on: Day, number: int) -> None:
        """So many supporting talks on end by the youth worker, up to today, without an evaluation [domain 4]."""
        self.story.supporting_on = on
        step = max(2, (self.today - on).days // (number + 1))
        day = on
        for _ in range(number):
            found = self.day(day, step - 1, step - 1) or self.last_school_day()
            self.tell("youth", found, self.dice.choice(SUPPORTING))
            day = found

    def last_school_day(self) -> Day:
        day = self.today
        while not is_school_day(day):
            day -= ONE_DAY
        return day

    def may_ask(self, on: Day) -> Stint | None:
        """The youth worker who has the mandate to ask for specialist youth care on this day [003 §1.1]."""
        found = self.role_on("youth", on)
        if found and (found.role == "JGW" or SupportDomain.YOUTH_SPECIALIST in (found.mandate or ())):
            return found
        return None

    def ask(self, on: Day, by: Stint) -> Help:
        """The team asks the municipality."""
        dice, story = self.dice, self.story
        category = dice.choices(list(notes.WHAT_IS_ASKED), weights=(50, 20, 12, 10, 8))[0]
        weeks = max(3, (on - story.raised_on).days // 7)
        reason = dice.choice(notes.REQUESTS)
        reason = reason.format(n=story.pupil.given_name, w=weeks, p=notes.WHAT_IS_ASKED[category])
        story.help = Help(Route.LOCAL, on, by, reason, urgent=dice.random() < 0.04, category=category)
        return story.help

    def decide(self, asked: Help, on: Day | None, *, refuses: bool) -> Day:
        """The municipality decides; gives the day on which specialist support ends, or the day of a refusal."""
        dice = self.dice
        if not on:
            return self.today + ONE_DAY
        asked.decided_on = on
        if refuses:
            asked.refused = dice.choice(notes.REFUSALS)
            return on
        asked.grant_reason = dice.choice(notes.GRANTS)
        asked.first = on + dice.randint(3, 20) * ONE_DAY
        asked.after = asked.first + dice.choice((182, 273, 365)) * ONE_DAY
        return self.run(asked, on)

    def outside(self, route: Route, on: Day, by: Stint | None) -> Help:
        """Help over another route becomes known."""
        if by is None:
            raise ValueError("somebody of the team reports it")
        self.story.help = Help(route, on, by, notes.OUTSIDE[route].format(n=self.story.pupil.given_name))
        return self.story.help

    def run(self, running: Help, since: Day) -> Day:
        """Specialist support starts and ends; the team looks on now and then. Gives the last day, which may be to come."""
        dice = self.dice
        running.provider = dice.randrange(1000)
        running.started_on = self.day(since, 8, 45)
        if not running.started_on:
            return self.today + ONE_DAY
        ends = running.started_on + dice.randint(90, 330) * ONE_DAY
        if ends <= self.today:
            running.stopped_on = ends
            reasons = list(StopReason)
            running.stop_reason = dice.choices(reasons, weights=(62, 16, 12, 4, 6))[0]
        day = running.started_on
        while (found := self.day(day, 25, 55)) and found < ends:
            self.tell(
                dice.choice(("school", "youth")), found, dice.choice((K.CALL, K.PARTNER, K.PARENTS, K.EVALUATION))
            )
            day = found
        return ends

    def agree_to_look_again(self, on: Day) -> None:
        """The team follows: mostly the next look is agreed, now and then the day has passed."""
        if self.dice.random() < 0.85:
            ahead = self.dice.randint(5, 40)
            self.story.look_again = (on, self.today + ahead * ONE_DAY)

    def evaluate(self, on: Day | None, outcome: Outcome) -> None:
        """Child and parents look back and give marks; then the question is closed."""
        story, dice = self.story, self.dice
        if not on:
            return
        name, leads = story.pupil.given_name, "mentor" if story.team.sector != Sector.PO else "leerkracht"
        story.evaluated_on, story.outcome = on, outcome
        story.note = dice.choice(notes.EVALUATIONS[outcome]).format(n=name, l=leads)
        self.tell("school", on, K.EVALUATION)
        story.marks = self._marks(outcome, on)
        story.closed_on = self.day(on, 0, 20)

    def _marks(self, outcome: Outcome, on: Day) -> Marks:
        dice = self.dice
        if outcome in (Outcome.MOVED, Outcome.DECLINED) and dice.random() < 0.7:
            return Marks(reason=notes.NO_MARK[2])
        middle = {Outcome.MET: 8.1, Outcome.PARTLY: 7.3, Outcome.NOT_MET: 5.9}.get(outcome, 7.0)
        pupil, parents = (min(10, max(3, round(dice.gauss(middle, 0.9)))) for _ in range(2))
        if (on - self.story.pupil.birth_date).days < 7 * 365:
            return Marks(None, parents, notes.NO_MARK[0])
        if dice.random() < 0.08:
            return Marks(pupil, None, notes.NO_MARK[1])
        return Marks(pupil, parents)


def text_of(dice: Random, team: Team, themes: Sequence[Theme], name: str) -> str:
    """The question as school writes it down."""
    return words.question(dice, tuple(themes), name, "mentor" if team.sector != Sector.PO else "leerkracht")
