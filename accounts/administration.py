# ruff: noqa: ARG002 Django calls these methods by the names of their arguments
"""What the pages of the administration site share. The site itself is in `zwolle_ot.admin_site`.

Every page runs as `ot_people_look` or `ot_people`. So nothing here may read a password or follow a key into a table about
children: Django's own ways of showing history and of collecting what a deletion touches do, and are replaced.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, models
from django.forms import BaseForm, Field, ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.acting import call_it
from accounts.history import told
from accounts.models import Change, User
from shell.fields import DutchDateField, DutchDateInput, DutchDecimalField, PeriodField, PeriodInput


class LabelledPeriodInput(PeriodInput):
    """First and last day, each with its own name for who does not see them side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.widgets = [
            DutchDateInput({"aria-label": label, "placeholder": label.lower()}) for label in self.part_labels
        ]


class Rights:
    """Whoever comes here is an administrator (`OurAdminSite.admin_view`); PostgreSQL says what may be written."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


class ReadOnly(Rights):
    """Shown, and made elsewhere."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Fields:
    """Dutch dates, periods and numbers; people without their password; no pop-ups to edit another row meanwhile."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Field | None:
        if isinstance(db_field, DateRangeField):
            label = str(db_field.verbose_name).capitalize()
            return PeriodField(label=label, required=not db_field.blank, widget=LabelledPeriodInput())
        if isinstance(db_field, models.DecimalField):
            kwargs["form_class"] = DutchDecimalField
        elif isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
            kwargs.update(form_class=DutchDateField, widget=DutchDateInput())
        field: Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> ModelChoiceField | None:  # type: ignore[type-arg]
        if db_field.remote_field.model is User:
            kwargs["queryset"] = User.people.all()
        field: ModelChoiceField | None = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc, type-arg]
        return field


class Administration(Rights, Fields, admin.ModelAdmin):  # type: ignore[type-arg]
    """The base of our pages.

    `owned` names what goes with a row that is deleted. `buttons` are (name, label) pairs beside "Opslaan"; pressing one
    saves and then calls the method of that name. `links` are (address, label) pairs above the form. `explanation` is told
    above a form, to who may not change it too.
    """

    change_form_template = "admin/our_change_form.html"
    object_history_template = "admin/our_history.html"
    list_per_page = 50
    show_full_result_count = False
    save_as_continue = True
    owned: tuple[str, ...] = ()

    def buttons(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        return []

    def links(self, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        return []

    def explanation(self, request: HttpRequest, obj: Any) -> str:
        return ""

    # ---- Saving --------------------------------------------------------------------------------------------------
    def save_model(self, request: HttpRequest, obj: Any, form: BaseForm, change: bool) -> None:
        call_it(f"{self.opts.model_name}.{'change' if change else 'add'}")
        super().save_model(request, obj, form, change)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context["our_buttons"] = self.buttons(request, obj) if self.has_change_permission(request, obj) else []
        context["our_links"] = self.links(request, obj) if obj else []
        context["explanation"] = self.explanation(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self._pressed(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._pressed(request, obj) or super().response_change(request, obj)

    def _pressed(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        for name, _label in self.buttons(request, obj):
            if f"_{name}" in request.POST:
                response: HttpResponse | None = getattr(self, name)(request, obj)
                return response or self.back_to(obj)
        return None

    def back_to(self, obj: Any) -> HttpResponse:
        return HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        )

    # ---- History: the log of changing, which also knows what an import did ------------------------------------------
    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Not in Django's own log, which knows less."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Neither."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:  # type: ignore[override]
        """Neither."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        changes = Change.objects.filter(table_name=self.opts.db_table, row_id=obj.pk).order_by("-at")[:200]
        context = {
            **self.admin_site.each_context(request),
            "title": f"Geschiedenis: {obj}",
            "lines": [told(change, self.model) for change in changes],
            "object": obj,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    # ---- Deleting: PostgreSQL knows what still hangs on a row, also in tables that we may not read -------------------
    def get_deleted_objects(self, objs: Iterable[Any], request: HttpRequest) -> Any:
        rows = list(objs)
        gone = [[str(row), [str(one) for name in self.owned for one in getattr(row, name).all()]] for row in rows]
        return (
            [part for pair in gone for part in pair if part],
            {str(self.opts.verbose_name_plural): len(rows)},
            set(),
            [],
        )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        call_it(f"{self.opts.model_name}.delete")
        for name in self.owned:
            getattr(obj, name).all()._raw_delete(using=connection.alias)
        if not self.model._base_manager.filter(pk=obj.pk)._raw_delete(using=connection.alias):
            raise PermissionDenied("Dit mag u niet weghalen.")
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except IntegrityError as error:
            messages.error(request, f"Dit kan niet weg: {_what_hangs_on_it(error)} verwijst ernaar.")
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])
            )


def _what_hangs_on_it(error: IntegrityError) -> str:
    """The Dutch name of a row in the table that still needs the deleted one."""
    table = getattr(getattr(error.__cause__, "diag", None), "table_name", None)
    names = (str(model._meta.verbose_name) for model in apps.get_models() if model._meta.db_table == table)
    return f"een {next(names, 'ander gegeven')}"
