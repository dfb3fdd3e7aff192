"""Hours and money: figures that follow the day, page by page from their summaries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connections

from accounts.models import Scope
from insights.api import schemas
from insights.api.document import LIVE, described
from insights.api.parameters import Parameters
from insights.api.resources import Asking, Item, Resource
from insights.enums import Level
from insights.periods import Period
from insights.state import tables_in
from schools.enums import Sector

#: Which columns tell the units of a level apart; the others are empty in the answer.
PLACES = {
    Level.CITY: (),
    Level.NEIGHBOURHOOD_TEAM: ("neighbourhood_team",),
    Level.BOARD: ("board",),
    Level.LOCATION: ("location", "neighbourhood_team", "board"),
}
UNITS = ("location", "neighbourhood_team", "board")


@dataclass(frozen=True)
class Grouped:
    """What a client asks of figures that follow the day."""

    periods: list[Period]
    level: Level
    unit: str
    sector: str


class LiveResource(Resource):
    """Rows per month of a summary, added up per unit of a level, in order of `key`, found by that key."""

    parameters = ("period", "periods", "periodKind", "level", "unit", "sector")
    source = ""
    key: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        cls.tables = tables_in(cls.source)

    def read(self, parameters: Parameters) -> Grouped:
        return Grouped(
            parameters.periods(),
            Level(parameters.choice("level", [one.value for one in PLACES], Level.LOCATION)),
            parameters.text("unit"),
            parameters.choice("sector", Sector.values),
        )

    def answer(self, asking: Asking) -> Sequence[Item]:
        what: Grouped = asking.what
        page, apart = asking.page, PLACES[what.level]
        if what.unit and not apart:
            return []  # the city has no units
        names = ", ".join(self.key)
        columns = ", ".join(
            name if name not in UNITS or name in apart else f"''::varchar as {name}" for name in self.key
        )
        after, beyond = page.after.split("~")[: len(self.key)] if page.after else [], ""
        if after:
            left = ", ".join(self.key[: len(after)])
            beyond = f"where ({left}) > ({', '.join(['%s'] * len(after))})"
        # Text compares by byte (database locale C), as Python does.
        only = f"and {apart[0]} = %s" if what.unit else ""
        sql = f"""select * from (
            select {columns}, {", ".join(f"sum({one}) as {one}" for one in self.sums)}
            from (select *, to_char(month, 'YYYY-MM') as in_month from {self.source} where month >= %s and month < %s
              and (%s = '' or sector = %s) {only}) rows
            group by {", ".join(str(at + 1) for at in range(len(self.key)))}) grouped {beyond} order by {names} limit %s"""
        unit = [what.unit] if what.unit else []
        period = [what.periods[0].first, what.periods[-1].after]
        with connections[settings.FIGURES_DATABASE].cursor() as cursor:
            cursor.execute(sql, [*period, what.sector, what.sector, *unit, *after, page.size + 1])
            rows = cursor.fetchall()
        return [("~".join(row[: len(self.key)]), self.item(row)) for row in rows]

    def item(self, row: Sequence[Any]) -> dict[str, Any]:
        raise NotImplementedError


def _hours(minutes: Any) -> float:
    return round(int(minutes) / 60, 2)


@described("statistics-hours", "Geschreven uren", schemas.Hours, more=LIVE)
class Hours(LiveResource):
    source = "insights_hourscount join insights_teamplace using (team_id, month)"
    key = ("in_month", "location", "sector", "role", "kind", "neighbourhood_team", "board")
    sums = ("minutes",)

    def item(self, row: Sequence[Any]) -> dict[str, Any]:
        month, location, sector, role, kind, wijkteam, board, minutes = row
        return {
            "month": month,
            "sector": sector,
            "neighbourhoodTeam": wijkteam,
            "board": board,
            "location": location,
            "role": role,
            "kind": kind,
            "hours": _hours(minutes),
        }


@described("statistics-budgets", "Geld", schemas.Budgets, more=LIVE)
class Budgets(LiveResource):
    scope = Scope.MONEY
    source = "insights_moneymonth"
    key = ("in_month", "payer", "location", "sector", "neighbourhood_team", "board")
    sums = ("budget", "realised", "forecast")

    def item(self, row: Sequence[Any]) -> dict[str, Any]:
        month, payer, location, sector, wijkteam, board, *cents = row
        budget, realised, forecast = (int(amount) / 100 for amount in cents)
        return {
            "month": month,
            "sector": sector,
            "neighbourhoodTeam": wijkteam,
            "board": board,
            "location": location,
            "payer": payer,
            "budget": budget,
            "realised": realised,
            "forecast": forecast,
        }


@described(
    "statistics-agreed-hours", "Uren jeugd- en gezinswerk: norm, afspraak en gewerkt", schemas.AgreedHours, more=LIVE
)
class AgreedHours(LiveResource):
    source = """(select h.*, coalesce(p.board, '') as board, 'PO' as sector from insights_hoursmonth h left join (
        select distinct on (month, location) month, location, board from insights_teamplace order by month, location, sector
      ) p using (month, location)) hours"""
    key = ("in_month", "location", "neighbourhood_team", "board")
    sums = ("norm", "agreed", "worked")

    def item(self, row: Sequence[Any]) -> dict[str, Any]:
        month, location, wijkteam, board, norm, agreed, worked = row
        return {
            "month": month,
            "neighbourhoodTeam": wijkteam,
            "board": board,
            "location": location,
            "norm": _hours(norm),
            "agreed": _hours(agreed),
            "worked": _hours(worked),
        }


@described("statistics-cooperation", "Teams: compleet en samenwerking", schemas.Cooperation, more=LIVE)
class Cooperation(LiveResource):
    source = "insights_teammonth join insights_teamplace using (team_id, month)"
    key = ("in_month", "location", "sector", "neighbourhood_team", "board")
    sums = ("school_days", "complete_days", "meetings", "trainings")

    def item(self, row: Sequence[Any]) -> dict[str, Any]:
        month, location, sector, wijkteam, board, *numbers = row
        days, complete, meetings, trainings = (int(number) for number in numbers)
        return {
            "month": month,
            "sector": sector,
            "neighbourhoodTeam": wijkteam,
            "board": board,
            "location": location,
            "schoolDays": days,
            "completeDays": complete,
            "meetings": meetings,
            "trainings": trainings,
        }
