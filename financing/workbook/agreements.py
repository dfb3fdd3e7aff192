"""Agreements on hours: in the wijkteam's own area, and together within its pool [domain 3.7; formats, "In"]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ..books.facts import Agreement, Book
from ..books.pools import Pool, Pools
from ..listing import hours
from .parse import ParsedRow, ParsedSheet


def check_agreements(sheets: Mapping[str, ParsedSheet], stored: Book, merged: Book) -> None:
    """Note agreements outside the area of their wijkteam on their first day, and every day on which a new or changed
    agreement starts and its wijkteam has promised more than its pool. `merged` is the whole workbook taken together."""
    sheet = sheets["werkafspraken"]
    pools = Pools(merged)
    _check_areas(sheet, pools, _broken(sheets, "vestigingen", "location"))
    unsure = set(_unsure_teams(sheets, merged))
    norms = sheets.get("normen")
    if norms is not None and any(row.wrong for row in norms.rows):
        return  # without its norm no pool is known
    for team, day in sorted(_new_starts(sheet, stored)):
        if team not in unsure:
            _check_pool(sheet, pools, team, day)


def _check_areas(sheet: ParsedSheet, pools: Pools, broken: set[str]) -> None:
    for row in sheet.rows:
        if not row.tells("team", "location", "start") or row.values["location"] in broken:
            continue
        team, location, start = row.values["team"], row.values["location"], row.values["start"]
        place = pools.place(location, start)
        if place is None or place.team != team:
            message = f"{location} hoort op {start.isoformat()} niet bij het gebied van {team}"
            sheet.refuse(row, "location", message)


def _check_pool(sheet: ParsedSheet, pools: Pools, team: str, day: date) -> None:
    """Reported at the first row of the sheet that counts in the pool on that day."""
    pool = next(pool for pool in pools.on(day) if pool.team == team)
    if pool.free >= 0:
        return
    counted = {agreement.key for agreement in pools.agreements(team, day)}
    row = next(row for row in sheet.rows if row.fact is not None and row.fact.key in counted)
    sheet.refuse(row, "hours", _refusal(pool, day))


def _refusal(pool: Pool, day: date) -> str:
    return (
        f"{pool.team} heeft op {day.isoformat()} {hours(pool.agreed)} uur afgesproken, en dat is meer dan de pool van "
        f"{hours(pool.size)} uur ({pool.locations} vestigingen × {hours(pool.norm)} uur)"
    )


def _new_starts(sheet: ParsedSheet, stored: Book) -> set[tuple[str, date]]:
    """The wijkteams and first days of agreements that are new, or not as they are stored."""
    return {
        (row.fact.team, row.fact.start)
        for row in sheet.rows
        if isinstance(row.fact, Agreement)
        and not row.wrong
        and stored.get(Agreement, row.fact.team, row.fact.location, row.fact.start) != row.fact
    }


def _broken(sheets: Mapping[str, ParsedSheet], name: str, field: str) -> set[str]:
    """What stands in a field of the rows of a sheet that are wrong somewhere."""
    return {row.values[field] for row in _wrong_rows(sheets, name) if row.values[field] is not None}


def _wrong_rows(sheets: Mapping[str, ParsedSheet], name: str) -> Iterator[ParsedRow]:
    return (row for row in sheets[name].rows if row.wrong) if name in sheets else iter(())


def _unsure_teams(sheets: Mapping[str, ParsedSheet], merged: Book) -> Iterator[str]:
    """The wijkteams whose pool or agreements cannot be told, since a row about them is wrong."""
    yield from _broken(sheets, "werkafspraken", "team")
    yield from _broken(sheets, "vestigingen", "team")
    moved = _broken(sheets, "vestigingen", "location")
    yield from (place.team for location in moved for place in Pools(merged).history(location) if place.team)
