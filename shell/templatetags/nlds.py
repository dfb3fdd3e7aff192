"""Draws form fields for the crispy-forms pack in templates/nlds: NL Design System classes, ids, ARIA in one place."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms, template
from django.forms import BaseForm, BoundField
from django.forms.widgets import HiddenInput, Input
from django.utils.safestring import SafeString, mark_safe

from shell.controls import written

register = template.Library()

# First match wins: the more special widget stands above its parent.
CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.MultipleHiddenInput, ""),
    (HiddenInput, ""),
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.CheckboxSelectMultiple, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.RadioSelect, "utrecht-radio-button utrecht-radio-button--html-input"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.SelectDateWidget, "utrecht-select utrecht-select--html-select"),
    (forms.CheckboxInput, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.FileInput, "ot-file"),
    (Input, "utrecht-textbox utrecht-textbox--html-input"),
)
PARTS_OF_A_DATE = {"day": "Dag", "month": "Maand", "year": "Jaar"}
INVALID = {"utrecht-textbox", "utrecht-textarea", "utrecht-select", "utrecht-radio-button"}


class Part(NamedTuple):
    """One control of a field that has several, with the label that it needs of its own."""

    id: str
    label: str
    tag: SafeString


class ErrorLink(NamedTuple):
    """One line of the error summary; `target` is the id of the control to go to, empty when there is none."""

    target: str
    text: str


@register.filter
def kind(field: BoundField) -> str:
    """Which of the templates in nlds/kinds draws this field."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.MultiWidget | forms.SelectDateWidget):
        return "parts"
    return "single"


@register.filter
def control(field: BoundField) -> SafeString:
    """The widget of `field` with its classes, aria-required, and aria-describedby naming help and error."""
    widget = field.field.widget
    attrs = _attributes(field)
    if described := field.aria_describedby:
        attrs["aria-describedby"] = described
    attrs["class"] = _classes(widget, bool(field.errors), str(widget.attrs.get("class", "")))
    attrs.setdefault("id", widget.attrs.get("id") or field.auto_id)
    return written(widget, field.html_name, field.value(), attrs, field.form.renderer)


@register.filter
def parts(field: BoundField) -> list[Part]:
    """The controls of a field with several: split date and time, a range, day-month-year."""
    widget = field.field.widget
    attrs = _attributes(field)
    attrs["id"] = field.auto_id
    context = widget.get_context(field.html_name, field.value(), attrs)["widget"]
    labels = getattr(widget, "part_labels", None) or _part_labels(widget)
    found = []
    for sub, label in zip(context["subwidgets"], labels, strict=True):
        sub["attrs"].pop("required", None)
        sub["attrs"]["class"] = _classes(_part_widget(widget, sub), bool(field.errors), sub["attrs"].get("class", ""))
        html = field.form.renderer.render(sub["template_name"], {"widget": sub})
        found.append(Part(id=str(sub["attrs"]["id"]), label=str(label), tag=mark_safe(html)))  # noqa: S308 Django's own
    return found


@register.filter
def choice_groups(field: BoundField) -> list[tuple[str, list[Part]]]:
    """Radio buttons or checkboxes under the heading of their group; choices outside a group stand under ''."""
    widget = field.field.widget
    attrs = _attributes(field)
    attrs.pop("aria-required", None)  # the fieldset carries it, and aria-describedby, once
    attrs["id"] = field.auto_id
    attrs["class"] = _classes(widget, bool(field.errors), str(widget.attrs.get("class", "")))
    groups = []
    for name, options, _index in widget.get_context(field.html_name, field.value(), attrs)["widget"]["optgroups"]:
        drawn = []
        for option in options:
            option["attrs"].pop("required", None)
            html = field.form.renderer.render(option["template_name"], {"widget": {**option, "wrap_label": False}})
            drawn.append(Part(id=option["attrs"]["id"], label=str(option["label"]), tag=mark_safe(html)))  # noqa: S308
        groups.append((str(name or ""), drawn))
    return [(name, options) for name, options in groups if options]


@register.filter
def is_radio(field: BoundField) -> bool:
    widget = field.field.widget
    return isinstance(widget, forms.RadioSelect) and not isinstance(widget, forms.CheckboxSelectMultiple)


@register.filter
def says_optional(field: BoundField) -> bool:
    """Whether the label carries "(niet verplicht)". A single checkbox does not: leaving it open is an answer."""
    form_marks = getattr(field.form, "marks_optional", True)
    return form_marks and not field.field.required and not field.field.disabled and kind(field) != "checkbox"


@register.filter
def error_links(form: BaseForm) -> list[ErrorLink]:
    """The lines of the error summary, in the order of the form: first what is wrong with the whole."""
    found = [ErrorLink("", str(error)) for error in form.non_field_errors()]
    for name in _in_order(form):
        if name in form.errors:
            field = form[name]
            found += [ErrorLink(target(field), str(error)) for error in field.errors]
    return found


def _in_order(form: BaseForm) -> list[str]:
    """The fields as they stand on the page: those that the layout names in its order, then the others."""
    layout = getattr(getattr(form, "helper", None), "layout", None)
    named = [pointer.name for pointer in layout.get_field_names()] if layout else []
    return [*(name for name in named if name in form.fields), *(name for name in form.fields if name not in named)]


@register.filter
def formset_error_links(formset: "forms.BaseFormSet[Any]") -> list[ErrorLink]:
    """As error_links, for all forms of a formset under one heading."""
    found = [ErrorLink("", str(error)) for error in formset.non_form_errors()]
    for form in formset:
        found += error_links(form)
    return found


@register.filter
def target(field: BoundField) -> str:
    """The id that a link to this field goes to: its control, or the first of several."""
    match kind(field):
        case "hidden":
            return ""
        case "choices":
            groups = choice_groups(field)
            return groups[0][1][0].id if groups else ""
        case "parts":
            return parts(field)[0].id
        case _:
            return str(field.id_for_label or field.auto_id)


@register.filter
def as_button(flat_attrs: str) -> SafeString:
    """crispy's StrictButton says class="btn"; ours is an NL Design System button."""
    return mark_safe(str(flat_attrs).replace('class="btn', 'class="utrecht-button', 1))  # noqa: S308 crispy's own


@register.simple_tag(takes_context=True)
def error_prefix(context: template.Context) -> str:
    """ "Fout: " for the title of a page on which a form or formset has errors, else nothing."""
    values: list[Any] = list(context.flatten().values())
    for value in values:
        if isinstance(value, BaseForm | forms.BaseFormSet) and value.is_bound and not value.is_valid():
            return "Fout: "
    return ""


def _attributes(field: BoundField) -> dict[str, Any]:
    """Attributes of the control. `required` is left out: the browser's own messages are not in our words."""
    attrs = field.build_widget_attrs({}, field.field.widget)
    attrs.pop("required", None)
    if field.field.required and not field.is_hidden:
        attrs["aria-required"] = "true"
    return attrs


def _classes(widget: forms.Widget, invalid: bool, own: str) -> str:
    found = next((classes for kind_of, classes in CLASSES if isinstance(widget, kind_of)), "")
    block = found.split(" ")[0]
    modifier = f"{block}--invalid" if invalid and block in INVALID else ""
    return " ".join(filter(None, (found, modifier, own)))


def _part_labels(widget: forms.Widget) -> Iterator[str]:
    if isinstance(widget, forms.SplitDateTimeWidget):
        return iter(("Datum", "Tijd"))
    if isinstance(widget, forms.SelectDateWidget):
        return (PARTS_OF_A_DATE[part] for part in widget._parse_date_fmt())  # type: ignore[attr-defined]
    return (f"Deel {number}" for number, _ in enumerate(getattr(widget, "widgets", ()), start=1))


def _part_widget(widget: forms.Widget, sub: dict[str, Any]) -> forms.Widget:
    """The widget behind one part, which decides its classes."""
    if isinstance(widget, forms.MultiWidget):
        by_name = dict(zip(widget.widgets_names, widget.widgets, strict=True))  # type: ignore[attr-defined]
        for suffix, part in by_name.items():
            if sub["name"].endswith(suffix):
                return part
    return widget
