"""Raising a question, its page, and steering it."""

import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases import actions, policies, queries
from cases.enums import STEPS, TURN, EscalationStatus, Outcome, State, Theme
from cases.forms import LeadForm, LogForm, QuestionForm, StepForm
from cases.forms.questions import BY_HAND, KnownChildForm
from cases.models import Case, CaseFlag
from cases.reading import pupils, worklist
from cases.views.base import (
    PURPOSE,
    acting,
    case_url,
    draft_url,
    fields_of,
    kept,
    must_work,
    page,
    seen_case,
    send,
    with_draft,
)
from cases.views.parts import escalations_of, part_page, works_in
from schools.access import needs
from schools.models import Municipality
from shell.keyset import paginate

#: So many entries stand on the page of a question; the whole log has a page of its own.
RECENT = 5


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def new_question(request: HttpRequest) -> HttpResponse:
    """Raise a question. A child that the team knows is found or recognised; an open question is pointed to."""
    by = acting(request)
    draft = "vraag"
    given = with_draft(request, draft)
    home = Municipality.objects.filter(code=settings.HOME_MUNICIPALITY).first()
    known = _known(request)
    chosen = pupils.as_typed(known["chosen"]) if known["chosen"] else {}
    given["initial"] = {"lead": by.actor, "on": by.today, "home": home, **given.get("initial", {}), **chosen}
    form = QuestionForm(
        holding=request.holding,  # type: ignore[attr-defined]
        today=by.today,
        cancel_url="/",
        draft_url=draft_url(draft),
        **given,
    )
    running: list[Case] = []

    def act() -> str:
        try:
            return case_url(actions.raise_question(by=by, question=form.question()))
        except actions.AlreadyOpen as known:
            running.append(known.case)
            raise

    answer = send(request, form, act, said="De vraag is opgeslagen.")
    return answer or page(request, "cases/question_form.html", form, running=running[0] if running else None, **known)


def _known(request: HttpRequest) -> dict[str, Any]:
    """The search for a child that the team knows, what it found, and the child that was chosen. Each is a look."""
    by, teams = acting(request), request.holding.unit_ids  # type: ignore[attr-defined]
    if request.method == "POST":
        return {"search": KnownChildForm(QueryDict()), "found": [], "chosen": None, "words": ""}
    form = KnownChildForm(request.GET)
    words = form.chosen().get("zoek", "")
    found = pupils.known_called(words, teams=teams) if words else []
    if words:
        looked(by=by, kind=Look.Kind.SEARCH, what="bekend kind", subjects=[one.pupil.pk for one in found])
    chosen = pupils.known_child(request.GET.get("leerling", ""), teams=teams)
    if chosen:
        looked(by=by, kind=Look.Kind.VIEW, what="gegevens van een kind", subjects=[chosen.pk])
    return {"search": form, "found": found, "chosen": chosen, "words": words}


@needs(Permission.SEE_CASES, Permission.SEE_SHARED_CASES, purpose=PURPOSE)
@require_safe
def case_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Everything about a question: what it is, what needs attention, the log, and specialist help."""
    by = acting(request)
    case = seen_case(request, key)
    works = works_in(request)
    draft = f"log/{case.pk}"
    form = None
    if works and case.is_open:
        agreed = case.family_agreed_on is not None
        form = LogForm(today=by.today, agreed=agreed, draft_url=draft_url(draft), **with_draft(request, draft))
        form.helper.form_action = f"{case_url(case)}log/"
    escalated = escalations_of(request, case)
    held = any(one.is_running or one.status == EscalationStatus.REQUESTED for one, _ in escalated["escalations"])
    return part_page(
        request,
        "cases/case.html",
        case,
        form,
        theme_labels=[Theme(theme).label for theme in case.themes],
        turn=TURN[State(case.state)],
        missing=_missing(case, today=by.today) if works else [],
        flags=queries.who_saw(queries.open_flags([case]).get(case.pk, [])),
        log=paginate(queries.log_of(case, by=by), keys=("-on", "-id"), query=request.GET, size=RECENT),
        **escalated,
        steps=[step for step in BY_HAND if step in STEPS[State(case.state)]],
        may_evaluate=State.EVALUATED in STEPS[State(case.state)],
        may_close=any(policies.can_close(case, outcome, held=held) for outcome in (Outcome.MET, Outcome.DECLINED)),
        actor=by.actor,
    )


#: Where what is missing is put right.
MENDED_AT = {"toestemming": "cases:change_question", "doelen": "cases:plan", "evaluatie": "cases:evaluate_plan"}


def _missing(case: Case, *, today: datetime.date) -> list[tuple[str, str]]:
    """What this question lacks in words, and the page that puts it right."""
    lacks = worklist.missing_of(case, today=today)
    return [(worklist.MISSING[lack], reverse(MENDED_AT[lack], args=[case.pk])) for lack in lacks]


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, key: UUID) -> HttpResponse:
    """To another state by hand."""
    by = acting(request)
    case = seen_case(request, key, what="stand van een vraag")
    form = StepForm(**kept(request), case=case, today=by.today, cancel_url=case_url(case))

    def act() -> str:
        told = form.cleaned_data
        actions.take_step(by=by, case=case, to=State(told["to"]), follow_up_on=told.get("follow_up_on"))
        return case_url(case)

    answer = send(request, form, act, said="De stand is aangepast.")
    return answer or page(request, "cases/form.html", form, case=case, heading="Stand aanpassen")


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def lead(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another casusregisseur."""
    by = acting(request)
    case = seen_case(request, key, what="casusregisseur van een vraag")
    form = LeadForm(request.POST or None, team=case.team_id, today=by.today, cancel_url=case_url(case))

    def act() -> str:
        actions.change_lead(by=by, case=case, lead=form.cleaned_data["lead"].pk)
        return case_url(case)

    answer = send(request, form, act, said="De casusregisseur is aangepast.")
    return answer or page(request, "cases/form.html", form, case=case, heading="Andere casusregisseur")


@needs(Permission.WORK_CASES, Permission.DECIDE_ESCALATION, purpose=PURPOSE)
@require_POST
def save_draft(request: HttpRequest, form: str) -> HttpResponse:
    """Keep what is being typed; the answer says when, for the line under the form."""
    draft = actions.save_draft(by=acting(request), form=form[:200], fields=fields_of(request.POST))
    return JsonResponse({"saved": timezone.localtime(draft.saved_at).strftime("%H:%M")})


@needs(Permission.SEE_CASES, purpose=PURPOSE)
@require_POST
def flag_seen(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say that one has seen a flag; it stays open until the worker finds its cause gone."""
    must_work(request)
    flag = get_object_or_404(CaseFlag, pk=key)
    actions.see_flag(by=acting(request), flag=flag)
    return redirect(case_url(flag.case_id))
