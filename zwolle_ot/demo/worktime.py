"""Work of the teams without a child: meetings, joint training, prevention and consultation without a name."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from cases.enums import TeamTimeKind
from schools.calendar import SchoolYear, school_days, school_weeks
from schools.enums import Sector
from zwolle_ot.demo import notes
from zwolle_ot.demo.staff import Staff, Stint, Team, agreed_hours, teams
from zwolle_ot.demo.stories import SCHOOL_ROLE, YOUTH_ROLE

Day = datetime.date
K = TeamTimeKind
MEETING_EVERY = 6  # school weeks [domain 3.4]
#: Which part of the agreed hours a JGW is at school without a child's file, per wijkteam: in Oost more than there is.
AT_SCHOOL = {"SWT-OOST": 0.95, "SWT-MIDDEN": 0.35}
USUALLY_AT_SCHOOL = 0.55


@dataclass(frozen=True)
class Work:
    """Minutes of one member on a day."""

    author: Stint
    team: Team
    on: Day
    kind: TeamTimeKind
    minutes: int
    note: str


@dataclass(frozen=True)
class Gathering:
    """A meeting of the whole core, or a training that it follows together, called by its author."""

    author: Stint
    team: Team
    on: Day
    kind: TeamTimeKind = K.MEETING
    minutes: int = 60


@dataclass(frozen=True)
class Agenda:
    """From `first` up to and including `today`: the days of meetings and other work, for all teams."""

    staff: Staff
    first: Day
    today: Day
    dice: Random

    def gatherings(self) -> list[Gathering]:
        """Every sixth school week. One team in twelve does not meet often enough."""
        after = self.today + datetime.timedelta(days=1)
        weeks, days = school_weeks(self.first, after), list(school_days(self.first, after))
        found = []
        for team in teams():
            every = MEETING_EVERY if self.dice.random() < 0.92 else 2 * MEETING_EVERY
            for monday in weeks[self.dice.randrange(every) :: every]:
                on = next(day for day in days if day >= monday)
                if author := self._author(team, on):
                    found.append(Gathering(author, team, on))
        return found

    def trainings(self) -> list[Gathering]:
        """One a school year for each team."""
        days = list(school_days(self.first, self.today + datetime.timedelta(days=1)))
        years: dict[SchoolYear, list[Day]] = {}
        for day in days:
            years.setdefault(SchoolYear.of(day), []).append(day)
        found = []
        for team in teams():
            for year in sorted(years):
                on = self.dice.choice(years[year])
                if author := self._author(team, on):
                    found.append(Gathering(author, team, on, K.TRAINING, 180))
        return found

    def _author(self, team: Team, on: Day) -> Stint | None:
        role = next((role for role in self.roles(team) if self.staff.holder(team, role, on)), "")
        return self.staff.holder(team, role, on)

    def roles(self, team: Team) -> tuple[str, str, str]:
        return SCHOOL_ROLE[team.sector], "ORTHO", YOUTH_ROLE[team.sector]

    def work(self, logged: list[Gathering]) -> Iterator[Work]:
        """Minutes of everybody: in these meetings and trainings, and in between."""
        days = list(school_days(self.first, self.today + datetime.timedelta(days=1)))
        for one in logged:
            yield from self._together(one.team, self.roles(one.team), one.on, one.kind, one.minutes)
        for team in teams():
            for kind, times in ((K.CONSULT, 12), (K.PREVENTION, 8)):
                for _ in range(times):
                    on, role = self.dice.choice(days), self.dice.choice(self.roles(team))
                    yield from self._together(team, (role,), on, kind, self.dice.choice((15, 20, 30, 60)))
        yield from self._at_school()

    def _at_school(self) -> Iterator[Work]:
        """Hours of JGW's at primary schools, each school week of this school year and the last."""
        year = SchoolYear(SchoolYear.of(self.today).begins_in - 1)
        weeks = school_weeks(max(self.first, year.first), self.today + datetime.timedelta(days=1))
        for team, hours in agreed_hours().items():
            part = AT_SCHOOL.get(team.place.neighbourhood_team or "", USUALLY_AT_SCHOOL)
            for monday in weeks:
                on = next(school_days(monday, monday + datetime.timedelta(days=7)))
                minutes = round(60 * hours * part * self.dice.uniform(0.8, 1.2) / 15) * 15
                if on <= self.today:
                    role = YOUTH_ROLE[Sector(team.sector)]
                    yield from self._together(team, (role,), on, K.PREVENTION, minutes)

    def _together(
        self, team: Team, roles: tuple[str, ...], on: Day, kind: TeamTimeKind, minutes: int
    ) -> Iterator[Work]:
        note = self.dice.choice(notes.TEAM_NOTES[kind])
        for role in roles:
            if author := self.staff.holder(team, role, on):
                yield Work(author, team, on, kind, minutes, note)
