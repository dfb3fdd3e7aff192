"""Pages of figures. What they show comes from summaries and publications alone: the hat cannot read a case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.roles import Permission
from insights import lately, reading
from insights.choices import Audience
from insights.drawing import asked, drawn_at
from insights.keeping import Place, kept
from insights.pages import FIRST_LOOK, TOPICS, Topic
from insights.views.base import PURPOSE, acting_of, page
from insights.views.framing import FRAME, framed
from schools.access import needs
from shell.csv_files import csv_response


def as_kept(request: HttpRequest, slug: str = FIRST_LOOK.slug) -> HttpResponse | None:
    """The page as it was drawn before, when nothing that it shows has changed since. One query."""
    topic = TOPICS.get(slug, FIRST_LOOK)
    state = reading.state().of(topic.tables)
    place = Place(_audience(request).told, request.get_full_path(), acting_of(request).today, state)
    request.place = place  # type: ignore[attr-defined]
    content = kept(place)
    if content is None:
        return None
    lately.note(topic.slug, place)
    return framed(request, topic.slug, topic.name, content)


@require_safe
@needs(Permission.SEE_FIGURES, purpose=PURPOSE, before=as_kept)
def dashboard(request: HttpRequest) -> HttpResponse:
    """The first look: what needs a person now, and the main figures with the way to their pages."""
    return _page_of(request, FIRST_LOOK)


@require_safe
@needs(Permission.SEE_FIGURES, purpose=PURPOSE, before=as_kept)
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Figures of a unit about one subject, over time and beside a year earlier. The address says everything, so it can be
    shared."""
    return _page_of(request, TOPICS[slug])


def _page_of(request: HttpRequest, topic: Topic) -> HttpResponse:
    """A page of figures of which nothing was kept (`as_kept`): drawn, and kept when its address is sound."""
    place: Place = request.place  # type: ignore[attr-defined]
    content, found = drawn_at(place, topic, _audience(request), request.GET)
    if found.is_sound:
        lately.note(topic.slug, place)
        return framed(request, topic.slug, topic.name, content)
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
    found = asked(about, _audience(request), request.GET, acting_of(request).today)
    part = next((one for one in about.parts(found.look) if one.key == key), None)
    if part is None:
        raise Http404("no such part on this page")
    choice = found.choice
    return csv_response(f"{slug}-{key}-{slugify(choice.name)}-{choice.period.code}", part.head(), part.rows())


def _audience(request: HttpRequest) -> Audience:
    return Audience.of(request.holding)  # type: ignore[attr-defined]
