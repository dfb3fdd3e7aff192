"""Support of a child, and collective offers."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Permission
from cases import access, actions
from cases.enums import StopReason
from cases.forms import CollectiveForm, EndForm, EvaluateSupportForm, NewSupportForm, StartForm, TlvForm
from cases.models import Case, Support
from cases.models.support import Effect, SupportKind
from cases.reading import support as reading
from cases.views.base import PURPOSE, acting, kept, page, seen_case
from cases.views.parts import ask, escalations_of, part_page
from schools.access import needs
from shell.forms import ShellForm
from shell.keyset import paginate


def support_url(case: UUID | None) -> str:
    return reverse("cases:support", args=[case]) if case else reverse("cases:collective")


@needs(Permission.SEE_CASES, Permission.SEE_SHARED_CASES, purpose=PURPOSE)
@require_safe
def support(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was brought in, how long it waited, and specialist youth care."""
    by = acting(request)
    case = seen_case(request, key, what="ondersteuning")
    given, escalated = reading.support_of(case, today=by.today), escalations_of(request, case)
    providers = {one.support.provider_id for one in given} | {one.provider_id for one, _ in escalated["escalations"]}
    may_mark = bool(providers - {None})
    return part_page(
        request,
        "cases/support.html",
        case,
        given=given,
        **escalated,
        may_mark=may_mark,
        marks=list(reading.marks_of(case)),
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest, key: UUID) -> HttpResponse:
    """Bring support in for this child."""
    by = acting(request)
    case = seen_case(request, key, what="ondersteuning")
    mandate = access.mandate_of(by, team=case.team_id)
    form = NewSupportForm(**kept(request), today=by.today, mandate=mandate, cancel_url=support_url(case.pk))
    return ask(
        request,
        form,
        lambda: actions.bring_in(by=by, support=form.support(team=case.team_id, case=case)),
        heading="Ondersteuning inzetten",
        said="De ondersteuning is vastgelegd.",
        to=support_url(case.pk),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, key: UUID) -> HttpResponse:
    """It started."""
    found, case = _found(request, key)
    form = StartForm(**kept(request), today=acting(request).today, cancel_url=support_url(found.case_id))
    return _about(
        request,
        found,
        case,
        form,
        lambda: actions.start_support(by=acting(request), support=found, on=form.cleaned_data["on"]),
        heading="Start van de ondersteuning",
        said="De start is vastgelegd.",
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """It ended."""
    found, case = _found(request, key)
    form = EndForm(**kept(request), today=acting(request).today, cancel_url=support_url(found.case_id))

    def act() -> None:
        told = form.cleaned_data
        actions.end_support(
            by=acting(request),
            support=found,
            on=told["on"],
            reason=StopReason(told["reason"]),
            effect=Effect(told["effect"]),
            note=told["note"],
        )

    said = "Het einde is vastgelegd."
    return _about(request, found, case, form, act, heading="Einde van de ondersteuning", said=said)


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def decide_tlv(request: HttpRequest, key: UUID) -> HttpResponse:
    """The samenwerkingsverband decided."""
    found, case = _found(request, key)
    form = TlvForm(**kept(request), today=acting(request).today, cancel_url=support_url(found.case_id))
    return _about(
        request,
        found,
        case,
        form,
        lambda: actions.decide_tlv(by=acting(request), support=found, decision=form.told()),
        heading="Besluit over de TLV",
        said="Het besluit is vastgelegd.",
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def evaluate(request: HttpRequest, key: UUID) -> HttpResponse:
    """It was evaluated with the pupil."""
    found, case = _found(request, key)
    form = EvaluateSupportForm(**kept(request), today=acting(request).today, cancel_url=support_url(found.case_id))

    def act() -> None:
        told = form.cleaned_data
        actions.evaluate_support(
            by=acting(request),
            support=found,
            on=told["on"],
            note=told["note"],
            heard=form.heard(),
            next_on=told["next_on"],
        )

    heading = "OPP evalueren" if found.kind == SupportKind.OPP else "Ondersteuning evalueren"
    return _about(request, found, case, form, act, heading=heading, said="De evaluatie is opgeslagen.")


def _found(request: HttpRequest, key: UUID) -> tuple[Support, Case | None]:
    """The support and its case; a look is logged where there is a child."""
    found = get_object_or_404(Support, pk=key)
    return found, seen_case(request, found.case_id, what="ondersteuning") if found.case_id else None


def _about(
    request: HttpRequest,
    found: Support,
    case: Case | None,
    form: ShellForm,
    do: Callable[[], object],
    *,
    heading: str,
    said: str,
) -> HttpResponse:
    return ask(
        request,
        form,
        do,
        heading=heading,
        said=said,
        to=support_url(found.case_id),
        case=case,
        about=found.what,
    )


@needs(Permission.SEE_CASES, purpose="aanbod van het team")
@require_safe
def collective(request: HttpRequest) -> HttpResponse:
    """Offers for groups and classes, without a child by name."""
    found = paginate(reading.collective(), keys=("-asked_on", "-id"), query=request.GET, size=25)
    return page(request, "cases/collective.html", found=found)


@needs(Permission.WORK_CASES, purpose="aanbod van het team")
@require_http_methods(["GET", "POST"])
def new_collective(request: HttpRequest) -> HttpResponse:
    """Record an offer for a group or a class."""
    by = acting(request)
    teams = [(str(place.unit_id), place.unit_name) for place in request.holding.places]  # type: ignore[attr-defined]
    form = CollectiveForm(**kept(request), today=by.today, teams=teams, cancel_url=support_url(None))
    return ask(
        request,
        form,
        lambda: actions.bring_in(by=by, support=form.support(team=UUID(form.cleaned_data["team"]), case=None)),
        heading="Collectief aanbod vastleggen",
        said="Het aanbod is vastgelegd.",
        to=support_url(None),
    )
