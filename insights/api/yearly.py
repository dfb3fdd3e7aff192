"""Figures that are counted once a school year: providers, and participation in kinds of education."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections

from insights.api import schemas
from insights.api.document import SCHOOL_YEARS, SECTOR, UNIT, YEARLY_LEVEL, described
from insights.api.parameters import Parameters
from insights.api.resources import Asking, Item, Resource
from insights.api.views import NAMED, as_period, units_of
from insights.enums import Level
from insights.periods import Period
from insights.publication import Rounded, number_of, share
from schools.enums import SchoolType, Sector

LEVELS = (Level.CITY, Level.NEIGHBOURHOOD_TEAM, Level.BOARD, Level.LOCATION)


@dataclass(frozen=True)
class Yearly:
    """What a client asks: school years, and which rows of them."""

    periods: list[Period]
    level: Level = Level.CITY
    unit: str = ""
    sector: str = ""

    @property
    def years(self) -> list[int]:
        return [one.first.year for one in self.periods]


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connections[settings.FIGURES_DATABASE].cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


@described("statistics-providers", "Aanbieders", schemas.Providers, more=(*SCHOOL_YEARS, YEARLY_LEVEL, UNIT))
class Providers(Resource):
    """What was published; a unit or provider without a row is about fewer pupils than the threshold."""

    parameters = ("period", "periods", "level", "unit")
    named = NAMED

    def read(self, parameters: Parameters) -> Yearly:
        level = Level(parameters.choice("level", [one.value for one in LEVELS], Level.CITY))
        return Yearly(parameters.school_years(), level, parameters.text("unit"))

    def answer(self, asking: Asking) -> Sequence[Item]:
        what: Yearly = asking.what
        year, unit, provider = (*asking.page.after.split("~"), "", "", "")[:3]
        rows = _rows(
            """select * from (
                 select extract(year from b.first)::int::text as year, f.unit, coalesce(f.provider_id::text, '') as key,
                   coalesce(v.name, '') as provider, f.providers, f.pupils, f.mark
                 from insights_providerfigure f join insights_publication b on b.id = f.publication_id
                 left join schools_provider v on v.id = f.provider_id
                 where f.level = %s and (%s = '' or f.unit = %s) and b.first >= %s and b.first < %s) rows
               where (year, unit, key) > (%s, %s, %s) order by year, unit, key limit %s""",
            [
                *(what.level, what.unit, what.unit, what.periods[0].first, what.periods[-1].after),
                *(year, unit, provider, asking.page.size + 1),
            ],
        )
        names = {one.code: one.name for one in units_of(what.level, asking.units)}
        by_year = {str(one.first.year): one for one in what.periods}
        return [
            (
                "~".join(row[:3]),
                {
                    "period": as_period(by_year[row[0]]),
                    "unit": {"level": what.level.value, "code": row[1], "name": names.get(row[1], row[1])},
                    "provider": row[3],
                    "providers": row[4],
                    "pupils": row[5],
                    "mark": None if row[6] is None else float(row[6]),
                },
            )
            for row in rows
        ]


@described(
    "statistics-participation", "Deelname aan soorten onderwijs", schemas.Participation, more=(*SCHOOL_YEARS, SECTOR)
)
class Participation(Resource):
    """Pupils per kind of school on 1 October; a kind without a row has fewer than the threshold."""

    parameters = ("period", "periods", "sector")

    def read(self, parameters: Parameters) -> Yearly:
        return Yearly(parameters.school_years(), sector=parameters.choice("sector", Sector.values))

    def answer(self, asking: Asking) -> Sequence[Item]:
        what: Yearly = asking.what
        year, sector, kind = (*asking.page.after.split("~"), "", "", "")[:3]
        rows = _rows(
            """select * from (
                 select p.school_year::text as year, p.sector, p.type, p.pupils, p.revision, whole.pupils as of
                 from insights_participation p join insights_participation whole
                   on (whole.school_year, whole.sector, whole.type) = (p.school_year, p.sector, '')
                 where p.school_year = any (%s) and (%s = '' or p.sector = %s)) rows
               where (year, sector, type) > (%s, %s, %s) order by year, sector, type limit %s""",
            [what.years, what.sector, what.sector, year, sector, kind, asking.page.size + 1],
        )
        by_year = {str(one.first.year): one for one in what.periods}
        return [
            (
                "~".join(row[:3]),
                {
                    "period": as_period(by_year[row[0]]),
                    "revision": row[4],
                    "sector": row[1],
                    "type": row[2],
                    "label": str(SchoolType(row[2]).label) if row[2] else "Totaal",
                    "pupils": row[3],
                    "share": float(number_of(share(Rounded(row[3]), Rounded(row[5]), decimals=1))),
                },
            )
            for row in rows
        ]
