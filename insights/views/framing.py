"""The frame around kept content: menu, tabs, foot. For one role at one address it says the same each time but for a few words,
so it is drawn once and those words are filled in: the person, the token against forged requests, the moment of printing.
"""

import re
import secrets
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.defaultfilters import date
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from insights.pages import TOPICS
from shell.caching import Recent

FRAME = "insights/figures.html"
MOST = 200  # frames in a process, some eight KB each
_WORDS = ("content", "csrf_token", "user", "printed")
#: Where a word goes. Nobody can know it, so nothing that somebody typed can be taken for it.
_MARK = secrets.token_hex(16)
_PLACE = re.compile(f"{_MARK}_({'|'.join(_WORDS)})_")
_frames: Recent[tuple[object, ...], list[str]] = Recent(MOST)


class _Somebody(str):
    """Stands for the person while a frame is drawn."""

    __slots__ = ()
    is_authenticated = True


def forget() -> None:
    """The frames of this process."""
    _frames.clear()


def framed(request: HttpRequest, slug: str, title: str, content: bytes) -> HttpResponse:
    """The page with this content. Messages to the person are part of the frame, so with any it is drawn for this once."""
    if len(get_messages(request)):
        return HttpResponse(_filled(request, _drawn(request, slug, title), content))
    holding, holdings = request.holding, request.holdings  # type: ignore[attr-defined]
    # All that `zwolle_ot.context` and the templates of the frame know of a request.
    key = (
        request.get_full_path(),
        slug,
        holding.role.code,
        tuple(one.role.code for one in holdings),
        request.user.is_demo,  # type: ignore[union-attr]
    )
    frame = _frames.get(key)
    if frame is None:
        frame = _drawn(request, slug, title)
        _frames.put(key, frame)
    return HttpResponse(_filled(request, frame, content))


def _drawn(request: HttpRequest, slug: str, title: str) -> list[str]:
    """Text and names of words in turn."""
    words: dict[str, Any] = {word: mark_safe(f"{_MARK}_{word}_") for word in _WORDS}  # noqa: S308 our own mark
    words["user"] = _Somebody(words["user"])
    query = request.GET.urlencode()
    shown = {"tabs": TOPICS.values(), "slug": slug, "query": query, "title": title, **words}
    return _PLACE.split(render_to_string(FRAME, shown, request=request))


def _filled(request: HttpRequest, frame: list[str], content: bytes) -> bytes:
    words = {
        "csrf_token": get_token(request).encode(),
        "user": conditional_escape(str(request.user)).encode(),
        "printed": _moment(timezone.localtime().replace(second=0, microsecond=0)).encode(),
        "content": content,
    }
    return b"".join(words[part] if at % 2 else part.encode() for at, part in enumerate(frame))


@lru_cache(maxsize=2)
def _moment(minute: datetime) -> SafeString:
    return mark_safe(date(minute, "j F Y, H:i"))  # noqa: S308 digits and the name of a month
