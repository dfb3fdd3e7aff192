# ruff: noqa: ARG002 Django calls these methods by the names of their arguments
"""Appointments: who does what, where, from when until when; confirmed by an administrator other than the person."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from accounts.administration import Administration, Fields, ReadOnly
from accounts.roles import ROLES, Unit
from schools.actions import appointments as appointing
from schools.enums import SupportDomain
from schools.models import Appointment
from shell.numbers import write_decimal
from shell.templatetags.shell import period as write_period

EXACT = 18  # decimals, as the model keeps them
OWN = "Dit is uw eigen aanstelling. Een andere functioneel beheerder kan hem wijzigen of bevestigen."
TO_CONFIRM = "Deze aanstelling komt uit een bestand. Zij geeft pas toegang als u haar bevestigt."


class AppointmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """Says at the right field where a role is held, before the constraint `appointment_one_unit` does."""

    mandate = forms.MultipleChoiceField(
        label="Mandaat",
        choices=SupportDomain.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Waarvoor iemand zelf ondersteuning mag inzetten. Kiest u niets, dan geldt wat bij de rol hoort.",
    )
    acting: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (hours := self.initial.get("hours_per_week")) is not None:
            self.initial["hours_per_week"] = write_decimal(hours, EXACT)

    def clean_mandate(self) -> list[str] | None:
        """Nothing chosen is "what belongs to the role", which the model keeps as NULL."""
        return self.cleaned_data["mandate"] or None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if role := ROLES.get(cleaned.get("role", "")):
            for unit in Unit:
                if unit == role.unit and not cleaned.get(unit.value) and unit.value not in self.errors:
                    self.add_error(unit.value, f"Kies waar iemand {role.label} is.")
                elif unit != role.unit and cleaned.get(unit.value):
                    self.add_error(unit.value, f"Laat dit leeg: de rol {role.label} geldt hier niet.")
        if cleaned.get("person") and cleaned["person"].pk == self.acting.actor:
            self.add_error("person", "Uw eigen aanstelling regelt een andere functioneel beheerder.")
        return cleaned


class Confirmed(admin.SimpleListFilter):
    title, parameter_name = "bevestigd", "bevestigd"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("nee", "Nog te bevestigen"), ("ja", "Bevestigd")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in {"ja", "nee"}:
            return queryset.filter(confirmed_at__isnull=self.value() == "nee")
        return queryset


class InForce(admin.SimpleListFilter):
    title, parameter_name = "wanneer", "wanneer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("nu", "Vandaag"), ("straks", "Begint nog"), ("voorbij", "Voorbij")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        match self.value():
            case "nu":
                return queryset.filter(period__contains=today)
            case "straks":
                return queryset.filter(period__startswith__gt=today)
            case "voorbij":
                return queryset.filter(period__endswith__lte=today)
        return queryset


class Columns:
    """An appointment in a list: the name of the person and of the place, without a query for each row."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appointment]:
        places = Coalesce(*(F(f"{unit.value}__name") for unit in Unit))
        rows: QuerySet[Appointment] = super().get_queryset(request)  # type: ignore[misc]
        rows = rows.annotate(person_name=F("person__name"), place=places)
        return rows.order_by("person__name", "role", "period")

    @admin.display(description="persoon", ordering="person_name")
    def person_name(self, appointment: Appointment) -> str:
        return str(appointment.person_name)  # type: ignore[attr-defined]

    @admin.display(description="waar")
    def place(self, appointment: Appointment) -> str:
        return str(appointment.place)  # type: ignore[attr-defined]

    @admin.display(description="wanneer", ordering="period")
    def days(self, appointment: Appointment) -> str:
        return write_period(appointment.period)

    @admin.display(description="uren per week", ordering="hours_per_week")
    def hours(self, appointment: Appointment) -> str:
        hours = appointment.hours_per_week
        return "–" if hours is None else write_decimal(hours, 4)


@admin.register(Appointment)
class AppointmentAdmin(Columns, Administration):
    form = AppointmentForm
    fieldsets = (
        ("Wie en welke rol", {"fields": ("person", "role")}),
        ("Waar: vul alleen in wat bij de rol hoort", {"fields": [unit.value for unit in Unit]}),
        ("Van wanneer tot wanneer", {"fields": ("period", "hours_per_week", "employer")}),
        ("Mandaat", {"fields": ("mandate", "mandate_limit")}),
        ("Bevestigd", {"fields": ("confirmed_at", "confirmer")}),
    )
    readonly_fields = ("confirmed_at", "confirmer")
    autocomplete_fields = ("person", "team", "location", "board", "employer")
    list_display = ("person_name", "role", "place", "days", "hours", "confirmed_at")
    ordering = ("person__name", "role", "period")
    list_filter = (Confirmed, InForce, "role")
    search_fields = ("person__name", "person__email", "team__name", "neighbourhood_team__name", "board__name")
    actions = ("confirm_chosen",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"acting": request.acting})  # type: ignore[attr-defined]

    @admin.display(description="bevestigd door")
    def confirmer(self, appointment: Appointment) -> str:
        return str(appointment.confirmed_by or "–")

    # ---- Rules -----------------------------------------------------------------------------------------------------
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None or obj.person_id != request.user.pk

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def explanation(self, request: HttpRequest, obj: Any) -> str:
        if obj is None:
            return ""
        if obj.person_id == request.user.pk:
            return OWN
        return "" if obj.confirmed_at else TO_CONFIRM

    def buttons(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        return [("confirm", "Opslaan en aanstelling bevestigen")] if obj and not obj.confirmed_at else []

    # ---- What is done ----------------------------------------------------------------------------------------------
    def save_model(self, request: HttpRequest, obj: Appointment, _form: Any, _change: bool) -> None:
        appointing.appoint(appointment=obj, by=request.acting, now=timezone.now())  # type: ignore[attr-defined]

    def confirm(self, request: HttpRequest, obj: Appointment) -> None:
        self._confirm(request, [obj])

    @admin.action(description="Aanstelling bevestigen")
    def confirm_chosen(self, request: HttpRequest, chosen: QuerySet[Appointment]) -> None:
        self._confirm(request, list(chosen))

    def _confirm(self, request: HttpRequest, chosen: list[Appointment]) -> None:
        try:
            done = appointing.confirm(appointments=chosen, by=request.acting, now=timezone.now())  # type: ignore[attr-defined]
        except appointing.MayNotAppoint as error:
            messages.error(request, f"Er is niets bevestigd. {error}")
        else:
            messages.success(request, f"Bevestigd: {done}. Deze mensen hebben nu de rechten van hun rol.")


class AppointmentsHere(Columns, ReadOnly, Fields, admin.TabularInline):  # type: ignore[type-arg]
    """On the page of a team or a person: what is appointed there, each a link to its own page."""

    model = Appointment
    fk_name: str | None = None
    fields = ("person_name", "role", "place", "days", "hours", "confirmed_at")
    readonly_fields = ("person_name", "place", "days", "hours")
    extra = 0
    show_change_link = True
    verbose_name_plural = "aanstellingen"
