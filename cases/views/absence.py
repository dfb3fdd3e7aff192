"""Absence: of one child, thuiszitters on a day, and what a school's administration gives."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases.actions import school_administration as actions
from cases.forms.school_administration import AbsenceForm, AbsenceTableForm, PupilTableForm, ReferenceDay, TableForm
from cases.reading import absence as reading
from cases.views.base import PURPOSE, acting, kept, page, seen_case, send
from cases.views.parts import ask, part_page, works_in
from schools.access import needs


@needs(Permission.SEE_CASES, Permission.SEE_SHARED_CASES, purpose=PURPOSE)
@require_safe
def absence(request: HttpRequest, key: UUID) -> HttpResponse:
    """The spells of one child. Leerplicht reads them too, when the question was opened to that desk."""
    by = acting(request)
    case = seen_case(request, key, what="verzuim")
    spells = list(reading.absences_of(case.pupil_id)[:200])
    return part_page(
        request,
        "cases/absence.html",
        case,
        spells=[(one, one.days(by.today)) for one in spells],
        may_write=works_in(request),
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def record_absence(request: HttpRequest, key: UUID) -> HttpResponse:
    """One spell by hand."""
    by = acting(request)
    case = seen_case(request, key, what="verzuim")
    back = reverse("cases:absence", args=[key])
    form = AbsenceForm(**kept(request), today=by.today, cancel_url=back)
    return ask(
        request,
        form,
        lambda: actions.record_absence(by=by, pupil=case.pupil, spell=form.spell(case.pupil)),
        heading="Verzuim vastleggen",
        said="Het verzuim is vastgelegd.",
        to=back,
        case=case,
    )


@needs(Permission.SEE_CASES, purpose=PURPOSE)
@require_safe
def thuiszitters(request: HttpRequest) -> HttpResponse:
    """Who is without education for more than four weeks on end, and who missed many hours, on a reference date."""
    by = acting(request)
    form = ReferenceDay(request.GET)
    day = form.chosen().get("peildatum", by.today)
    found = reading.absent_on(day)
    looked(by=by, kind=Look.Kind.LIST, what="thuiszitters", subjects=found.pupils)
    return page(
        request,
        "cases/thuiszitters.html",
        filter=form,
        day=day,
        found=found,
        hours=settings.FLAG_ABSENCE_HOURS,
        weeks=settings.FLAG_ABSENCE_WEEKS,
    )


@needs(Permission.SEE_SHARED_CASES, purpose="vraag die met ons is gedeeld")
@require_safe
def shared(request: HttpRequest) -> HttpResponse:
    """Files that teams opened to this desk, such as leerplicht, with the absence of each child."""
    by = acting(request)
    found = reading.shared_files(actor=by.actor, role=by.role, today=by.today)
    looked(by=by, kind=Look.Kind.LIST, what="gedeelde vragen", subjects=[one.case.pupil_id for one in found])
    return page(
        request,
        "cases/shared.html",
        found=found,
        tells_absence=by.role == "LEERPLICHT",
        weeks=settings.FLAG_ABSENCE_WEEKS,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def import_pupils(request: HttpRequest) -> HttpResponse:
    """Pupils from a CSV: first what was read, then done at once."""
    form = _table_form(PupilTableForm, request)
    return _import(request, form, actions.import_pupils, "pupils", "Leerlingen overnemen uit de schooladministratie")


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def import_absence(request: HttpRequest) -> HttpResponse:
    """Absence from a CSV, in the same way."""
    form = _table_form(AbsenceTableForm, request)
    return _import(request, form, actions.import_absence, "spells", "Verzuim overnemen uit de schooladministratie")


def _table_form(kind: type[TableForm], request: HttpRequest) -> TableForm:
    teams = request.holding.unit_ids  # type: ignore[attr-defined]
    return kind(**kept(request), teams=teams, today=acting(request).today, cancel_url=reverse("cases:thuiszitters"))


def _import(request: HttpRequest, form: TableForm, action: object, rows: str, heading: str) -> HttpResponse:
    """Shows what was read until the user is sure and nothing is wrong; then one action."""
    by, template = acting(request), "cases/import.html"
    if request.method != "POST" or not form.is_valid():
        return page(request, template, form, heading=heading, read=False)
    if form.table.wrong or not form.cleaned_data["sure"]:
        return page(
            request,
            template,
            form,
            heading=heading,
            read=True,
            wrong=form.table.wrong[:200],
            number=len(form.found),  # type: ignore[attr-defined]
            preview=[row for _line, row in form.table.rows[:10]],
            columns=[(one.name, one.label) for one in form.columns],
            text=form.cleaned_data["text"],
        )

    def act() -> str:
        action(by=by, team=form.cleaned_data["team"], **{rows: form.found})  # type: ignore[operator, attr-defined]
        return reverse("cases:thuiszitters")

    answer = send(request, form, act, said="De gegevens zijn overgenomen.")
    return answer or page(request, template, form, heading=heading, read=False)
