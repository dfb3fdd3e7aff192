"""Addresses of what lies around a question: lists, absence, attachments, transition, and the family's rights."""

from django.urls import path

from cases.views import lists

urlpatterns = [
    path("contact/", lists.quick_contact, name="quick_contact"),
    path("werklijst/filters/", lists.save_filter, name="save_filter"),
    path("werklijst/filters/<uuid:key>/weg/", lists.drop_filter, name="drop_filter"),
    path("werklijst/geef-aan/", lists.assign, name="assign"),
    path("werklijst/overdragen/", lists.caseload, name="caseload"),
    path("elders-bekend/<uuid:key>/", lists.match, name="match"),
]
