"""Drawing the content of a page of figures: from who looks and the address, without the request.

Views call it for somebody who asks; the worker calls it for those who will (`insights.ahead`).
"""

import datetime
import hashlib
import pickle
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string

from accounts.roles import Permission
from insights import reading, today
from insights.choices import Audience, Choice, ChoiceForm, home_of, sectors_for, units_for
from insights.enums import PeriodKind
from insights.keeping import Place, keep, kept
from insights.pages import FIRST_LOOK, Topic, attention, first_look
from insights.pages.base import STEPS_UP, Look, Part
from insights.periods import Period, containing
from schools.enums import SECTOR_OF
from shell.caching import Recent

MOST_ITEMS = 7  # what somebody can act on in one sitting; the rest is a click away


@dataclass(frozen=True)
class Asked:
    """What an address asks for: its filters, and what there is to see. `offered`: all that the filters were made of."""

    form: ChoiceForm
    look: Look
    query: str
    offered: tuple[object, ...]

    @property
    def choice(self) -> Choice:
        return self.look.choice

    @property
    def fingerprint(self) -> str:
        """Of every row that was read. The content follows from these, the place (`insights.keeping`) and nothing else."""
        look = self.look
        return hashlib.sha256(pickle.dumps((look.names, look.figures.rows, look.today))).hexdigest()

    @property
    def is_sound(self) -> bool:
        """Whether the address names known filters alone, each once: there are so many of those and no more."""
        asked = self.form.asked
        return (
            self.form.is_valid()
            and set(asked) <= set(self.form.fields)
            and all(asked.getlist(name) == [self.form.data[name]] for name in asked)  # the form may have mended it
        )


def asked(topic: Topic, audience: Audience, query: QueryDict, on: datetime.date) -> Asked:
    """The look that these filters and this role ask for. Three queries, whatever is asked."""
    names = reading.unit_names(on)
    units = units_for(audience, names)
    sectors, home = sectors_for(audience, names), home_of(audience, units)
    form = ChoiceForm(query, units=units, sectors=sectors, today=on, home=home, by_school_kind=topic.by_school_kind)
    offered = (query.urlencode(), tuple(units), tuple(sectors), on, home, topic.by_school_kind)
    choice = form.choice()
    figures = reading.figures(periods_of(choice), topic.reads(choice), today=on)
    first, after = choice.live_months[0].first, choice.live_until.after
    live = today.read(topic.sources, choice.scope, first=first, after=after, until=choice.money_until, today=on)
    schools = Counter(str(SECTOR_OF[unit.kind]) for unit in names if unit.kind)
    return Asked(form, Look(choice, figures, live, units, schools, names), query.urlencode(), offered)


def periods_of(choice: Choice) -> list[Period]:
    """Every period that a page of this choice may show: those asked for, the longer ones it steps up to, and the same a
    year earlier."""
    year = containing(choice.period.last_month, PeriodKind.SCHOOL_YEAR)
    found = {*choice.periods, choice.before, year, year.previous}
    for kind in STEPS_UP[choice.period.kind][1:]:
        longer = choice.of_kind(kind)
        found |= {*longer, *(one.year_earlier for one in longer[-1:])}
    return sorted(found)


def drawn_at(place: Place, topic: Topic, audience: Audience, query: QueryDict) -> tuple[bytes, Asked]:
    """The content of a page of which nothing was kept at this place, and what was asked. Kept there from now on, when its
    address is sound."""
    found = asked(topic, audience, query, place.day)
    if not found.is_sound:
        return content_of(topic, audience, found), found
    # What changed may be a month or a unit that is not on this page: then its rows are those that it was drawn from.
    same = replace(place, state=place.state and f"rows {found.fingerprint}")
    content = kept(same)
    if content is None:
        content = content_of(topic, audience, found)
        keep(same, content)
    keep(place, content)
    return content, found


def content_of(topic: Topic, audience: Audience, found: Asked) -> bytes:
    """The main part of the page."""
    draw = _first_look if topic is FIRST_LOOK else _topic
    return draw(topic, audience, found).encode()


def _first_look(topic: Topic, audience: Audience, found: Asked) -> str:
    items = attention.found(found.look, writes_report=Permission.WRITE_REPORT in audience.role.permissions)
    shown = {
        "items": items[:MOST_ITEMS],
        "more": items[MOST_ITEMS:],
        **_with_meaning(first_look.tiles(found.look, found.query)),
        "parts": _parts(topic, found),
    }
    return render_to_string("insights/first_look.html", {**_around(found, topic.slug), **shown})


def _topic(topic: Topic, _audience: Audience, found: Asked) -> str:
    shown = {"topic": topic, **_with_meaning(topic.tiles(found.look)), "parts": _parts(topic, found)}
    return render_to_string("insights/topic.html", {**_around(found, topic.slug), **shown})


def _parts(topic: Topic, found: Asked) -> Sequence[str]:
    """Charts and tables as they stand on the page. A change touches a few of them; the others are as they were."""
    return [_drawn(part, topic.slug, found.query) for part in topic.parts(found.look)]


@lru_cache(maxsize=200)  # some twenty KB each
def _drawn(part: Part, slug: str, query: str) -> str:
    return render_to_string("insights/part.html", {"part": part, "slug": slug, "query": query})


def _with_meaning(tiles: list[Any]) -> dict[str, object]:
    """Tiles, and the definitions of what they show, each once."""
    return {"tiles": tiles, "meaning": list({tile.definition.code: tile.definition for tile in tiles}.values())}


def _around(found: Asked, slug: str) -> dict[str, object]:
    """What the content of every page of figures shows around its own: filters, and how to read the numbers."""
    choice = found.choice
    return {
        "filters": _filters(found),
        "choice": choice,
        "slug": slug,
        "query": found.query,
        "running": choice.period.next,
        "revision": found.look.figures.revisions.get(choice.period),
    }


_drawn_filters: Recent[tuple[object, ...], str] = Recent(60)  # some ten KB each


def _filters(found: Asked) -> str:
    """The form above the page with its dozens of schools: the same as long as the same is offered."""
    known = _drawn_filters.get(found.offered)
    if known is None:
        known = render_to_string("insights/filters.html", {"form": found.form})
        _drawn_filters.put(found.offered, known)
    return known


def forget() -> None:
    """Every piece of a page that this process has at hand."""
    _drawn.cache_clear()
    _drawn_filters.clear()
