"""Who pays: the kinds that a sharing rule names, and the payers that a listing shows [formats, "In"]."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..enums import Sector

UNALLOCATED = "niet verdeeld"
"""The payer of an amount that nobody pays according to the rules; it is flagged, never dropped [domain 3.3]."""

HOME_MUNICIPALITY = "GM0193"
"""Zwolle: pays what `gemeente` pays of an amount that belongs to no location."""

BOARDS_TOGETHER = "*"
"""Stands for the boards together, as payers of an amount that belongs to no location."""

BY_LOCATION = ("bestuur", "gemeente")
BY_PUPIL = "woongemeente"
ALONE = "rsj"
BY_CODE = ("swv", "aanbieder", "fonds")

_KIND = re.compile(rf"{'|'.join((*BY_LOCATION, BY_PUPIL, ALONE))}|(?:{'|'.join(BY_CODE)}):\S(?:.*\S)?")
_PAYER = re.compile(rf"{ALONE}|(?:{'|'.join((*BY_LOCATION, *BY_CODE))}):\S(?:.*\S)?")


class Place(NamedTuple):
    """Where an amount belongs on a day, as far as it is known: None is unknown, `location` None is nowhere."""

    location: str | None = None
    sector: Sector | None = None
    board: str | None = None
    municipality: str | None = None
    team: str | None = None


CITY = Place(board=BOARDS_TOGETHER, municipality=HOME_MUNICIPALITY)
"""Where an amount belongs that has no location."""


def is_payer_kind(text: str) -> bool:
    """Whether a sharing rule may name this: `bestuur`, `gemeente`, `woongemeente`, `rsj`, `swv:CODE`, …"""
    return _KIND.fullmatch(text) is not None


def is_payer(text: str) -> bool:
    """Whether this is the form of a payer: `bestuur:41001`, `gemeente:GM0193`, `rsj`, `fonds:CODE`, …"""
    return _PAYER.fullmatch(text) is not None


def resolve(kind: str, place: Place, home: str | None) -> str | None:
    """The payer that a kind stands for at a place and for a pupil from `home`; None when that cannot be told."""
    if kind == "bestuur":
        return f"bestuur:{place.board}" if place.board else None
    if kind == "gemeente":
        return f"gemeente:{place.municipality}" if place.municipality else None
    if kind == BY_PUPIL:
        return f"gemeente:{home}" if home else None
    return kind
