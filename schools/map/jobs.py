"""Taking in a register through the browser, and following long work until it is done."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.acting import Acting
from accounts.roles import Permission
from schools.access import needs
from schools.actions import jobs as actions
from schools.duo.job import KIND
from schools.jobs import progress_of
from schools.map.forms import RegisterForm
from schools.models import Job, RegisterRelease


@needs(Permission.MANAGE_PEOPLE, purpose="Register van DUO inlezen")
def import_register(request: HttpRequest) -> HttpResponse:
    """Send a register of DUO; the worker takes it in, the next page tells how far it is."""
    by: Acting = request.acting  # type: ignore[attr-defined]
    form = RegisterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["bestand"]
        job = actions.ask(
            by=by,
            kind=KIND,
            title="Register van DUO inlezen",
            file_name=sent.name,
            content=sent.read(),
            options={
                "released_on": form.released_on(by.today).isoformat(),
                "municipalities": [settings.HOME_MUNICIPALITY] if form.cleaned_data["alleen_hier"] else [],
                "accept_gone": form.cleaned_data["veel_verdwenen"],
            },
        )
        return redirect("schools:job", key=job.pk)
    taken = RegisterRelease.objects.all()[:10]
    return render(request, "schools/import_register.html", {"form": form, "taken": taken})


@needs(*Permission, purpose="Eigen taak volgen")
@require_safe
def job(request: HttpRequest, key: UUID) -> HttpResponse:
    """How a job stands; htmx asks for the middle of the page only. PostgreSQL gives me no other's."""
    found = get_object_or_404(Job.objects.defer("content"), pk=key)
    context = {"job": found, "progress": progress_of(found.pk) if found.state == Job.State.WAITING else None}
    part = "schools/job_state.html" if request.htmx else "schools/job.html"  # type: ignore[attr-defined]
    return render(request, part, context)
