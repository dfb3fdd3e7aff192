"""Stories that must be there for whoever looks around: each state, each flag, a request to decide on.

They play at the teams of the demo people, counted back from today.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from cases.enums import Outcome, Route
from schools.calendar import is_school_day
from zwolle_ot.demo.schools import HOME, WITHOUT_DESK
from zwolle_ot.demo.stories import ONE_DAY, Writer

Day = datetime.date


@dataclass(frozen=True)
class Scene:
    """A story that was raised so many school days ago; `route` is that of its specialist youth care, if any.

    `leaves`: in primary school a child of the last group. `sibling`: a brother or sister of the child of the scene before.
    `home`: the code of the woongemeente.
    """

    raised_ago: int
    play: Callable[[Writer], None]
    route: Route | None = None
    leaves: bool = False
    sibling: bool = False
    home: str = HOME


def school_day_before(today: Day, days: int) -> Day:
    """The school day of so many school days ago. Today counts for none of them."""
    day = today
    while days:
        day -= ONE_DAY
        days -= is_school_day(day)
    return day


def next_school_day(day: Day) -> Day:
    """This day, or the first school day after it."""
    while not is_school_day(day):
        day += ONE_DAY
    return day


def _begin(writer: Writer, *, weighed_ago: int, supported_ago: int | None = None) -> None:
    writer.weigh(school_day_before(writer.today, weighed_ago))
    if supported_ago is not None:
        writer.support(school_day_before(writer.today, supported_ago), writer.today)


def _just_raised(writer: Writer) -> None:
    writer.story.agreed_on = None


def _weighing(writer: Writer) -> None:
    _begin(writer, weighed_ago=3)


def _supported(writer: Writer) -> None:
    _begin(writer, weighed_ago=43, supported_ago=36)


def _many_talks(number: int, days: int) -> Callable[[Writer], None]:
    def play(writer: Writer) -> None:
        _begin(writer, weighed_ago=days + 4)
        writer.sessions(school_day_before(writer.today, days), number)

    return play


def _asked(days: int) -> Callable[[Writer], None]:
    def play(writer: Writer) -> None:
        _begin(writer, weighed_ago=days + 43, supported_ago=days + 36)
        _ask(writer, days)

    return play


def _ask(writer: Writer, days: int) -> None:
    on = school_day_before(writer.today, days)
    if by := writer.may_ask(on):
        asked = writer.ask(on, by)
        asked.urgent = False


def _refused(writer: Writer) -> None:
    _begin(writer, weighed_ago=79, supported_ago=72)
    _ask(writer, 36)
    if asked := writer.story.help:
        writer.decide(asked, school_day_before(writer.today, 11), refuses=True)


def _granted(writer: Writer) -> None:
    _begin(writer, weighed_ago=136, supported_ago=129)
    _ask(writer, 65)
    if asked := writer.story.help:
        writer.decide(asked, school_day_before(writer.today, 40), refuses=False)
        writer.story.look_again = (school_day_before(writer.today, 8), writer.today + 9 * ONE_DAY)


def _overdue(writer: Writer) -> None:
    """Followed, and the day to look again has passed."""
    _begin(writer, weighed_ago=107, supported_ago=100)
    _ask(writer, 61)
    if asked := writer.story.help:
        writer.decide(asked, school_day_before(writer.today, 36), refuses=False)


def _by_huisarts(writer: Writer) -> None:
    _begin(writer, weighed_ago=68, supported_ago=61)
    on = school_day_before(writer.today, 22)
    running = writer.outside(Route.GP, on, writer.role_on("school", on))
    writer.run(running, on)


def _evaluated(writer: Writer) -> None:
    _begin(writer, weighed_ago=86, supported_ago=80)
    writer.evaluate(school_day_before(writer.today, 2), Outcome.MET)
    writer.story.closed_on = None


SCENES = (
    Scene(1, _just_raised),
    Scene(7, _weighing),
    Scene(47, _supported),
    Scene(50, _many_talks(5, 43)),
    Scene(72, _many_talks(8, 65)),
    Scene(54, _asked(6), Route.LOCAL),
    Scene(86, _asked(32), Route.LOCAL),
    Scene(85, _refused, Route.LOCAL),
    Scene(143, _granted, Route.LOCAL),
    Scene(115, _overdue, Route.LOCAL),
    Scene(75, _by_huisarts, Route.GP),
    Scene(92, _evaluated),
    Scene(49, _supported, leaves=True),
    Scene(48, _supported, sibling=True),
    Scene(52, _asked(5), Route.LOCAL, home=next(iter(WITHOUT_DESK))),
)
