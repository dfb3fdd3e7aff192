"""The condition that binds both sides [domain 3.4]: complete teams, meetings of the whole core, joint training."""

from collections import defaultdict
from dataclasses import dataclass, fields
from decimal import Decimal

from django.conf import settings
from django.urls import reverse

from insights.enums import Level
from insights.pages.base import Cell, Grid, Line, Look, Part, definitions
from insights.today import TeamFlagged, TeamInYear
from schools.calendar import SchoolYear
from schools.flagging import TEAM_RULES
from shell.numbers import Unit, plural, write, write_day

OUTSIDE = "buiten een wijkteam"


@dataclass
class Sums:
    """Of several teams in a school year."""

    teams: int = 0
    school_days: int = 0
    complete_days: int = 0
    meetings: int = 0
    trainings: int = 0

    def add(self, row: TeamInYear) -> None:
        self.teams += 1
        for one in fields(self)[1:]:
            setattr(self, one.name, getattr(self, one.name) + getattr(row, one.name))

    @property
    def complete(self) -> Cell:
        """The share of school days on which a team was complete."""
        if not self.school_days:
            return Cell("–")
        return Cell.written(round(100 * self.complete_days / self.school_days), Unit.PERCENT)

    def per_team(self, number: int) -> Cell:
        return Cell.written(round(number / self.teams, 1), Unit.COUNT) if self.teams else Cell("–")


def parts(look: Look) -> list[Part]:
    return [by_wijkteam(look), under_the_agreement(look), flags(look)]


def _years(look: Look) -> tuple[SchoolYear, SchoolYear]:
    year = SchoolYear.of(look.choice.day)
    return year, SchoolYear(year.begins_in - 1)


def by_wijkteam(look: Look) -> Part:
    """This school year beside the last, per wijkteam; secondary schools stand under none."""
    year, last = _years(look)
    sums: dict[str, dict[int, Sums]] = defaultdict(lambda: defaultdict(Sums))
    for row in look.today.teams:
        code = row.neighbourhood_team
        name = look.name_of(Level.NEIGHBOURHOOD_TEAM, code) if code else OUTSIDE
        sums[name][row.begins_in].add(row)
    lines = []
    for name in sorted(sums, key=lambda name: (name == OUTSIDE, name)):
        now, before = sums[name][year.begins_in], sums[name][last.begins_in]
        cells = (now.complete, before.complete, now.per_team(now.meetings), now.per_team(now.trainings))
        lines.append(Line(name, cells))
    total = Sums()
    for row in look.today.teams:
        if row.begins_in == year.begins_in:
            total.add(row)
    said = (
        f"In schooljaar {year} waren de teams op {total.complete.text} van de schooldagen compleet."
        if total.school_days
        else f"Over schooljaar {year} is nog niets bekend."
    )
    head = ("Wijkteam", f"Compleet {year}", f"Compleet {last}", "Overleggen per team", "Trainingen per team")
    grid = Grid("compleet", "Zijn de teams compleet en werken zij samen?", said, head, tuple(lines))
    return Part(grid, definitions("completeness", "cooperation"))


def under_the_agreement(look: Look) -> Part:
    """Teams that were complete on too few of the school days of this year, the least complete first."""
    year, _ = _years(look)
    limit = Decimal(settings.COOPERATION_COMPLETE_SHARE)
    found = [
        (Decimal(row.complete_days) / row.school_days, row)
        for row in look.today.teams
        if row.begins_in == year.begins_in and row.school_days
    ]
    short = sorted(((share, row) for share, row in found if share < limit), key=lambda one: (one[0], one[1].name))
    lines = tuple(
        Line(row.name, _days(share, row), reverse("schools:team", args=[row.team])) for share, row in short[:50]
    )
    said = (
        f"{plural(len(short), 'team was', 'teams waren')} op minder dan {write(100 * limit, Unit.PERCENT)} van de schooldagen compleet."
        if short
        else "Alle teams waren vaak genoeg compleet."
    )
    head = ("Team", "Compleet", "Dagen compleet", "Schooldagen")
    return Part(
        Grid("onder-afspraak", f"Teams onder de afspraak, {year}", said, head, lines), definitions("completeness")
    )


def _days(share: Decimal, row: TeamInYear) -> tuple[Cell, ...]:
    counts = (Cell.written(number, Unit.COUNT) for number in (row.complete_days, row.school_days))
    return (Cell.written(round(100 * float(share)), Unit.PERCENT), *counts)


def flags(look: Look) -> Part:
    """What stands open today, longest first."""
    lines = tuple(_flag(one) for one in look.today.flags)
    said = (
        f"Open: {plural(len(lines), 'signalering', 'signaleringen')}."
        if lines
        else "Er staan geen signaleringen over teams open."
    )
    grid = Grid("signaleringen", "Signaleringen over teams", said, ("Team", "Sinds", "Waarom"), lines)
    return Part(grid, definitions("cooperation"))


def _flag(one: TeamFlagged) -> Line:
    rule = TEAM_RULES.get(one.rule)
    why = Cell(one.why or (rule.label if rule else one.rule), is_prose=True)
    cells = (Cell(write_day(one.since), one.since.isoformat(), is_prose=True), why)
    return Line(one.name, cells, reverse("schools:team", args=[one.team]))
