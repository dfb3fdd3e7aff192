"""Paths of API v1: kebab-case, without a slash at the end."""

from django.urls import URLPattern, path

from insights.api import facts, live, views, yearly
from insights.api.door import door
from insights.api.resources import Resource


def _resource(address: str, resource: type[Resource], name: str) -> URLPattern:
    return path(address, door(resource, name), name=name)


app_name = "api"
urlpatterns = [
    _resource("statistics/questions", views.Questions, "questions"),
    _resource("statistics/handling", views.HandlingResource, "handling"),
    _resource("statistics/escalations", views.Escalations, "escalations"),
    _resource("statistics/support", views.SupportStarted, "support"),
    _resource("statistics/absence", views.Absence, "absence"),
    _resource("statistics/waiting", views.Waiting, "waiting"),
    _resource("statistics/marks", views.Marks, "marks"),
    _resource("statistics/hours", live.Hours, "hours"),
    _resource("statistics/agreed-hours", live.AgreedHours, "agreed-hours"),
    _resource("statistics/cooperation", live.Cooperation, "cooperation"),
    _resource("statistics/budgets", live.Budgets, "budgets"),
    _resource("statistics/providers", yearly.Providers, "providers"),
    _resource("statistics/participation", yearly.Participation, "participation"),
    _resource("arrangements", facts.Arrangements, "arrangements"),
    _resource("schools", facts.Schools, "schools"),
    _resource("teams", facts.Teams, "teams"),
    _resource("definitions", views.Definitions, "definitions"),
]
#: The names under which use is counted.
RESOURCES = tuple(str(pattern.name) for pattern in urlpatterns)
