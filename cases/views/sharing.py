"""Sharing: consents, what was shared, and who was let in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Permission
from cases import actions, voices
from cases.forms import ConfirmForm, ConsentForm, PartyForm, ReleaseForm, ShareForm, VoiceForm
from cases.models import CaseAccess, Consent, ConsentVoice, LogEntry
from cases.reading import family as families
from cases.reading import sharing as reading
from cases.views.base import PURPOSE, acting, case_url, kept, seen_case
from cases.views.parts import ask, part_page
from schools.access import needs


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_safe
def sharing(request: HttpRequest, key: UUID) -> HttpResponse:
    """Whose agreement is needed, what was agreed, what was shared, and who reads along."""
    by = acting(request)
    case = seen_case(request, key, what="delen")
    family = families.family_of(case.pupil)
    turns = voices.next_turn(case.pupil.birth_date, by.today)
    return part_page(
        request,
        "cases/sharing.html",
        case,
        needed=family.needed(by.today),
        turns_on=turns,
        needed_then=family.needed(turns) if turns else [],
        consents=families.consents_of(case, family, today=by.today),
        sharings=reading.sharings_of(case),
        readers=reading.readers_of(case, today=by.today),
    )


def sharing_url(case: UUID) -> str:
    return reverse("cases:sharing", args=[case])


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def add_party(request: HttpRequest, key: UUID) -> HttpResponse:
    """A party for the address book of the team of this question."""
    by = acting(request)
    case = seen_case(request, key, what="delen")
    form = PartyForm(**kept(request), cancel_url=sharing_url(case.pk))
    return ask(
        request,
        form,
        lambda: actions.add_party(by=by, team=case.team_id, party=form.party()),
        heading="Partij toevoegen",
        said="De partij staat in de lijst van uw team.",
        to=sharing_url(case.pk),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def give_consent(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record a consent."""
    by = acting(request)
    case = seen_case(request, key, what="toestemming")
    guardians = families.family_of(case.pupil).on(by.today)
    form = ConsentForm(**kept(request), today=by.today, case=case, guardians=guardians, cancel_url=sharing_url(case.pk))
    return ask(
        request,
        form,
        lambda: actions.give_consent(by=by, consent=form.consent()),
        heading="Toestemming vastleggen",
        said="De toestemming is vastgelegd.",
        to=sharing_url(case.pk),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def add_voice(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody else agrees too."""
    by = acting(request)
    consent = get_object_or_404(Consent, pk=key)
    case = seen_case(request, consent.case_id, what="toestemming")
    guardians = families.family_of(case.pupil).on(by.today)
    agreed = ConsentVoice.objects.filter(consent=consent, withdrawn_on=None).values_list("guardian", flat=True)
    form = VoiceForm(
        **kept(request),
        today=by.today,
        guardians=guardians,
        agreed=set(agreed),
        cancel_url=sharing_url(case.pk),
    )
    return ask(
        request,
        form,
        lambda: actions.add_voice(by=by, consent=consent, voice=form.told()),
        heading="Wie stemt ook in?",
        said="De toestemming is aangevuld.",
        to=sharing_url(case.pk),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def withdraw_voice(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody takes their consent back."""
    by = acting(request)
    voice = get_object_or_404(ConsentVoice, pk=key)
    case = seen_case(request, voice.case_id, what="toestemming")
    form = ConfirmForm(request.POST or None, label="Toestemming intrekken", cancel_url=sharing_url(case.pk))
    name = families.family_of(case.pupil).name_of(voice.guardian_id)
    return ask(
        request,
        form,
        lambda: actions.withdraw_voice(by=by, voice=voice),
        heading=f"Trekt {name} de toestemming in?",
        said="De toestemming is ingetrokken. Wie daardoor meelas, heeft geen toegang meer.",
        to=sharing_url(case.pk),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, key: UUID) -> HttpResponse:
    """Share something with a party, or let it read along."""
    by = acting(request)
    case = seen_case(request, key, what="delen")
    form = ShareForm(**kept(request), today=by.today, case=case, cancel_url=sharing_url(case.pk))

    def act() -> None:
        if form.cleaned_data["let_in"]:
            actions.let_in(by=by, sharing=form.sharing(), after=form.after())
        else:
            actions.share(by=by, sharing=form.sharing())

    return ask(
        request,
        form,
        act,
        heading="Delen met iemand buiten het team",
        said="Vastgelegd wat u deelt, met wie en op welke grond.",
        to=sharing_url(case.pk),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def end_access(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody who was let in no longer reads along."""
    by = acting(request)
    given = get_object_or_404(CaseAccess, pk=key)
    case = seen_case(request, given.case_id, what="toegang")
    form = ConfirmForm(request.POST or None, label="Toegang beëindigen", cancel_url=sharing_url(case.pk))
    return ask(
        request,
        form,
        lambda: actions.end_access(by=by, given=given),
        heading="Toegang beëindigen?",
        said="De toegang is beëindigd.",
        to=sharing_url(case.pk),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, key: UUID) -> HttpResponse:
    """An entry under the meldcode may stand in reports from now on."""
    by = acting(request)
    entry = get_object_or_404(LogEntry, pk=key)
    case = seen_case(request, entry.case_id, what="logboekregel")
    form = ReleaseForm(**kept(request), cancel_url=case_url(case))
    return ask(
        request,
        form,
        lambda: actions.release_meldcode(by=by, entry=entry, reason=form.cleaned_data["reason"]),
        heading="Meldcode-regel vrijgeven voor verslagen",
        said="De regel kan nu in een verslag staan.",
        to=reverse("cases:case_log", args=[case.pk]),
        case=case,
    )
