"""The family of a child: guardians, gezag, and the household view (één gezin, één plan)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases import actions, voices
from cases.forms import GezagForm, GuardianForm, HouseholdForm
from cases.models import Case, Guardianship
from cases.reading import family as reading
from cases.reading import plans
from cases.views.base import PURPOSE, acting, kept, seen_case
from cases.views.parts import ask, part_page
from schools.access import needs


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_safe
def family(request: HttpRequest, key: UUID) -> HttpResponse:
    """Guardians with and without gezag, and every child of the household with its plan."""
    by = acting(request)
    case = get_object_or_404(Case.objects.with_names().with_home(by.today), pk=key)
    household, siblings = reading.household_with(case.pupil_id, today=by.today)
    seen = {case.pupil_id, *(one.pupil.pk for one in siblings)}
    looked(by=by, kind=Look.Kind.VIEW, what="gezin", subjects=seen, case=case.pk)
    written = plans.plans_of([one.case.pk for one in siblings if one.case])
    rows = [(one, written.get(one.case.pk) if one.case else None) for one in siblings]
    known = reading.family_of(case.pupil)
    turns = voices.next_turn(case.pupil.birth_date, by.today)
    return part_page(
        request,
        "cases/family.html",
        case,
        household=household,
        rows=rows,
        guardians=known.on(by.today),
        needed=known.needed(by.today),
        turns_on=turns,
        needed_then=known.needed(turns) if turns else [],
    )


def family_url(case: UUID) -> str:
    return reverse("cases:family", args=[case])


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def add_guardian(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record a guardian of this child."""
    by = acting(request)
    case = seen_case(request, key, what="ouder toevoegen")
    form = GuardianForm(
        **kept(request),
        today=by.today,
        pupil=case.pupil,
        known=reading.guardians_of_team(case.team_id),
        cancel_url=family_url(case.pk),
    )
    return ask(
        request,
        form,
        lambda: actions.add_guardian(by=by, guardian=form.guardian()),
        heading="Ouder of verzorger toevoegen",
        said="De ouder of verzorger is toegevoegd.",
        to=family_url(case.pk),
        case=case,
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def gezag(request: HttpRequest, key: UUID) -> HttpResponse:
    """Gezag of a guardian begins or ends."""
    by = acting(request)
    guardianship = get_object_or_404(Guardianship.objects.select_related("guardian"), pk=key)
    case = seen_case(request, case_of(guardianship.pupil_id), what="gezag")
    form = GezagForm(**kept(request), today=by.today, cancel_url=family_url(case.pk))
    return ask(
        request,
        form,
        lambda: actions.change_gezag(
            by=by, guardianship=guardianship, gezag=form.cleaned_data["gezag"], on=form.cleaned_data["on"]
        ),
        heading=f"Gezag van {guardianship.guardian}",
        said="Het gezag is aangepast.",
        to=family_url(case.pk),
        case=case,
    )


def case_of(pupil: UUID) -> UUID:
    """The newest question of this child: its page leads back there."""
    newest = Case.objects.filter(pupil=pupil).order_by("-id").values_list("pk", flat=True).first()
    if newest is None:
        raise Http404
    return newest


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def household(request: HttpRequest, key: UUID) -> HttpResponse:
    """To which household the child belongs."""
    by = acting(request)
    case = seen_case(request, key, what="gezin")
    form = HouseholdForm(**kept(request), today=by.today, team=case.team_id, cancel_url=family_url(case.pk))

    def act() -> None:
        told = form.cleaned_data
        actions.join_household(by=by, pupil=case.pupil, on=told["on"], household=told["household"], name=told["name"])

    return ask(
        request,
        form,
        act,
        heading="Bij welk gezin hoort dit kind?",
        said="Het gezin is vastgelegd.",
        to=family_url(case.pk),
        case=case,
    )
