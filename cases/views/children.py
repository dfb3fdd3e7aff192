"""The child itself and its guardians: what is known is put right here, also when the family asks for a correction."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.roles import Permission
from cases import actions
from cases.actions import children
from cases.forms.children import ChangeAbsenceForm, ChildForm, ContactForm, MoveForm
from cases.models import Absence, Guardianship
from cases.views.base import PURPOSE, acting, kept, seen_case, typed_before
from cases.views.family import case_of, family_url
from cases.views.parts import ask, both_kept, shown
from schools.access import needs


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def change_child(request: HttpRequest, key: UUID) -> HttpResponse:
    """Name, birth date, group, leaving school and start qualification."""
    by = acting(request)
    case = seen_case(request, key, what="gegevens van het kind")
    stands = ChildForm.stands(case.pupil)
    given = kept(request, **stands)
    meanwhile = typed_before(given, case.pupil.version)
    form = ChildForm(today=by.today, cancel_url=family_url(key), **given)
    theirs = [shown(form, stands)] if meanwhile else []

    def do() -> None:
        with both_kept(form, theirs, as_=lambda row: shown(form, ChildForm.stands(row))):
            children.change_child(by=by, pupil=case.pupil, facts=form.facts(), version=form.cleaned_data["version"])

    return ask(
        request,
        form,
        do,
        heading="Gegevens van het kind",
        said="De gegevens zijn aangepast.",
        to=family_url(key),
        template="cases/both_forms.html",
        case=case,
        theirs=theirs,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def move_home(request: HttpRequest, key: UUID) -> HttpResponse:
    """The child lives in another gemeente."""
    by = acting(request)
    case = seen_case(request, key, what="gegevens van het kind")
    form = MoveForm(**kept(request), today=by.today, cancel_url=family_url(key))
    return ask(
        request,
        form,
        lambda: actions.move_home(by=by, pupil=case.pupil, home=form.cleaned_data["home"], on=form.cleaned_data["on"]),
        heading="Verhuisd naar een andere gemeente",
        said="De verhuizing is vastgelegd.",
        to=family_url(key),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def change_guardian(request: HttpRequest, key: UUID) -> HttpResponse:
    """How a guardian is called and reached."""
    by = acting(request)
    held = get_object_or_404(Guardianship.objects.select_related("guardian"), pk=key)
    case = seen_case(request, case_of(held.pupil_id), what="gezin")
    stands = ContactForm.stands(held.guardian)
    given = kept(request, **stands)
    meanwhile = typed_before(given, held.guardian.version)
    form = ContactForm(cancel_url=family_url(case.pk), **given)
    theirs = [shown(form, stands)] if meanwhile else []

    def do() -> None:
        told = {name: form.cleaned_data[name] for name in ("name", "phone", "email", "version")}
        with both_kept(form, theirs, as_=lambda row: shown(form, ContactForm.stands(row))):
            children.change_guardian(by=by, guardian=held.guardian, **told)

    return ask(
        request,
        form,
        do,
        heading="Gegevens van een ouder of verzorger",
        said="De gegevens zijn aangepast.",
        to=family_url(case.pk),
        template="cases/both_forms.html",
        case=case,
        theirs=theirs,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def change_absence(request: HttpRequest, key: UUID) -> HttpResponse:
    """A spell is put right, or ends."""
    by = acting(request)
    absence = get_object_or_404(Absence, pk=key)
    case = seen_case(request, case_of(absence.pupil_id), what="verzuim")
    back = reverse("cases:absence", args=[case.pk])
    stands = ChangeAbsenceForm.stands(absence)
    given = kept(request, **stands)
    meanwhile = typed_before(given, absence.version)
    form = ChangeAbsenceForm(today=by.today, cancel_url=back, **given)
    theirs = [shown(form, stands)] if meanwhile else []

    def do() -> None:
        with both_kept(form, theirs, as_=lambda row: shown(form, ChangeAbsenceForm.stands(row))):
            children.change_absence(by=by, absence=absence, spell=form.mended(), version=form.cleaned_data["version"])

    return ask(
        request,
        form,
        do,
        heading="Verzuim aanpassen",
        said="Het verzuim is aangepast.",
        to=back,
        template="cases/both_forms.html",
        case=case,
        theirs=theirs,
    )
