"""Work of the teams without a child: meetings, joint training, prevention and consultation without a name."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from cases.enums import TeamTimeKind
from schools.calendar import SchoolYear, school_days, school_weeks
from zwolle_ot.demo import notes
from zwolle_ot.demo.staff import Staff, Stint, Team, teams
from zwolle_ot.demo.stories import SCHOOL_ROLE, YOUTH_ROLE

Day = datetime.date
K = TeamTimeKind
MEETING_EVERY = 6  # school weeks [domain 3.4]


@dataclass(frozen=True)
class Work:
    """Minutes of one member on a day."""

    author: Stint
    team: Team
    on: Day
    kind: TeamTimeKind
    minutes: int
    note: str


def work_of_teams(*, staff: Staff, first: Day, today: Day, dice: Random) -> Iterator[Work]:
    """From `first` up to and including today. One team in twelve does not meet often enough."""
    after = today + datetime.timedelta(days=1)
    weeks = school_weeks(first, after)
    days = list(school_days(first, after))
    years = sorted({SchoolYear.of(day) for day in days})
    for team in teams():
        roles = (SCHOOL_ROLE[team.sector], "ORTHO", YOUTH_ROLE[team.sector])
        every = MEETING_EVERY if dice.random() < 0.92 else 2 * MEETING_EVERY
        for number, monday in enumerate(weeks[dice.randrange(every) :: every]):
            on = next(day for day in days if day >= monday)
            yield from _together(staff, team, roles, on, K.MEETING, 60, notes.TEAM_NOTES[K.MEETING][number % 2])
        for year in years:
            on = dice.choice([day for day in days if year.first <= day < year.after])
            yield from _together(staff, team, roles, on, K.TRAINING, 180, notes.TEAM_NOTES[K.TRAINING][0])
        for kind, times in ((K.CONSULT, 12), (K.PREVENTION, 8)):
            for _ in range(times):
                on, role = dice.choice(days), dice.choice(roles)
                note = dice.choice(notes.TEAM_NOTES[kind])
                yield from _together(staff, team, (role,), on, kind, dice.choice((15, 20, 30, 60)), note)


def _together(
    staff: Staff, team: Team, roles: tuple[str, ...], on: Day, kind: TeamTimeKind, minutes: int, note: str
) -> Iterator[Work]:
    for role in roles:
        if author := staff.holder(team, role, on):
            yield Work(author, team, on, kind, minutes, note)
