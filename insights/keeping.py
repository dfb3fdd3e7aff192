"""Keeping what was drawn from figures, for as long as nothing that it shows has changed.

What is kept belongs to one place: who looks (role and units), at which address, on which day, with every source in one
state, drawn by one release of the program. All of that is the key, and stands before the content too: it is compared once
more when it is taken out, so that nobody gets what was drawn for somebody else. Nothing of the person goes in: content is
drawn without the request. A cache that does not answer costs time and nothing else.
"""

import datetime
import hashlib
import json
import logging
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path

import django
from django.conf import settings
from django.core.cache import cache
from redis.exceptions import RedisError

from shell.caching import Recent

log = logging.getLogger(__name__)
SECONDS = 3600  # nobody asks for a state that is past, so what was kept for it may go
ROOMS = ("accounts", "schools", "cases", "financing", "insights", "shell", "zwolle_ot", "templates", "locale")
KINDS = (".py", ".html", ".mo")
AT_HAND = 60  # pages that a process keeps for itself, some forty KB each


@dataclass(frozen=True)
class Place:
    """What something that was drawn may be shown for."""

    audience: str
    address: str
    day: datetime.date
    state: str

    def written(self) -> bytes:
        told = [release(), settings.LANGUAGE_CODE, self.audience, self.address, self.day, self.state]
        return json.dumps(told, default=str).encode()

    @property
    def key(self) -> str:
        return f"kept:{hashlib.sha256(self.written()).hexdigest()}"


_at_hand: Recent[Place, bytes] = Recent(AT_HAND)


def forget() -> None:
    """What this process has at hand, not what the cache has."""
    _at_hand.clear()


def kept(place: Place) -> bytes | None:
    """What was drawn for exactly this place, or None. This process may have it at hand; else the cache is asked."""
    if not place.state:
        return None
    return at_hand(place) or taken(place, cache.get)


def at_hand(place: Place) -> bytes | None:
    """What this process drew or took for exactly this place."""
    return _at_hand.get(place)


def taken(place: Place, get: Callable[[str], bytes | None]) -> bytes | None:
    """What the cache has for exactly this place, at hand from now on. `get` takes it out by its key."""
    try:
        found = get(place.key)
        written, _, content = zlib.decompress(found).partition(b"\n") if found else (b"", b"", b"")
    except (RedisError, OSError, zlib.error):
        log.warning("what was kept of figures could not be read; it is drawn again")
        return None
    if written != place.written():
        return None
    _at_hand.put(place, content)
    return content


def is_kept(place: Place) -> bool:
    """Whether a reader would find it, in the coming hour too. Without a state nothing is kept: True, as it is of no use to draw."""
    return not place.state or cache.touch(place.key, SECONDS)


def keep(place: Place, content: bytes) -> None:
    """Keep it. Does nothing when the state is not known."""
    if not place.state:
        return
    _at_hand.put(place, content)
    try:
        cache.set(place.key, zlib.compress(place.written() + b"\n" + content, 1), SECONDS)
    except (RedisError, OSError):
        log.warning("what was drawn of figures could not be kept")


@once
def release() -> str:
    """A fingerprint of the program: another one after an upgrade. Read once per process."""
    found = hashlib.sha256(django.get_version().encode())
    for room in ROOMS:
        for file in sorted(Path(settings.BASE_DIR, room).rglob("*")):
            if file.suffix in KINDS:
                found.update(file.read_bytes())
    return found.hexdigest()
