"""The crispy-forms pack `nlds`: every field type of Django, every layout object, ids and ARIA as Django makes them."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from crispy_forms import bootstrap, layout
from crispy_forms.helper import FormHelper
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.contrib.postgres.forms import DateRangeField, IntegerRangeField, SimpleArrayField
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import formset_factory
from django.template import Context, Template

from shell.fields import DutchDateField, DutchDecimalField, EuroField, PeriodField
from shell.forms import FilterForm, ShellForm
from shell.templatetags.nlds import error_links

CHOICES = [("a", "Appel"), ("b", "Banaan")]
GROUPED = [("Fruit", CHOICES), ("Groente", [("w", "Wortel")])]


class Stored:
    """A file that was uploaded before, as a FieldFile shows it."""

    url = "/verslag.pdf"

    def __str__(self) -> str:
        return "verslag.pdf"


FIELDS = {
    "CharField": forms.CharField(max_length=5, min_length=2),
    "Textarea": forms.CharField(widget=forms.Textarea),
    "PasswordInput": forms.CharField(widget=forms.PasswordInput),
    "EmailField": forms.EmailField(),
    "URLField": forms.URLField(assume_scheme="https"),
    "SlugField": forms.SlugField(),
    "RegexField": forms.RegexField(r"\d+"),
    "UUIDField": forms.UUIDField(),
    "JSONField": forms.JSONField(),
    "GenericIPAddressField": forms.GenericIPAddressField(),
    "IntegerField": forms.IntegerField(min_value=1, max_value=9),
    "FloatField": forms.FloatField(),
    "DecimalField": forms.DecimalField(max_digits=4, decimal_places=1),
    "DutchDecimalField": DutchDecimalField(),
    "EuroField": EuroField(),
    "DateField": forms.DateField(),
    "DutchDateField": DutchDateField(),
    "DateTimeField": forms.DateTimeField(),
    "TimeField": forms.TimeField(),
    "DurationField": forms.DurationField(),
    "BooleanField": forms.BooleanField(),
    "NullBooleanField": forms.NullBooleanField(),
    "ChoiceField": forms.ChoiceField(choices=CHOICES),
    "TypedChoiceField": forms.TypedChoiceField(choices=[(1, "Een")], coerce=int),
    "ChoiceField grouped": forms.ChoiceField(choices=GROUPED),
    "RadioSelect": forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect),
    "RadioSelect grouped": forms.ChoiceField(choices=GROUPED, widget=forms.RadioSelect),
    "MultipleChoiceField": forms.MultipleChoiceField(choices=CHOICES),
    "TypedMultipleChoiceField": forms.TypedMultipleChoiceField(choices=[(1, "Een")], coerce=int),
    "CheckboxSelectMultiple": forms.MultipleChoiceField(choices=GROUPED, widget=forms.CheckboxSelectMultiple),
    "FilePathField": forms.FilePathField(path=str(settings.BASE_DIR / "docs")),
    "FileField": forms.FileField(),
    "FileInput": forms.FileField(widget=forms.FileInput),
    "ImageField": forms.FileField(widget=forms.ClearableFileInput),
    "ComboField": forms.ComboField(fields=[forms.CharField(), forms.EmailField()]),
    "SplitDateTimeField": forms.SplitDateTimeField(),
    "SelectDateWidget": forms.DateField(widget=forms.SelectDateWidget),
    "PeriodField": PeriodField(),
    "DateRangeField": DateRangeField(),
    "IntegerRangeField": IntegerRangeField(),
    "SimpleArrayField": SimpleArrayField(forms.CharField()),
    "HiddenInput": forms.CharField(widget=forms.HiddenInput),
    "MultipleHiddenInput": forms.MultipleChoiceField(choices=CHOICES, widget=forms.MultipleHiddenInput),
    "SplitHiddenDateTimeWidget": forms.SplitDateTimeField(widget=forms.SplitHiddenDateTimeWidget),
    "ColorInput": forms.CharField(widget=forms.TextInput(attrs={"type": "color"})),
}
CONTROLS = {"input", "select", "textarea"}


class Page(HTMLParser):
    """The elements of a piece of HTML with their attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.elements if tag in tags]

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.elements if attrs.get("id")]

    @property
    def controls(self) -> list[dict[str, str | None]]:
        return [one for one in self.all(*CONTROLS) if one.get("type") != "hidden"]


def one_field(name, *, data=None, help_text="Zo vult u dit in.", required=True):
    field = FIELDS[name]
    field.help_text, field.label, field.required = help_text, "Veld", required
    form = type("OneField", (forms.Form,), {"x": field})(data)
    return Page(render_crispy_form(form))


def test_every_field_type_of_django_is_tried():
    ours = {type(field).__name__ for field in FIELDS.values()}
    theirs = {name for name in forms.fields.__all__ if name not in {"Field", "MultiValueField", "ImageField"}}
    assert theirs - ours == set()  # ImageField needs Pillow, and is drawn as a FileField


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_has_a_name_help_and_no_duplicate_ids(name):
    page = one_field(name)
    assert sorted(set(page.ids)) == sorted(page.ids)
    labelled = {label["for"] for label in page.all("label")}
    assert {control["id"] for control in page.controls} - labelled == set()
    assert all("class" in control for control in page.controls)
    if page.controls:
        assert "id_x_helptext" in page.ids
        described = [attrs["aria-describedby"] for _, attrs in page.elements if attrs.get("aria-describedby")]
        assert set(described) == {"id_x_helptext"}


@pytest.mark.parametrize("name", FIELDS)
def test_a_missing_field_says_so_where_it_is_missing(name):
    page = one_field(name, data={})
    if not page.controls or name in {"NullBooleanField"}:  # a hidden field has no place; unknown is an answer
        return
    described = [attrs["aria-describedby"] for _, attrs in page.elements if attrs.get("aria-describedby")]
    assert set(described) == {"id_x_helptext id_x_error"}
    assert page.ids.index("id_x_helptext") < page.ids.index("id_x_error")
    [link] = [one["href"] for one in page.all("a")]
    assert link == f"#{page.controls[0]['id']}"  # of a group: the first
    assert "Er is 1 fout gevonden" in page.text


@pytest.mark.parametrize("name", FIELDS)
def test_the_browser_keeps_quiet_and_aria_says_what_is_required(name):
    page = one_field(name)
    assert [form["novalidate"] for form in page.all("form")] == [None]  # present, without value
    assert [one for _, one in page.elements if "required" in one] == []
    if page.controls and name not in {"CheckboxSelectMultiple"}:  # a group of checkboxes cannot carry it
        assert "true" in {one.get("aria-required") for _, one in page.elements}


@pytest.mark.parametrize("name", FIELDS)
def test_an_optional_field_says_so(name):
    page = one_field(name, required=False)
    expected = bool(page.controls) and name != "BooleanField"
    assert ("(niet verplicht)" in page.text) == expected
    assert "(niet verplicht)" not in one_field(name).text


def test_help_then_error_then_field():
    page = one_field("CharField", data={"x": ""})
    assert page.ids == ["foutmelding", "div_id_x", "id_x_helptext", "id_x_error", "id_x"]


def test_error_summary_comes_before_the_form_and_its_heading_takes_the_focus():
    page = one_field("CharField", data={"x": ""})
    tags = [tag for tag, _ in page.elements]
    assert tags.index("h2") < tags.index("form")
    [heading] = page.all("h2")
    assert heading == {"id": "foutmelding", "class": "utrecht-heading-3", "tabindex": "-1", "autofocus": None}


def test_the_summary_follows_the_order_of_the_layout():
    class Turned(ShellForm):
        first = forms.CharField(label="Eerste")
        second = forms.CharField(label="Tweede")

        def layout(self):
            return ["second", "first"]

    assert [link.text for link in error_links(Turned({}))] == ["Vul ‘Tweede’ in.", "Vul ‘Eerste’ in."]


def test_an_error_of_the_whole_form_stands_in_the_summary():
    class Crossed(ShellForm):
        def clean(self):
            raise forms.ValidationError("Deze datums kunnen niet samen.")

    assert "Deze datums kunnen niet samen." in Page(render_crispy_form(Crossed({}))).text


def test_a_choice_that_was_made_is_kept():
    page = one_field("RadioSelect", data={"x": "b"})
    assert [one["value"] for one in page.controls if "checked" in one] == ["b"]
    page = one_field("SplitDateTimeField", data={"x_0": "1-9-2026", "x_1": "morgen"})
    assert [one["value"] for one in page.controls] == ["1-9-2026", "morgen"]


def test_a_stored_file_is_shown_and_can_be_removed():
    form = type("F", (forms.Form,), {"x": forms.FileField(required=False)})(initial={"x": Stored()})
    page = Page(render_crispy_form(form))
    assert "Nu: verslag.pdf" in page.text
    assert "Dit bestand verwijderen" in page.text
    assert [one["name"] for one in page.controls] == ["x", "x-clear"]
    assert page.all("form")[0]["enctype"] == "multipart/form-data"


def test_an_upload_is_not_lost_silently():
    form = type("F", (forms.Form,), {"x": forms.FileField()})({}, {"x": SimpleUploadedFile("leeg.txt", b"")})
    assert "Dit bestand is leeg. Kies een ander bestand." in Page(render_crispy_form(form)).text


class Two(forms.Form):
    name = forms.CharField(label="Naam", required=False)
    kind = forms.ChoiceField(label="Soort", choices=CHOICES, widget=forms.RadioSelect)
    themes = forms.MultipleChoiceField(label="Thema", choices=CHOICES, widget=forms.CheckboxSelectMultiple)


LAYOUTS = {
    "Div": layout.Div("name", css_id="vak", css_class="ot-panel"),
    "Row": layout.Row("name", "kind"),
    "Column": layout.Row(layout.Column("name"), layout.Column("kind")),
    "Fieldset": layout.Fieldset("Kop", "name", css_id="kop"),
    "MultiField": layout.MultiField("Samen", "name", "kind", help_text="Uitleg"),
    "HTML": layout.HTML("<p>Los</p>"),
    "ButtonHolder": layout.ButtonHolder(
        layout.Submit("go", "Gaan"), layout.Button("b", "Knop"), layout.Reset("r", "Leeg")
    ),
    "Hidden": layout.Hidden("soort", "x"),
    "Field": layout.Field("name", css_class="extra", data_x="1"),
    "MultiWidgetField": layout.MultiWidgetField("name", attrs=({"data-x": "1"},)),
    "PrependedText": bootstrap.PrependedText("name", "€"),
    "AppendedText": bootstrap.AppendedText("name", "minuten"),
    "PrependedAppendedText": bootstrap.PrependedAppendedText("name", "€", ",00"),
    "FormActions": bootstrap.FormActions(layout.Submit("go", "Gaan")),
    "InlineRadios": bootstrap.InlineRadios("kind"),
    "InlineCheckboxes": bootstrap.InlineCheckboxes("themes"),
    "InlineField": bootstrap.InlineField("name"),
    "FieldWithButtons": bootstrap.FieldWithButtons("name", bootstrap.StrictButton("Zoek")),
    "UneditableField": bootstrap.UneditableField("name"),
    "Accordion": bootstrap.Accordion(bootstrap.AccordionGroup("Meer", "name"), css_id="meer-delen"),
    "TabHolder": bootstrap.TabHolder(bootstrap.Tab("Een", "name"), bootstrap.Tab("Twee", "kind")),
    "Alert": bootstrap.Alert("Let op.", css_class="alert-warning"),
    "Modal": bootstrap.Modal("name", title="Vraag"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_object_is_drawn(name):
    helper = FormHelper()
    helper.layout = layout.Layout(LAYOUTS[name])
    page = Page(render_crispy_form(Two(), helper))
    assert [one for _, one in page.elements if "style" in one or "onclick" in one] == []
    assert page.all("script", "style") == []
    assert len(page.elements) > 1


def test_every_layout_object_of_crispy_is_tried():
    abstract = {"LayoutObject", "BaseInput", "Layout", "Container", "ContainerHolder", "TemplateNameMixin"}
    parts = {"Submit", "Button", "Reset", "StrictButton", "AccordionGroup", "Tab"}  # drawn inside others
    defined = {
        name
        for module in (layout, bootstrap)
        for name, kind in vars(module).items()
        if isinstance(kind, type) and kind.__module__ == module.__name__ and hasattr(kind, "render")
    }
    assert defined - abstract - parts == set(LAYOUTS)


def test_no_template_of_the_pack_is_left_over():
    """A template that nothing names would never be drawn, and never be seen broken."""
    root = settings.BASE_DIR / "templates"
    ours = [*(root.rglob("*.html")), *(settings.BASE_DIR / "shell").rglob("*.py")]
    sources = [path.read_text() for path in ours]
    crispy = Path(layout.__file__).parent
    sources += [path.read_text().replace("%s/", "nlds/") for path in crispy.rglob("*.py")]
    files = [path.relative_to(root).as_posix() for path in (root / "nlds").rglob("*.html")]
    assert [file for file in files if not any(f'"{file}"' in source for source in sources)] == []


def test_the_filter_draws_a_form_and_a_field():
    template = Template(
        "{% load crispy_forms_tags %}{{ form|crispy }}{{ form.name|as_crispy_field }}{{ form|as_crispy_errors }}"
    )
    page = Page(template.render(Context({"form": Two({})})))
    assert [one["name"] for one in page.controls] == ["name", "kind", "kind", "themes", "themes", "name"]
    assert "Er zijn 2 fouten gevonden" in page.text


@pytest.mark.parametrize("template", ["", "nlds/table_inline_formset.html"])
def test_a_formset_is_drawn_whole(template):
    helper = FormHelper()
    helper.template = template or None
    formset = formset_factory(Two, extra=0, min_num=2, can_delete=True, validate_min=True)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "Sam"}
    )
    page = Page(
        Template("{% load crispy_forms_tags %}{% crispy formset helper %}").render(
            Context({"formset": formset, "helper": helper})
        )
    )
    names = {one.get("name") for one in page.all("input")}
    assert {"form-TOTAL_FORMS", "form-0-name", "form-1-name", "form-1-kind", "form-0-DELETE"} <= names
    assert sorted(set(page.ids)) == sorted(page.ids)
    assert {control["id"] for control in page.controls} <= {label["for"] for label in page.all("label")}
    targets = {one["href"].removeprefix("#") for one in page.all("a")}
    assert targets and targets <= set(page.ids)


def test_a_shell_form_carries_its_hooks():
    class Edit(ShellForm):
        once = versioned = True
        name = forms.CharField(label="Naam")

    first, second = (
        Edit(initial={"version": 3}),
        Edit(initial={"version": 3}, cancel_url="/terug/", draft_url="/concept/"),
    )
    hidden = {
        one["name"]: one["value"] for one in Page(render_crispy_form(first)).all("input") if one["type"] == "hidden"
    }
    assert hidden["version"] == "3"
    assert hidden["once"] != Page(render_crispy_form(second)).all("input")[-2]["value"]
    page = Page(render_crispy_form(second))
    assert page.all("form")[0]["data-draft-url"] == "/concept/"
    assert [one["href"] for one in page.all("a")] == ["/terug/"]
    posted = Edit({"name": "x", "version": "3", "once": hidden["once"]})
    assert posted.is_valid()
    assert str(posted.cleaned_data["once"]) == hidden["once"]


def test_a_filter_form_shows_what_is_chosen_and_how_to_undo_it(rf):
    class Search(FilterForm):
        school = forms.ChoiceField(label="School", choices=[("", "Alle"), *CHOICES])
        since = DutchDateField(label="Sinds")
        open_now = forms.BooleanField(label="Open")

    request = rf.get("/", {"school": "a", "since": "1-9-2026", "open_now": "on", "na": "ver", "op": "naam"})
    form = Search(request.GET)
    assert [chip.label for chip in form.chips()] == ["School: Appel", "Sinds: 1-9-2026", "Open: ja"]
    assert next(chip.url for chip in form.chips()) == "?since=1-9-2026&open_now=on&op=naam"
    assert "(niet verplicht)" not in Page(render_crispy_form(form)).text
    assert list(Search(rf.get("/", {"since": "geen datum"}).GET).chips()) == []
