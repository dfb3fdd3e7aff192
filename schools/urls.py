"""Pages about the map of schools and teams, and about the role one works in."""

from django.urls import path

from schools import views
from schools.logs import views as logs
from schools.map import jobs
from schools.map import views as pages

app_name = "schools"
urlpatterns = [
    path("rol/", views.switch_role, name="switch_role"),
    path("sessie/", views.session_alive, name="session_alive"),
    path("mijn/", views.me, name="me"),
    path("mijn/inzagen/", logs.my_looks, name="my_looks"),
    path("mijn/wijzigingen/", logs.my_changes, name="my_changes"),
    path("inzagen/", logs.looks, name="looks"),
    path("inzagen/bestand/", logs.looks_file, name="looks_file"),
    path("wijzigingen/", logs.changes, name="changes"),
    path("teams/", pages.team_list, name="teams"),
    path("teams/<uuid:key>/", pages.team_page, name="team"),
    path("teams/signaleringen/<uuid:key>/gezien/", pages.flag_seen, name="flag_seen"),
    path("scholen/", pages.school_list, name="schools"),
    path("scholen/<uuid:key>/", pages.school_page, name="school"),
    path("scholen/inlezen/", jobs.import_register, name="import_register"),
    path("taken/<uuid:key>/", jobs.job, name="job"),
]
