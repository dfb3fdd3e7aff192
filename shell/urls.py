"""Pages of the shell itself. Included at the root by zwolle_ot.urls."""

from django.urls import path

from shell import patterns, views

urlpatterns = [
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("privacyverklaring/", views.privacy_statement, name="privacy_statement"),
    path("patronen/", patterns.parts, name="patterns"),
    path("patronen/grafieken/", patterns.charts, name="patterns_charts"),
    path("patronen/formulier/", patterns.every_field, name="patterns_form"),
    path("patronen/reeks/", patterns.formsets, name="patterns_formset"),
    path("patronen/concept/", patterns.draft, name="patterns_draft"),
]
