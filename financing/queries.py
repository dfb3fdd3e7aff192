"""Reading money for pages: sums of stored budget lines. Amounts are cents; the row policies decide which lines count."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Q, QuerySet, Subquery, Sum

from financing.actions.computing_sql import ABOUT
from financing.books.calendar import Months, first_day
from financing.books.cover import CoverRow, cover
from financing.books.engine import Line
from financing.enums import Role, Status
from financing.models import BudgetLine, BudgetRun, ClosedMonth, MoneyFlag, WorkedHours, YearlyCost
from financing.store import read_sources
from schools.models import Arrangement, NeighbourhoodTeam, SchoolLocation


class Amounts(NamedTuple):
    """Begroot, gerealiseerd and prognose, in cents."""

    budget: int = 0
    realised: int = 0
    forecast: int = 0

    @property
    def difference(self) -> int:
        """*verschil*: positive is an advantage (*voordeel*) [domain 3.11]."""
        return self.budget - self.forecast

    def plus(self, other: "Amounts") -> "Amounts":
        return Amounts(*(one + two for one, two in zip(self, other, strict=True)))


class Grouping(StrEnum):
    """What a budget can be laid out by; the value is the word in the address."""

    PAYER = "betaler"
    SCHOOL = "school"
    TEAM = "wijkteam"
    ARRANGEMENT = "arrangement"
    ROLE = "rol"
    PROGRAMME = "programma"
    SOURCE = "dekkingsbron"

    @property
    def label(self) -> str:
        return {
            "betaler": "Betaler",
            "school": "School",
            "wijkteam": "Wijkteam",
            "arrangement": "Arrangement",
            "rol": "Rol",
            "programma": "Programma",
            "dekkingsbron": "Dekkingsbron",
        }[self.value]


#: Per grouping the key and the name of a group, as SQL about a line `b`. A key that is NULL belongs to no group.
_GROUPS: Mapping[Grouping, tuple[str, str, str]] = {
    Grouping.PAYER: (
        "b.payer",
        "coalesce(pb.name, pg.name, b.payer)",
        """left join schools_schoolboard pb on b.payer like 'bestuur:%%' and pb.code = substr(b.payer, 9)
           left join schools_municipality pg on b.payer like 'gemeente:%%' and pg.code = substr(b.payer, 10)""",
    ),
    Grouping.SCHOOL: ("l.code", "l.name", "left join schools_schoollocation l on l.id = b.location_id"),
    Grouping.TEAM: ("t.code", "t.name", "left join schools_neighbourhoodteam t on t.id = b.neighbourhood_team_id"),
    Grouping.ARRANGEMENT: (
        "nullif(b.arrangement, '')",
        "coalesce(a.name, b.arrangement)",
        "left join schools_arrangement a on a.code = b.arrangement",
    ),
    Grouping.ROLE: ("nullif(b.role, '')", "b.role", ""),
    Grouping.PROGRAMME: (
        "coalesce(nullif(y.description, ''), y.code)",
        "coalesce(nullif(y.description, ''), y.code)",
        f"left join financing_yearlycost y on y.kind = 'programma' and y.code = {ABOUT}",
    ),
}
#: What belongs to no group is called.
NO_GROUP: Mapping[Grouping, str] = {
    Grouping.PAYER: "",
    Grouping.SCHOOL: "geen school (stedelijk)",
    Grouping.TEAM: "buiten een wijkteam",
    Grouping.ARRANGEMENT: "geen arrangement",
    Grouping.ROLE: "zonder rol",
    Grouping.PROGRAMME: "geen programma",
}


@dataclass
class Group:
    """One row of a budget: a payer, a school, … with its amounts in all and per month."""

    key: str
    name: str
    by_month: dict[datetime.date, Amounts] = field(default_factory=dict)

    @property
    def total(self) -> Amounts:
        return sum_of(self.by_month.values())


def sum_of(amounts: Iterable[Amounts]) -> Amounts:
    found = Amounts()
    for one in amounts:
        found = found.plus(one)
    return found


def days_of_months(months: Months) -> tuple[datetime.date, datetime.date]:
    """The first of the first month and the first of the month after the last."""
    start, stop = months.months.start, months.months.stop
    return datetime.date.fromordinal(first_day(start)), datetime.date.fromordinal(first_day(stop))


def budget(months: Months, grouping: Grouping) -> list[Group]:
    """The budget of a period per group, in order of name; what belongs to no group last. One query. By source: `by_source`."""
    key, name, join = _GROUPS[grouping]
    sql = f"""select coalesce({key}, ''), coalesce({name}, ''), b.month, sum(b.budget)::bigint, sum(b.realised)::bigint,
                     sum(b.forecast)::bigint
              from financing_budgetline b {join}
              where b.month >= %s and b.month < %s group by 1, 2, 3 order by 2, 1, 3"""
    groups: dict[str, Group] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, days_of_months(months))
        for code, label, month, *amounts in cursor.fetchall():
            group = groups.setdefault(code, Group(code, label if code else NO_GROUP[grouping]))
            group.by_month[month] = Amounts(*amounts)
    return sorted(groups.values(), key=lambda group: not group.key)


def lines(months: Months, grouping: Grouping, key: str) -> "QuerySet[BudgetLine]":
    """The stored lines of a group in a period."""
    first, after = days_of_months(months)
    found = BudgetLine.objects.filter(month__gte=first, month__lt=after)
    match grouping:
        case Grouping.PAYER:
            return found.filter(payer=key)
        case Grouping.SCHOOL:
            return found.filter(location__code=key) if key else found.filter(location__isnull=True)
        case Grouping.TEAM:
            team = "neighbourhood_team"
            return found.filter(**({f"{team}__code": key} if key else {f"{team}__isnull": True}))
        case Grouping.ARRANGEMENT:
            return found.filter(arrangement=key)
        case Grouping.ROLE:
            return found.filter(role=key)
        case Grouping.PROGRAMME:
            return found.filter(_of_codes(programmes().get(key, []))) if key else found.exclude(_of_codes(_all_codes()))
        case Grouping.SOURCE:
            raise ValueError("a line has no source of its own: see financing.by_source")


def programmes() -> dict[str, list[str]]:
    """The codes of each programme: what has the same description is one programme, at several schools. One query."""
    found: dict[str, list[str]] = {}
    for code, description in YearlyCost.objects.filter(kind="programma").values_list("code", "description"):
        found.setdefault(description or code, []).append(code)
    return found


def _all_codes() -> list[str]:
    return [code for codes in programmes().values() for code in codes]


def _of_codes(codes: Iterable[str]) -> Q:
    """Lines of these commitments, corrections too; of no code no line."""
    known = sorted(codes)
    found = Q(name__in=known)
    for code in known:
        found |= Q(name__startswith="correctie/", name__endswith=f"/{code}")
    return found


def group_name(grouping: Grouping, key: str) -> str:
    """What a school, wijkteam or arrangement is called; at most one query."""
    models: Mapping[Grouping, type[Any]] = {
        Grouping.SCHOOL: SchoolLocation,
        Grouping.TEAM: NeighbourhoodTeam,
        Grouping.ARRANGEMENT: Arrangement,
    }
    if not key:
        return NO_GROUP[grouping].capitalize()
    return models[grouping].objects.filter(code=key).values_list("name", flat=True).first() or key


def by_commitment(found: "QuerySet[BudgetLine]") -> "QuerySet[BudgetLine, Any]":
    """Sums per commitment: `name`, `budget_sum`, `realised_sum`, `forecast_sum`."""
    return (
        found.values("name", "kind")
        .annotate(budget_sum=Sum("budget"), realised_sum=Sum("realised"), forecast_sum=Sum("forecast"))
        .order_by("name")
    )


@dataclass(frozen=True)
class Standing:
    """As on which day the stored lines are, and the last closed month."""

    run: BudgetRun | None
    last_closed: datetime.date | None
    flags: int = 0


def standing(known: datetime.datetime | None = None) -> Standing:
    """One query for the run and the last month that is closed (that was closed before `known`), one for the flags."""
    closed = ClosedMonth.objects.filter(closed_at__lt=known) if known else ClosedMonth.objects.all()
    last = closed.order_by("-month").values("month")[:1]
    run = BudgetRun.objects.annotate(last_closed=Subquery(last)).first()
    flags = open_flags().count()
    return Standing(run, run.last_closed if run else None, flags)


def open_flags() -> "QuerySet[MoneyFlag]":
    """Flags about money that nobody solved yet."""
    return MoneyFlag.objects.filter(cleared_on__isnull=True)


def payer_names(payers: Iterable[str]) -> dict[str, str]:
    """Payers as people call them; a payer without a name is its own. One query."""
    wanted = sorted(set(payers))
    with connection.cursor() as cursor:
        cursor.execute(
            """select 'bestuur:' || code, name from schools_schoolboard where 'bestuur:' || code = any (%(wanted)s)
               union all
               select 'gemeente:' || code, name from schools_municipality where 'gemeente:' || code = any (%(wanted)s)""",
            {"wanted": wanted},
        )
        known = dict(cursor.fetchall())
    return {payer: payer_label(payer, known.get(payer, "")) for payer in wanted}


def payer_label(payer: str, name: str = "") -> str:
    """`gemeente:GM0193` with its name is "gemeente Zwolle"."""
    kind, _, code = payer.partition(":")
    if payer == "bestuur:*":
        return "de schoolbesturen samen"
    if name and name != payer:
        return f"gemeente {name}" if kind == "gemeente" else name
    return {
        "rsj": "RSJ IJsselland",
        "swv": f"samenwerkingsverband {code}",
        "aanbieder": f"aanbieder {code}",
        "fonds": f"fonds {code}",
        "bestuur": f"bestuur {code}",
        "gemeente": f"gemeente {code}",
    }.get(kind, payer)


def corrections() -> "QuerySet[BudgetLine]":
    """Lines that correct a closed month, the newest first."""
    return BudgetLine.objects.filter(name__startswith="correctie/").order_by("-month", "-id")


def corrections_by_month() -> "QuerySet[BudgetLine, Any]":
    """What was corrected in each month where corrections stand: `number`, `budget_sum`, `realised_sum`; the newest first."""
    sums = {"number": Count("pk"), "budget_sum": Sum("budget"), "realised_sum": Sum("realised")}
    found = BudgetLine.objects.filter(name__startswith="correctie/").values("month", "closed")
    return found.annotate(**sums).order_by("-month")


def cover_of(year: int) -> list[CoverRow]:
    """What covers the costs of each payer in a calendar year, from the stored lines. Three queries."""
    rows = BudgetLine.objects.filter(month__year=year).exclude(budget=0).values_list("name", "payer", "budget")
    lines = [Line(year * 12, name, payer, budget, 0, 0) for name, payer, budget in rows.iterator(5000)]
    roles = {code: Role(role) for code, role in YearlyCost.objects.exclude(role="").values_list("code", "role")}
    established = Q(status=Status.ESTABLISHED.value, year=year)
    return cover(lines, list(read_sources(established)), year, roles)


def worked_minutes(first: datetime.date, after: datetime.date, role: str = "JGW") -> dict[str, int]:
    """Minutes of a role per location code in `[first, after)`, whole months. One query."""
    found = WorkedHours.objects.filter(month__gte=first, month__lt=after, role=role)
    return dict(found.values_list("location__code").annotate(Sum("minutes")).order_by())
