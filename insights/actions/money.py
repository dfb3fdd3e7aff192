"""Money for who may see figures but no commitment: budget lines added up per month, unit and kind of payer."""

import datetime

from django.db import connection

from accounts.acting import working
from insights.actions.value import refresh_value
from insights.models import StaleMoney

KEY = "month, sector, neighbourhood_team, board, location, payer"
AMOUNTS = ("budget", "realised", "forecast")
# Lines of places are about single pupils: they stay with the payer and the controller.
WANTED = f"""
select l.month, l.sector, coalesce(n.code, '') as neighbourhood_team, coalesce(b.code, '') as board,
  coalesce(s.code, '') as location, split_part(l.payer, ':', 1) as payer,
  {", ".join(f"sum(l.{name}) as {name}" for name in AMOUNTS)}
from financing_budgetline l
left join schools_neighbourhoodteam n on n.id = l.neighbourhood_team_id
left join schools_schoolboard b on b.id = l.board_id
left join schools_schoollocation s on s.id = l.location_id
where l.kind <> 'plaats' and l.name not like '%plaats/%' group by 1, 2, 3, 4, 5, 6
"""


def refresh_money(*, today: datetime.date) -> bool:
    """Make the sums and the lines of value cases again when budget lines, assumptions or places changed. Writes only what
    differs."""
    with working(today=today, action="insights.refresh_money"):
        if not StaleMoney.objects.exists():
            return False
        StaleMoney.objects.all().delete()
        refresh_value()
        amounts = ", ".join(AMOUNTS)
        excluded = ", ".join(f"excluded.{name}" for name in AMOUNTS)
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                with wanted as materialized ({WANTED}), gone as (
                  delete from insights_moneymonth where ({KEY}) not in (select {KEY} from wanted))
                insert into insights_moneymonth as m ({KEY}, {amounts}) select {KEY}, {amounts} from wanted
                on conflict ({KEY}) do update set ({amounts}) = row ({excluded})
                where ({", ".join(f"m.{name}" for name in AMOUNTS)}) is distinct from ({excluded})
                """
            )
        return True
