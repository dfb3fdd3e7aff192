"""One question in a meeting: weighing, guests, decisions, and the report for the parents."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases import actions, reports
from cases.forms import DecisionOnItemForm, GuestForm, OffAgendaForm, WeighForm
from cases.models import AgendaItem, Case
from cases.reading import meetings as reading
from cases.reading.family import family_of
from cases.views.base import PURPOSE, acting, kept, page, press, seen_case, typed_before
from cases.views.parts import ask, both_kept
from schools.access import needs
from shell.numbers import write_day


def item_url(key: UUID) -> str:
    return reverse("cases:item", args=[key])


def _item(request: HttpRequest, key: UUID, *, what: str) -> tuple[AgendaItem, Case]:
    """The item and its question, for somebody who may see it."""
    found = get_object_or_404(reading.items(), pk=key)
    return found, seen_case(request, found.case_id, what=what)


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, key: UUID) -> HttpResponse:
    """The live minutes of one question; what one types is kept as a draft. Two people's texts both stay."""
    by = acting(request)
    found, case = _item(request, key, what="weging")
    stands: dict[str, Any] = {name: getattr(found, name) for name in (*WeighForm.WEIGHING, "version")}
    given = kept(request, **stands, done=found.weighed_on is not None)
    theirs = [found] if typed_before(given, found.version) else []
    form = WeighForm(cancel_url=reverse("cases:meeting", args=[found.meeting_id]), **given)

    def act() -> None:
        told = form.cleaned_data
        with both_kept(form, theirs):
            actions.weigh(by=by, item=found, weighing=form.weighing(), version=told["version"], done=told["done"])

    return ask(
        request,
        form,
        act,
        heading="Weging",
        said="De weging is opgeslagen.",
        to=item_url(key),
        template="cases/item.html",
        case=case,
        item=found,
        theirs=theirs,
        guests=list(found.guests.select_related("party", "sharing__ground")),
        decisions=[(one, reading.who_decided(one)) for one in reading.decisions().filter(item=found)],
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def take_off(request: HttpRequest, key: UUID) -> HttpResponse:
    """Not talked about after all, and why."""
    found, case = _item(request, key, what="agendapunt")
    back = reverse("cases:meeting", args=[found.meeting_id])
    form = OffAgendaForm(**kept(request), cancel_url=back)
    return ask(
        request,
        form,
        lambda: actions.take_off_agenda(by=acting(request), item=found, why=form.cleaned_data["why"]),
        heading="Vraag van de agenda halen",
        said="De vraag is van de agenda. Terugzetten kan zolang het overleg nog komt.",
        to=back,
        case=case,
        about=f"{found.meeting.kind} van {write_day(found.meeting.on)}",
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_POST
def put_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """It is talked about after all."""
    found = get_object_or_404(AgendaItem, pk=key)
    return press(
        request,
        lambda: actions.put_back_on_agenda(by=acting(request), item=found),
        said="De vraag staat weer op de agenda.",
        to=reverse("cases:meeting", args=[found.meeting_id]),
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """A decision that becomes an action or support at once."""
    by = acting(request)
    found, case = _item(request, key, what="besluit")
    guardians = family_of(case.pupil).on(by.today)
    form = DecisionOnItemForm(**kept(request), today=by.today, case=case, guardians=guardians, cancel_url=item_url(key))
    return ask(
        request,
        form,
        lambda: actions.decide_on_item(
            by=by, item=found, text=form.cleaned_data["text"], task=form.task(), support=form.support()
        ),
        heading="Besluit vastleggen",
        said="Het besluit is vastgelegd.",
        to=item_url(key),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, key: UUID) -> HttpResponse:
    """A party takes part in talking about this child."""
    found, case = _item(request, key, what="uitnodiging")
    form = GuestForm(**kept(request), team=case.team_id, cancel_url=item_url(key))
    return ask(
        request,
        form,
        lambda: actions.invite_to_item(
            by=acting(request), item=found, party=form.cleaned_data["party"], basis=form.basis()
        ),
        heading="Iemand laten meepraten over dit kind",
        said="De partij is uitgenodigd bij deze vraag.",
        to=item_url(key),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose="verslag voor de ouders")
@require_safe
def report(request: HttpRequest, key: UUID) -> HttpResponse:
    """The report for the parents, to read and to print."""
    found = get_object_or_404(reading.items(), pk=key)
    case = get_object_or_404(Case.objects.with_names(), pk=found.case_id)
    looked(by=acting(request), kind=Look.Kind.PRINT, what="verslag van overleg", subjects=[case.pupil_id], case=case.pk)
    return page(request, "cases/report.html", report=reports.meeting_report(found, case), item=found)


@needs(Permission.WORK_CASES, purpose="verslag voor de ouders")
@require_safe
def report_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """The same as a tagged PDF. The name of the file says nothing about the child."""
    found = get_object_or_404(reading.items(), pk=key)
    case = get_object_or_404(Case.objects.with_names(), pk=found.case_id)
    looked(
        by=acting(request), kind=Look.Kind.EXPORT, what="verslag van overleg", subjects=[case.pupil_id], case=case.pk
    )
    response = HttpResponse(reports.as_pdf(reports.meeting_report(found, case)), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="verslag-overleg.pdf"'
    return response
