"""The municipality's decision about a place in an arrangement: the beschikking of a pupil, by who decides those [domain 3.9]."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from financing import actions
from financing.forms import placing
from financing.models import Placement, Side
from financing.views.base import P, acting, page, send
from schools.access import needs

PURPOSE = "besluiten over plaatsen in een arrangement"


@needs(P.DECIDE_PLACES, purpose=PURPOSE)
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Applications of pupils of the own municipality that wait, and what was decided last. A pupil is a code."""
    rows = Placement.objects.select_related("arrangement", "home")
    waiting = rows.filter(decided_by_municipality__isnull=True, refused_on__isnull=True).order_by("applied_on", "pk")
    decided = rows.filter(decided_by_municipality__isnull=False).order_by("-decided_by_municipality", "pk")[:20]
    return page(request, "financing/decisions.html", waiting=list(waiting[:200]), decided=list(decided))


@needs(P.DECIDE_PLACES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def decide_place(request: HttpRequest, key: UUID) -> HttpResponse:
    """Grant a place by beschikking."""
    by, row = acting(request), _waiting(key)
    back = reverse("financing:decisions")
    form = placing.BeschikkingForm(request.POST or None, initial={"on": by.today}, cancel_url=back)
    done = send(
        request,
        form,
        lambda: actions.decide_for_municipality(by=by, placement=row, **form.cleaned_data),
        said=f"De beschikking voor leerling {row.pupil_code} is vastgelegd.",
        to=back,
    )
    return done or page(request, "financing/decide_place.html", form=form, row=row, refuses=False)


@needs(P.DECIDE_PLACES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def refuse_place(request: HttpRequest, key: UUID) -> HttpResponse:
    """Refuse a place, with the reason."""
    by, row = acting(request), _waiting(key)
    back = reverse("financing:decisions")
    form = placing.MunicipalRefusalForm(request.POST or None, initial={"on": by.today}, cancel_url=back)
    done = send(
        request,
        form,
        lambda: actions.refuse_place(by=by, placement=row, side=Side.MUNICIPALITY, **form.cleaned_data),
        said=f"De afwijzing voor leerling {row.pupil_code} is vastgelegd.",
        to=back,
    )
    return done or page(request, "financing/decide_place.html", form=form, row=row, refuses=True)


def _waiting(key: UUID) -> Placement:
    found = Placement.objects.select_related("arrangement", "home").filter(decided_by_municipality__isnull=True)
    row: Placement = get_object_or_404(found, pk=key, refused_on__isnull=True)
    return row
