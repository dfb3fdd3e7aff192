"""Cents, hours and payers as Dutch readers write them. Load with `{% load money %}`."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django import template

from financing.books.closing import corrected
from financing.listing import hours
from financing.periods import month_name
from financing.queries import payer_label
from shell.numbers import write_day, write_euro

register = template.Library()


@register.filter
def cents(value: int | None) -> str:
    """€ 1.234,56 of whole cents; a dash when there is no amount."""
    return "–" if value is None else write_euro(Decimal(value).scaleb(-2))


@register.filter
def whole_euros(value: int | None) -> str:
    """€ 1.235 of whole cents."""
    return "–" if value is None else write_euro(Decimal(value).scaleb(-2), 0)


@register.filter
def weekly(value: Fraction | Decimal | None) -> str:
    """6,5 of exact hours."""
    return "–" if value is None else hours(Fraction(value)).replace(".", ",")


@register.filter
def payer(value: str, name: str = "") -> str:
    """A payer as people call it."""
    return payer_label(value, name)


@register.filter
def commitment(name: str) -> str:
    """A name of the listing in words: "JGW op 10AB00 (a@x.nl, vanaf 1 september 2017)", "correctie op maart 2018: …"."""
    found = corrected(name)
    if found:
        return f"Correctie op {month_name(found[0])}: {commitment(found[1])}"
    kind, *parts = name.split("/")
    if kind == "uren" and len(parts) == 4:
        return f"Uren {parts[1]} op {parts[0]} ({parts[2]}, vanaf {_day(parts[3])})"
    if kind == "plaats" and len(parts) == 3:
        return f"Plaats in {parts[0]} ({parts[1]}, vanaf {_day(parts[2])})"
    return name


def _day(text: str) -> str:
    """A day of a name in words; what is none stays as it is."""
    try:
        return write_day(date.fromisoformat(text))
    except ValueError:
        return text
