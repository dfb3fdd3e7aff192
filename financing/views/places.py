"""VO per woongemeente, and the value case."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from financing import places
from financing.forms.choosing import SchoolYearForm, ValueForm
from financing.known import end_of
from financing.models import MoneyChange
from financing.views.base import PURPOSE, P, acting, page
from schools.access import needs
from schools.calendar import SchoolYear


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_safe
def vo(request: HttpRequest) -> HttpResponse:
    """What SMW at VO schools costs for pupils of each municipality, for the talk with the region."""
    form = SchoolYearForm(request.GET, today=acting(request).today)
    found = places.vo_by_home(form.year)
    counted_on = datetime.date(form.year + 1, 9, 1)
    return page(request, "financing/vo.html", form=form, found=found, homes=found.homes, counted_on=counted_on)


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_safe
def value(request: HttpRequest) -> HttpResponse:
    """The value case of a school year, per school and arrangement, its assumptions beside it."""
    form = ValueForm(request.GET, today=acting(request).today)
    year = SchoolYear(form.year)
    changes = MoneyChange.objects.filter(about=MoneyChange.About.ASSUMPTION, start=year.first)
    if form.known:
        changes = changes.filter(at__lt=end_of(form.known))
    return page(
        request,
        "financing/value.html",
        form=form,
        year=year,
        known=form.known,
        cases=places.value_cases(form.year, form.known),
        changes=list(changes),
    )
