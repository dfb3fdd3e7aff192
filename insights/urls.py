"""Addresses of figures."""

from django.urls import path

from insights import program_views, views
from insights.pages import TOPICS

app_name = "insights"
urlpatterns = [
    path("cijfers/", views.dashboard, name="dashboard"),
    path("cijfers/programmas/", program_views.programs, name="programs"),
    *(path(f"cijfers/{slug}/", views.topic, {"slug": slug}, name=slug) for slug in TOPICS),
    path("cijfers/<slug:slug>/<slug:key>.csv", views.topic_file, name="topic_file"),
]
