"""Addresses of figures."""

from django.urls import path

from insights import views

app_name = "insights"
urlpatterns = [
    path("cijfers/", views.dashboard, name="dashboard"),
]
