"""Pages of figures. What they show comes from summaries and publications alone: the hat cannot read a case."""

import hashlib
import pickle
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.acting import Acting
from accounts.roles import Permission
from insights import reading, today
from insights.choices import Choice, ChoiceForm, home_of, sectors_for, units_for
from insights.enums import PeriodKind
from insights.keeping import Place, audience_of, keep, kept
from insights.pages import FIRST_LOOK, TOPICS, Topic, attention, first_look
from insights.pages.base import STEPS_UP, Look, Part
from insights.periods import Period, containing
from insights.reading import UnitName
from insights.views import framing
from insights.views.base import PURPOSE, acting_of, may, page
from insights.views.framing import FRAME, framed
from schools.access import needs
from schools.enums import SECTOR_OF
from shell.caching import Recent
from shell.csv_files import csv_response

MOST_ITEMS = 7  # what somebody can act on in one sitting; the rest is a click away


@dataclass(frozen=True)
class Asked:
    """What a request asks for: its filters, and what there is to see. `offered`: all that the filters were made of."""

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
            and all(len(asked.getlist(name)) == 1 for name in asked)
        )


def asked(request: HttpRequest, topic: Topic, names: list[UnitName]) -> Asked:
    """The look that the address and the role ask for. Two queries, whatever is asked."""
    acting: Acting = request.acting  # type: ignore[attr-defined]
    holding = request.holding  # type: ignore[attr-defined]
    units = units_for(holding, names)
    sectors, home = sectors_for(holding, names), home_of(holding, units)
    form = ChoiceForm(
        request.GET,
        units=units,
        sectors=sectors,
        today=acting.today,
        home=home,
        by_school_kind=topic.by_school_kind,
    )
    offered = (request.GET.urlencode(), tuple(units), tuple(sectors), acting.today, home, topic.by_school_kind)
    choice = form.choice()
    figures = reading.figures(periods_of(choice), topic.reads(choice), today=acting.today)
    first, after = choice.live_months[0].first, choice.live_until.after
    live = today.read(
        topic.sources, choice.scope, first=first, after=after, until=choice.money_until, today=acting.today
    )
    schools = Counter(str(SECTOR_OF[unit.kind]) for unit in names if unit.kind)
    return Asked(form, Look(choice, figures, live, units, schools, names), request.GET.urlencode(), offered)


def periods_of(choice: Choice) -> list[Period]:
    """Every period that a page of this choice may show: those asked for, the longer ones it steps up to, and the same a
    year earlier."""
    year = containing(choice.period.last_month, PeriodKind.SCHOOL_YEAR)
    found = {*choice.periods, choice.before, year, year.previous}
    for kind in STEPS_UP[choice.period.kind][1:]:
        longer = choice.of_kind(kind)
        found |= {*longer, *(one.year_earlier for one in longer[-1:])}
    return sorted(found)


def as_kept(request: HttpRequest, slug: str = FIRST_LOOK.slug) -> HttpResponse | None:
    """The page as it was drawn before, when nothing that it shows has changed since. One query."""
    topic = TOPICS.get(slug, FIRST_LOOK)
    audience, today = audience_of(request.holding), acting_of(request).today  # type: ignore[attr-defined]
    place = Place(audience, request.get_full_path(), today, reading.state().of(topic.tables))
    request.place = place  # type: ignore[attr-defined]
    content = kept(place)
    return None if content is None else framed(request, topic.slug, topic.name, content)


@require_safe
@needs(Permission.SEE_FIGURES, purpose=PURPOSE, before=as_kept)
def dashboard(request: HttpRequest) -> HttpResponse:
    """The first look: what needs a person now, and the main figures with the way to their pages."""
    writes = may(request, Permission.WRITE_REPORT)

    def draw(found: Asked) -> str:
        items = attention.found(found.look, writes_report=writes)
        shown = {
            "items": items[:MOST_ITEMS],
            "more": items[MOST_ITEMS:],
            **with_meaning(first_look.tiles(found.look, found.query)),
            "parts": drawn(first_look.parts(found.look), FIRST_LOOK.slug, found.query),
        }
        return render_to_string("insights/first_look.html", {**around(found, FIRST_LOOK.slug), **shown})

    return page_of(request, FIRST_LOOK, draw)


@require_safe
@needs(Permission.SEE_FIGURES, purpose=PURPOSE, before=as_kept)
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Figures of a unit about one subject, over time and beside a year earlier. The address says everything, so it can be
    shared."""
    about = TOPICS[slug]

    def draw(found: Asked) -> str:
        shown = {
            "topic": about,
            **with_meaning(about.tiles(found.look)),
            "parts": drawn(about.parts(found.look), slug, found.query),
        }
        return render_to_string("insights/topic.html", {**around(found, slug), **shown})

    return page_of(request, about, draw)


def drawn(parts: Sequence[Part], slug: str, query: str) -> list[str]:
    """Charts and tables as they stand on the page. A change touches a few of them; the others are as they were."""
    return [_drawn(part, slug, query) for part in parts]


@lru_cache(maxsize=200)  # some twenty KB each
def _drawn(part: Part, slug: str, query: str) -> str:
    return render_to_string("insights/part.html", {"part": part, "slug": slug, "query": query})


def with_meaning(tiles: list[Any]) -> dict[str, object]:
    """Tiles, and the definitions of what they show, each once."""
    return {"tiles": tiles, "meaning": list({tile.definition.code: tile.definition for tile in tiles}.values())}


def page_of(request: HttpRequest, topic: Topic, draw: Callable[[Asked], str]) -> HttpResponse:
    """A page of figures of which nothing was kept (`as_kept`): drawn, and kept when its address is sound."""
    place: Place = request.place  # type: ignore[attr-defined]
    found = asked(request, topic, reading.unit_names(acting_of(request).today))
    if found.is_sound:
        # What changed may be a month or a unit that is not on this page: then its rows are those that it was drawn from.
        same = replace(place, state=place.state and f"rows {found.fingerprint}")
        if (content := kept(same)) is None:
            content = draw(found).encode()
            keep(same, content)
        keep(place, content)
        return framed(request, topic.slug, topic.name, content)
    content = draw(found).encode()
    # The form tells the frame of a filter that is wrong.
    more = {"content": mark_safe(content.decode()), "form": found.form}  # noqa: S308 drawn by a template
    return page(request, FRAME, topic.slug, title=topic.name, query=request.GET.urlencode(), **more)


@require_safe
@needs(Permission.SEE_FIGURES, purpose=PURPOSE)
def topic_file(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One chart or table of a page as a spreadsheet reads it. Http404: the page has no such part."""
    about = FIRST_LOOK if slug == FIRST_LOOK.slug else TOPICS.get(slug)
    if about is None:
        raise Http404("no such page of figures")
    found = asked(request, about, reading.unit_names(acting_of(request).today))
    part = next((one for one in about.parts(found.look) if one.key == key), None)
    if part is None:
        raise Http404("no such part on this page")
    choice = found.choice
    return csv_response(f"{slug}-{key}-{slugify(choice.name)}-{choice.period.code}", part.head(), part.rows())


def around(found: Asked, slug: str) -> dict[str, object]:
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
    framing.forget()
