"""Changes of school, the warm handover and its receiver, marks for providers, the words of a question, and one's mail."""

from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases.actions import AlreadyOpen, lists, marks
from cases.actions import transitions as actions
from cases.forms.around import ChangeQuestionForm, DigestForm, HandoverForm, ProviderMarkForm, TransitionForm
from cases.models import Case, DigestChoice, Handover, ProviderMark, Transition
from cases.models.marks import MarkBy
from cases.models.transitions import TransitionKind
from cases.reading import handover as reading
from cases.reading.marks import involved
from cases.views.base import PURPOSE, acting, case_url, kept, page, press, seen_case, send, typed_before
from cases.views.parts import ask, both_kept, part_page
from schools.access import needs

WHAT = "overgang"


def transition_url(case: UUID) -> str:
    return reverse("cases:transition", args=[case])


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_safe
def transition(request: HttpRequest, key: UUID) -> HttpResponse:
    """The change of school that is known, and what was handed over."""
    case = seen_case(request, key, what=WHAT)
    open_ = Transition.objects.filter(case=case, done_on=None).annotate(team_name=F("to_team__name")).first()
    given = Handover.objects.filter(case=case).annotate(
        receiver_name=F("receiver__name"), team_name=F("to_team__name"), giver=F("given_by__name")
    )
    return part_page(request, "cases/transition.html", case, open=open_, given=list(given))


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def record_transition(request: HttpRequest, key: UUID) -> HttpResponse:
    """A change of school becomes known."""
    by = acting(request)
    case = seen_case(request, key, what=WHAT)
    form = TransitionForm(**kept(request), team=case.team_id, cancel_url=transition_url(key))

    def do() -> Transition:
        told = form.cleaned_data
        return actions.record_transition(
            by=by,
            case=case,
            kind=TransitionKind(told["kind"]),
            on=told["on"],
            school=told["school"],
            to_team=told["to_team"],
        )

    return ask(
        request,
        form,
        do,
        heading="Overgang vastleggen",
        said="De overgang staat vast.",
        to=transition_url(key),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_POST
def finish_transition(request: HttpRequest, key: UUID) -> HttpResponse:
    """Everything is arranged."""
    found = get_object_or_404(Transition, pk=key)
    return press(
        request,
        lambda: actions.finish_transition(by=acting(request), transition=found),
        said="De overgang is geregeld.",
        to=transition_url(found.case_id),
    )


@needs(Permission.WORK_CASES, purpose="warme overdracht")
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """Choose, look at what will be read, and hand over."""
    by = acting(request)
    found = get_object_or_404(Transition, pk=key, to_team__isnull=False, done_on=None)
    case = seen_case(request, found.case_id, what="warme overdracht")
    assert found.to_team  # noqa: S101 asked for above
    to_team, back = found.to_team, transition_url(case.pk)
    form = HandoverForm(**kept(request), today=by.today, to_team=to_team.pk, cancel_url=back)

    def act() -> str:
        told = form.cleaned_data
        actions.hand_over(
            by=by,
            handover=actions.NewHandover(
                case=case,
                to_team=to_team,
                receiver=told["receiver"].pk,
                parts=told["parts"],
                family_saw_on=told["family_saw_on"],
                message=told["message"],
                basis=form.basis(),
            ),
        )
        return back

    context: dict[str, Any] = {"case": case, "heading": "Warme overdracht", "content": None}
    if request.method == "POST" and form.is_valid() and not form.cleaned_data["sure"]:
        context["content"] = reading.content(case, form.cleaned_data["parts"], today=by.today)
        return page(request, "cases/hand_over.html", form, **context)
    answer = send(request, form, act, said="De overdracht staat klaar voor uw collega.")
    return answer or page(request, "cases/hand_over.html", form, **context)


@needs(Permission.WORK_CASES, purpose="warme overdracht")
@require_safe
def handover(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was handed over, for its receiver and for the team that gave it."""
    found = get_object_or_404(
        Handover.objects.annotate(
            giver=F("given_by__name"), giver_email=F("given_by__email"), from_team=F("team__name")
        ),
        pk=key,
    )
    by = acting(request)
    # The receiver sees no pupil row: the key of the question says whose file this is.
    pupil = Case.objects.filter(pk=found.case_id).values_list("pupil_id", flat=True).first()
    looked(by=by, kind=Look.Kind.VIEW, what="warme overdracht", subjects=[pupil or found.case_id], case=found.case_id)
    return page(request, "cases/handover.html", handover=found, mine=found.receiver_id == by.actor)


@needs(Permission.WORK_CASES, purpose="warme overdracht")
@require_POST
def take_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """The receiver goes on with it: a question in the own team. One that runs already is shown."""
    found = get_object_or_404(Handover, pk=key)
    try:
        return redirect(case_url(actions.take_over(by=acting(request), handover=found)))
    except AlreadyOpen as known:
        return redirect(case_url(known.case))


@needs(Permission.WORK_CASES, Permission.DECIDE_ESCALATION, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def mark_provider(request: HttpRequest, key: UUID) -> HttpResponse:
    """A mark for a provider in this case."""
    by = acting(request)
    case = seen_case(request, key, what="cijfer voor een aanbieder")
    sides = [(side.value, side.label) for side in marks.sides_of(by)]
    form = ProviderMarkForm(
        **kept(request, by=sides[0][0]),
        providers=involved(case),
        sides=sides,
        cancel_url=reverse("cases:support", args=[case.pk]),
    )

    def do() -> ProviderMark:
        told = form.cleaned_data
        given = marks.NewMark(
            case=case,
            provider=told["provider"],
            by=MarkBy(told["by"]),
            mark=told["mark"],
            no_mark_reason=told["no_mark_reason"],
            note=told["note"],
        )
        return marks.mark_provider(by=by, mark=given)

    return ask(
        request,
        form,
        do,
        heading="Cijfer voor een aanbieder",
        said="Het cijfer is opgeslagen.",
        to=reverse("cases:support", args=[case.pk]),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def change_question(request: HttpRequest, key: UUID) -> HttpResponse:
    """Other words for the question. When a colleague was sooner, both texts are shown."""
    by = acting(request)
    case = seen_case(request, key, what="vraag wijzigen")
    was = {name: getattr(case, name) for name in ("themes", "version", "approach", "family_agreed_on")}
    given = kept(request, **was, text=case.question)
    theirs = [case] if typed_before(given, case.version) else []
    form = ChangeQuestionForm(today=by.today, cancel_url=case_url(case), **given)

    def do() -> None:
        with both_kept(form, theirs):
            actions.change_question(by=by, case=case, words=form.told(), version=form.cleaned_data["version"])

    return ask(
        request,
        form,
        do,
        heading="Vraag wijzigen",
        said="De vraag is gewijzigd.",
        to=case_url(case),
        template="cases/change_question.html",
        case=case,
        theirs=theirs,
    )


@needs(Permission.WORK_CASES, Permission.DECIDE_ESCALATION, purpose="eigen keuze")
@require_http_methods(["GET", "POST"])
def digest(request: HttpRequest) -> HttpResponse:
    """Whether one wants the daily mail."""
    by = acting(request)
    known = DigestChoice.objects.filter(owner_id=by.actor).first()
    form = DigestForm(request.POST or None, initial={"wanted": known.wanted if known else True}, cancel_url="/")
    return ask(
        request,
        form,
        lambda: lists.choose_digest(by=by, wanted=form.cleaned_data["wanted"]),
        heading="Dagelijkse mail",
        said="Uw keuze is opgeslagen.",
        to="/",
    )
