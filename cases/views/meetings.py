"""Meetings of a team."""

import datetime
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases import actions, tasks
from cases.calendar_file import invitation
from cases.forms import (
    AddItemForm,
    ConfirmForm,
    HoldForm,
    MeetingForm,
    MoveMeetingForm,
    PartyChoiceForm,
    TrainingForm,
    UndoTrainingForm,
)
from cases.models import Attendance, Meeting, MeetingKind
from cases.reading import meetings as reading
from cases.views.base import PURPOSE, acting, kept, page, seen_case, typed_before
from cases.views.parts import ask, both_kept, part_page
from schools.access import needs
from shell.keyset import paginate
from shell.numbers import write_day

TALK = "overleg van het team"
#: A meeting is planned some time before: what is due by then stands on its proposed agenda.
AHEAD = datetime.timedelta(days=14)
COUNTED = "De tijd van de leden klopt meteen, de samenwerking van het team vanaf morgen."
INVITED = "Wie in dit programma werkt, krijgt een uitnodiging per mail."


def meeting_url(key: UUID) -> str:
    return reverse("cases:meeting", args=[key])


@needs(Permission.SEE_CASES, purpose=TALK)
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Meetings of one's teams, newest first."""
    found = paginate(reading.meetings(), keys=("-on", "-id"), query=request.GET, size=25)
    return page(request, "cases/meetings.html", found=found, today=acting(request).today)


def _asked_kind(code: str) -> MeetingKind | None:
    """The kind that the address names, which stands ready; None for any."""
    return MeetingKind.objects.filter(code=code, is_on=True).first() if code else None


@needs(Permission.WORK_CASES, purpose=TALK)
@require_http_methods(["GET", "POST"])
def plan_meeting(request: HttpRequest) -> HttpResponse:
    """Plan a meeting; questions that are due are proposed for its agenda. A training is about nobody, and shows nobody."""
    by = acting(request)
    places = request.holding.places  # type: ignore[attr-defined]
    teams = [(str(place.unit_id), place.unit_name) for place in places]
    kind = _asked_kind(request.GET.get("soort", ""))
    trains = kind is not None and kind.joint_training
    given = kept(request, about="training" if trains else "", **({"kind": kind} if kind else {}))
    typed = given.get("data") or {**given["initial"], **request.GET.dict()}
    chosen = str(typed.get("team", ""))
    team = chosen if chosen in dict(teams) else teams[0][0]
    given["initial"]["team"] = team
    proposed = [] if trains else reading.proposed_agenda([UUID(team)], on=by.today + AHEAD)
    looked(by=by, kind=Look.Kind.LIST, what="agenda", subjects=[one.case.pupil_id for one in proposed])
    form = MeetingForm(
        **given,
        today=by.today,
        teams=teams,
        proposed=proposed,
        chosen_team=team,
        cancel_url=reverse("cases:meetings"),
    )
    made: list[Meeting] = []

    def act() -> None:
        made.append(actions.plan_meeting(by=by, meeting=form.meeting(), agenda=form.chosen()))
        invite(made[0].pk)

    return ask(
        request,
        form,
        act,
        heading="Training plannen of vastleggen" if trains else "Overleg plannen",
        said="De training staat gepland. Is zij geweest? Vink dan aan wie er waren."
        if trains
        else f"Het overleg is gepland. {INVITED}",
        to=lambda: meeting_url(made[0].pk),
        template="cases/meeting_form.html",
        teams=[one for one in teams if one[0] != team],
        asked_kind=kind,
        chosen_team=dict(teams)[team],
    )


def invite(meeting: UUID) -> None:
    """The worker mails who was asked, once this is committed."""
    transaction.on_commit(lambda: tasks.send_invitations.delay(str(meeting)))


@needs(Permission.WORK_CASES, purpose=TALK)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another day, hour or place; everybody who was asked is told."""
    by = acting(request)
    found = get_object_or_404(Meeting.objects.select_related("kind"), pk=key)
    given = kept(request, **MoveMeetingForm.stands(found))
    theirs = [found] if typed_before(given, found.version) else []
    form = MoveMeetingForm(today=by.today, meeting=found, cancel_url=meeting_url(key), **given)

    def act() -> None:
        with both_kept(form, theirs):
            actions.move_meeting(by=by, meeting=found, told=form.meeting(), version=form.cleaned_data["version"])
        invite(found.pk)

    return ask(
        request,
        form,
        act,
        heading="Overleg verzetten of wijzigen",
        said=f"Het overleg is gewijzigd. {INVITED}",
        to=meeting_url(key),
        template="cases/change_meeting.html",
        theirs=theirs,
    )


@needs(Permission.SEE_CASES, purpose=TALK)
@require_safe
def meeting(request: HttpRequest, key: UUID) -> HttpResponse:
    """One meeting: who, agenda, decisions, looking back."""
    by = acting(request)
    found = get_object_or_404(reading.meetings(), pk=key)
    items = reading.items_of(found)
    looked(by=by, kind=Look.Kind.LIST, what="agenda", subjects=[item.case.pupil_id for item in items])
    return page(
        request,
        "cases/meeting.html",
        meeting=found,
        items=items,
        attendees=reading.attendees_of(found),
        may_hold=found.is_planned and found.on <= by.today,
    )


@needs(Permission.SEE_CASES, purpose=TALK)
@require_safe
def calendar_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """An invitation for a calendar. It says kind, day and place, and names no child."""
    found = get_object_or_404(reading.meetings(), pk=key)
    response = HttpResponse(
        invitation(found, url=request.build_absolute_uri(meeting_url(found.pk))),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="overleg.ics"'
    return response


@needs(Permission.WORK_CASES, purpose=TALK)
@require_http_methods(["GET", "POST"])
def add_item(request: HttpRequest, key: UUID) -> HttpResponse:
    """One more question on the agenda."""
    by = acting(request)
    found = get_object_or_404(Meeting, pk=key)
    form = AddItemForm(
        **kept(request, case=request.GET.get("vraag")),
        team=found.team_id,
        meeting=found.pk,
        cancel_url=meeting_url(key),
    )
    choices = form.fields["case"].queryset  # type: ignore[attr-defined]
    looked(by=by, kind=Look.Kind.LIST, what="agenda", subjects=choices.values_list("pupil_id", flat=True))
    return ask(
        request,
        form,
        lambda: actions.put_on_agenda(
            by=by, meeting=found, case=form.cleaned_data["case"], why=form.cleaned_data["why"]
        ),
        heading="Vraag op de agenda zetten",
        said="De vraag staat op de agenda.",
        to=meeting_url(key),
    )


@needs(Permission.WORK_CASES, purpose=TALK)
@require_http_methods(["GET", "POST"])
def ask_party(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask somebody around the team to the meeting."""
    found = get_object_or_404(Meeting, pk=key)
    form = PartyChoiceForm(request.POST or None, team=found.team_id, cancel_url=meeting_url(key))

    def act() -> None:
        actions.ask_party(by=acting(request), meeting=found, party=form.cleaned_data["party"])
        invite(found.pk)

    return ask(
        request,
        form,
        act,
        heading="Iemand van buiten het team uitnodigen",
        said="De partij staat bij de deelnemers. Meepraten over een kind vraagt u per vraag.",
        to=meeting_url(key),
    )


@needs(Permission.WORK_CASES, purpose=TALK)
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, key: UUID) -> HttpResponse:
    """The meeting was held: who came, and how it went."""
    found = get_object_or_404(Meeting, pk=key)
    form = HoldForm(**kept(request), attendees=reading.attendees_of(found), cancel_url=meeting_url(key))
    return ask(
        request,
        form,
        lambda: actions.hold_meeting(
            by=acting(request),
            meeting=found,
            came=[UUID(one) for one in form.cleaned_data["came"]],
            back=form.back(),
        ),
        heading="Overleg afronden",
        said="Het overleg is afgerond. De tijd is geschreven voor wie er waren.",
        to=meeting_url(key),
    )


@needs(Permission.WORK_CASES, purpose=TALK)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """The meeting does not take place."""
    found = get_object_or_404(Meeting, pk=key)
    form = ConfirmForm(request.POST or None, label="Overleg laten vervallen", cancel_url=meeting_url(key))

    def act() -> None:
        actions.cancel_meeting(by=acting(request), meeting=found)
        invite(found.pk)

    return ask(
        request,
        form,
        act,
        heading="Gaat dit overleg niet door?",
        said="Het overleg gaat niet door. Wie was uitgenodigd, krijgt daar bericht van.",
        to=meeting_url(key),
    )


@needs(Permission.WORK_CASES, purpose=TALK)
@require_http_methods(["GET", "POST"])
def correct_training(request: HttpRequest, key: UUID) -> HttpResponse:
    """A joint training that was held, as it really was."""
    by, found = acting(request), _held_training(key)
    came = Attendance.objects.filter(meeting=found, came=True, person__isnull=False)
    given = kept(request, **TrainingForm.stands(found))
    theirs = [found] if typed_before(given, found.version) else []
    form = TrainingForm(
        **given,
        today=by.today,
        people=reading.who_may_have_trained(found),
        came=list(came.values_list("person_id", flat=True)),
        cancel_url=meeting_url(key),
    )

    def act() -> None:
        with both_kept(form, theirs):
            actions.correct_training(by=by, meeting=found, told=form.training(), version=form.cleaned_data["version"])

    return ask(
        request,
        form,
        act,
        heading="Training corrigeren",
        said=f"De training is gecorrigeerd. {COUNTED}",
        to=meeting_url(key),
        template="cases/change_meeting.html",
        theirs=theirs,
    )


@needs(Permission.WORK_CASES, purpose=TALK)
@require_http_methods(["GET", "POST"])
def undo_training(request: HttpRequest, key: UUID) -> HttpResponse:
    """A joint training was not held after all."""
    by, found = acting(request), _held_training(key)
    given = kept(request, version=found.version)
    theirs = [found] if typed_before(given, found.version) else []
    form = UndoTrainingForm(**given, today=by.today, cancel_url=meeting_url(key))

    def act() -> None:
        told = form.cleaned_data
        with both_kept(form, theirs):
            actions.undo_training(by=by, meeting=found, because=told["because"], version=told["version"])

    return ask(
        request,
        form,
        act,
        heading="Is deze training niet gehouden?",
        about=f"Het gaat om de training van {write_day(found.on)}. De tijd van wie er waren, vervalt ook.",
        said=f"De training telt niet meer mee. {COUNTED}",
        to=meeting_url(key),
        template="cases/change_meeting.html",
        theirs=theirs,
    )


def _held_training(key: UUID) -> Meeting:
    return get_object_or_404(
        Meeting.objects.select_related("kind"), pk=key, kind__joint_training=True, state=Meeting.State.HELD
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_safe
def of_case(request: HttpRequest, key: UUID) -> HttpResponse:
    """Where this question was talked about."""
    case = seen_case(request, key, what="overleg over een vraag")
    planned = reading.planned_without(case, today=acting(request).today) if case.is_open else []
    return part_page(request, "cases/case_meetings.html", case, items=reading.items_about(case), planned=planned)
