"""Meedenken: questions without a name."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Permission
from cases import actions
from cases.forms import AnswerForm, ConsultationForm
from cases.models import Consultation
from cases.reading import meetings as reading
from cases.views.base import acting, draft_url, kept, page, with_draft
from cases.views.parts import ask
from schools.access import needs
from shell.keyset import paginate

THINKING_ALONG = "meedenken zonder naam"


@needs(Permission.SEE_CASES, purpose=THINKING_ALONG)
@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """Questions of one's teams, newest first, with how long the answer took."""
    found = paginate(reading.consultations(), keys=("-asked_on", "-id"), query=request.GET, size=25)
    return page(request, "cases/consultations.html", found=found, actor=acting(request).actor)


@needs(Permission.WORK_CASES, purpose=THINKING_ALONG)
@require_http_methods(["GET", "POST"])
def ask_along(request: HttpRequest) -> HttpResponse:
    """Ask somebody to think along. With several teams, the address says for which."""
    by = acting(request)
    places = request.holding.places  # type: ignore[attr-defined]
    teams = [(str(place.unit_id), place.unit_name) for place in places]
    asked = request.GET.get("team", "")
    team = UUID(asked if asked in dict(teams) else teams[0][0])
    draft = f"meedenken/{team}"
    form = ConsultationForm(
        today=by.today,
        team=team,
        actor=by.actor,
        cancel_url=reverse("cases:consultations"),
        draft_url=draft_url(draft),
        **with_draft(request, draft),
    )
    return ask(
        request,
        form,
        lambda: actions.ask_along(by=by, team=team, situation=form.cleaned_data["situation"], **form.told()),
        heading="Meedenken vragen",
        said="De vraag is gesteld.",
        to=reverse("cases:consultations"),
    )


@needs(Permission.WORK_CASES, purpose=THINKING_ALONG)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write the answer down."""
    by = acting(request)
    found = get_object_or_404(Consultation, pk=key)
    form = AnswerForm(today=by.today, cancel_url=reverse("cases:consultations"), **kept(request))
    return ask(
        request,
        form,
        lambda: actions.answer_along(
            by=by, consultation=found, answer=form.cleaned_data["answer"], minutes=form.cleaned_data["minutes"]
        ),
        heading="Antwoord vastleggen",
        said="Het antwoord is vastgelegd. De tijd telt als tijd zonder leerling.",
        to=reverse("cases:consultations"),
        about=found.situation,
    )
