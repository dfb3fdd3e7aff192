"""Filters, written at once. crispy-forms takes a template for each field, and a list has seven of them: on a phone they fold,
on a wide screen they stand in a row, and always they look the same. Whatever is not an ordinary field is drawn by crispy.
"""

from typing import Any

from crispy_forms.bootstrap import Accordion, AccordionGroup, FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from crispy_forms.utils import render_field
from django import forms
from django.forms import BaseForm
from django.template import Context
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from shell.templatetags.nlds import control

#: Other widgets, and a field with help or an error, have more to say than a label and a control.
ORDINARY = (forms.TextInput, forms.Select)
_FIELD = (
    '<div id="div_{id}" class="utrecht-form-field utrecht-form-field--distanced">'
    '<label class="utrecht-form-field__label utrecht-form-label" for="{target}">{label}</label>'
    '<div class="utrecht-form-field__input">{control}</div></div>'
)
_FOLD = (
    '<div class="ot-accordion" id="{css_id}"><details class="ot-details {group.css_class}" id="{group.css_id}"{open}>'
    '<summary>{name}</summary><div class="ot-details__content">{fields}</div></details></div>'
)
_BUTTON = (
    '<div class="utrecht-action-group utrecht-action-group--distanced ot-actions"><button type="submit" '
    'class="utrecht-button utrecht-button--submit utrecht-button--primary-action">{}</button></div>'
)


class FilterHelper(FormHelper):  # type: ignore[misc]
    """Draws the same as its parent, of a form that says of no field that it may be left out."""

    def render_layout(self, form: Any, context: Context, template_pack: str = "nlds") -> SafeString:
        form.rendered_fields = set()
        form.crispy_field_template = self.field_template
        drawn = [_part(part, form, context) for part in self.layout.fields]
        hidden = (one for one in form.hidden_fields() if one.name not in form.rendered_fields)
        drawn += [str(render_field(one.name, form, context, template_pack=template_pack)) for one in hidden]
        return mark_safe("".join(drawn))  # noqa: S308 each part is


def _part(part: Any, form: Any, context: Context) -> str:
    match part:
        case str():
            return _field(part, form, context)
        case FormActions(fields=[Submit(name="")]):
            return _BUTTON.format(conditional_escape(part.fields[0].value))
        case Accordion(fields=[AccordionGroup() as group]) if not form.errors:
            return _FOLD.format(
                css_id=part.css_id,
                group=group,
                open=" open" if group.active else "",
                name=conditional_escape(group.name),
                fields="".join(_part(one, form, context) for one in group.fields),
            )
    return str(render_field(part, form, context))


def _field(name: str, form: BaseForm, context: Context) -> str:
    bound = form[name]
    if type(bound.field.widget) not in ORDINARY or bound.help_text or bound.errors:
        return str(render_field(name, form, context))
    form.rendered_fields.add(name)  # type: ignore[attr-defined]
    return _FIELD.format(
        id=escape(bound.auto_id),
        target=escape(bound.id_for_label),
        label=conditional_escape(bound.label),
        control=control(bound),
    )
