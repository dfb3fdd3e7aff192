"""Hours and money: figures that follow the day, page by page from their summaries."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import connections

from insights.api import schemas
from insights.api.document import PERIODS, SECTOR, described
from insights.api.parameters import Parameters
from insights.api.resources import Asking, Item, Resource
from insights.periods import Period
from schools.enums import Sector


class LiveResource(Resource):
    """Rows per month of a summary, in order of `key`, found by that key."""

    parameters = ("period", "periods", "periodKind", "sector")
    source = ""
    key: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()

    def read(self, parameters: Parameters) -> tuple[list[Period], str]:
        return parameters.periods(), parameters.choice("sector", Sector.values)

    def answer(self, asking: Asking) -> Sequence[Item]:
        periods, sector = asking.what
        page = asking.page
        names = ", ".join(self.key)
        after, beyond = page.after.split("~")[: len(self.key)] if page.after else [], ""
        if after:
            left = ", ".join(self.key[: len(after)])
            beyond = f"where ({left}) > ({', '.join(['%s'] * len(after))})"
        # Text compares by byte (database locale C), as Python does.
        sql = f"""select * from (
            select {names}, {", ".join(f"sum({one}) as {one}" for one in self.sums)}
            from (select *, to_char(month, 'YYYY-MM') as in_month from {self.source} where month >= %s and month < %s
              and (%s = '' or sector = %s)) rows
            group by {names}) grouped {beyond} order by {names} limit %s"""
        values = [periods[0].first, periods[-1].after, sector, sector, *after, page.size + 1]
        with connections[settings.FIGURES_DATABASE].cursor() as cursor:
            cursor.execute(sql, values)
            rows = cursor.fetchall()
        return [("~".join(row[: len(self.key)]), self.item(row)) for row in rows]

    def item(self, row: Sequence[Any]) -> dict[str, Any]:
        raise NotImplementedError


@described("statistics-hours", "Geschreven uren", schemas.Hours, more=(*PERIODS, SECTOR))
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
            "hours": round(int(minutes) / 60, 2),
        }


@described("statistics-budgets", "Geld", schemas.Budgets, more=(*PERIODS, SECTOR))
class Budgets(LiveResource):
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
