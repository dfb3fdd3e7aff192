"""What is done from the work list: several at once, a filter kept, a contact logged in seconds."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases import access, actions, queries
from cases.actions import lists
from cases.forms.lists import AssignForm, CaseloadForm, QuickContactForm, SaveFilterForm
from cases.models import Match, SavedFilter
from cases.reading import worklist as reading
from cases.views.base import PURPOSE, acting, kept, page, seen_case, send
from schools.access import needs

LIST = "cases:worklist"


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filters that are on."""
    by = acting(request)
    form = SaveFilterForm(request.POST, cancel_url=reverse(LIST))

    def act() -> str:
        saved = lists.save_filter(by=by, name=form.cleaned_data["name"], query=form.cleaned_data["query"])
        return f"{reverse(LIST)}?{saved.query}"

    answer = send(request, form, act, said="Het filter is bewaard.")
    return answer or page(request, "cases/form.html", form, case=None, heading="Filter bewaren")


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_POST
def drop_filter(request: HttpRequest, key: UUID) -> HttpResponse:
    lists.drop_filter(by=acting(request), saved=get_object_or_404(SavedFilter, pk=key))
    return redirect(LIST)


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Give the ticked questions to somebody, and back to the same list."""
    by = acting(request)
    query = QueryDict(request.POST.get("lijst", "")).urlencode()
    back = f"{reverse(LIST)}?{query}" if query else reverse(LIST)
    if not request.POST.getlist("case"):
        messages.warning(request, "Kies eerst een of meer vragen.")
        return redirect(back)
    form = AssignForm(
        request.POST,
        people=list(queries.members(request.holding.unit_ids, today=by.today)),  # type: ignore[attr-defined]
        cancel_url=back,
    )

    def act() -> str:
        lists.assign(by=by, cases=form.cleaned_data["case"], lead=UUID(form.cleaned_data["lead"]))
        return back

    answer = send(request, form, act, said="De vragen hebben een nieuwe casusregisseur.")
    return answer or page(request, "cases/form.html", form, case=None, heading="Vragen aan iemand geven")


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def caseload(request: HttpRequest) -> HttpResponse:
    """Somebody leaves: everything goes to a colleague."""
    by = acting(request)
    teams = request.holding.unit_ids  # type: ignore[attr-defined]
    form = CaseloadForm(request.POST or None, teams=teams, today=by.today, cancel_url=reverse(LIST))
    went: list[lists.HandedOver] = []

    def act() -> str:
        told = form.cleaned_data
        went.append(lists.hand_over_caseload(by=by, teams=teams, leaving=told["leaving"].pk, to=told["to"].pk))
        return reverse(LIST)

    answer = send(request, form, act, said=lambda: f"Overgedragen: {went[0]}." if went else "Dit is al overgedragen.")
    return answer or page(
        request,
        "cases/form.html",
        form,
        case=None,
        heading="Alles van een collega overdragen",
        about="Alle open vragen van deze collega, open acties en vragen om mee te denken gaan in één keer over.",
    )


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def quick_contact(request: HttpRequest) -> HttpResponse:
    """A contact moment in one small page: who, how long, what."""
    by = acting(request)
    form = QuickContactForm(today=by.today, cancel_url=reverse(LIST), **kept(request))
    choices = form.fields["case"].queryset  # type: ignore[attr-defined]
    looked(by=by, kind=Look.Kind.LIST, what="contact vastleggen", subjects=[case.pupil_id for case in choices])

    def act() -> str:
        actions.log_contact(by=by, contact=form.contact(form.cleaned_data["case"], access.own_side(by)))
        return reverse(LIST)

    answer = send(request, form, act, said="Het contact is vastgelegd.")
    return answer or page(request, "cases/form.html", form, case=None, heading="Contact vastleggen")


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def match(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another team knows this child: that, and how to reach its lead. No more."""
    by = acting(request)
    found = get_object_or_404(reading.matches(), pk=key)
    case = seen_case(request, found.case_id, what="bekend bij een ander team")
    if request.method == "POST":
        lists.read_match(by=by, match=get_object_or_404(Match, pk=key))
        return redirect(LIST)
    return page(request, "cases/match.html", case=case, match=found)
