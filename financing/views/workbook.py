"""The workbook in the browser: in as a job with every wrong cell named, out, and empty."""

import re
from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from financing.actions import ask_import
from financing.actions.jobs import KINDS
from financing.forms.working import WorkbookForm
from financing.store import read_book
from financing.views.base import PURPOSE, XLSX, P, acting, file, page
from financing.workbook.template import write_template
from financing.workbook.write import write_xlsx
from schools.access import needs
from schools.jobs import progress_of
from schools.models import Job

WRONG_CELL = re.compile(r"(?P<sheet>[^,]*), (?P<row>\d+), (?P<column>[^:]*): (?P<what>.*)", re.DOTALL)


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_http_methods(["GET", "POST"])
def workbook(request: HttpRequest) -> HttpResponse:
    """Send a workbook, and see how the last ones went."""
    by = acting(request)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["workbook"]
        job = ask_import(by=by, file_name=sent.name, content=sent.read())
        return redirect("financing:job", key=job.pk)
    mine = Job.objects.filter(kind__in=KINDS).defer("content")[:10]
    return page(request, "financing/workbook.html", form=form, jobs=mine)


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_safe
def job(request: HttpRequest, key: UUID) -> HttpResponse:
    """How the work stands; asks again by itself while it runs. PostgreSQL gives nobody another's."""
    found = get_object_or_404(Job.objects.filter(kind__in=KINDS).defer("content"), pk=key)
    told = [WRONG_CELL.fullmatch(line) for line in found.outcome]
    context: dict[str, Any] = {
        "job": found,
        "progress": progress_of(found.pk) if found.state == Job.State.WAITING else None,
        "cells": [match.groupdict() for match in told if match],
        "lines": [line for line, match in zip(found.outcome, told, strict=True) if not match],
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "financing/job_state.html", context)
    return page(request, "financing/job.html", **context)


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_safe
def workbook_file(_request: HttpRequest) -> HttpResponse:
    """What is stored, as a workbook: taking it in again changes nothing."""
    out = BytesIO()
    write_xlsx(read_book(), out)
    return file(out.getvalue(), "werkmap.xlsx", XLSX)


@needs(P.MANAGE_MONEY, purpose=PURPOSE)
@require_safe
def empty_workbook_file(_request: HttpRequest) -> HttpResponse:
    """The empty workbook, with explanations, drop-downs and checks in the cells."""
    out = BytesIO()
    write_template(out)
    return file(out.getvalue(), "lege-werkmap.xlsx", XLSX)
