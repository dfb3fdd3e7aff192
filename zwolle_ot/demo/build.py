"""Makes the demo world, whole or not at all: a run that was killed leaves nothing, and the next one begins anew."""

import datetime
from collections.abc import Callable
from random import Random

from django.conf import settings
from django.db import connection, transaction

from accounts.acting import standing_in
from accounts.models import User
from accounts.roles import Hat
from cases.actions import flags as case_flags
from cases.models import StaleCase
from financing.actions import compute_all
from financing.actions import flags as money_flags
from financing.actions.working_hours import fix_cases_by_home, recompute_cooperation, recompute_hours
from financing.models import StaleBudget
from insights import actions as insights
from schools.actions import flags as team_flags
from schools.calendar import SchoolYear
from schools.holidays import KNOWN_FROM, KNOWN_UNTIL
from schools.models import SchoolLocation, StaleTeam
from shell import garbage
from zwolle_ot.demo import reporting
from zwolle_ot.demo.absent import enrol, import_absence
from zwolle_ot.demo.around import play_around
from zwolle_ot.demo.map import acting, draw, hire
from zwolle_ot.demo.money import CLOSED, ENTERED, agree_population, close_most, date_back, keep_books, learn_later
from zwolle_ot.demo.once import do_once
from zwolle_ot.demo.places import assume, follow_places
from zwolle_ot.demo.play import Player, analyse
from zwolle_ot.demo.plot import Plot, first_day
from zwolle_ot.demo.scenes import next_school_day
from zwolle_ot.demo.staff import PRIMARY_TEAM, SECONDARY_TEAM, engage
from zwolle_ot.demo.teamwork import work_together
from zwolle_ot.demo.worktime import Agenda

WEEKS_AHEAD = datetime.timedelta(weeks=8)  # a meeting is planned after a summer holiday
SEED = "ondersteuningsteams in Zwolle"
Say = Callable[[str], None]


class NoDemo(Exception):
    """The demo world cannot be made here. The message says why, for the person at the keyboard."""


def check_allowed(today: datetime.date) -> None:
    """Only in demo mode, only in an empty database or beside the demo world itself, and only for a day whose holidays are
    known. Raises NoDemo."""
    if not settings.DEMO:
        raise NoDemo("The demo world is made in demo mode only (OT_DEMO=1): its people have known passwords.")
    if real := User.objects.filter(is_demo=False).count():
        raise NoDemo(f"There are {real} real people in this database. The demo world is never made beside them.")
    if SchoolLocation.objects.exists() and not is_there():
        raise NoDemo("There are schools in this database already. The demo world begins in an empty one: ./run reset")
    if not first_day(today) >= KNOWN_FROM or not today < KNOWN_UNTIL - WEEKS_AHEAD:
        raise NoDemo(f"The school holidays that the demo needs are not known for {today}.")


def is_there() -> bool:
    """Whether the world was made. Its people come and go with all the rest of it."""
    return User.objects.filter(is_demo=True).exists()


def check_there() -> None:
    if not is_there():
        raise NoDemo("There is no demo world yet. Make it with: ./run manage demo")


def build(*, today: datetime.date, say: Say = lambda _step: None, scale: float = 1.0) -> bool:
    """Make the world as it would be on this day, in one transaction; False when it is there already. Raises NoDemo.

    `scale` is the number of questions, as a share of the usual one."""
    check_allowed(today)
    if is_there():
        return False
    with transaction.atomic(), garbage.no_search():
        _one_at_a_time()
        if is_there():
            return False
        make(today=today, say=say, scale=scale)
        work(today=today, say=say)
    return True


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('demo'))")


def make(*, today: datetime.date, say: Say = lambda _step: None, scale: float = 1.0) -> None:
    """Fill an empty database."""
    say("schools, boards and wijkteams")
    draw(today=today)
    say("people and appointments")
    staff = engage(today=today, dice=Random(f"{SEED}: people"))
    people = hire(staff=staff, today=today)
    analyse()
    plot = Plot(staff, today, Random(f"{SEED}: stories"), scale)
    stories = plot.write()
    say(f"{len(stories)} questions with {sum(len(story.told) for story in stories)} lines of log")
    player = Player(people=people, staff=staff, today=today, dice=Random(f"{SEED}: support"))
    player.play(stories)
    say("absence, letters, moving on, and what families ask")
    import_absence(player, stories)
    enrol(player, plot)
    play_around(player, stories)
    work_together(player, stories)
    do_once(player, stories)
    say("work without a child")
    agenda = Agenda(staff, first_day(today), today, Random(f"{SEED}: work"))
    gatherings, trainings, this_year = agenda.gatherings(), agenda.trainings(), SchoolYear.of(today).first
    player.work(agenda.work([one for one in gatherings if one.on < this_year]))
    player.meet([*(one for one in gatherings if one.on >= this_year), *trainings])
    for team in (PRIMARY_TEAM, SECONDARY_TEAM):
        player.call_next(stories, team, next_school_day(today + datetime.timedelta(days=3)))
    say("money")
    controller = next(stint.person for stint in staff.stints if stint.role == "CONTROLLER")
    by = acting(people[controller], "CONTROLLER", Hat.MONEY, today)
    with standing_in(by):
        keep_books(by=by, today=today, dice=Random(f"{SEED}: money"))
        agree_population(by=by)
        follow_places(by=by, today=today)
        assume(by=by, today=today, dice=Random(f"{SEED}: assumptions"))
        reporting.releases(by=by)
    date_back(ENTERED - CLOSED)
    with standing_in(by):
        close_most(by=by, today=today)
    date_back(CLOSED)
    with standing_in(by):
        learn_later(by=by, today=today)
    say("what people say about figures")
    officer = next(stint.person for stint in staff.stints if stint.role == "OFFICER")
    by = acting(people[officer], "OFFICER", Hat.FIGURES, today)
    with standing_in(by):
        reporting.duiding(by=by, today=today)
        reporting.talks(by=by, today=today)


def work(*, today: datetime.date, say: Say = lambda _step: None) -> None:
    """What the worker does at night, so that the first visitor finds flags and figures."""
    say("flags")
    analyse()  # what was made since the last time is large, and statistics of this transaction know nothing of it
    team_flags.recompute_all(today=today)
    StaleTeam.objects.all().delete()
    case_flags.recompute_all(today=today)
    StaleCase.objects.all().delete()
    say("budgets")
    compute_all(today=today)
    recompute_hours(today=today)
    recompute_cooperation(today=today)
    fix_cases_by_home(today=today)
    money_flags.recompute_flags(today=today)
    StaleBudget.objects.all().delete()
    say("figures")
    insights.refresh_places(today=today)
    insights.fold_all(today=today)
    analyse()  # the same of what was folded
    insights.nightly(today=today, weigh=False)  # nobody here can be recognised, and it takes as long as all the rest
