"""Counting providers: once, with the first count of a school year, so that the answers of two days cannot be subtracted.

The number of providers counts no persons, so it is not rounded; but it says something about the pupils that they work for, so
it is published on a base of as many pupils as any statistic. A name stands at a school only when that provider works there
for so many pupils itself. Numbers of pupils per provider are of the city alone, and not told where they would give away a small one
at a school (`insights.providing`).
"""

from collections import defaultdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from insights import publication as rule
from insights.enums import PeriodKind
from insights.models import ProviderFigure, Publication
from insights.periods import Period
from insights.providing import Served, places_in, to_tell
from shell.numbers import Unit

# Where the team stands in the last month. An offer without names is about as many pupils as the team told.
_SERVED = """
with served as (
  select s.team_id, s.provider_id, c.pupil_id, 0 as children
  from cases_support s join cases_case c on c.id = s.case_id
  where s.provider_id is not null and s.started_on < %(after)s and coalesce(s.ended_on, 'infinity') >= %(first)s
  union
  select e.team_id, e.provider_id, c.pupil_id, 0
  from cases_escalation e join cases_case c on c.id = e.case_id
  where e.provider_id is not null and e.started_on < %(after)s and coalesce(e.stopped_on, 'infinity') >= %(first)s
  union all
  select s.team_id, s.provider_id, null, sum(s.children)
  from cases_support s
  where s.case_id is null and s.provider_id is not null and s.children is not null
    and s.started_on < %(after)s and coalesce(s.ended_on, 'infinity') >= %(first)s
  group by 1, 2
)
select u.level, u.unit, s.provider_id, count(distinct s.provider_id), (count(distinct s.pupil_id) + sum(s.children))::int
from served s join insights_teamplace p on p.team_id = s.team_id and p.month = %(last)s
cross join lateral (values ('city', ''), ('neighbourhood_team', p.neighbourhood_team), ('board', p.board),
                           ('location', p.location)) u (level, unit)
where u.unit <> '' or u.level = 'city'
group by grouping sets ((u.level, u.unit), (u.level, u.unit, s.provider_id)) order by 1, 2, 3 nulls first
"""
_PLACES = "select distinct location, neighbourhood_team, board from insights_teamplace where month = %(last)s and location <> ''"
_MARKS = """
select m.provider_id, m.mark, count(*), array_agg(distinct c.pupil_id) from cases_providermark m
join cases_case c on c.id = m.case_id where m.mark is not null and m."on" >= %(first)s and m."on" < %(after)s group by 1, 2
"""


def fix_providers(publication: Publication) -> list[ProviderFigure]:
    """The rows of this publication that may be seen; none when its school year was counted before, or for a shorter period."""
    period = publication.period
    same = Publication.objects.filter(kind=period.kind, first=period.first)
    if period.kind != PeriodKind.SCHOOL_YEAR or same.exclude(pk=publication.pk).exists():
        return []
    served, marks = [Served(*row) for row in _rows(_SERVED, period)], _marks(period)
    return ProviderFigure.objects.bulk_create(
        ProviderFigure(publication=publication, level=one.level, unit=one.unit, provider_id=one.provider, **told)
        for one, told in to_tell(served, places_in(_rows(_PLACES, period)), marks)
    )


def _marks(period: Period) -> dict[UUID, Decimal]:
    """The mean mark of each provider that enough pupils are behind."""
    values: dict[UUID, dict[int, int]] = defaultdict(dict)
    pupils: dict[UUID, set[UUID]] = defaultdict(set)
    for provider, mark, times, whose in _rows(_MARKS, period):
        values[provider][mark] = times
        pupils[provider].update(whose)
    means = {one: rule.mean(values[one], persons=len(pupils[one]), unit=Unit.MARK) for one in values}
    return {one: mean.number for one, mean in means.items() if isinstance(mean, rule.Statistic)}


def _rows(sql: str, period: Period) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"first": period.first, "after": period.after, "last": period.last_month})
        return list(cursor.fetchall())
