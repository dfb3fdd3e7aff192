"""The peer of the dashboard and of the API: a bare endpoint as a Django developer writes it who has summary tables and plain
SQL. It reads the session and the person (or the token), runs the very statements that our page runs on its summaries, and
returns their rows as JSON. What it leaves out: roles, row security, a limit for programs, a page to look at.
"""

import json
from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone

from accounts.models import ApiClient, hash_of

Statement = tuple[str, Any]


class Asked:
    """The statements of each page, as ours were recorded (`benchmarks.figures`)."""

    of: ClassVar[dict[str, Sequence[Statement]]] = {}


def rows_of(statements: Sequence[Statement]) -> list[list[Any]]:
    found = []
    with connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)
            found.append(cursor.fetchall())
    return found


@login_required
def dashboard(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"rows": rows_of(Asked.of["dashboard"])})


def questions(request: HttpRequest) -> HttpResponse:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    client = get_object_or_404(ApiClient, token_hash=hash_of(token), ended_at=None)
    if client.valid_until and client.valid_until < timezone.localdate():
        return HttpResponse(status=401)
    return JsonResponse({"rows": rows_of(Asked.of["statistics API"])})


def told(answer: Any) -> list[list[Any]]:
    """The rows of an answer."""
    found: list[list[Any]] = json.loads(answer.content)["rows"]
    return found


urlpatterns = [path("cijfers/", dashboard), path("api/v1/statistics/questions", questions)]
