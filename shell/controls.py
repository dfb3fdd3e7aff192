"""Django's most common controls, written at once. Its own templates take one template for each option of a list: a filter
with all schools of a city takes longer than the page under it. What is written is the same, without line ends between.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from django.forms.renderers import BaseRenderer
from django.forms.widgets import Widget
from django.utils.safestring import SafeString

_WIDGETS = "django/forms/widgets/"
SELECT, OPTION = f"{_WIDGETS}select.html", f"{_WIDGETS}select_option.html"
INPUTS = {f"{_WIDGETS}{kind}.html" for kind in ("text", "number", "email", "hidden", "password", "date", "checkbox")}


def written(
    widget: Widget, name: str, value: Any, attrs: dict[str, Any], renderer: BaseRenderer | None = None
) -> SafeString:
    """The control; one with a template of its own is drawn by that."""
    if widget.template_name in INPUTS:
        return _input(widget.get_context(name, value, attrs)["widget"])
    if widget.template_name == SELECT:
        return _select(widget.get_context(name, value, attrs)["widget"])
    return SafeString(widget.render(name, value, attrs, renderer=renderer))


def _input(told: Mapping[str, Any]) -> SafeString:
    value = "" if told["value"] is None else f' value="{escape(str(told["value"]))}"'
    return SafeString(f'<input type="{told["type"]}" name="{escape(str(told["name"]))}"{value}{_attrs(told["attrs"])}>')


def _select(told: Mapping[str, Any]) -> SafeString:
    return SafeString(
        f'<select name="{escape(str(told["name"]))}"{_attrs(told["attrs"])}>{"".join(_groups(told["optgroups"]))}</select>'
    )


def _groups(groups: Any) -> Iterator[str]:
    for label, options, _index in groups:
        if label:
            yield f'<optgroup label="{escape(str(label))}">'
        for option in options:
            yield (
                f'<option value="{escape(str(option["value"]))}"{_attrs(option["attrs"])}>'
                f"{_label(option['label'])}</option>"
            )
        if label:
            yield "</optgroup>"


def _label(label: Any) -> str:
    return str(label.__html__()) if hasattr(label, "__html__") else escape(str(label))


def _attrs(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )
