"""What needs a person now, per role: the few things that figures, flags about teams, hours and money point at.

Each rule is a function that looks and names what it finds; `found` lays them in order. A threshold is a setting.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.urls import reverse

from insights.enums import Breakdown, Figure, Level, PeriodKind
from insights.pages import hours, money
from insights.pages.base import Look, by_team_itself
from insights.periods import Period, containing
from insights.publication import Published, Shown, number_of
from insights.today import TeamFlagged
from schools.calendar import CalendarUnknown
from schools.enums import FlagLevel
from schools.flagging import TEAM_RULES
from shell.numbers import plural, write_day, write_euro, write_number

F, B = Figure, Breakdown
ORDER = {FlagLevel.URGENT: 0, FlagLevel.WARN: 1, FlagLevel.NOTE: 2}
BADGES = {FlagLevel.URGENT: "urgent", FlagLevel.WARN: "warning", FlagLevel.NOTE: "info"}
NAMED = 3  # so many teams are named one by one; more stand together in one line


@dataclass(frozen=True)
class Item:
    """One thing to do or to look at: a sentence that leads to its page, and why it stands here."""

    level: FlagLevel
    what: str
    why: str
    url: str
    about: str

    @property
    def badge(self) -> str:
        return BADGES[self.level]


Rule = Callable[[Look], Iterator[Item]]


def found(look: Look, *, writes_report: bool = False) -> list[Item]:
    """Everything that stands out, what is urgent first; for who writes the report, that it waits for words."""
    rules = (*RULES, unread_report) if writes_report else RULES
    items = [item for rule in rules for item in rule(look)]
    return sorted(items, key=lambda item: ORDER[item.level])


def long_waits(look: Look) -> Iterator[Item]:
    """Units in which half of the families wait longer for a first support than a team is given [domain 4, `waiting`]."""
    limit = settings.FLAG_WAITING_DAYS
    places = [(unit.name, look.scope_of(unit), f"{unit.level}:{unit.code}") for unit in look.wijkteams]
    if look.choice.scope.level not in (Level.CITY, Level.NEIGHBOURHOOD_TEAM):
        places = [(look.choice.name, look.choice.scope, f"{look.choice.scope.level}:{look.choice.scope.unit}")]

    def waits(period: Period) -> list[Published]:
        return [look.median(F.WAIT_SUPPORT, period, scope) for _, scope, _ in places]

    if not places:
        return
    period, _ = look.latest(waits)
    for (name, _, key), one in zip(places, waits(period), strict=True):
        if isinstance(one, Shown) and number_of(one) > limit:
            urgent = number_of(one) > 2 * limit
            yield Item(
                FlagLevel.URGENT if urgent else FlagLevel.WARN,
                f"{name}: gezinnen wachten lang op de eerste ondersteuning",
                f"De helft wachtte in {period.label} langer dan {one.text}. Vanaf {limit} dagen vraagt wachten aandacht.",
                f"{reverse('insights:wachten')}?eenheid={key}",
                "Wachten",
            )


def teams(look: Look) -> Iterator[Item]:
    """Open flags about teams: each by name, or together where there are many."""
    by_rule: dict[tuple[str, str], list[TeamFlagged]] = defaultdict(list)
    for one in look.today.flags:
        by_rule[one.rule, one.level].append(one)
    for (rule, level), flagged in sorted(by_rule.items()):
        known = TEAM_RULES.get(rule)
        what_to_do = known.what_to_do if known else ""
        if len(flagged) <= NAMED:
            for one in flagged:
                yield Item(
                    FlagLevel(level),
                    f"{one.name}: {known.label if known else rule}",
                    f"{one.why} {what_to_do}".strip(),
                    reverse("schools:team", args=[one.team]),
                    "Team",
                )
            continue
        names = ", ".join(one.name for one in flagged[:NAMED])
        rest = len(flagged) - NAMED
        query = "?onvolledig=on" if rule == "team_incomplete" else ""
        yield Item(
            FlagLevel(level),
            f"{plural(len(flagged), 'team', 'teams')}: {known.label if known else rule}",
            f"{names} en nog {rest}. {what_to_do}".strip(),
            reverse("schools:teams") + query,
            "Teams",
        )


def less_by_team(look: Look) -> Iterator[Item]:
    """The share that teams handle themselves fell by more points than chance explains."""

    def row(period: Period) -> list[Published]:
        return [by_team_itself(look, period)]

    yield from _moved(
        look,
        row,
        lambda change: change <= -settings.FIGURES_SHARE_POINTS,
        "Teams handelen een kleiner deel zelf af dan vorig jaar",
        "insights:vragen",
        "Vragen",
    )


def more_by_gp(look: Look) -> Iterator[Item]:
    """The share over the huisarts grew: the municipality steers on local access [000 "Samenwerking", 2]."""

    def row(period: Period) -> list[Published]:
        return [look.share(F.ESCALATED, period, B.ROUTE, "02")]

    yield from _moved(
        look,
        row,
        lambda change: change >= settings.FIGURES_SHARE_POINTS,
        "Een groter deel van de jeugdhulp loopt via de huisarts",
        "insights:jeugdhulp",
        "Jeugdhulp",
    )


def _moved(
    look: Look,
    row: Callable[[Period], list[Published]],
    stands_out: Callable[[Decimal], bool],
    what: str,
    url_name: str,
    about: str,
) -> Iterator[Item]:
    period, _ = look.latest(row, compared=True)
    now, before = row(period)[0], row(period.year_earlier)[0]
    if isinstance(now, Shown) and isinstance(before, Shown) and stands_out(number_of(now) - number_of(before)):
        why = f"{period.label.capitalize()}: {now.text}. {period.year_earlier.label.capitalize()}: {before.text}."
        scope = look.choice.scope
        query = f"?eenheid={scope.level}:{scope.unit}" if scope.unit else ""
        yield Item(
            FlagLevel.WARN, f"{look.choice.name}: {what[0].lower()}{what[1:]}", why, reverse(url_name) + query, about
        )


def hours_run_out(look: Look) -> Iterator[Item]:
    """Wijkteams whose hours are used up before the summer, at the pace so far [domain 3.7]."""
    try:
        found = hours.projections(look)
    except CalendarUnknown:  # the page of hours says so
        return
    for one in found:
        if week := one.runs_out_in:
            short = plural(round((one.expected - one.pool) / 60), "uur", "uur")
            yield Item(
                FlagLevel.WARN,
                f"{one.name}: de uren zijn op voor de zomer",
                f"In dit tempo in de week van {write_day(week)}; tot de zomer is {short} te weinig. Verdeel de uren "
                "opnieuw of bespreek de norm.",
                reverse("insights:uren"),
                "Uren",
            )


def over_budget(look: Look) -> Iterator[Item]:
    """Where the forecast of the year is more above the budget than is left to chance [domain 4, `forecast`]."""
    year = money.year_of(look)
    sums: dict[str, money.Sums] = defaultdict(money.Sums)
    for row in money.in_year(look.today.money, year):
        sums[row.neighbourhood_team].add(row)
    for code, one in sorted(sums.items()):
        over = one.forecast - one.budget
        if one.budget and Decimal(over) / one.budget >= Decimal(settings.FLAG_FORECAST_OVER):
            name = look.name_of(Level.NEIGHBOURHOOD_TEAM, code) if code else "Buiten een wijkteam"
            percent = write_number(Decimal(100 * over) / one.budget)
            yield Item(
                FlagLevel.WARN,
                f"{name}: de prognose ligt boven de begroting",
                f"{write_euro(over / 100, 0)} meer dan begroot in {year} ({percent}\N{NO-BREAK SPACE}%).",
                reverse("insights:geld"),
                "Geld",
            )


def unread_report(look: Look) -> Iterator[Item]:
    """The last quarter was counted and nobody said yet how to read it [001 §2]."""
    period = containing(look.choice.day, PeriodKind.QUARTER)
    while look.choice.day < period.counted_on:
        period = period.previous
    if period in look.figures.revisions and not any(one.quarter == period.first for one in look.today.remarks):
        yield Item(
            FlagLevel.NOTE,
            f"Het kwartaalrapport van {period.label} wacht op duiding",
            "Vraag ouders, jongeren en professionals hoe zij de cijfers lezen, en schrijf het erbij.",
            reverse("insights:report", args=[period.code]),
            "Rapport",
        )


RULES: tuple[Rule, ...] = (long_waits, hours_run_out, teams, over_budget, less_by_team, more_by_gp)
