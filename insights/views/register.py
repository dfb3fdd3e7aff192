"""The register of what was published, the definitions, and figures that the controller releases."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Permission
from financing.views.base import send
from insights import reading
from insights.actions.reporting import release_figure, withdraw_release
from insights.definitions import DEFINITIONS
from insights.forms import ReleaseForm
from insights.models import Publication, Release
from insights.views.base import PURPOSE, acting_of, may, page
from schools.access import needs
from shell.forms import ShellForm
from shell.keyset import paginate

RELEASING = "een cijfer vrijgeven"


@require_safe
@needs(Permission.SEE_FIGURES, purpose=PURPOSE)
def register(request: HttpRequest) -> HttpResponse:
    """Which periods were published, when, how often, and how many figures were withheld."""
    found = paginate(Publication.objects.all(), keys=("-counted_on", "-id"), query=request.GET, size=25)
    cells = reading.counted_cells([row.pk for row in found.rows])
    return page(
        request,
        "insights/register.html",
        "register",
        found=found,
        rows=[(row, cells[row.pk]) for row in found.rows],
        participation=reading.counted_participation(),
        releases=may(request, Permission.RELEASE_FIGURES),
    )


@require_safe
@needs(Permission.SEE_FIGURES, purpose=PURPOSE)
def definitions(request: HttpRequest) -> HttpResponse:
    """What each figure means: what counts, from which data, when it is counted."""
    return page(request, "insights/definitions.html", "uitleg", definitions=DEFINITIONS.values())


@require_http_methods(["GET", "POST"])
@needs(Permission.RELEASE_FIGURES, purpose=RELEASING)
def releases(request: HttpRequest) -> HttpResponse:
    """Release a figure about few pupils, with the reason; below it what was released before."""
    by = acting_of(request)
    here = reverse("insights:releases")
    form = ReleaseForm(request.POST or None, today=by.today)
    done = send(
        request, form, lambda: release_figure(by=by, **form.cleaned_data), said="Het cijfer is vrijgegeven.", to=here
    )
    if done:
        return done
    rows = Release.objects.select_related("arrangement", "location")
    found = paginate(rows, keys=("-released_at", "-id"), query=request.GET, size=25)
    return page(request, "insights/releases.html", "register", form=form, found=found)


class WithdrawForm(ShellForm):
    """Nothing to fill in: only to be sure."""

    submit_label = "Trek het cijfer in"


@require_http_methods(["GET", "POST"])
@needs(Permission.RELEASE_FIGURES, purpose=RELEASING)
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """From now on the figure is not shown."""
    by = acting_of(request)
    release = get_object_or_404(Release.objects.select_related("arrangement", "location"), pk=key)
    back = reverse("insights:releases")
    form = WithdrawForm(request.POST if request.method == "POST" else None, cancel_url=back)
    done = send(
        request, form, lambda: withdraw_release(by=by, release=release), said="Het cijfer is ingetrokken.", to=back
    )
    return done or page(request, "insights/withdraw.html", "register", form=form, release=release)
