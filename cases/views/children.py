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
from cases.views.base import PURPOSE, acting, seen_case
from cases.views.family import case_of, family_url
from cases.views.parts import ask
from schools.access import needs


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def change_child(request: HttpRequest, key: UUID) -> HttpResponse:
    """Name, birth date, group, leaving school and start qualification."""
    by = acting(request)
    case = seen_case(request, key, what="gegevens van het kind")
    form = ChildForm(request.POST or None, today=by.today, pupil=case.pupil, cancel_url=family_url(key))
    return ask(
        request,
        form,
        lambda: children.change_child(by=by, pupil=case.pupil, facts=form.facts()),
        heading="Gegevens van het kind",
        said="De gegevens zijn aangepast.",
        to=family_url(key),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def move_home(request: HttpRequest, key: UUID) -> HttpResponse:
    """The child lives in another gemeente."""
    by = acting(request)
    case = seen_case(request, key, what="gegevens van het kind")
    form = MoveForm(request.POST or None, today=by.today, cancel_url=family_url(key))
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
    form = ContactForm(request.POST or None, guardian=held.guardian, cancel_url=family_url(case.pk))

    def do() -> None:
        told = form.cleaned_data
        children.change_guardian(
            by=by, guardian=held.guardian, name=told["name"], phone=told["phone"], email=told["email"]
        )

    return ask(
        request,
        form,
        do,
        heading="Gegevens van een ouder of verzorger",
        said="De gegevens zijn aangepast.",
        to=family_url(case.pk),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def change_absence(request: HttpRequest, key: UUID) -> HttpResponse:
    """A spell is put right, or ends."""
    by = acting(request)
    absence = get_object_or_404(Absence, pk=key)
    case = seen_case(request, case_of(absence.pupil_id), what="verzuim")
    back = reverse("cases:absence", args=[case.pk])
    form = ChangeAbsenceForm(request.POST or None, today=by.today, absence=absence, cancel_url=back)
    return ask(
        request,
        form,
        lambda: children.change_absence(by=by, absence=absence, spell=form.mended()),
        heading="Verzuim aanpassen",
        said="Het verzuim is aangepast.",
        to=back,
        case=case,
    )
