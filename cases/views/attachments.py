"""Attachments: served by this view alone, to who may read the row."""

from uuid import UUID

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases import access
from cases.actions import withdrawals
from cases.actions.attachments import attach as add
from cases.attached_files import place
from cases.enums import Audience
from cases.forms import WithdrawForm
from cases.forms.around import AttachForm
from cases.models import Attachment
from cases.views.base import PURPOSE, acting, kept, seen_case
from cases.views.log import GONE_AT_ONCE
from cases.views.parts import ask, part_page
from schools.access import needs


@needs(Permission.SEE_CASES, Permission.SEE_SHARED_CASES, purpose=PURPOSE)
@require_safe
def attachments(request: HttpRequest, key: UUID) -> HttpResponse:
    """The files of a question."""
    case = seen_case(request, key, what="bijlagen")
    rows = Attachment.objects.filter(case=case).annotate(author_name=F("author__name"))
    return part_page(request, "cases/attachments.html", case, rows=list(rows[:200]))


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, key: UUID) -> HttpResponse:
    """Add a file."""
    by = acting(request)
    case = seen_case(request, key, what="bijlagen")
    back = reverse("cases:attachments", args=[key])
    form = AttachForm(**kept(request), agreed=case.family_agreed_on is not None, cancel_url=back)

    def do() -> Attachment:
        sent = form.cleaned_data["file"]
        audience = access.own_side(by) if form.cleaned_data["own_side"] else Audience.TEAM
        return add(by=by, case=case, name=sent.name, content=sent.read(), audience=audience)

    return ask(request, form, do, heading="Bijlage toevoegen", said="De bijlage is toegevoegd.", to=back, case=case)


@needs(Permission.WORK_CASES, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """A file stands in the wrong child's file: out of sight at once."""
    found = get_object_or_404(Attachment, pk=key)
    case = seen_case(request, found.case_id, what="bijlagen")
    back = reverse("cases:attachments", args=[case.pk])
    form = WithdrawForm(**kept(request), cancel_url=back)
    return ask(
        request,
        form,
        lambda: withdrawals.withdraw_attachment(
            by=acting(request), attachment=found, reason=form.cleaned_data["reason"]
        ),
        heading="Staat deze bijlage in het verkeerde dossier?",
        said="De bijlage is weg uit dit dossier.",
        to=back,
        case=case,
        about=f"{found.name}\n\n{GONE_AT_ONCE}",
    )


@needs(Permission.SEE_CASES, Permission.SEE_SHARED_CASES, purpose=PURPOSE)
@require_safe
def download(request: HttpRequest, key: UUID) -> HttpResponse:
    """The bytes, as a download that no browser runs. Each is in the log of looking."""
    found = get_object_or_404(Attachment.objects.select_related("case"), pk=key)
    path = place(found.stored)
    if not path.exists():
        raise Http404
    looked(
        by=acting(request), kind=Look.Kind.DOWNLOAD, what="bijlage", subjects=[found.case.pupil_id], case=found.case_id
    )
    response = HttpResponse(path.read_bytes(), content_type=found.content_type)
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=found.name) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response
