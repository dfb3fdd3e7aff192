"""The family's rights: requests, own statements and a copy of everything. Destruction is in `removals`."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases import family_copy, tasks
from cases.actions import rights as actions
from cases.forms.family import ConfirmForm
from cases.forms.rights import RightAnswerForm, RightForm, StatementForm
from cases.models import FamilyExport, FamilyRequest, Removal, Statement
from cases.reading import rights as reading
from cases.views.base import PURPOSE, acting, kept, page, seen_case, send
from cases.views.parts import ask, part_page
from schools.access import needs

RIGHTS = "rechten van het gezin"
COPY_TYPES = {"pdf": "application/pdf", "json": "application/json"}


def rights_url(case: UUID) -> str:
    return reverse("cases:rights", args=[case])


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_safe
def rights(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the family asked and said, copies that were made, and what would hold destruction back."""
    by = acting(request)
    case = seen_case(request, key, what=RIGHTS)
    exports = FamilyExport.objects.filter(pupil=case.pupil_id, asked_by_id=by.actor)
    return part_page(
        request,
        "cases/rights.html",
        case,
        requests=[(one, reading.answer_by(one)) for one in reading.requests_of(case.pupil_id)],
        statements=list(Statement.objects.filter(case=case).annotate(author_name=F("recorded_by__name"))),
        exports=list(exports[:5]),
        removals=list(Removal.objects.filter(pupil_id=case.pupil_id)[:5]),
        blocks=reading.blocks(case.pupil_id, today=by.today),
        may_ask=reading.removal_request(case.pupil_id) is not None,
    )


@needs(Permission.WORK_CASES, purpose=RIGHTS)
@require_http_methods(["GET", "POST"])
def ask_right(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record what the family asks."""
    by = acting(request)
    case = seen_case(request, key, what=RIGHTS)
    form = RightForm(**kept(request), today=by.today, cancel_url=rights_url(key))

    def do() -> FamilyRequest:
        told = form.cleaned_data
        kind = FamilyRequest.Kind(told["kind"])
        return actions.ask_right(
            by=by, pupil=case.pupil, kind=kind, asked_by=told["asked_by"], what=told["what"], on=told["on"]
        )

    return ask(
        request,
        form,
        do,
        heading="Verzoek van het gezin",
        said="Het verzoek is vastgelegd.",
        to=rights_url(key),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=RIGHTS)
@require_http_methods(["GET", "POST"])
def answer_right(request: HttpRequest, key: UUID, asked: UUID) -> HttpResponse:
    """Answer a request."""
    by = acting(request)
    case = seen_case(request, key, what=RIGHTS)
    found = get_object_or_404(FamilyRequest, pk=asked, pupil=case.pupil_id)
    form = RightAnswerForm(**kept(request), cancel_url=rights_url(key))
    return ask(
        request,
        form,
        lambda: actions.answer_right(
            by=by, request=found, granted=form.cleaned_data["granted"] == "ja", answer=form.cleaned_data["answer"]
        ),
        heading=f"Antwoord op: {found.get_kind_display()}",
        said="Het antwoord is vastgelegd.",
        to=rights_url(key),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=RIGHTS)
@require_http_methods(["GET", "POST"])
def add_statement(request: HttpRequest, key: UUID) -> HttpResponse:
    """The family's own words go into the file."""
    by = acting(request)
    case = seen_case(request, key, what=RIGHTS)
    form = StatementForm(cancel_url=rights_url(key), **kept(request))
    return ask(
        request,
        form,
        lambda: actions.add_statement(
            by=by, case=case, told_by=form.cleaned_data["told_by"], text=form.cleaned_data["text"]
        ),
        heading="Eigen verklaring van het gezin",
        said="De verklaring staat in het dossier.",
        to=rights_url(key),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=RIGHTS)
@require_http_methods(["GET", "POST"])
def ask_export(request: HttpRequest, key: UUID) -> HttpResponse:
    """A copy of everything: made by a task, whose page says how far it is."""
    by = acting(request)
    case = seen_case(request, key, what=RIGHTS)
    form = ConfirmForm(request.POST or None, label="Kopie maken", cancel_url=rights_url(key))

    def act() -> str:
        made = actions.ask_export(by=by, pupil=case.pupil)
        transaction.on_commit(lambda: tasks.make_export.delay(str(made.pk)))
        return reverse("cases:export", args=[key, made.pk])

    answer = send(request, form, act, said="De kopie wordt gemaakt.")
    return answer or page(
        request,
        "cases/form.html",
        form,
        case=case,
        heading="Kopie van het hele dossier maken?",
        about="U krijgt een PDF om te lezen en een bestand voor een ander programma, met alles wat van het team is en wat alleen "
        "van uw kant is. De andere kant maakt zelf een kopie. Samen is dat het hele dossier.",
    )


def _export(request: HttpRequest, case: UUID, key: UUID) -> FamilyExport:
    found = get_object_or_404(FamilyExport, pk=key, asked_by_id=acting(request).actor)
    return get_object_or_404(FamilyExport, pk=found.pk, pupil__cases=case)


@needs(Permission.WORK_CASES, purpose=RIGHTS)
@require_safe
def export(request: HttpRequest, key: UUID, export: UUID) -> HttpResponse:
    """How far the copy is; then where to get it. htmx asks again while it is being made."""
    case = seen_case(request, key, what=RIGHTS)
    return page(request, "cases/export.html", case=case, export=_export(request, key, export))


@needs(Permission.WORK_CASES, purpose=RIGHTS)
@require_safe
def export_file(request: HttpRequest, key: UUID, export: UUID, ending: str) -> HttpResponse:
    """The copy itself. The name of the file says nothing about the child."""
    found = _export(request, key, export)
    place = family_copy.place(found, ending)
    if found.state != FamilyExport.State.DONE or ending not in COPY_TYPES or not place.exists():
        raise Http404
    looked(by=acting(request), kind=Look.Kind.EXPORT, what="kopie van het dossier", subjects=[found.pupil_id], case=key)
    headers = {"Content-Disposition": f'attachment; filename="dossier.{ending}"', "Cache-Control": "no-store"}
    return HttpResponse(place.read_bytes(), content_type=COPY_TYPES[ending], headers=headers)
