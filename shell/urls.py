"""Pages of the shell itself. Included at the root by zwolle_ot.urls."""

from django.urls import path

from shell import views

urlpatterns = [
    path("patronen/", views.patterns, name="patterns"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("privacyverklaring/", views.privacy_statement, name="privacy_statement"),
]
