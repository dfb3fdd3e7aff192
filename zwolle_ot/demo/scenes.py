"""Stories that must be there for whoever looks around: each state, each flag, a request to decide on.

They play at the teams of the demo people, counted back from today.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from cases.enums import Outcome, Route
from schools.calendar import is_school_day
from zwolle_ot.demo.stories import ONE_DAY, Writer

Day = datetime.date


@dataclass(frozen=True)
class Scene:
    """A story that was raised so many days ago; `route` is that of its specialist youth care, if any."""

    raised_ago: int
    play: Callable[[Writer], None]
    route: Route | None = None


def school_day_before(today: Day, days: int) -> Day:
    """The last school day that is at least so many days ago."""
    day = today - days * ONE_DAY
    while not is_school_day(day):
        day -= ONE_DAY
    return day


def _begin(writer: Writer, *, weighed_ago: int, supported_ago: int | None = None) -> None:
    writer.weigh(school_day_before(writer.today, weighed_ago))
    if supported_ago is not None:
        writer.support(school_day_before(writer.today, supported_ago), writer.today)


def _just_raised(writer: Writer) -> None:
    writer.story.agreed_on = None


def _weighing(writer: Writer) -> None:
    _begin(writer, weighed_ago=4)


def _supported(writer: Writer) -> None:
    _begin(writer, weighed_ago=60, supported_ago=50)


def _many_talks(number: int, days: int) -> Callable[[Writer], None]:
    def play(writer: Writer) -> None:
        _begin(writer, weighed_ago=days + 6)
        writer.sessions(school_day_before(writer.today, days), number)

    return play


def _asked(days: int) -> Callable[[Writer], None]:
    def play(writer: Writer) -> None:
        _begin(writer, weighed_ago=days + 60, supported_ago=days + 50)
        _ask(writer, days)

    return play


def _ask(writer: Writer, days: int) -> None:
    on = school_day_before(writer.today, days)
    if by := writer.may_ask(on):
        asked = writer.ask(on, by)
        asked.urgent = False


def _refused(writer: Writer) -> None:
    _begin(writer, weighed_ago=110, supported_ago=100)
    _ask(writer, 50)
    if asked := writer.story.help:
        writer.decide(asked, school_day_before(writer.today, 15), refuses=True)


def _granted(writer: Writer) -> None:
    _begin(writer, weighed_ago=190, supported_ago=180)
    _ask(writer, 90)
    if asked := writer.story.help:
        writer.decide(asked, school_day_before(writer.today, 55), refuses=False)
        writer.story.look_again = (school_day_before(writer.today, 12), writer.today + 9 * ONE_DAY)


def _overdue(writer: Writer) -> None:
    """Followed, and the day to look again has passed."""
    _begin(writer, weighed_ago=150, supported_ago=140)
    _ask(writer, 85)
    if asked := writer.story.help:
        writer.decide(asked, school_day_before(writer.today, 50), refuses=False)


def _by_huisarts(writer: Writer) -> None:
    _begin(writer, weighed_ago=95, supported_ago=85)
    on = school_day_before(writer.today, 30)
    running = writer.outside(Route.GP, on, writer.role_on("school", on))
    writer.run(running, on)


def _evaluated(writer: Writer) -> None:
    _begin(writer, weighed_ago=120, supported_ago=112)
    writer.evaluate(school_day_before(writer.today, 3), Outcome.MET)
    writer.story.closed_on = None


SCENES = (
    Scene(1, _just_raised),
    Scene(10, _weighing),
    Scene(66, _supported),
    Scene(70, _many_talks(5, 60)),
    Scene(100, _many_talks(8, 90)),
    Scene(75, _asked(8), Route.LOCAL),
    Scene(120, _asked(44), Route.LOCAL),
    Scene(118, _refused, Route.LOCAL),
    Scene(200, _granted, Route.LOCAL),
    Scene(160, _overdue, Route.LOCAL),
    Scene(105, _by_huisarts, Route.GP),
    Scene(128, _evaluated),
)
