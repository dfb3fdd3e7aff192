"""Writing the difference between two books: what is new is added, what changed is replaced, the rest is not touched.

Periods are stored as they hold: a row that a later one ends, ends there [formats, "In"].
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import models as orm
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.acting import Acting
from accounts.models import User
from financing import models
from financing.books import facts
from financing.books.calendar import first_day
from financing.enums import Status
from schools.actions.locations import LocationFacts, put_locations
from schools.actions.organisations import (
    WijkTeam,
    put_boards,
    put_employers,
    put_municipalities,
    put_neighbourhood_teams,
)
from schools.models import (
    Appointment,
    Arrangement,
    ArrangementTerms,
    LocationPeriod,
    Municipality,
    NeighbourhoodTeam,
    SchoolBoard,
    SchoolLocation,
    SupportTeam,
)

F = TypeVar("F", bound=facts.Fact)

#: Kinds in which a later row ends an earlier one: what a row must have in common for that.
SUCCEEDING: dict[type[facts.Fact], Callable[[Any], Any]] = {
    facts.Location: lambda row: row.location,
    facts.Rate: lambda row: row.role,
    facts.HoursNorm: lambda row: row.role,
    facts.Arrangement: lambda row: (row.code, row.status),
    facts.Agreement: lambda row: (row.team, row.location),
}


@dataclass(frozen=True)
class Written:
    """How many facts of each kind were added or changed, by the name of the kind."""

    counts: Mapping[str, int]

    @property
    def is_nothing(self) -> bool:
        return not any(self.counts.values())


def write_book(*, by: Acting | None, stored: facts.Book, merged: facts.Book) -> Written:
    """Bring the database from `stored` (as it was read) to `merged`. Inside the caller's transaction."""
    writer = _Writer(by, stored, merged)
    return Written({kind.__name__: writer.write(kind) for kind in facts.KINDS})


def effective(rows: Iterable[F], kind: type[F]) -> list[F]:
    """Rows as they hold: of a kind in which a later row ends an earlier one, each ends where the next begins."""
    if kind not in SUCCEEDING:
        return list(rows)
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[SUCCEEDING[kind](row)].append(row)
    found: list[F] = []
    for group in groups.values():
        ordered = sorted(group, key=lambda row: row.start)
        for row, following in pairwise(ordered):
            ends = row.end is None or row.end > following.start
            found.append(replace(row, end=following.start) if ends else row)
        found.append(ordered[-1])
    return found


def euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


class _Writer:
    """One run. Keys of rows are looked up once per kind, and again after a kind was written."""

    def __init__(self, by: Acting | None, stored: facts.Book, merged: facts.Book) -> None:
        self.by, self.stored, self.merged = by, stored, merged
        self._keys: dict[str, dict[str, UUID]] = {}

    def write(self, kind: type[facts.Fact]) -> int:
        """Write what differs of this kind; how many facts."""
        before = {row.key: row for row in effective(self.stored.all(kind), kind)}
        after = {row.key: row for row in effective(self.merged.all(kind), kind)}
        changed = [row for key, row in after.items() if before.get(key) != row]
        gone = [row for key, row in before.items() if key not in after]
        if changed or gone:
            getattr(self, f"_{kind.__name__.lower()}")(changed, gone)
        return len(changed) + len(gone)

    def keys(self, model: type[orm.Model], field: str) -> dict[str, UUID]:
        """Primary keys by code, e-mail address or name."""
        name = f"{model.__name__}.{field}"
        if name not in self._keys:
            self._keys[name] = dict(model._default_manager.values_list(field, "pk"))
        return self._keys[name]

    def forget(self, *models_: type[orm.Model]) -> None:
        for name in [name for name in self._keys if name.split(".")[0] in {model.__name__ for model in models_}]:
            del self._keys[name]

    def _municipality(self, changed: list[facts.Municipality], _gone: Collection[Any]) -> None:
        put_municipalities(by=self.by, names={row.code: row.name or "" for row in changed})
        self.forget(Municipality)

    def _board(self, changed: list[facts.Board], _gone: Collection[Any]) -> None:
        put_boards(by=self.by, names={row.code: row.name or "" for row in changed})
        self.forget(SchoolBoard)

    def _neighbourhoodteam(self, changed: list[facts.NeighbourhoodTeam], _gone: Collection[Any]) -> None:
        self._need_home()
        put_neighbourhood_teams(
            by=self.by,
            teams=[
                WijkTeam(row.code, row.name or "", row.municipality or settings.HOME_MUNICIPALITY) for row in changed
            ],
        )
        self.forget(NeighbourhoodTeam)

    def _need_home(self) -> None:
        """A team belongs to a municipality; where none is told, that is the home municipality."""
        if settings.HOME_MUNICIPALITY not in self.keys(Municipality, "code"):
            names = {settings.HOME_MUNICIPALITY: settings.HOME_MUNICIPALITY_NAME}
            put_municipalities(by=self.by, names=names)
            self.forget(Municipality)

    def _location(self, changed: list[facts.Location], _gone: Collection[Any]) -> None:
        self._need_home()
        boards, municipalities = self.keys(SchoolBoard, "code"), self.keys(Municipality, "code")
        teams = self.keys(NeighbourhoodTeam, "code")
        put_locations(
            by=self.by,
            facts=[
                LocationFacts(
                    code=row.location,
                    first=row.start,
                    name=row.name or "",
                    type=row.type.value,
                    board=boards[row.board] if row.board else None,
                    municipality=municipalities[row.municipality] if row.municipality else None,
                    neighbourhood_team=teams[row.team] if row.team else None,
                    after=row.end,
                )
                for row in changed
            ],
        )
        self.forget(SchoolLocation)

    def _person(self, changed: list[facts.Person], _gone: Collection[Any]) -> None:
        """Whom a workbook names can be appointed; they sign in only after an invitation."""
        known = {user.email: user for user in User.people.filter(email__in=[row.email for row in changed])}
        for row in changed:
            if row.email in known:
                known[row.email].name = row.name or ""
        User.people.bulk_update(known.values(), ["name"])
        fresh = [User(email=row.email, name=row.name or "") for row in changed if row.email not in known]
        for user in fresh:
            user.set_unusable_password()
        User.objects.bulk_create(fresh)
        self.forget(User)

    def _appointment(self, changed: list[facts.Appointment], _gone: Collection[Any]) -> None:
        employers = put_employers(by=self.by, names={row.employer for row in changed if row.employer})
        people = self.keys(User, "email")
        team_of = self._teams({row.location for row in changed})
        self._save(
            Appointment,
            [
                {
                    "person_id": people[row.person],
                    "role": row.role.value,
                    "team_id": team_of(row.location, row.role.value),
                    "start": row.start,
                    "end": row.end,
                    "hours_per_week": row.hours,
                    "employer_id": employers[row.employer].pk if row.employer else None,
                }
                for row in changed
            ],
            key=("person_id", "role", "team_id"),
        )

    def _teams(self, codes: set[str]) -> Callable[[str, str], UUID]:
        """Which team of a location somebody with a role belongs to [formats, sheet vestigingen]."""
        found: dict[str, dict[str, UUID]] = defaultdict(dict)
        teams = SupportTeam.objects.filter(location__code__in=codes).values_list("location__code", "sector", "pk")
        for code, sector, key in teams:
            found[code][sector] = key
        main = {}
        for code, kind in LocationPeriod.objects.filter(location__code__in=codes).values_list("location__code", "type"):
            main[code] = "PO" if kind in ("BO", "SBO", "SO") else "VO" if kind in ("VSO", "VO", "PRO") else "MBO"

        def team_of(code: str, role: str) -> UUID:
            teams = found[code]
            sector = {"IB": "PO", "JGW": "PO", "ZC": "VO", "SMW": "VO"}.get(role, main[code])
            return teams.get(sector) or teams.get(main[code]) or next(iter(teams.values()))

        return team_of

    def _rate(self, changed: list[facts.Rate], _gone: Collection[Any]) -> None:
        rows = [
            {"role": row.role.value, "start": row.start, "end": row.end, "rate": euros(row.rate), "weeks": row.weeks}
            for row in changed
        ]
        self._save(models.HoursRate, rows, key=("role",))

    def _hoursnorm(self, changed: list[facts.HoursNorm], _gone: Collection[Any]) -> None:
        rows = [{"role": row.role.value, "start": row.start, "end": row.end, "hours": row.hours} for row in changed]
        self._save(models.HoursNorm, rows, key=("role",))

    def _yearlycost(self, changed: list[facts.YearlyCost], _gone: Collection[Any]) -> None:
        locations = self.keys(SchoolLocation, "code")
        rows = [
            {
                "code": row.code,
                "kind": row.kind.value,
                "description": row.description or "",
                "role": row.role.value if row.role else "",
                "sector": row.sector.value if row.sector else "",
                "location_id": locations[row.location] if row.location else None,
                "amount": euros(row.amount),
                "basis": row.basis.value,
                "start": row.start,
                "end": row.end,
                "decision": row.decision or "",
                "status": row.status.value,
            }
            for row in changed
        ]
        self._save(models.YearlyCost, rows, key=("code",), dated=False)

    def _arrangement(self, changed: list[facts.Arrangement], _gone: Collection[Any]) -> None:
        known = self.keys(Arrangement, "code")
        names = {row.code: row.name or row.code for row in changed}
        Arrangement.objects.bulk_create(
            Arrangement(code=code, name=name) for code, name in names.items() if code not in known
        )
        self.forget(Arrangement)
        arrangements, locations = self.keys(Arrangement, "code"), self.keys(SchoolLocation, "code")
        rows = [
            {
                "arrangement_id": arrangements[row.code],
                "start": row.start,
                "end": row.end,
                "name": row.name or "",
                "location_id": locations[row.location] if row.location else None,
                "capacity": row.capacity,
                "amount_per_place": None if row.amount_per_place is None else euros(row.amount_per_place),
                "decision": row.decision or "",
                "intended": row.status is Status.INTENDED,
            }
            for row in changed
        ]
        self._save(ArrangementTerms, rows, key=("arrangement_id",))

    def _placement(self, changed: list[facts.Placement], _gone: Collection[Any]) -> None:
        arrangements, municipalities = self.keys(Arrangement, "code"), self.keys(Municipality, "code")
        rows = [
            {
                "arrangement_id": arrangements[row.arrangement],
                "pupil_code": row.pupil,
                "start": row.start,
                "end": row.end,
                "home_id": municipalities[row.municipality] if row.municipality else None,
                "decided_by_school": row.decided_by_school,
                "decided_by_municipality": row.decided_by_municipality,
            }
            for row in changed
        ]
        self._save(models.Placement, rows, key=("arrangement_id", "pupil_code"))

    def _shareline(self, changed: list[facts.ShareLine], gone: list[facts.ShareLine]) -> None:
        """A rule is replaced as a whole."""
        locations = self.keys(SchoolLocation, "code")
        codes = {row.rule for row in (*changed, *gone)}
        lines = [row for row in self.merged.all(facts.ShareLine) if row.rule in codes]
        first = {row.rule: row for row in reversed(lines)}
        rows = [
            {
                "code": code,
                "role": row.role.value if row.role else "",
                "sector": row.sector.value if row.sector else "",
                "location_id": locations[row.location] if row.location else None,
                "arrangement": row.arrangement or "",
                "start": row.start,
                "end": row.end,
                "decision": row.decision or "",
                "status": row.status.value,
            }
            for code, row in first.items()
        ]
        self._save(models.CostShareRule, rows, key=("code",), dated=False)
        self.forget(models.CostShareRule)
        rules = self.keys(models.CostShareRule, "code")
        models.CostShareLine.objects.filter(rule__code__in=codes).delete()
        models.CostShareLine.objects.bulk_create(
            models.CostShareLine(
                rule_id=rules[row.rule],
                order=row.order,
                payer=row.payer,
                numerator=row.fraction.numerator,
                denominator=row.fraction.denominator,
            )
            for row in lines
        )

    def _source(self, changed: list[facts.Source], _gone: Collection[Any]) -> None:
        rows = [
            {
                "payer": row.payer,
                "year": row.year,
                "order": row.order,
                "name": row.name or "",
                "kind": row.kind.value,
                "maximum": euros(row.maximum),
                "scope": list(row.scope),
                "decision": row.decision or "",
                "status": row.status.value,
            }
            for row in changed
        ]
        self._save(models.FundingSource, rows, key=("payer", "year", "order"), dated=False)

    def _actual(self, changed: list[facts.Actual], _gone: Collection[Any]) -> None:
        rows = [
            {"name": row.name, "month": date.fromordinal(first_day(row.month)), "amount": euros(row.amount)}
            for row in changed
        ]
        self._save(models.Actual, rows, key=("name", "month"), dated=False)

    def _agreement(self, changed: list[facts.Agreement], _gone: Collection[Any]) -> None:
        teams, locations = self.keys(NeighbourhoodTeam, "code"), self.keys(SchoolLocation, "code")
        rows = [
            {
                "neighbourhood_team_id": teams[row.team],
                "location_id": locations[row.location],
                "start": row.start,
                "end": row.end,
                "hours": row.hours,
            }
            for row in changed
        ]
        self._save(models.HoursAgreement, rows, key=("neighbourhood_team_id", "location_id"))

    def _logged(self, changed: list[facts.Logged], _gone: Collection[Any]) -> None:
        locations, people = self.keys(SchoolLocation, "code"), self.keys(User, "email")
        rows = [
            {
                "on": row.day,
                "location_id": locations[row.location],
                "role": row.role.value,
                "person_id": people[row.person],
                "minutes": row.minutes,
            }
            for row in changed
        ]
        self._save(models.LoggedHours, rows, key=("on", "location_id", "role", "person_id"), dated=False)

    def _save(
        self, model: type[orm.Model], rows: list[dict[str, Any]], *, key: tuple[str, ...], dated: bool = True
    ) -> None:
        """Update rows whose key stands in the table, add the others. `dated`: the first day belongs to the key."""

        def period(row: dict[str, Any]) -> dict[str, Any]:
            if "start" not in row:
                return row
            rest = {name: value for name, value in row.items() if name not in ("start", "end")}
            return {**rest, "period": DateRange(row["start"], row["end"])}

        def key_of(found: Any) -> tuple[Any, ...]:
            return (*(getattr(found, name) for name in key), found.period.lower if dated else None)

        first = key[0]
        wanted = {row[first] for row in rows}
        standing = {key_of(one): one for one in model._default_manager.filter(**{f"{first}__in": wanted})}
        old, new = [], []
        fields: list[str] = []
        for row in rows:
            at = (*(row[name] for name in key), row["start"] if dated else None)
            values = period(row)
            fields = list(values)
            if at in standing:
                for name, value in values.items():
                    setattr(standing[at], name, value)
                old.append(standing[at])
            else:
                new.append(model(**values))
        model._default_manager.bulk_update(old, [name.removesuffix("_id") for name in fields], batch_size=500)
        model._default_manager.bulk_create(new, batch_size=2000)
