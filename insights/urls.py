"""Addresses of figures."""

from django.urls import path

from insights import program_views
from insights.pages import TOPICS
from insights.views import own, pages, register, report, talks

app_name = "insights"
urlpatterns = [
    path("cijfers/", pages.dashboard, name="dashboard"),
    path("cijfers/programmas/", program_views.programs, name="programs"),
    path("cijfers/team/", own.own, name="own"),
    path("cijfers/rapport/", report.reports, name="reports"),
    path("cijfers/rapport/nieuwste/", report.newest, name="newest_report"),
    path("cijfers/rapport/<str:code>/", report.quarter, name="report"),
    path("cijfers/rapport/<str:code>/kwartaalrapport.<str:kind>", report.quarter_file, name="report_file"),
    path("cijfers/rapport/<str:code>/duiding/<str:figure>/<str:voice>/", report.remark, name="remark"),
    path("cijfers/gesprekken/", talks.talks, name="talks"),
    path("cijfers/gesprekken/nieuw/", talks.new_talk, name="new_talk"),
    path("cijfers/gesprekken/<uuid:key>/", talks.edit_talk, name="edit_talk"),
    path("cijfers/register/", register.register, name="register"),
    path("cijfers/uitleg/", register.definitions, name="definitions"),
    path("cijfers/vrijgegeven/", register.releases, name="releases"),
    path("cijfers/vrijgegeven/<uuid:key>/intrekken/", register.withdraw, name="withdraw"),
    *(path(f"cijfers/{slug}/", pages.topic, {"slug": slug}, name=slug) for slug in TOPICS),
    path("cijfers/<slug:slug>/<slug:key>.csv", pages.topic_file, name="topic_file"),
]
