# ruff: noqa: ARG002 Django calls these methods by the names of their arguments
"""People who sign in: who they are, whether they may, what they do. Never a password, never a deletion."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.acting import call_it
from accounts.actions import CannotInvite, check_invite
from accounts.administration import Administration
from accounts.models import User
from accounts.roles import ROLE_CHOICES
from schools.admin.appointments import AppointmentsHere
from schools.models import Appointment


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_email(self) -> str:  # called when an address may be changed
        return str(self.cleaned_data["email"]).strip().lower()


class AppointmentsOfPerson(AppointmentsHere):
    fk_name = "person"


class RoleToday(admin.SimpleListFilter):
    title, parameter_name = "rol vandaag", "rol"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return ROLE_CHOICES

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        held = Appointment.objects.in_force(timezone.localdate()).filter(role=self.value())
        return queryset.filter(pk__in=held.values("person"))


@admin.register(User)
class PersonAdmin(Administration):
    form = PersonForm
    fields = ("name", "email", "is_active", "invited_at", "last_login", "date_joined", "second_factor_reset_at")
    readonly_fields = ("invited_at", "last_login", "date_joined", "second_factor_reset_at")
    list_display = ("name", "email", "is_active", "invited_at", "last_login")
    list_filter = ("is_active", ("invited_at", admin.EmptyFieldListFilter), RoleToday)
    search_fields = ("name", "email")
    actions = ("invite_chosen",)
    inlines = (AppointmentsOfPerson,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return User.people.order_by("name", "email")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who has signed in keeps the address: with another one, an invitation would let somebody else in."""
        stands = ("email",) if obj and obj.last_login else ()
        return (*self.readonly_fields, *stands)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # appointments and both logs name this person: switch ‘mag inloggen’ off instead

    def explanation(self, request: HttpRequest, obj: User | None) -> str:
        if obj is None:
            return "Iemand kan pas inloggen na een uitnodiging, en ziet pas iets met een aanstelling."
        if obj.is_demo:
            return "Dit is een voorbeeldpersoon: inloggen kan alleen in een voorbeeldomgeving."
        if obj.last_login:
            return (
                "Het e-mailadres staat vast, want deze persoon heeft ingelogd. Heeft iemand een ander adres? Maak een nieuwe "
                "persoon, geef die de aanstellingen, en zet hier ‘mag inloggen’ uit."
            )
        return "Gaat iemand weg? Geef de aanstellingen een laatste dag, en zet ‘mag inloggen’ uit."

    def links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        return [(f"{reverse('admin:schools_appointment_add')}?person={obj.pk}", "Aanstelling toevoegen")]

    def buttons(self, request: HttpRequest, obj: User | None) -> list[tuple[str, str]]:
        if obj is None:
            return [("invite", "Opslaan en uitnodigen")]
        if obj.is_demo:
            return []
        again = "opnieuw " if obj.invited_at else ""
        return [("invite", f"Opslaan en {again}uitnodigen"), ("reset_second_factor", "Wis de tweede stap")]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        call_it("user.change")
        obj.save(update_fields=["email", "name", "is_active"])

    # ---- What is done ----------------------------------------------------------------------------------------------
    def invite(self, request: HttpRequest, obj: User) -> None:
        self._invite(request, [obj])

    @admin.action(description="Uitnodigen per mail")
    def invite_chosen(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        self._invite(request, list(chosen))

    def reset_second_factor(self, request: HttpRequest, obj: User) -> None:
        actions.reset_second_factor(person=obj, by=request.acting, now=timezone.now())  # type: ignore[attr-defined]
        messages.success(
            request, f"{obj} stelt bij de volgende keer inloggen de tweede stap opnieuw in, en krijgt daar bericht van."
        )

    def _invite(self, request: HttpRequest, people: list[User]) -> None:
        """All of them or, when one cannot be invited, none: with the reason."""
        try:
            for person in people:
                check_invite(person)
        except CannotInvite as error:
            messages.error(request, f"Er is niemand uitgenodigd. {error}")
            return
        actions.invite(people=people, by=request.acting, now=timezone.now())  # type: ignore[attr-defined]
        messages.success(request, "Uitgenodigd: " + ", ".join(f"{person} ({person.email})" for person in people))
