"""Paths of API v1: kebab-case, without a slash at the end."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import path

from insights.api import facts, live, views, yearly
from insights.api.resources import Resource


def _token(resource: type[Resource]) -> Callable[..., HttpResponse]:
    """The view, saying who may see it: a program with a token (schools.middleware asks each view)."""
    view: Any = resource.as_view()
    view.access = "token"
    return view  # type: ignore[no-any-return]


app_name = "api"
urlpatterns = [
    path("statistics/questions", _token(views.Questions), name="questions"),
    path("statistics/handling", _token(views.HandlingResource), name="handling"),
    path("statistics/escalations", _token(views.Escalations), name="escalations"),
    path("statistics/support", _token(views.SupportStarted), name="support"),
    path("statistics/absence", _token(views.Absence), name="absence"),
    path("statistics/waiting", _token(views.Waiting), name="waiting"),
    path("statistics/marks", _token(views.Marks), name="marks"),
    path("statistics/hours", _token(live.Hours), name="hours"),
    path("statistics/agreed-hours", _token(live.AgreedHours), name="agreed-hours"),
    path("statistics/cooperation", _token(live.Cooperation), name="cooperation"),
    path("statistics/budgets", _token(live.Budgets), name="budgets"),
    path("statistics/providers", _token(yearly.Providers), name="providers"),
    path("statistics/participation", _token(yearly.Participation), name="participation"),
    path("arrangements", _token(facts.Arrangements), name="arrangements"),
    path("schools", _token(facts.Schools), name="schools"),
    path("teams", _token(facts.Teams), name="teams"),
    path("definitions", _token(views.Definitions), name="definitions"),
]
#: The names under which use is counted.
RESOURCES = tuple(str(pattern.name) for pattern in urlpatterns)
