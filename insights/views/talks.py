"""The quarterly talks: theme, participants and lessons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Permission
from financing.views.base import send
from insights.actions.reporting import change_talk, record_talk
from insights.forms import TalkForm
from insights.models import QuarterTalk
from insights.views.base import PURPOSE, acting_of, may, page
from schools.access import needs
from shell.keyset import paginate

FIELDS = ("on", "neighbourhood_team", "theme", "question", "participants", "lessons", "version")


@require_safe
@needs(Permission.SEE_FIGURES, purpose=PURPOSE)
def talks(request: HttpRequest) -> HttpResponse:
    """Talks that were held, the newest first."""
    rows = QuarterTalk.objects.select_related("neighbourhood_team")
    found = paginate(rows, keys=("-on", "-id"), query=request.GET, size=20)
    return page(request, "insights/talks.html", "gesprekken", found=found, writes=may(request, Permission.WRITE_REPORT))


@require_http_methods(["GET", "POST"])
@needs(Permission.WRITE_REPORT, purpose="kwartaalgesprek vastleggen")
def new_talk(request: HttpRequest) -> HttpResponse:
    """Record a talk."""
    by = acting_of(request)
    back = reverse("insights:talks")
    form = TalkForm(request.POST or None, initial={"on": by.today, "version": 0}, cancel_url=back)
    done = send(request, form, lambda: record_talk(by=by, talk=form.talk()), said="Het gesprek staat erin.", to=back)
    return done or page(request, "insights/talk_form.html", "gesprekken", form=form, title="Kwartaalgesprek vastleggen")


@require_http_methods(["GET", "POST"])
@needs(Permission.WRITE_REPORT, purpose="kwartaalgesprek vastleggen")
def edit_talk(request: HttpRequest, key: str) -> HttpResponse:
    """Put a record right, or add its lessons."""
    by = acting_of(request)
    record = get_object_or_404(QuarterTalk, pk=key)
    back = reverse("insights:talks")
    initial = {name: getattr(record, name) for name in FIELDS}
    form = TalkForm(request.POST or None, initial=initial, cancel_url=back)
    done = send(
        request,
        form,
        lambda: change_talk(by=by, record=record, talk=form.talk(), version=form.cleaned_data["version"]),
        said="Het gesprek is gewijzigd.",
        to=back,
    )
    return done or page(request, "insights/talk_form.html", "gesprekken", form=form, title="Kwartaalgesprek wijzigen")
