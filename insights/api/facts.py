"""Public facts about schools and teams, as they are today."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import DateField, F, Func, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.dateparse import parse_date

from accounts.models import Scope
from insights.api import schemas
from insights.api.document import SECTOR, code_filter, described
from insights.api.parameters import Parameters
from insights.api.resources import Asking, Item, Resource
from schools.enums import SECTOR_OF, Sector
from schools.models import ArrangementTerms, LocationPeriod, SupportTeam

IN_WIJKTEAM = code_filter("neighbourhoodTeam", "Alleen scholen van dit wijkteam.")
OF_BOARD = code_filter("board", "Alleen scholen van dit bestuur.")


@dataclass(frozen=True)
class Where:
    """Which schools: of a wijkteam, of a board, of a sector; '' for all."""

    neighbourhood_team: str
    board: str
    sector: str

    def of(self, periods: Any) -> Any:
        """Those among these rows of `LocationPeriod`."""
        if self.neighbourhood_team:
            periods = periods.filter(neighbourhood_team__code=self.neighbourhood_team)
        return periods.filter(board__code=self.board) if self.board else periods


class FactResource(Resource):
    """A list of schools or teams as they are today."""

    parameters = ("neighbourhoodTeam", "board", "sector")

    def read(self, parameters: Parameters) -> Where:
        return Where(
            parameters.text("neighbourhoodTeam"), parameters.text("board"), parameters.choice("sector", Sector.values)
        )


@described("schools", "Scholen", schemas.School, more=(IN_WIJKTEAM, OF_BOARD, SECTOR))
class Schools(FactResource):
    def answer(self, asking: Asking) -> Sequence[Item]:
        where: Where = asking.what
        found = where.of(LocationPeriod.objects.using(settings.FIGURES_DATABASE).on(asking.today))
        if where.sector:
            types = [kind for kind, sector in SECTOR_OF.items() if sector == where.sector]
            found = found.filter(Q(type__in=types) | Q(second_type__in=types))
        rows = (
            found.filter(location__code__gt=asking.page.after)
            .order_by("location__code")
            .values_list(
                "location__code", "name", "type", "board__code", "neighbourhood_team__code", "municipality__code"
            )
        )
        names = ("code", "name", "type", "board", "neighbourhoodTeam", "municipality")
        return [
            (row[0], dict(zip(names, (cell or "" for cell in row), strict=True)))
            for row in rows[: asking.page.size + 1]
        ]


@described("teams", "Ondersteuningsteams", schemas.Team, more=(IN_WIJKTEAM, OF_BOARD, SECTOR))
class Teams(FactResource):
    def answer(self, asking: Asking) -> Sequence[Item]:
        where: Where = asking.what
        teams = SupportTeam.objects.using(settings.FIGURES_DATABASE).on(asking.today).annotate(code=F("location__code"))
        if where.neighbourhood_team or where.board:
            places = where.of(LocationPeriod.objects.using(settings.FIGURES_DATABASE).on(asking.today))
            teams = teams.filter(location__in=places.values("location"))
        if where.sector:
            teams = teams.filter(sector=where.sector)
        after, _, sector = asking.page.after.partition("~")
        later = teams.filter(Q(code__gt=after) | Q(code=after, sector__gt=sector))
        rows = later.order_by("code", "sector").values_list("code", "sector", "name")
        return [
            (f"{code}~{sector}", {"location": code, "sector": sector, "name": name})
            for code, sector, name in rows[: asking.page.size + 1]
        ]


@described("arrangements", "Onderwijs-zorgarrangementen", schemas.Arrangement)
class Arrangements(Resource):
    """What was decided, never what is only intended; and never how many pupils have a place [domain 3.9, 5]."""

    scope = Scope.MONEY

    def answer(self, asking: Asking) -> Sequence[Item]:
        terms = (
            ArrangementTerms.objects.using(settings.FIGURES_DATABASE)
            .filter(intended=False)
            .annotate(
                code=F("arrangement__code"),
                title=Coalesce(NullIf("name", Value("")), "arrangement__name"),
                at=F("location__code"),
                first=Func(F("period"), function="lower", output_field=DateField()),
                until=Func(F("period"), function="upper", output_field=DateField()),
            )
        )
        code, _, first = asking.page.after.partition("~")
        if code:
            day = _day(first)
            terms = terms.filter(Q(code__gt=code) | (Q(code=code, first__gt=day) if day else Q(code=code)))
        rows = terms.order_by("code", "first").values_list(
            "code", "title", "at", "first", "until", "capacity", "amount_per_place"
        )
        return [(f"{row[0]}~{row[3]}", _terms(*row)) for row in rows[: asking.page.size + 1]]


def _day(text: str) -> datetime.date | None:
    """The day in a key; None when there is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def _terms(
    code: str,
    name: str,
    location: str | None,
    first: datetime.date,
    until: datetime.date | None,
    capacity: int | None,
    amount: Decimal | None,
) -> dict[str, Any]:
    whole = float(capacity * amount) if capacity is not None and amount is not None else None
    return {
        "code": code,
        "name": name,
        "location": location or "",
        "start": first.isoformat(),
        "until": until.isoformat() if until else None,
        "capacity": capacity,
        "amountPerPlace": None if amount is None else float(amount),
        "amountPerSchoolYear": whole,
    }
