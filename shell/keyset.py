"""Paging by key: "the next 50 after this row". As quick on page 2,000 as on page 1, and without a COUNT.

Between two pages rows may appear or go; nothing is then shown twice or skipped, as it is with page numbers.
"""

import datetime
import decimal
import json
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.crypto import salted_hmac

Row = TypeVar("Row", bound=Model)

AFTER, BEFORE = "na", "voor"


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows in their order. A cursor is "" where there is no such page."""

    rows: list[Row]
    next: str
    previous: str

    def __len__(self) -> int:
        return len(self.rows)


def paginate(queryset: QuerySet[Row], *, keys: Sequence[str], query: QueryDict, size: int = 50) -> Page[Row]:
    """The page that `query` (request.GET) asks for, or the first one when its cursor is missing or not ours.

    `keys` is the order, as in `order_by`: "-raised_on", "id". The last key must be unique and no key may be NULL. An
    index on exactly these columns makes each page one range scan. One query, whatever the page.
    """
    backward = BEFORE in query
    start = _read(query.get(BEFORE) or query.get(AFTER) or "", keys)
    if start is None:
        backward = False
    order = [_turned(key) for key in keys] if backward else list(keys)
    rows_after = queryset.order_by(*order)
    if start is not None:
        rows_after = rows_after.filter(_beyond(order, start))
    found = list(rows_after[: size + 1])
    more, rows = len(found) > size, found[:size]
    if backward:
        rows.reverse()
    has_next = bool(rows) and (more or backward)
    has_previous = bool(rows) and (more if backward else start is not None)
    return Page(
        rows=rows,
        next=_cursor(rows[-1], keys) if has_next else "",
        previous=_cursor(rows[0], keys) if has_previous else "",
    )


def _beyond(order: Sequence[str], start: Sequence[Any]) -> Q:
    """What lies after `start` in this order, written so that an index on the keys serves it.

    The first comparison, which includes equals, bounds the scan; PostgreSQL cannot use an index for OR alone.
    """
    first = order[0].lstrip("-")
    bound = Q((f"{first}__{'lte' if order[0].startswith('-') else 'gte'}", start[0]))
    options = Q()
    for depth, key in enumerate(order):
        same = Q(*((earlier.lstrip("-"), value) for earlier, value in zip(order[:depth], start, strict=False)))
        options |= same & Q((f"{key.lstrip('-')}__{'lt' if key.startswith('-') else 'gt'}", start[depth]))
    return bound & options


def _turned(key: str) -> str:
    return key[1:] if key.startswith("-") else f"-{key}"


# ---- Cursors: encrypted, because a key may be a child's name and addresses end up in histories and logs -----------
_READERS: dict[str, Callable[[str], Any]] = {
    "s": str,
    "i": int,
    "n": decimal.Decimal,
    "u": uuid.UUID,
    "d": datetime.date.fromisoformat,
    "t": datetime.datetime.fromisoformat,
}


def _cursor(row: Model, keys: Sequence[str]) -> str:
    values = [_written(_value(row, key.lstrip("-"))) for key in keys]
    return _cipher(keys).encrypt(json.dumps(values).encode()).decode()


def _read(cursor: str, keys: Sequence[str]) -> list[Any] | None:
    """The values of a cursor of ours in this order, else None: an old or broken address shows the first page."""
    try:
        written = json.loads(_cipher(keys).decrypt(cursor.encode()))
    except InvalidToken:
        return None
    return [_READERS[text[0]](text[1:]) for text in written]


def _cipher(keys: Sequence[str]) -> MultiFernet:
    """A key of our own for this order of rows, made from SECRET_KEY; older secrets still read."""
    purpose = f"shell.keyset:{','.join(keys)}"
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(urlsafe_b64encode(salted_hmac(purpose, "", secret, algorithm="sha256").digest())) for secret in secrets]
    )


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _written(value: Any) -> str:
    match value:
        case bool() | None:
            raise TypeError("a key of a page must be orderable and never NULL")
        case datetime.datetime():
            return f"t{value.isoformat()}"
        case datetime.date():
            return f"d{value.isoformat()}"
        case int():
            return f"i{value}"
        case decimal.Decimal():
            return f"n{value}"
        case uuid.UUID():
            return f"u{value}"
        case _:
            return f"s{value}"
