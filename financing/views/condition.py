"""The condition of the decision: complete, met and trained together [domain 3.4]."""

from decimal import Decimal

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.roles import Unit
from financing.condition import condition, team_years
from financing.forms.choosing import SchoolYearForm
from financing.models import Cooperation
from financing.views.base import PURPOSE, P, acting, page
from schools.access import needs


@needs(P.SEE_MONEY, purpose=PURPOSE)
@require_safe
def cooperation(request: HttpRequest) -> HttpResponse:
    """Every team of one's own units in a school year: what it did of the condition, and whether that is enough."""
    by = acting(request)
    form = SchoolYearForm(request.GET, today=by.today)
    rows = team_years(mine(request, condition(form.year)))
    met = sum(one.is_met for one in rows)
    return page(
        request,
        "financing/condition.html",
        form=form,
        rows=rows,
        year=f"{form.year}-{form.year + 1}",
        met=met,
        short=len(rows) - met,
        share=int(Decimal(settings.COOPERATION_COMPLETE_SHARE) * 100),
        weeks=settings.COOPERATION_MEETING_WEEKS,
    )


def mine(request: HttpRequest, found: "QuerySet[Cooperation]") -> "QuerySet[Cooperation]":
    """Of the schools of a board or director, of the schools in the area of a wijkteam; the controller's are all."""
    holding, today = request.holding, acting(request).today  # type: ignore[attr-defined]
    place = "team__location__periods"
    match holding.role.unit:
        case Unit.LOCATION:
            return found.filter(team__location__in=holding.unit_ids)
        case Unit.BOARD:
            return found.filter(**{f"{place}__board__in": holding.unit_ids, f"{place}__period__contains": today})
        case Unit.NEIGHBOURHOOD_TEAM:
            key = f"{place}__neighbourhood_team__in"
            return found.filter(**{key: holding.unit_ids, f"{place}__period__contains": today})
        case _:
            return found
