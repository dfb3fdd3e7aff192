"""Addresses: Dutch paths, English names."""

from django.contrib import admin
from django.urls import include, path

from zwolle_ot import views

urlpatterns = [
    path("", views.home, name="home"),
    path("gezond", views.health, name="health"),
    path("toegang/", include("accounts.urls_sign_in")),
    path("", include("insights.urls")),  # the most asked pages: each address that stands before is compared first
    path("", include("schools.urls")),
    path("", include("cases.urls")),
    path("", include("financing.urls")),
    path("", include("shell.urls")),
    path("api/", include("zwolle_ot.api")),
    path("beheer/", admin.site.urls),
]

handler403 = "schools.views.refused"
handler500 = "zwolle_ot.api.server_error"
