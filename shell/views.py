"""The pages that belong to no app: two statements, and the pattern page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/accessibility.html")


@require_safe
def privacy_statement(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/privacy_statement.html")


def patterns(request: HttpRequest) -> HttpResponse:
    """Every component and form state on one page, for builders. Exists in demo mode only."""
    if not settings.DEMO:
        raise Http404
    return render(request, "shell/patterns.html")


# Open on purpose, also to somebody who has not signed in (schools.middleware asks each view to say so).
for view in (accessibility, privacy_statement, patterns):
    view.access = "all"  # type: ignore[attr-defined]
