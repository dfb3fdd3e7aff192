"""The shell alone, without the apps above it: no database, no sign-in."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault on purpose")


urlpatterns = [path("", include("shell.urls")), path("kapot/", broken)]
