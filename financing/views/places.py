"""Arrangements with their places, VO per woongemeente, and the value case."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from financing import places, queries
from financing.forms.choosing import SchoolYearForm
from financing.views.base import PURPOSE, P, acting, page, to_address
from schools.access import needs


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_safe
def arrangements(request: HttpRequest) -> HttpResponse:
    """Capacity, empty places, who waits, and what each municipality pays."""
    by = acting(request)
    form = SchoolYearForm(request.GET, today=by.today)
    found = places.offers(form.year, day=by.today)
    names = queries.payer_names(payer for offer in found for payer in offer.by_payer)
    shown = [
        (offer, [(names[payer], to_address(payer), amount) for payer, amount in offer.by_payer.items()])
        for offer in found
    ]
    return page(
        request,
        "financing/arrangements.html",
        form=form,
        period=f"{form.year}-{form.year + 1}",
        offers=shown,
        year=form.year,
    )


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_safe
def vo(request: HttpRequest) -> HttpResponse:
    """What SMW at VO schools costs for pupils of each municipality, for the talk with the region."""
    form = SchoolYearForm(request.GET, today=acting(request).today)
    return page(request, "financing/vo.html", form=form, homes=places.vo_by_home(form.year))


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_safe
def value(request: HttpRequest) -> HttpResponse:
    """The value case of a school year, per school and arrangement, its assumptions beside it."""
    form = SchoolYearForm(request.GET, today=acting(request).today)
    return page(
        request,
        "financing/value.html",
        form=form,
        period=f"{form.year}-{form.year + 1}",
        cases=places.value_cases(form.year),
    )
