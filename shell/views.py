"""The two statements that every page links to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/accessibility.html")


@require_safe
def privacy_statement(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/privacy_statement.html")


# Open on purpose, also to somebody who has not signed in (schools.middleware asks each view to say so).
accessibility.access = privacy_statement.access = "all"  # type: ignore[attr-defined]
