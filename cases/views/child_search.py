"""The privacy officer finds a child, to ask who looked at it. No file opens here, and the search itself is a look."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.looking import looked
from accounts.models import Look
from accounts.roles import Permission
from cases.forms.child_search import ChildSearchForm
from cases.reading.controlling import MOST_CHILDREN, children_called
from cases.views.base import acting
from schools.access import needs


@needs(Permission.SEE_LOGS, purpose="Controle op inzage")
@require_http_methods(["GET", "POST"])
def find_child(request: HttpRequest) -> HttpResponse:
    """By name, sent in a POST so that it stands in no address and no history."""
    form = ChildSearchForm(request.POST or None)
    context = {"form": form, "asked": form.is_valid(), "found": [], "most": MOST_CHILDREN}
    if context["asked"]:
        found = children_called(form.cleaned_data["name"], born=form.cleaned_data["birth_date"])
        subjects = [child.pk for child in found]
        looked(by=acting(request), kind=Look.Kind.SEARCH, what="zoeken naar een kind", subjects=subjects)
        context["found"] = found
    return render(request, "cases/find_child.html", context)
