"""Municipalities, wijkteams, boards, SWV's, employers, providers: a name and, mostly, an official code."""

from django.contrib import admin

from accounts.administration import Administration
from schools.models import Employer, Municipality, NeighbourhoodTeam, Partnership, Provider, SchoolBoard


@admin.register(Municipality, SchoolBoard)
class CodedAdmin(Administration):
    fields = ("name", "code")
    list_display = ("name", "code")
    search_fields = ("name", "code")


@admin.register(NeighbourhoodTeam)
class NeighbourhoodTeamAdmin(Administration):
    fields = ("name", "code", "municipality")
    list_display = ("name", "code", "municipality")
    list_select_related = ("municipality",)
    list_filter = ("municipality",)
    search_fields = ("name", "code")


@admin.register(Partnership)
class PartnershipAdmin(Administration):
    fields = ("name", "code", "sector")
    list_display = ("name", "code", "sector")
    list_filter = ("sector",)
    search_fields = ("name", "code")


@admin.register(Employer)
class EmployerAdmin(Administration):
    fields = ("name",)
    search_fields = ("name",)


@admin.register(Provider)
class ProviderAdmin(Administration):
    fields = ("name", "agb")
    list_display = ("name", "agb")
    search_fields = ("name", "agb")
