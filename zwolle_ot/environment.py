"""Readers of environment variables that fail loudly: what is missing, where to set it, what a right value looks like."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None, *, example: str = "") -> str:
    """The value of `name`. Without a default a missing or empty value raises ImproperlyConfigured."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        hint = f", for example {name}={example}" if example else ""
        raise ImproperlyConfigured(
            f"The environment variable {name} is not set. Set it{hint}. See docs/running.md, or use ./run."
        )
    return default


def flag(name: str, default: bool = False) -> bool:
    """A yes or no; anything else raises ImproperlyConfigured."""
    value = os.environ.get(name, "").strip().lower()
    if name not in os.environ:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name}={value!r} is not clear. Use 1 or 0.")


def number(name: str, default: int, *, least: int | None = None, most: int | None = None) -> int:
    """A whole number from `least` up to and including `most`; anything else raises ImproperlyConfigured."""
    value = os.environ.get(name, "").strip()
    try:
        found = int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from None
    if (least is not None and found < least) or (most is not None and found > most):
        raise ImproperlyConfigured(f"{name}={found} is out of range. Use a number from {least} to {most}.")
    return found


def address(name: str, default: str | None = None, *, schemes: tuple[str, ...], example: str) -> str:
    """A URL that begins with one of `schemes`; the default is not checked. The message never repeats the value, as a
    password may stand in it."""
    value = text(name, default, example=example)
    if value != default and urlsplit(value).scheme not in schemes:
        begins = ", ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} must begin with one of {begins}. For example {name}={example}")
    return value


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Values with commas between."""
    value = os.environ.get(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] or list(default)


def folder(name: str, default: Path) -> Path:
    """An absolute folder."""
    return Path(os.environ.get(name, "").strip() or default).expanduser().resolve()
