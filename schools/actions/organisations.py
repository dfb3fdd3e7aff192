"""Organisations by their code or name: known ones are renamed, new ones added, the rest is left alone.

For imports and the demo world; an administrator edits single ones. `by=None` is the worker.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction

from accounts.acting import Acting, call_it
from schools.models import Employer, Municipality, NeighbourhoodTeam, Partnership, Provider, SchoolBoard
from schools.models.organisations import Organisation

O = TypeVar("O", bound=Organisation)  # noqa: E741


@dataclass(frozen=True)
class WijkTeam:
    """A sociaal wijkteam as an import tells it; `municipality` is a CBS code that is known."""

    code: str
    name: str
    municipality: str


@transaction.atomic
def put_municipalities(*, by: Acting | None, names: Mapping[str, str]) -> dict[str, Municipality]:
    """Municipalities by CBS code (GM0193), with their names. All of these codes, as they now are."""
    return _put(by, Municipality, [Municipality(code=code, name=name) for code, name in names.items()])


@transaction.atomic
def put_boards(*, by: Acting | None, names: Mapping[str, str]) -> dict[str, SchoolBoard]:
    """Boards by number of bevoegd gezag, with their names."""
    return _put(by, SchoolBoard, [SchoolBoard(code=code, name=name) for code, name in names.items()])


@transaction.atomic
def put_neighbourhood_teams(*, by: Acting | None, teams: Iterable[WijkTeam]) -> dict[str, NeighbourhoodTeam]:
    """Wijkteams by code. Raises Municipality.DoesNotExist for a municipality that is unknown."""
    wanted = list(teams)
    places = {code: Municipality.objects.get(code=code) for code in {team.municipality for team in wanted}}
    rows = [NeighbourhoodTeam(code=one.code, name=one.name, municipality=places[one.municipality]) for one in wanted]
    return _put(by, NeighbourhoodTeam, rows, "name", "municipality")


@transaction.atomic
def put_partnerships(*, by: Acting | None, partnerships: Iterable[Partnership]) -> dict[str, Partnership]:
    """Samenwerkingsverbanden by code (PO2305), from unsaved rows."""
    return _put(by, Partnership, list(partnerships), "name", "sector")


@transaction.atomic
def put_employers(*, by: Acting | None, names: Iterable[str]) -> dict[str, Employer]:
    """Employers by name."""
    return _named(by, Employer, names)


@transaction.atomic
def put_providers(*, by: Acting | None, names: Iterable[str]) -> dict[str, Provider]:
    """Jeugdhulpaanbieders by name; the AGB code of a known one stays."""
    return _named(by, Provider, names)


def _put(by: Acting | None, model: type[O], rows: list[O], *fields: str) -> dict[str, O]:
    """Write only what is new or different, so that history tells real changes. Gives all of these codes."""
    call_it(f"schools.put_{model._meta.model_name}", by=by)
    manager = model._default_manager
    codes = [row.code for row in rows]  # type: ignore[attr-defined]
    known = {row.code: row for row in manager.filter(code__in=codes)}  # type: ignore[attr-defined]
    fields = fields or ("name",)
    changed = []
    for row in rows:
        code = row.code  # type: ignore[attr-defined]
        if code not in known:
            continue
        if any(getattr(known[code], field) != getattr(row, field) for field in fields):
            for field in fields:
                setattr(known[code], field, getattr(row, field))
            changed.append(known[code])
    manager.bulk_update(changed, fields)
    new = manager.bulk_create([row for row in rows if row.code not in known])  # type: ignore[attr-defined]
    return known | {row.code: row for row in new}  # type: ignore[attr-defined]


def _named(by: Acting | None, model: type[O], names: Iterable[str]) -> dict[str, O]:
    call_it(f"schools.put_{model._meta.model_name}", by=by)
    wanted = list(dict.fromkeys(names))
    known = {row.name: row for row in model._default_manager.filter(name__in=wanted)}
    new = model._default_manager.bulk_create([model(name=name) for name in wanted if name not in known])
    return known | {row.name: row for row in new}
