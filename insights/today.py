"""Figures that follow the day and are about no child: hours, money, flags about teams, what was agreed with arrangements;
and rows of a shape of their own that were published: providers, participation, value cases.

Whatever a page asks of these comes in one query. The tables are those that a figures role may read (`insights.grants`).
"""

import datetime
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connections

from insights.reading import UNIT_COLUMN, Scope
from schools.calendar import SchoolYear

D = datetime.date


@dataclass(frozen=True)
class Hours:
    """Minutes that members of the teams of one wijkteam logged in a month, per role."""

    month: D
    sector: str
    neighbourhood_team: str
    role: str
    minutes: int


@dataclass(frozen=True)
class Money:
    """A month of one wijkteam and kind of payer, in cents."""

    month: D
    sector: str
    neighbourhood_team: str
    payer: str
    budget: int
    realised: int
    forecast: int


@dataclass(frozen=True)
class TeamFlagged:
    """An open flag about a support team: never about a child."""

    team: str
    name: str
    neighbourhood_team: str
    rule: str
    level: str
    since: D
    why: str


@dataclass(frozen=True)
class Terms:
    """What was agreed with an arrangement in `[first, after)`: places at once, and euros per place in a school year."""

    code: str
    name: str
    first: D
    after: D | None
    capacity: int | None
    price: Decimal | None


@dataclass(frozen=True)
class PoolMonth:
    """Minutes of JGW's for the schools of one wijkteam in a month: the norm, what was agreed, what was worked."""

    month: D
    neighbourhood_team: str
    norm: int
    agreed: int
    worked: int


@dataclass(frozen=True)
class TeamInYear:
    """A team in a school year, up to today: school days with core roles, those on which it was complete, and how often the
    whole core met and trained."""

    team: str
    name: str
    neighbourhood_team: str
    begins_in: int
    school_days: int
    complete_days: int
    meetings: int
    trainings: int


@dataclass(frozen=True)
class RemarkRow:
    """How one group reads a figure of a quarter."""

    quarter: D
    figure: str
    voice: str
    text: str
    by: str
    on: D
    version: int


@dataclass(frozen=True)
class TalkRow:
    """A quarterly talk."""

    id: str
    on: D
    neighbourhood_team: str
    theme: str
    question: str
    participants: str
    lessons: str


@dataclass(frozen=True)
class ReleasedRow:
    """What the controller released about an arrangement or a location, of which it has the code."""

    name: str
    arrangement: str
    location: str
    school_year: int
    what: str
    value: Decimal
    reason: str
    by: str
    on: D


@dataclass(frozen=True)
class ProviderRow:
    """What was published about providers at a unit in a school year: how many (`providers`), or one of them by name."""

    begins_in: int
    level: str
    unit: str
    provider: str | None
    providers: int | None
    pupils: int | None
    mark: Decimal | None


@dataclass(frozen=True)
class AssumptionRow:
    """An assumption of a value case about an arrangement or a location: pupils before the start and now, as they may be seen
    (None: fewer than the threshold), euros a year, and at a location what was budgeted there in the school year, in cents."""

    name: str
    arrangement: str
    location: str
    school_year: int
    care: str
    baseline: int | None
    now: int | None
    price: Decimal
    source: str
    put_in: int | None


@dataclass(frozen=True)
class ParticipationRow:
    """Pupils of a kind of school on 1 October, rounded; `type` '' is the whole sector."""

    school_year: int
    sector: str
    type: str
    pupils: int


@dataclass(frozen=True)
class HomeRow:
    """A woongemeente about which anything was published."""

    code: str
    name: str


@dataclass(frozen=True)
class Today:
    """The answer: a list per source that was asked for, the others empty."""

    hours: list[Hours] = field(default_factory=list)
    money: list[Money] = field(default_factory=list)
    flags: list[TeamFlagged] = field(default_factory=list)
    terms: list[Terms] = field(default_factory=list)
    pools: list[PoolMonth] = field(default_factory=list)
    teams: list[TeamInYear] = field(default_factory=list)
    remarks: list[RemarkRow] = field(default_factory=list)
    talks: list[TalkRow] = field(default_factory=list)
    releases: list[ReleasedRow] = field(default_factory=list)
    providers: list[ProviderRow] = field(default_factory=list)
    assumptions: list[AssumptionRow] = field(default_factory=list)
    participation: list[ParticipationRow] = field(default_factory=list)
    homes: list[HomeRow] = field(default_factory=list)


#: Per source its rows as SQL. `{unit}` narrows them to the unit that is looked at, on the columns of a place `p`.
SOURCES = {
    "hours": """select h.month, p.sector, p.neighbourhood_team, h.role, sum(h.minutes) as minutes
        from insights_hourscount h join insights_teamplace p using (team_id, month)
        where h.month >= %(first)s and h.month < %(after)s {unit} group by 1, 2, 3, 4 order by 1, 2, 3, 4""",
    "money": """select p.month, p.sector, p.neighbourhood_team, p.payer, sum(p.budget) as budget,
          sum(p.realised) as realised, sum(p.forecast) as forecast
        from insights_moneymonth p where p.month >= %(first)s and p.month < %(until)s {unit}
        group by 1, 2, 3, 4 order by 1, 2, 3, 4""",
    "flags": """select f.team_id as team, t.name, p.neighbourhood_team, f.rule, f.level, f.since, f.why
        from schools_teamflag f join schools_supportteam t on t.id = f.team_id
        join insights_teamplace p on p.team_id = t.id and p.month = date_trunc('month', %(today)s::date)::date
        where f.cleared_on is null {unit} order by f.since, t.name""",
    "terms": """select a.code, a.name, lower(p.period) as first, upper(p.period) as after, p.capacity,
          p.amount_per_place::text as price
        from schools_arrangementterms p join schools_arrangement a on a.id = p.arrangement_id
        where not p.intended order by a.code, p.period""",
    "pools": """select p.month, p.neighbourhood_team, sum(p.norm) as norm, sum(p.agreed) as agreed, sum(p.worked) as worked
        from (select h.*, 'PO' as sector, t.board from insights_hoursmonth h left join insights_teamplace t
              on t.location = h.location and t.month = h.month and t.sector = 'PO') p
        where p.month >= %(first)s and p.month < %(after)s {unit} group by 1, 2 order by 1, 2""",
    "teams": """select m.team_id as team, t.name, p.neighbourhood_team,
          extract(year from m.month - interval '7 months')::int as begins_in, sum(m.school_days) as school_days,
          sum(m.complete_days) as complete_days, sum(m.meetings) as meetings, sum(m.trainings) as trainings
        from insights_teammonth m join insights_teamplace p using (team_id, month)
        join schools_supportteam t on t.id = m.team_id
        where m.month >= %(two_years)s and m.month < %(after)s {unit} group by 1, 2, 3, 4 order by 2, 1, 4""",
    "remarks": """select quarter, figure, voice, text, written_by_name as by, written_at::date as on, version
        from insights_remark where quarter >= %(first)s and quarter < %(after)s order by figure, voice""",
    "talks": """select k.id::text, k.on, coalesce(n.name, '') as neighbourhood_team, k.theme, k.question, k.participants,
          k.lessons
        from insights_quartertalk k left join schools_neighbourhoodteam n on n.id = k.neighbourhood_team_id
        where k.quarter >= %(first)s and k.quarter < %(after)s order by k.on, k.id""",
    "releases": """select coalesce(a.name, l.name) as name, coalesce(a.code, '') as arrangement,
          coalesce(l.code, '') as location, r.school_year, r.what, r.value::text, r.reason, r.released_by_name as by,
          r.released_at::date as on
        from insights_release r left join schools_arrangement a on a.id = r.arrangement_id
        left join schools_schoollocation l on l.id = r.location_id
        where r.withdrawn_at is null order by r.school_year desc, 1, r.what""",
    "assumptions": """select coalesce(a.name, l.name) as name, v.arrangement, v.location, v.school_year, v.care, v.baseline,
          v.now, v.unit_price::text as price, v.source,
          (select sum(m.budget) from insights_moneymonth m where v.location <> '' and m.location = v.location
            and m.month >= make_date(v.school_year, 8, 1) and m.month < make_date(v.school_year + 1, 8, 1)) as put_in
        from insights_valueline v left join schools_arrangement a on a.code = v.arrangement
        left join schools_schoollocation l on l.code = v.location order by v.school_year desc, 1, v.care""",
    "homes": """select m.code, m.name from schools_municipality m
        where exists (select from insights_publishedfigure f where f.level = 'home' and f.unit = m.code) order by m.name""",
    "participation": """select school_year, sector, type, pupils from insights_participation order by 1, 2, 3""",
    "providers": """select extract(year from b.first)::int as begins_in, f.level, f.unit, v.name as provider, f.providers,
          f.pupils, f.mark::text as mark
        from insights_providerfigure f join insights_publication b on b.id = f.publication_id
        left join schools_provider v on v.id = f.provider_id
        where b.first >= %(two_years)s::date - interval '2 years' and b.first < %(after)s order by 1, 2, 3, 4""",
}
SHAPES: dict[str, Any] = {
    "hours": Hours,
    "money": Money,
    "flags": TeamFlagged,
    "terms": Terms,
    "pools": PoolMonth,
    "teams": TeamInYear,
    "remarks": RemarkRow,
    "talks": TalkRow,
    "releases": ReleasedRow,
    "providers": ProviderRow,
    "assumptions": AssumptionRow,
    "participation": ParticipationRow,
    "homes": HomeRow,
}
DAYS = ("month", "since", "first", "after", "quarter", "on")
AMOUNTS = ("price", "value", "mark")


def read(sources: Collection[str], scope: Scope, *, first: D, after: D, until: D, today: D) -> Today:
    """What these sources tell of a unit: hours of `[first, after)`, money of `[first, until)`, flags and terms of today.

    One query, whatever is asked; none when nothing is. KeyError: no such source.
    """
    if not sources:
        return Today()
    column = UNIT_COLUMN.get(scope.level, "")
    unit = (f"and p.{column} = %(unit)s " if column else "") + ("and p.sector = %(sector)s" if scope.sector else "")
    sql = " union all ".join(
        f"select '{name}', to_jsonb(rows) from ({SOURCES[name].format(unit=unit)}) rows" for name in sorted(sources)
    )
    values: dict[str, D | str] = {
        "first": first,
        "after": after,
        "until": until,
        "two_years": SchoolYear(SchoolYear.of(after - datetime.timedelta(days=1)).begins_in - 1).first,
        "today": today,
        "unit": scope.unit,
        "sector": scope.sector,
    }
    found: dict[str, list[Any]] = {name: [] for name in sources}
    with connections[settings.FIGURES_DATABASE].cursor() as cursor:
        cursor.execute(sql, values)
        for name, row in cursor.fetchall():
            found[name].append(SHAPES[name](**_typed(json.loads(row))))
    return Today(**found)


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    """Days and amounts, which JSON has as text, as what they are."""
    typed = dict(row)
    for name in DAYS:
        if typed.get(name):
            typed[name] = datetime.date.fromisoformat(typed[name])
    for name in AMOUNTS:
        if typed.get(name):
            typed[name] = Decimal(typed[name])
    return typed
