"""Pages about the map of schools and teams, and about the role one works in."""

from django.urls import path

from schools import views

app_name = "schools"
urlpatterns = [
    path("rol/", views.switch_role, name="switch_role"),
    path("sessie/", views.session_alive, name="session_alive"),
]
