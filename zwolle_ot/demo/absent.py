"""Who was not at school: the absence that the schools' administrations give, and pupils without a question among them.

Numbers are invented, save that of thuiszitters in secondary schools: between 5 and 9, as the council was told [000].
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from accounts.acting import Acting
from cases.actions import school_administration as administration
from cases.actions.school_administration import Enrolled, Missed
from cases.enums import Theme
from cases.models import Pupil
from cases.models.absence import AbsenceKind
from cases.voices import age_on
from schools.calendar import school_days
from schools.enums import Sector
from zwolle_ot.demo.plot import Plot
from zwolle_ot.demo.scenes import school_day_before
from zwolle_ot.demo.staff import PRIMARY_TEAM, SECONDARY_TEAM, Stint, Team
from zwolle_ot.demo.stories import ONE_DAY, ONE_WEEK, Story

if TYPE_CHECKING:
    from zwolle_ot.demo.play import Player

Day = datetime.date
K = AbsenceKind
AT_HOME = {Sector.VO: 7, Sector.PO: 1}  # thuiszitters in the city, of each sector
IS_SICK, MISSES_HOURS, WAS_AT_HOME = 0.12, 0.5, 0.5
ENROLLED = 18  # pupils of each team of the demo people that only the school's administration brought


def import_absence(player: "Player", stories: Sequence[Story]) -> None:
    """Each keeper of a file takes over what the school's administration knows of its child."""
    dice, today = Random("ondersteuningsteams in Zwolle: absence"), player.today
    open_ = [story for story in stories if not story.closed_on and story.keeper.includes(today)]
    open_.sort(key=lambda story: story.team.key not in (PRIMARY_TEAM, SECONDARY_TEAM))  # the rest stays as it is
    home = dict(AT_HOME)
    told: dict[tuple[Stint, Team], list[Missed]] = {}
    for story in open_:
        pupil = player.cases[story].pupil_id
        missed = [replace(one, pupil=pupil) for one in _of(story, today, home, dice)]
        told.setdefault((story.keeper, story.team), []).extend(missed)
    past = Random("ondersteuningsteams in Zwolle: absence that has passed")
    for story in stories:
        if story.keeper.includes(today):
            missed = [replace(one, pupil=player.cases[story].pupil_id) for one in _passed(story, today, past)]
            told.setdefault((story.keeper, story.team), []).extend(missed)
    for (stint, team), spells in told.items():
        with player.as_(stint) as by:
            administration.import_absence(by=by, team=player.units.teams[team.key], spells=spells)


def _of(story: Story, today: Day, home: dict[Sector, int], dice: Random) -> Iterator[Missed]:
    """The spells of one child, without its key yet: long at home, hours missed, or now and then sick."""
    if Theme.ABSENCE in story.themes:
        left, age = home.get(story.team.sector, 0), age_on(story.pupil.birth_date, today)
        long_enough = (today - story.raised_on).days > 45
        if left and 5 <= age < 18 and long_enough:
            home[story.team.sector] = left - 1
            yield _spell(K.UNAUTHORISED, school_day_before(today, dice.randint(26, 60)), None, None)
        elif dice.random() < MISSES_HOURS:
            for ago in sorted(dice.sample(range(1, 19), 5), reverse=True):
                day = school_day_before(today, ago)
                yield _spell(K.UNAUTHORISED, day, day, dice.choice((3, 4, 5)))
        else:
            for ago in sorted(dice.sample(range(1, 40), 6), reverse=True):
                day = school_day_before(today, ago)
                yield _spell(K.LATE, day, day, 1)
    elif dice.random() < IS_SICK:
        days = dice.randint(1, 5)
        last = school_day_before(today, dice.randint(3, 45))
        yield _spell(K.SICK, school_day_before(last, days), last, 5 * days)


def _passed(story: Story, today: Day, dice: Random) -> Iterator[Missed]:
    """Long at home around the time of the question, and back at school since; what officers see of earlier quarters."""
    if Theme.ABSENCE not in story.themes or dice.random() > WAS_AT_HOME:
        return
    first = school_day_before(story.raised_on, dice.randint(5, 25))
    last = first + dice.randint(35, 110) * ONE_DAY
    if age_on(story.pupil.birth_date, first) < 18 and last < today - 5 * ONE_WEEK:
        yield _spell(K.UNAUTHORISED, first, last, dice.randint(80, 300))


def _spell(kind: AbsenceKind, first: Day, last: Day | None, hours: int | None) -> Missed:
    nobody = Pupil().pk
    return Missed(nobody, kind, first, last, None if hours is None else Decimal(hours))


def enrol(player: "Player", plot: Plot) -> None:
    """At the teams of the demo people: pupils without a question, and a week in which some of them were ill."""
    for key in (PRIMARY_TEAM, SECONDARY_TEAM):
        story = next(one for one in plot.stories if one.team.key == key and one.keeper.includes(player.today))
        team = player.units.teams[key]
        with player.as_(story.keeper) as by:
            pupils = [Enrolled(plot.child(story.team, player.today), player.towns[story.home]) for _ in range(ENROLLED)]
            administration.import_pupils(by=by, team=team, pupils=pupils)
            _were_ill(by, player, key, [one.pupil.match_key for one in pupils])


def _were_ill(by: Acting, player: "Player", key: tuple[str, str], keys: list[str]) -> None:
    team = player.units.teams[key]
    known = dict(Pupil.objects.filter(team=team, match_key__in=keys).values_list("match_key", "pk"))
    week = list(school_days(player.today - 3 * ONE_WEEK, player.today - 2 * ONE_WEEK + ONE_DAY))
    first, last = (week[0], week[-1]) if week else (player.today - ONE_WEEK, player.today - ONE_WEEK)
    spells = [Missed(known[one], K.SICK, first, last, Decimal(20)) for one in keys[:5] if one in known]
    administration.import_absence(by=by, team=team, spells=spells)
