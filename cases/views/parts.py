"""The parts of a question: its sub-navigation, and the frame in which each part is drawn."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django.forms import ChoiceField, Field, ModelChoiceField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from accounts.roles import Permission
from cases import access, queries
from cases.enums import EscalationStatus
from cases.models import Case
from cases.policies import ChangedMeanwhile
from cases.reading import following
from cases.views.base import acting, page, send
from shell.forms import ShellForm
from shell.numbers import write_day, write_decimal


@dataclass(frozen=True)
class Part:
    """A page about a question. `team_only`: it holds nothing that is shared with somebody who was let in."""

    label: str
    url_name: str
    team_only: bool = False


#: In this order under the name of the child. A room of the house that adds a page adds a line.
PARTS: tuple[Part, ...] = (
    Part("Overzicht", "cases:case"),
    Part("Plan", "cases:plan"),
    Part("Ondersteuning", "cases:support"),
    Part("Overleg", "cases:case_meetings", team_only=True),
    Part("Gezin", "cases:family", team_only=True),
    Part("Delen", "cases:sharing", team_only=True),
    Part("Logboek", "cases:case_log"),
    Part("Bijlagen", "cases:attachments"),
    Part("Verzuim", "cases:absence"),
    Part("Overgang", "cases:transition", team_only=True),
    Part("Rechten", "cases:rights", team_only=True),
)


@dataclass(frozen=True)
class Tab:
    """A part as it stands on this page."""

    label: str
    url: str
    current: bool


def works_in(request: HttpRequest) -> bool:
    """Whether the person of this request works in the file, or only reads what was shared."""
    return Permission.WORK_CASES in request.holding.role.permissions  # type: ignore[attr-defined]


def tabs(request: HttpRequest, case: Case) -> list[Tab]:
    found = []
    for part in PARTS:
        if works_in(request) or not part.team_only:
            url = reverse(part.url_name, args=[case.pk])
            found.append(Tab(part.label, url, current=request.path == url))
    return found


def escalations_of(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What the panel about specialist youth care shows, as context of a page."""
    by = acting(request)
    found = [
        (one, following.chain(one, raised_on=case.raised_on, today=by.today)) for one in queries.escalations_of(case)
    ]
    asked = next((one for one, _ in found if one.status == EscalationStatus.REQUESTED), None)
    works = works_in(request) and case.is_open
    return {
        "escalations": found,
        "may_request": works and not asked and access.can_request(by, case),
        "no_desk": bool(works and asked and not queries.has_desk(asked.home_id, today=by.today)),
    }


def part_page(
    request: HttpRequest, template: str, case: Case, form: ShellForm | None = None, **context: Any
) -> HttpResponse:
    """A part of a question, in its frame."""
    decides = Permission.DECIDE_ESCALATION in request.holding.role.permissions  # type: ignore[attr-defined]
    frame = {"case": case, "works": works_in(request), "decides": decides, "tabs": tabs(request, case)}
    return page(request, template, form, **frame, **context)


Shown = list[tuple[str, str]]


def shown(form: ShellForm, stands: Mapping[str, Any]) -> Shown:
    """What somebody else saved, to read beside one's own: the label of each field, and what it says now."""
    return [(str(form[name].label), _words(form.fields[name], stands[name])) for name in stands if name != "version"]


def _words(field: Field, value: Any) -> str:
    if value in (None, ""):
        return "niet ingevuld"
    if isinstance(field, ChoiceField) and not isinstance(field, ModelChoiceField):
        return str(dict(cast(Iterable[tuple[Any, Any]], field.choices)).get(value, value))
    if isinstance(value, datetime.date):
        return write_day(value)
    return write_decimal(value, 2) if isinstance(value, Decimal) else str(value)


@contextmanager
def both_kept(form: ShellForm, theirs: list[Any], *, as_: Callable[[Any], Any] = lambda row: row) -> Iterator[None]:
    """When somebody else saved first, `theirs` gets what they saved (`as_` the page shows it): the page shows both texts,
    and the next sending is about theirs. The refusal goes on to `send`."""
    try:
        yield
    except ChangedMeanwhile as changed:
        theirs.append(as_(changed.theirs))
        data = cast(QueryDict, form.data).copy()
        data["version"] = str(changed.theirs.version)
        form.data = data
        raise


def ask(
    request: HttpRequest,
    form: ShellForm,
    do: Callable[[], object],
    *,
    heading: str,
    said: str,
    to: str | Callable[[], str],
    template: str = "cases/form.html",
    **context: Any,
) -> HttpResponse:
    """A page with one form: when it was filled in well, `do` it once and go to `to`."""

    def act() -> str:
        do()
        return to if isinstance(to, str) else to()

    return send(request, form, act, said=said) or page(
        request, template, form, heading=heading, **{"case": None, **context}
    )
