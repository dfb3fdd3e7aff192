"""A change of a row about people or organisations, told in words: who, when, and each field as it was and as it became."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from accounts.models import Change

SILENT = {"id", "sort_name", "token_hash", "password"}


@dataclass(frozen=True)
class Line:
    """One change: `fields` are (name, was, became), with "" where there was or is nothing."""

    change: Change
    fields: list[tuple[str, str, str]]


def told(change: Change, model: type[models.Model]) -> Line:
    old, new = change.old or {}, change.new or {}
    names = [name for name in {**old, **new} if name not in SILENT and old.get(name) != new.get(name)]
    return Line(change, [(_label(model, name), _text(old.get(name)), _text(new.get(name))) for name in names])


def _label(model: type[models.Model], column: str) -> str:
    try:
        field = model._meta.get_field(column.removesuffix("_id"))
    except FieldDoesNotExist:
        return column
    return str(getattr(field, "verbose_name", column))


def _text(value: Any) -> str:
    """As the log keeps it. A key of another row is shown as it is: that row may be gone."""
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case list():
            return ", ".join(map(str, value))
        case _:
            return str(value)
