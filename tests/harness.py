"""What makes the tests stricter than the program: a request sees what the web process would see, a template may not name
what is not there, nobody talks to a machine elsewhere.

The tests connect as `ot_owner`, for whom no row policy holds. `AsWebRole` is therefore the first middleware in every
test: for the length of a request the connection is `ot_web`, so that a forgotten `acting_as` is "permission denied" here
as it is in production.
"""

import ipaddress
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.base import Node
from psycopg2 import Error

OUR_TEMPLATES = str(Path(__file__).resolve().parents[1] / "templates") + os.sep


class AsWebRole:
    """`set role ot_web` around a request. Not counted among its queries: in production there is no such query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _quietly("set role ot_web")
        try:
            return self.get_response(request)
        finally:
            _quietly("reset role")


def _quietly(statement: str) -> None:
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        try:
            cursor.execute(statement)
        except Error:  # the test's own transaction is broken: its rollback gives the role back
            if not connection.in_atomic_block:
                raise


class UndefinedVariable(NameError):
    """A template of ours names something that is not in its context."""


class UndefinedFails(str):
    """Stands for `string_if_invalid`. Empty, as Django's own, for templates of libraries; ours may not ask for it."""

    __slots__ = ()

    def __bool__(self) -> bool:
        node, name = _being_drawn()
        if node and str(node.origin).startswith(OUR_TEMPLATES):
            raise UndefinedVariable(f"{name} in {node.origin}, line {node.token.lineno}")
        return False


def _being_drawn() -> tuple[Node | None, str]:
    """The innermost template node on the stack, and the variable that it could not find."""
    frame: Any = sys._getframe(2)
    name = ""
    while frame:
        here = frame.f_locals.get("self")
        if not name and type(here).__name__ == "FilterExpression":
            name = str(here)
        if isinstance(here, Node) and getattr(here, "origin", None):
            return here, name
        frame = frame.f_back
    return None, name


class Elsewhere(OSError):
    """A test tried to reach another machine."""


_connect = socket.socket.connect


def _connect_here(self: socket.socket, address: Any) -> None:
    if self.family != socket.AF_UNIX and not _is_here(address[0]):
        raise Elsewhere(f"tests reach no other machine: {address}")
    return _connect(self, address)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def install() -> None:
    """Once, before the first template is drawn."""
    settings.MIDDLEWARE = ["tests.harness.AsWebRole", *settings.MIDDLEWARE]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one takes 0.4 s a time
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedFails()
    socket.socket.connect = _connect_here  # type: ignore[method-assign]  # libpq, for PostgreSQL, does not come by here
