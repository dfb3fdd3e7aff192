"""Pages of figures. What they show comes from summaries and publications alone: the hat cannot read a case."""

from collections import Counter
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from accounts.acting import Acting
from accounts.roles import Permission
from insights import reading, today
from insights.choices import Choice, ChoiceForm, home_of, sectors_for, units_for
from insights.enums import PeriodKind
from insights.pages import FIRST_LOOK, TOPICS, Topic, attention, first_look
from insights.pages.base import STEPS_UP, Look
from insights.periods import Period, containing
from insights.views.base import PURPOSE, may
from schools.access import needs
from schools.enums import SECTOR_OF
from shell.csv_files import csv_response

MOST_ITEMS = 7  # what somebody can act on in one sitting; the rest is a click away


@dataclass(frozen=True)
class Asked:
    """What a request asks for: its filters, and what there is to see."""

    form: ChoiceForm
    look: Look

    @property
    def choice(self) -> Choice:
        return self.look.choice


def asked(request: HttpRequest, topic: Topic) -> Asked:
    """The look that the address and the role ask for. Three queries, whatever is asked."""
    acting: Acting = request.acting  # type: ignore[attr-defined]
    holding = request.holding  # type: ignore[attr-defined]
    names = reading.unit_names(acting.today)
    units = units_for(holding, names)
    form = ChoiceForm(
        request.GET,
        units=units,
        sectors=sectors_for(holding, names),
        today=acting.today,
        home=home_of(holding, units),
        by_school_kind=topic.by_school_kind,
    )
    choice = form.choice()
    figures = reading.figures(periods_of(choice), topic.scopes(choice), today=acting.today)
    first, after = choice.live_months[0].first, choice.live_until.after
    live = today.read(
        topic.sources, choice.scope, first=first, after=after, until=choice.money_until, today=acting.today
    )
    schools = Counter(str(SECTOR_OF[unit.kind]) for unit in names if unit.kind)
    return Asked(form, Look(choice, figures, live, units, schools))


def periods_of(choice: Choice) -> list[Period]:
    """Every period that a page of this choice may show: those asked for, the longer ones it steps up to, and the same a
    year earlier."""
    year = containing(choice.period.last_month, PeriodKind.SCHOOL_YEAR)
    found = {*choice.periods, choice.before, year, year.previous}
    for kind in STEPS_UP[choice.period.kind][1:]:
        longer = choice.of_kind(kind)
        found |= {*longer, *(one.year_earlier for one in longer[-1:])}
    return sorted(found)


@require_safe
@needs(Permission.SEE_FIGURES, purpose=PURPOSE)
def dashboard(request: HttpRequest) -> HttpResponse:
    """The first look: what needs a person now, and the main figures with the way to their pages."""
    found = asked(request, FIRST_LOOK)
    items = attention.found(found.look, writes_report=may(request, Permission.WRITE_REPORT))
    shown = {
        "items": items[:MOST_ITEMS],
        "more": items[MOST_ITEMS:],
        "tiles": first_look.tiles(found.look, request.GET.urlencode()),
        "parts": first_look.parts(found.look),
    }
    return render(request, "insights/first_look.html", {**frame(request, found, FIRST_LOOK.slug), **shown})


@require_safe
@needs(Permission.SEE_FIGURES, purpose=PURPOSE)
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Figures of a unit about one subject, over time and beside a year earlier. The address says everything, so it can be
    shared."""
    page = TOPICS[slug]
    found = asked(request, page)
    shown = {"topic": page, "tiles": page.tiles(found.look), "parts": page.parts(found.look)}
    return render(request, "insights/topic.html", {**frame(request, found, slug), **shown})


@require_safe
@needs(Permission.SEE_FIGURES, purpose=PURPOSE)
def topic_file(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One chart or table of a page as a spreadsheet reads it. Http404: the page has no such part."""
    page = FIRST_LOOK if slug == FIRST_LOOK.slug else TOPICS.get(slug)
    if page is None:
        raise Http404("no such page of figures")
    found = asked(request, page)
    part = next((one for one in page.parts(found.look) if one.key == key), None)
    if part is None:
        raise Http404("no such part on this page")
    choice = found.choice
    return csv_response(f"{slug}-{key}-{slugify(choice.name)}-{choice.period.code}", part.head(), part.rows())


def frame(request: HttpRequest, found: Asked, slug: str) -> dict[str, object]:
    """What every page of figures shows around its own: filters, the other pages, and how to read the numbers."""
    choice = found.choice
    return {
        "form": found.form,
        "choice": choice,
        "look": found.look,
        "tabs": TOPICS.values(),
        "slug": slug,
        "query": request.GET.urlencode(),
        "running": choice.period.next,
        "revision": found.look.figures.revisions.get(choice.period),
    }
