"""The two formats of an answer, and what stands around it: paging, conditional GET."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer


class CsvRenderer(BaseRenderer):
    """The items of an answer as rows; nested values get dotted column names. An error stays a problem in JSON."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002 DRF's signature
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        response = (renderer_context or {}).get("response")
        if response is not None and response.status_code >= 400:
            return json.dumps(data, ensure_ascii=False).encode()
        rows = [flat(item) for item in (data or {}).get("items", [])]
        columns = dict.fromkeys(name for row in rows for name in row)
        text = io.StringIO()
        writer = csv.DictWriter(text, columns, restval="")
        writer.writeheader()
        writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
        return text.getvalue().encode()


def flat(item: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """{"unit": {"code": "x"}} as {"unit.code": "x"}."""
    found: dict[str, Any] = {}
    for name, value in item.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = value
    return found


def _safe(value: Any) -> Any:
    """A spreadsheet takes a text that begins so for a formula."""
    if (isinstance(value, str) and value[:1] in ("=", "+", "@", "\t", "\r")) or (
        isinstance(value, str) and value[:1] == "-"
    ):
        return f"'{value}"
    return "" if value is None else value


def etag_of(body: bytes) -> str:
    """The same for the same answer, whoever asks and whenever."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def matches(header: str, etag: str) -> bool:
    """Whether If-None-Match names this answer."""
    return header.strip() == "*" or etag in {one.strip().removeprefix("W/") for one in header.split(",")}
