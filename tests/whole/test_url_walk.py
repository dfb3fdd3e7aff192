"""Every address, as nobody, as somebody without a role, as a colleague of another school, and as every role."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, reverse
from django.urls.converters import IntConverter, UUIDConverter
from django.utils.regex_helper import normalize

from accounts.models import User
from accounts.roles import ROLES, Permission
from cases import actions
from tests.cases.conftest import by, question
from tests.cast import Town, sign_in
from tests.whole.who_may import WHO_MAY, Audience, is_known, who_may

NO_SIGN_IN, NO_ROLE, STRANGER = "nobody", "no role", "stranger"
UNKNOWN = uuid.UUID(int=404)
#: Parameters that take only certain values, and what an address needs besides.
CERTAIN = {"app_label": "schools"}
QUERY = {"admin:autocomplete": "?app_label=schools&model_name=appointment&field_name=person"}
#: Addresses without a name: what is left under /api/, and two of Django's own under /beheer/ that lead to named ones.
CATCH_ALL = {"^.*$", "<path:object_id>/", "(?P<url>.*)$"}


#: Walked one by one, so that processes can share the way.
AREAS = ("admin:", "cases:", "financing:", "insights:")


@dataclass(frozen=True)
class Address:
    name: str
    url: str

    @property
    def row_is_unknown(self) -> bool:
        return str(UNKNOWN) in self.url or bool(re.search(r"[/.]x(?=[/.?]|$)", self.url))


def addresses() -> list[Address]:
    """Every address in the program that has a name, with values for its parameters; keys are of no row that exists."""
    return list(_below(get_resolver().url_patterns, "", {}))


def _below(urls: list, space: str, converters: dict) -> Iterator[Address]:
    for url in urls:
        known = {**converters, **url.pattern.converters}
        if isinstance(url, URLResolver):
            yield from _below(url.url_patterns, f"{space}{url.namespace}:" if url.namespace else space, known)
        elif url.name:
            name = space + url.name
            values = {
                key: value for key, value in _values(known, str(url.pattern)).items() if key not in url.default_args
            }
            yield Address(name, reverse(name, kwargs=values) + QUERY.get(name, ""))
        elif str(url.pattern) not in CATCH_ALL:
            yield Address(f"{space} without a name: {url.pattern}", "/")


def _values(converters: dict, pattern: str) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, converter in converters.items():
        values[name] = (
            UNKNOWN if isinstance(converter, UUIDConverter) else 1 if isinstance(converter, IntConverter) else "x"
        )
    for _text, names in normalize(pattern) if pattern.startswith("^") else ():
        values |= {name: CERTAIN.get(name, "abc") for name in names if not name.startswith("_")}
    return values


def outcome(client: Client, url: str) -> str:
    """What somebody gets there. A page that only takes POST gets an empty one. Nothing of it stays."""
    with transaction.atomic():
        response = client.get(url)
        if response.status_code == 405:
            response = client.post(url)
        transaction.set_rollback(True)
    if response.status_code in {301, 302} and response["Location"].startswith("/toegang/inloggen/"):
        return "sign in"
    return {401: "no token", 403: "refused", 404: "not found", 500: "broken"}.get(response.status_code, "open")


def expected(audience: Audience | str, actor: str, address: Address) -> set[str]:
    if isinstance(audience, str):
        return {audience}
    let_in = {"open", "not found"} if audience.needs_more or address.row_is_unknown else {"open"}
    if actor == NO_SIGN_IN:
        return let_in if audience.without_sign_in else {"sign in"}
    if actor == NO_ROLE:
        return let_in if audience.without_role else {"refused"}
    role = "IB" if actor == STRANGER else actor
    if role not in audience.roles:
        return {"refused", "not found"} if audience.rows_of_team else {"refused"}
    in_that_team = actor in ROLES and Permission.SEE_CASES in ROLES[actor].permissions
    return {"not found"} if audience.rows_of_team and not in_that_team else let_in


@pytest.fixture
def actors(town: Town) -> dict[str, Client]:
    """A client for each, signed in, in its role, with a password and a second factor. What breaks becomes a 500."""
    people = {NO_ROLE: (town.nobody, None), STRANGER: (town.stranger, "IB")}
    people |= {code: (town.of_role(code), code) for code in ROLES}
    User.objects.update(password=make_password("paarden eten graag hooi"))
    Authenticator.objects.bulk_create(
        Authenticator(user=someone, type=kind, data={})
        for someone, _role in people.values()
        for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    )
    clients = {NO_SIGN_IN: Client(raise_request_exception=False)}
    for name, (someone, role) in people.items():
        again = User.objects.get(pk=someone.pk)  # with the password, of which a session keeps an imprint
        clients[name] = sign_in(Client(raise_request_exception=False), again, role=role)
    return clients


def walk(actors: dict[str, Client], found: list[Address]) -> list[str]:
    """Everything that is not as the table says, one line each."""
    wrong = []
    for address in found:
        if not is_known(address.name):
            wrong.append(f"{address.name}: tests/whole/who_may.py does not say who may open this")
            continue
        audience = who_may(address.name)
        for actor, client in actors.items():
            got, wanted = outcome(client, address.url), expected(audience, actor, address)
            if got not in wanted:
                wrong.append(f"{address.name} {address.url} as {actor}: {got}, not {' or '.join(sorted(wanted))}")
    return wrong


def area_of(address: Address) -> str:
    return next((area for area in AREAS if address.name.startswith(area)), "rest")


@pytest.mark.parametrize("area", [*AREAS, "rest"])
def test_every_address_is_open_to_whom_the_table_says_and_to_nobody_else(area, actors, town, caplog):
    caplog.set_level("CRITICAL", "django.request")  # refusals and what is broken are told below, all at once
    case = actions.raise_question(by=by(town.ib, "IB"), question=question(town))
    found = [
        Address(address.name, address.url.replace(f"/vragen/{UNKNOWN}/", f"/vragen/{case.pk}/"))
        for address in addresses()
        if area_of(address) == area
    ]
    wrong = walk(actors, sorted(found, key=lambda address: "uitloggen" in address.url))  # who signs out is out
    assert wrong == [], f"{len(wrong)} wrong:\n" + "\n".join(wrong)


def forgotten(_request: HttpRequest) -> HttpResponse:
    """A view that somebody added and that says nothing about who may see it."""
    return HttpResponse("alles")


urlpatterns: list[URLPattern | URLResolver] = [
    *get_resolver().url_patterns,
    path("vergeten/", forgotten, name="forgotten"),
]


@pytest.mark.urls("tests.whole.test_url_walk")
def test_a_view_that_says_nothing_is_closed_and_the_walk_finds_it(actors, caplog):
    caplog.set_level("CRITICAL", "django.request")
    new = [address for address in addresses() if address.name == "forgotten"]
    assert walk(actors, new) == ["forgotten: tests/whole/who_may.py does not say who may open this"]
    assert {outcome(client, "/vergeten/") for client in actors.values()} == {"refused"}


def test_the_table_names_no_address_that_is_gone():
    assert set(WHO_MAY) - {address.name for address in addresses()} == set()
