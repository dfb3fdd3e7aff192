"""Addresses of many rows of one kind: a list of fifty asks Django once how such an address is written."""

from functools import cache
from uuid import UUID

from django.urls import get_script_prefix, get_urlconf, reverse

_PLACE = UUID(int=0)


def address(name: str, key: UUID) -> str:
    """`reverse(name, args=[key])` of an address with one UUID in it."""
    before, after = _around(name, get_urlconf(), get_script_prefix())
    return f"{before}{key}{after}"


@cache
def _around(name: str, urlconf: str | None, _prefix: str) -> tuple[str, str]:
    before, _, after = reverse(name, urlconf=urlconf, args=[_PLACE]).partition(str(_PLACE))
    return before, after
