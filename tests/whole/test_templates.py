"""Templates: every one is drawn by something, and each can be read at all."""

import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import crispy_forms
import django
import pytest
from django.template import TemplateSyntaxError, engines
from django.template.loader import get_template

from tests.harness import OUR_TEMPLATES, UndefinedVariable

ROOT = Path(OUR_TEMPLATES).parent
FOLDERS = ("accounts", "schools", "cases", "financing", "insights", "shell", "zwolle_ot", "templates")
#: Named by a library, in its own code or templates.
LIBRARIES = [Path(library.__file__).parent for library in (django, allauth, crispy_forms)]
#: Drawn by name of a folder or kind that the code puts together; each entry says where.
COMPOSED = (
    "nlds/",  # crispy-forms asks for "{pack}/…"
    "account/email/",  # allauth: "{prefix}_subject.txt" and "{prefix}_message.txt"
    "mfa/email/",
    "account/messages/",
    "mfa/messages/",
)


def templates() -> Iterator[str]:
    for found in sorted(Path(OUR_TEMPLATES).rglob("*")):
        if found.is_file():
            yield found.relative_to(OUR_TEMPLATES).as_posix()


def sources(folders: list[Path]) -> str:
    return "\n".join(
        found.read_text()
        for folder in folders
        for kind in ("*.py", "*.html", "*.txt")
        for found in folder.rglob(kind)
        if "/tests/" not in str(found)
    )


def test_every_template_is_drawn_by_something():
    ours, theirs = sources([ROOT / name for name in FOLDERS]), sources(LIBRARIES)
    unused = [
        name
        for name in templates()
        if name.endswith((".html", ".txt"))
        and not name.startswith(COMPOSED)
        and not re.search(rf"""["'/]{re.escape(name)}["']""", ours)
        and not re.search(rf"""["'/]{re.escape(name.rsplit(".", 1)[0])}[."'_]""", theirs)
    ]
    assert unused == []


def test_every_template_can_be_read():
    broken = []
    for name in templates():
        try:
            get_template(name)
        except TemplateSyntaxError as error:
            broken.append(f"{name}: {error}")
    assert broken == []


def test_a_variable_that_is_not_there_fails_in_our_templates():
    with pytest.raises(UndefinedVariable, match="user"):
        get_template("schools/me.html").render({})


def test_and_is_empty_as_ever_in_those_of_libraries():
    assert engines["django"].from_string("[{{ nothing }}{{ nothing|default:'else' }}]").render() == "[else]"
