"""The frame of every page, the error pages, and what templates may name."""

import re

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import Client

from tests.shell.test_crispy_pack import Page

ROOT = settings.BASE_DIR
APPS = ("zwolle_ot", "insights", "financing", "cases", "schools", "accounts", "shell")


class Asking(forms.Form):
    name = forms.CharField()


def frame(**context):
    return Template('{% extends "base.html" %}{% block title %}Vraag{% endblock %}').render(Context(context))


@pytest.mark.parametrize(
    ("context", "title"),
    [
        ({}, "Vraag – OT Zwolle"),
        ({"form": Asking()}, "Vraag – OT Zwolle"),
        ({"form": Asking({"name": "x"})}, "Vraag – OT Zwolle"),
        ({"form": Asking({})}, "Fout: Vraag – OT Zwolle"),
        ({"other": Asking(), "lines": forms.formset_factory(Asking)({})}, "Fout: Vraag – OT Zwolle"),
    ],
)
def test_the_title_says_when_something_is_wrong(context, title):
    assert re.findall("<title>(.*)</title>", frame(**context)) == [title]


def test_htmx_is_kept_within_the_csp():
    [config] = [meta["content"] for meta in Page(frame()).all("meta") if meta.get("name") == "htmx-config"]
    for setting in (
        '"includeIndicatorStyles":false',
        '"allowEval":false',
        '"allowScriptTags":false',
        '"historyCacheSize":0',
    ):
        assert setting in config


@pytest.mark.parametrize("demo", [True, False])
def test_the_banner_says_which_data_are_invented(demo):
    says = "de scholen bestaan echt, de kinderen, medewerkers en casussen zijn verzonnen" in frame(demo=demo)
    assert says == demo


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"])
def test_an_error_page_needs_nothing(template, alone):
    """Not even a request: when the database is gone, so is everything that the frame shows."""
    html = render_to_string(template)
    assert Page(html).all("h1") == [{}]
    assert "OT Zwolle" in html


def test_a_fault_shows_the_error_page_and_no_detail(alone):
    response = Client(raise_request_exception=False).get("/kapot/")
    assert response.status_code == 500
    assert "Er ging bij ons iets mis" in response.text
    assert "a fault on purpose" not in response.text


@pytest.mark.parametrize("path", ["/patronen/", "/patronen/grafieken/", "/patronen/formulier/", "/patronen/reeks/"])
def test_the_patterns_exist_in_demo_mode_only(path, alone, settings):
    assert Client().get(path).status_code == 200
    settings.DEMO = False
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/toegankelijkheid/", "/privacyverklaring/"])
def test_a_statement_is_read_without_signing_in(path, alone):
    assert Client().get(path).status_code == 200


def test_templates_use_classes_that_exist():
    """A misspelt class shows nowhere but on the screen."""
    css = "".join(file.read_text() for file in (ROOT / "static").rglob("*.css"))
    known = set(re.findall(r"\.((?:ot|utrecht)-[\w-]+)", css))
    sources = [*(ROOT / "templates").rglob("*.html"), *(file for app in APPS for file in (ROOT / app).rglob("*.py"))]
    unknown = {
        f"{name} in {file.relative_to(ROOT)}"
        for file in sources
        for value in re.findall(r'class="([^"]*)"', file.read_text())
        for name in re.sub(r"{%.*?%}|{{.*?}}|{}", " ", value).split()
        if re.fullmatch(r"(ot|utrecht)-[\w-]*\w", name) and name not in known
    }
    assert unknown == set()


def test_no_template_has_style_or_script_within():
    """The Content-Security-Policy would refuse it."""
    inline = re.compile(
        r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|javascript:|hx-on|hx-vars|hx-vals=.js:", re.IGNORECASE
    )
    found = [
        f"{match.group()} in {file.relative_to(ROOT)}"
        for file in (ROOT / "templates").rglob("*.html")
        for match in inline.finditer(file.read_text())
    ]
    assert found == []


def test_every_template_can_be_read():
    for file in (ROOT / "templates").rglob("*.html"):
        get_template(file.relative_to(ROOT / "templates").as_posix())
