"""The first page after sign-in, and the answer to a health check."""

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from schools.access import open_to_all, open_to_people
from zwolle_ot.navigation import navigation


@open_to_people
def home(request: HttpRequest) -> HttpResponse:
    """To the first page of one's role; somebody without a role in force is told so."""
    links = navigation(request)
    if links:
        return redirect(links[0].url)
    return render(request, "home_without_role.html")


@open_to_all
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 when database and cache answer; an exception, so 500, when one does not."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    cache.get("health")
    return HttpResponse("gezond\n", content_type="text/plain")
