# ruff: noqa: ARG002 Django calls these methods by the names of their arguments
"""Schools, their locations with what changes over time, the teams that follow from those, and the core roles."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.administration import Administration, Fields, ReadOnly, Rights
from schools.actions.teams import follow_locations
from schools.admin.appointments import AppointmentsHere
from schools.models import CoreRole, LocationPeriod, School, SchoolLocation, SupportTeam
from shell.templatetags.shell import period as write_period


class Locations(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = SchoolLocation
    fields = ("name", "code", "town")
    extra = 0
    show_change_link = True


@admin.register(School)
class SchoolAdmin(Administration):
    fields = ("name", "brin")
    list_display = ("name", "brin")
    search_fields = ("name", "brin")
    inlines = (Locations,)


class Periods(Rights, Fields, admin.StackedInline):  # type: ignore[type-arg]
    model = LocationPeriod
    verbose_name, verbose_name_plural = "periode", "van wanneer tot wanneer"
    fields = ("period", "name", ("type", "second_type"), "board", "municipality", "neighbourhood_team")
    autocomplete_fields = ("board", "municipality")
    extra = 0


@admin.register(SchoolLocation)
class SchoolLocationAdmin(Administration):
    """Saving ends with the teams: one for each sector that the location has."""

    owned = ("periods",)
    fieldsets = (
        (None, {"fields": ("name", "school", "code")}),
        ("Adres", {"fields": ("street", "house_number", "postcode", "town", "telephone", "website", "denomination")}),
        (
            "Post",
            {"fields": ("postal_street", "postal_number", "postal_postcode", "postal_town"), "classes": ("collapse",)},
        ),
    )
    autocomplete_fields = ("school",)
    list_display = ("name", "code", "town", "school")
    list_select_related = ("school",)
    list_filter = ("register",)
    search_fields = ("name", "code", "town", "school__name")
    inlines = (Periods,)

    def explanation(self, request: HttpRequest, obj: Any) -> str:
        return (
            "Type, bestuur, gemeente en wijkteam gelden van een dag tot een dag. Verandert er iets? Vul dan bij de oude "
            "gegevens de laatste dag in, en voeg de nieuwe toe. De ondersteuningsteams volgen vanzelf."
        )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        follow_locations(locations=[form.instance.pk])


class WorksToday(admin.SimpleListFilter):
    title, parameter_name = "werkt nu", "nu"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ja", "Ja"), ("nee", "Nee")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = {"period__contains": timezone.localdate()}
        match self.value():
            case "ja":
                return queryset.filter(**today)
            case "nee":
                return queryset.exclude(**today)
        return queryset


@admin.register(SupportTeam)
class SupportTeamAdmin(ReadOnly, Administration):
    """A team follows from its location: here one sees who works in it, and appoints."""

    fields = ("name", "location", "sector", "municipality", "days")
    readonly_fields = ("days",)
    list_display = ("name", "sector", "municipality", "days")
    list_select_related = ("municipality",)
    list_filter = ("sector", WorksToday, "municipality")
    search_fields = ("name", "location__code", "location__name")
    inlines = (AppointmentsHere,)

    def explanation(self, request: HttpRequest, obj: Any) -> str:
        return "Een team volgt uit de gegevens van de vestiging. Wijzig het daar."

    def links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        return [(f"{reverse('admin:schools_appointment_add')}?team={obj.pk}", "Aanstelling toevoegen")]

    @admin.display(description="werkt", ordering="period")
    def days(self, team: SupportTeam) -> str:
        return write_period(team.period)


@admin.register(CoreRole)
class CoreRoleAdmin(Administration):
    fields = ("school_type", "role", "period")
    list_display = ("school_type", "role", "days")
    list_filter = ("school_type", "role", WorksToday)

    def explanation(self, request: HttpRequest, obj: Any) -> str:
        return "Welke rollen een team op elke dag moet hebben om compleet te zijn. Een rol die vervalt, krijgt een laatste dag."

    @admin.display(description="geldig", ordering="period")
    def days(self, core_role: CoreRole) -> str:
        return write_period(core_role.period)
