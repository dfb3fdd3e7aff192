"""What somebody looks at on a dashboard: unit, sector and periods, from the address and the role."""

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from accounts.roles import ROLES, Role
from accounts.roles import Unit as HeldAt
from insights.enums import Level, PeriodKind
from insights.periods import Period, back, containing, run
from insights.reading import PARTNERSHIP, Scope, UnitName
from schools.enums import SchoolType, Sector
from schools.hats import Holding
from shell.forms import Chip, FilterForm

#: How many periods a chart shows; of each kind at least the same one a year earlier.
SHOWN = {PeriodKind.MONTH: 13, PeriodKind.QUARTER: 9, PeriodKind.YEAR: 4, PeriodKind.SCHOOL_YEAR: 4}
CITY = "stad"
GROUPS = {Level.NEIGHBOURHOOD_TEAM: "Wijkteams", Level.BOARD: "Besturen", Level.LOCATION: "Scholen"}


@dataclass(frozen=True)
class Audience:
    """All that pages of figures know of who looks: the role, and where it is held. Nothing of the person."""

    role: Role
    unit_ids: frozenset[UUID]

    @classmethod
    def of(cls, holding: Holding) -> "Audience":
        return cls(holding.role, frozenset(holding.unit_ids))

    @property
    def told(self) -> str:
        """In words that `from_told` reads."""
        return json.dumps([self.role.code, *sorted(map(str, self.unit_ids))])

    @classmethod
    def from_told(cls, told: str) -> "Audience":
        code, *units = json.loads(told)
        return cls(ROLES[code], frozenset(map(UUID, units)))


@dataclass(frozen=True)
class Choice:
    """One look: the scope with its name, the period in the middle of the page, and those before it. `day` is today, or
    the last day of a period further back: up to that day figures that follow the day are shown."""

    scope: Scope
    name: str
    period: Period
    periods: tuple[Period, ...]
    live_until: Period
    day: datetime.date
    school_kind: str = ""

    @property
    def live_months(self) -> list[Period]:
        """The thirteen months of figures that follow the day."""
        return run(self.live_until.year_earlier, self.live_until)

    @property
    def told(self) -> str:
        """The choice in words, for paper: there the filters are not."""
        sector = Sector(self.scope.sector).label if self.scope.sector else "alle sectoren"
        return (
            f"{self.name}, {sector}. Per {PeriodKind(self.period.kind).label.lower()}, tot en met {self.period.label}."
        )

    @property
    def before(self) -> Period:
        """The same period a year earlier."""
        return self.period.year_earlier

    @property
    def money_until(self) -> datetime.date:
        """The end of the calendar year of the last month: money looks ahead."""
        return datetime.date(self.live_until.first.year + 1, 1, 1)

    def of_kind(self, kind: PeriodKind) -> list[Period]:
        """The whole periods of another kind within the same stretch of time."""
        first, last = containing(self.periods[0].first, kind), containing(self.period.last_month, kind)
        return run(first, last if last.after <= self.period.after else last.previous)


class ChoiceForm(FilterForm):
    """The filters of a dashboard. They stand in the address, so that a page can be shared."""

    submit_label = "Toon"
    eenheid = forms.ChoiceField(label="Voor wie")
    sector = forms.ChoiceField(label="Sector", choices=[("", "Alle sectoren"), *Sector.choices])
    soort = forms.ChoiceField(label="Per", choices=PeriodKind.choices)
    tot = forms.ChoiceField(label="Tot en met")
    schoolsoort = forms.ChoiceField(label="Soort school", choices=[("", "Alle soorten"), *SchoolType.choices])

    def __init__(
        self,
        data: QueryDict,
        *,
        units: list[UnitName],
        sectors: list[str],
        today: datetime.date,
        home: UnitName | None = None,
        by_school_kind: bool = False,
    ) -> None:
        self.units = {key_of(unit): unit for unit in units}
        self.home = key_of(home) if home else CITY
        chosen = data.get("eenheid", self.home)
        self.kind = _kind(data.get("soort", ""), self.units.get(chosen))
        self.asked, self.sectors, self.today = data, sectors, today
        data = data.copy()
        data["eenheid"] = chosen if chosen == CITY or chosen in self.units else self.home
        data["soort"] = self.kind
        data.setdefault("tot", self._periods()[-1].code)
        super().__init__(data)
        if not by_school_kind:
            del self.fields["schoolsoort"]
            self.helper.layout = self.build_helper().layout
        self._select("eenheid", self._unit_choices())
        if sectors:
            self._select("sector", [(sector, Sector(sector).label) for sector in sectors])
        self._select("tot", [(period.code, period.label) for period in reversed(self._periods())])

    def choice(self) -> Choice:
        """What the address asks for; what it does not say, or says wrongly, is the widest look at the last count."""
        chosen = self.chosen()
        unit = self.units.get(chosen.get("eenheid", ""))
        sector = chosen.get("sector", "") or (self.sectors[0] if self.sectors else "")
        periods = {period.code: period for period in self._periods()}
        period = periods.get(chosen.get("tot", ""), list(periods.values())[-1])
        scope = Scope(Level(unit.level), unit.code, sector) if unit else Scope(sector=sector)
        newest = period == list(periods.values())[-1]
        month = containing(self.today if newest else period.last_month, PeriodKind.MONTH)
        name = unit.name if unit else "Heel Zwolle"
        shown = tuple(back(period, SHOWN[self.kind]))
        day = min(self.today, month.after - datetime.timedelta(days=1))
        return Choice(scope, name, period, shown, month, day, chosen.get("schoolsoort", ""))

    def chips(self) -> Iterator[Chip]:
        """What differs from the first look: a page always has a period and a unit."""
        own = ("eenheid",) if self.data["eenheid"] == self.home else ()
        fixed = {self[name].label for name in ("soort", "tot", *own)}
        return (chip for chip in super().chips() if chip.label.split(":")[0] not in fixed)

    def _periods(self) -> list[Period]:
        """The last dozen that were counted, oldest first."""
        last = containing(self.today, self.kind)
        while self.today < last.counted_on:
            last = last.previous
        return back(last, 12)

    def _unit_choices(self) -> list[Any]:
        groups = [
            (label, [(key, unit.name) for key, unit in self.units.items() if unit.level == level])
            for level, label in GROUPS.items()
        ]
        return [(CITY, "Heel Zwolle"), *((label, units) for label, units in groups if units)]

    def _select(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def _kind(asked: str, unit: UnitName | None) -> PeriodKind:
    """The kind of period that was asked for. A school is too small for a quarter: it begins with school years."""
    if asked in PeriodKind.values:
        return PeriodKind(asked)
    return PeriodKind.SCHOOL_YEAR if unit and unit.level == Level.LOCATION else PeriodKind.QUARTER


def key_of(unit: UnitName) -> str:
    """A unit in an address: wijkteam:noord."""
    return f"{unit.level}:{unit.code}"


def units_for(audience: Audience, names: Iterable[UnitName]) -> list[UnitName]:
    """The units whose figures belong to a role: the municipality sees all, a school its own."""
    known = [unit for unit in names if unit.level != PARTNERSHIP]
    mine = {unit.code for unit in known if unit.id in audience.unit_ids}
    match audience.role.unit:
        case HeldAt.NEIGHBOURHOOD_TEAM:
            return [unit for unit in known if unit.id in audience.unit_ids or unit.neighbourhood_team in mine]
        case HeldAt.BOARD:
            return [unit for unit in known if unit.id in audience.unit_ids or unit.board in mine]
        case HeldAt.LOCATION:
            return [unit for unit in known if unit.id in audience.unit_ids]
        case _:
            return known


def home_of(audience: Audience, units: Iterable[UnitName]) -> UnitName | None:
    """What a role looks at first: its own wijkteam, board or school; None is the city."""
    if audience.role.unit not in (HeldAt.NEIGHBOURHOOD_TEAM, HeldAt.BOARD, HeldAt.LOCATION):
        return None
    return next((unit for unit in units if unit.id in audience.unit_ids), None)


def sectors_for(audience: Audience, names: Iterable[UnitName]) -> list[str]:
    """The sectors of an SWV; empty for a role that sees all of them."""
    return [unit.code for unit in names if unit.level == PARTNERSHIP and unit.id in audience.unit_ids]
