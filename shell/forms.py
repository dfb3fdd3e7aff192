"""What the forms of this program share: the pack's layout, our own words for errors, and two hidden hooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout, Submit
from django import forms
from django.contrib.postgres.forms import DateRangeField
from django.db import models
from django.forms.utils import pretty_name
from django.http import QueryDict
from django.utils.html import format_html

from shell.fields import DutchDateField, DutchDecimalField, PeriodField, write_period
from shell.filters import FilterHelper
from shell.keys import uuid7

#: In `initial`: what is filled in was typed here before, and kept on the server.
BEGUN = "begun"
CHOOSE_AGAIN = "Kies het bestand opnieuw: een browser bewaart het niet."


class ShellMixin:
    """Gives a form its helper (`{% crispy form %}` draws it whole) and its words. Place it before the form class.

    Class attributes to set:
    `submit_label` the text of the button · `method` "post" or "get" · `marks_optional` say "(niet verplicht)" ·
    `once` adds a hidden key that an action uses to do the same post only once (`cleaned_data["once"]`, a UUID) ·
    `versioned` adds the version of the row that was shown (`cleaned_data["version"]`, an int; give `initial`).

    Keyword arguments: `cancel_url` draws a link "Annuleren"; `draft_url` is where app.js keeps what is typed.
    """

    submit_label = "Opslaan"
    method = "post"
    marks_optional = True
    once = False
    versioned = False

    def __init__(self, *args: Any, cancel_url: str = "", draft_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields: dict[str, forms.Field]
        self.cancel_url, self.draft_url = cancel_url, draft_url
        if self.once:
            self.fields["once"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)
        if self.versioned:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        comes_back = getattr(self, "is_bound", False) or getattr(self, "initial", {}).get(BEGUN)
        for name, field in self.fields.items():
            use_own_words(name, field)
            if comes_back and isinstance(field, forms.FileField):
                field.help_text = f"{field.help_text} {CHOOSE_AGAIN}".strip()
        self.helper = self.build_helper()

    def layout(self) -> list[Any]:
        """The layout objects or field names in their order; hidden fields that it leaves out are added."""
        return [name for name, field in self.fields.items() if not field.widget.is_hidden]

    def buttons(self) -> list[Any]:
        found: list[Any] = [Submit("", self.submit_label)]
        if self.cancel_url:
            found.append(HTML(format_html('<a class="ot-cancel" href="{}">Annuleren</a>', self.cancel_url)))
        return found

    helper_class = FormHelper

    def build_helper(self) -> FormHelper:
        helper = self.helper_class()
        helper.form_method = self.method
        helper.render_hidden_fields = True
        helper.attrs = {"data-draft-url": self.draft_url} if self.draft_url else {}
        helper.layout = Layout(*self.layout(), FormActions(*self.buttons()))
        return helper


class ShellForm(ShellMixin, forms.Form):
    """A form that belongs to no single row."""


def dutch_field(db_field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """`Meta.formfield_callback` of our model forms: dates, periods and decimals in Dutch notation."""
    if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
        kwargs["form_class"] = DutchDateField
    elif isinstance(db_field, models.DecimalField):
        kwargs["form_class"] = DutchDecimalField
    field = db_field.formfield(**kwargs)
    if isinstance(field, DateRangeField):
        return PeriodField(required=field.required, label=field.label, initial=field.initial)
    return field


class ShellModelForm(ShellMixin, forms.ModelForm):  # type: ignore[type-arg]
    """A form of one row. Inherit its Meta too: `class Meta(ShellModelForm.Meta)`."""

    class Meta:
        formfield_callback = dutch_field


class Chip(NamedTuple):
    """One filter in force, with the address of the same list without it."""

    label: str
    url: str


class FilterForm(ShellForm):
    """Filters a list by GET. Every field is optional; what is wrong is ignored, the list then shows more."""

    submit_label = "Filter"
    method = "get"
    marks_optional = False
    helper_class = FilterHelper

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
        self.helper.form_class = "ot-filter"
        self.helper.attrs["data-autosubmit"] = ""

    def chosen(self) -> dict[str, Any]:
        """The filters that were filled in and are valid."""
        self.is_valid()
        cleaned = getattr(self, "cleaned_data", {})
        return {name: value for name, value in cleaned.items() if value or (value == 0 and value is not False)}

    def chips(self) -> Iterator[Chip]:
        """The filters in force, to show above the list; draw with `{% chips form %}`."""
        for name in self.chosen():
            rest = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
            names = [key for key in rest if key == self.add_prefix(name) or key.startswith(f"{self.add_prefix(name)}_")]
            for key in [*names, "na", "voor"]:  # the place in the list goes too
                rest.pop(key, None)
            yield Chip(f"{self[name].label}: {self._shown(name)}", f"?{rest.urlencode()}")

    def _shown(self, name: str) -> str:
        field, value = self.fields[name], self.cleaned_data[name]
        if isinstance(field, PeriodField):
            return write_period(value)
        if isinstance(field, forms.ModelMultipleChoiceField):
            return ", ".join(str(one) for one in value)
        if isinstance(field, forms.ModelChoiceField):
            return str(value)
        if isinstance(field, forms.ChoiceField):
            labels = {str(key): str(label) for key, label in _flat(field.choices)}
            values = value if isinstance(value, list) else [value]
            return ", ".join(labels.get(str(one), str(one)) for one in values)
        if isinstance(field, forms.BooleanField):
            return "ja"
        return str(field.widget.format_value(value) or value)


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def use_own_words(name: str, field: forms.Field) -> None:
    """Say what is missing where: "Vul de achternaam in" cannot be made by machine, "Vul ‘Achternaam’ in." can.

    A message that the form gave itself stays.
    """
    if str(field.error_messages.get("required")) != str(forms.Field.default_error_messages["required"]):
        return
    label = field.label or pretty_name(name)
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput):
        text = "Zet een vinkje bij ‘{}’."
    elif isinstance(field, forms.FileField):
        text = "Kies een bestand bij ‘{}’."
    elif isinstance(widget, forms.Select | forms.RadioSelect):
        text = "Kies iets bij ‘{}’."
    else:
        text = "Vul ‘{}’ in."
    field.error_messages["required"] = text.format(label)
