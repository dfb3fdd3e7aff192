"""The money a second time, slowly: one day after another, in fractions, straight from the words of domain 3.

Shares nothing with the engine but the facts that go in. It asks every question on every day anew, by looking through
all rows, and adds up days where the engine subtracts cumulative amounts of months.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from financing.books import facts

NOBODY = "niet verdeeld"
ONE_DAY = timedelta(days=1)


def in_force(rows, day, **key):
    """The row with this key that holds on a day, where a later row ends an earlier one: the last that began."""
    begun = [
        row for row in rows if row.start <= day and all(getattr(row, name) == value for name, value in key.items())
    ]
    if not begun:
        return None
    last = max(begun, key=lambda row: row.start)
    return last if last.end is None or day < last.end else None


def sector_of(location_row):
    return {"BO": "PO", "SBO": "PO", "SO": "PO", "VSO": "VO", "VO": "VO", "PRO": "VO"}.get(location_row.type)


class Cost:
    """Something that costs money: which questions can be asked of it on a day."""

    def __init__(self, book, row):
        self.book, self.row = book, row
        self.role = self.arrangement = self.own_sector = self.home = None
        self.starts_in_month = 1
        if isinstance(row, facts.Appointment):
            self.name = f"uren/{row.location}/{row.role}/{row.person}/{row.start:%Y-%m-%d}"
            self.role = row.role
        elif isinstance(row, facts.YearlyCost):
            self.name = self.arrangement = row.code
            self.role, self.own_sector = row.role, row.sector
            self.starts_in_month = 8 if row.basis == "schooljaar" else 1
        else:
            self.name = f"plaats/{row.arrangement}/{row.pupil}/{row.start:%Y-%m-%d}"
            self.arrangement, self.home = row.arrangement, row.municipality
            self.starts_in_month = 8

    def runs_on(self, day):
        return self.row.start <= day and (self.row.end is None or day < self.row.end)

    def yearly(self, day):
        """Cents a year as they hold on this day."""
        if isinstance(self.row, facts.YearlyCost):
            return Fraction(self.row.amount)
        if isinstance(self.row, facts.Appointment):
            rate = in_force(self.book.all(facts.Rate), day, role=self.role)
            if rate is None:
                return Fraction(0)
            weeks = Fraction(40) if rate.weeks is None else Fraction(rate.weeks)
            return Fraction(self.row.hours) * weeks * rate.rate
        offer = in_force(self.book.all(facts.Arrangement), day, code=self.arrangement)
        return Fraction(0) if offer is None or offer.amount_per_place is None else Fraction(offer.amount_per_place)

    def location(self, day):
        """The location's code, None when it has none by nature, False when nobody can tell today."""
        if not isinstance(self.row, facts.Placement):
            return self.row.location
        offer = in_force(self.book.all(facts.Arrangement), day, code=self.arrangement)
        return False if offer is None else offer.location

    def sharing(self, day):
        """(identity, payers, fractions) of the day; the whole amount is nobody's when it cannot be shared."""
        nobody = (None, (NOBODY,), (Fraction(1),))
        location = self.location(day)
        row = in_force(self.book.all(facts.Location), day, location=location) if location else None
        sector = self.own_sector or (sector_of(row) if row else None)
        best = None
        for line in self.book.all(facts.ShareLine):
            if line.start <= day and (line.end is None or day < line.end):
                asked = (line.arrangement, line.location, line.sector, line.role)
                mine = (self.arrangement, location or None, sector, self.role)
                if all(want is None or want == have for want, have in zip(asked, mine, strict=True)):
                    weight = tuple(want is not None for want in asked)
                    if best is None or weight > best[0]:
                        best = (weight, line.rule)
        if best is None:
            return nobody
        lines = sorted((line for line in self.book.all(facts.ShareLine) if line.rule == best[1]), key=lambda x: x.order)
        payers = tuple(self.payer(line.payer, location, row) for line in lines)
        if None in payers:
            return nobody
        return best[1], payers, tuple(line.fraction for line in lines)

    def payer(self, kind, location, row):
        if kind == "bestuur":
            if location is None:
                return "bestuur:*"
            return f"bestuur:{row.board}" if row and row.board else None
        if kind == "gemeente":
            if location is None:
                return "gemeente:GM0193"
            return f"gemeente:{row.municipality}" if row and row.municipality else None
        if kind == "woongemeente":
            return f"gemeente:{self.home}" if self.home else None
        return kind


def costs(book):
    priced = {rate.role for rate in book.all(facts.Rate)}
    for row in book.all(facts.Appointment):
        if row.role in priced:
            yield Cost(book, row)
    for row in book.all(facts.YearlyCost):
        yield Cost(book, row)
    for row in book.all(facts.Placement):
        if row.decided_by_school and row.decided_by_municipality:
            yield Cost(book, row)


def rounded(exact):
    return floor(exact + Fraction(1, 2))


def largest_remainders(total, fractions):
    exact = [total * fraction for fraction in fractions]
    parts = [floor(amount) for amount in exact]
    while sum(parts) < total:
        behind = [amount - part for amount, part in zip(exact, parts, strict=True)]
        parts[behind.index(max(behind))] += 1
    return parts


def days_in_month(day):
    return ((day.replace(day=1) + timedelta(days=32)).replace(day=1) - day.replace(day=1)).days


def month_key(day):
    return day.year * 12 + day.month - 1


def daily_parts(cost, first, last):
    """Yield (day, payer, cents) for each day in a span that begins where a year of the commitment's basis begins."""
    exact, booked, before = Fraction(0), 0, 0
    identity, parts, yesterday_ran = None, [], False
    day = first
    while day <= last:
        if (day.month, day.day) == (cost.starts_in_month, 1):
            exact, booked, identity, yesterday_ran = Fraction(0), 0, None, False
        if cost.runs_on(day):
            rule, payers, fractions = cost.sharing(day)
            if not yesterday_ran or identity != (rule, payers):
                identity, before, parts = (rule, payers), booked, [0] * len(payers)
            exact += cost.yearly(day) / 12 / days_in_month(day)
            booked = rounded(exact)
            now = largest_remainders(booked - before, fractions)
            for payer, part, earlier in zip(payers, now, parts, strict=True):
                yield day, payer, part - earlier
            parts, yesterday_ran = now, True
        else:
            yesterday_ran = False
        day += ONE_DAY


def budget(book, months, reference):
    """{(month, name, payer): [begroot, gerealiseerd, prognose]} of these months, as on the reference day."""
    table = defaultdict(lambda: [0, 0, 0])
    names = set()
    actual = {(row.name, row.month): row.amount for row in book.all(facts.Actual)}
    last = date((months[-1] + 1) // 12, (months[-1] + 1) % 12 + 1, 1) - ONE_DAY
    for cost in costs(book):
        names.add(cost.name)
        whole = defaultdict(lambda: defaultdict(int))
        past = defaultdict(lambda: defaultdict(int))
        for day, payer, cents in daily_parts(cost, date(months[0] // 12 - 1, cost.starts_in_month, 1), last):
            whole[month_key(day)][payer] += cents
            past[month_key(day)][payer] += cents if day <= reference else 0
        for month in months:
            for payer, cents in whole[month].items():
                table[month, cost.name, payer][0] += cents
                table[month, cost.name, payer][1] += past[month][payer]
                table[month, cost.name, payer][2] += cents
    for (name, month), amount in actual.items():
        month_end = date((month + 1) // 12, (month + 1) % 12 + 1, 1) - ONE_DAY
        if month in months and month_end <= reference:
            replace_by_actual(table, month, name, amount)
    return {key: amounts for key, amounts in table.items() if any(amounts)}


def replace_by_actual(table, month, name, amount):
    payers = sorted(payer for (m, n, payer) in table if (m, n) == (month, name))
    total = sum(table[month, name, payer][0] for payer in payers)
    if total == 0:
        shares = {NOBODY: amount}
    else:
        fractions = [Fraction(table[month, name, payer][0], total) for payer in payers]
        shares = dict(zip(payers, largest_remainders(amount, fractions), strict=True))
    for payer in {*payers, *shares}:
        table[month, name, payer][1:] = [shares.get(payer, 0)] * 2


def cover(table, book, year):
    """[(payer, order, name, maximum, covered)] from the rows of a calendar year; a correction counts with what it
    corrects."""
    rows = []
    for payer in sorted({payer for (_, _, payer), amounts in table.items() if amounts[0]}):
        left = defaultdict(int)
        for (_, name, who), amounts in table.items():
            if who == payer and amounts[0]:
                left[name.split("/", 2)[2] if name.startswith("correctie/") else name] += amounts[0]
        mine = [source for source in book.all(facts.Source) if (source.payer, source.year) == (payer, year)]
        for source in sorted(mine, key=lambda source: source.order):
            covered = 0
            for name in sorted(left):
                if matches(source, name, book) and left[name] > 0:
                    take = min(left[name], source.maximum - covered)
                    left[name] -= take
                    covered += take
            rows.append((payer, source.order, source.name or "", source.maximum, covered))
        rows.append((payer, None, "tekort", None, sum(left.values())))
    return rows


def matches(source, name, book):
    if not source.scope:
        return True
    for cost in costs(book):
        if cost.name == name:
            return bool({cost.role, cost.arrangement} & set(source.scope))
    return name in source.scope


def pools(book, day):
    """[(wijkteam, locations, norm, pool, agreed, free)] on a day."""
    norms = book.all(facts.HoursNorm)
    row = in_force(norms, day, role="JGW")
    norm = Fraction(4) if not norms else Fraction(row.hours) if row else Fraction(0)
    codes = {row.location for row in book.all(facts.Location)}
    found = []
    for team in sorted(team.code for team in book.all(facts.NeighbourhoodTeam)):
        here = [in_force(book.all(facts.Location), day, location=code) for code in codes]
        count = sum(1 for row in here if row and row.team == team and sector_of(row) == "PO")
        agreements = [in_force(book.all(facts.Agreement), day, team=team, location=code) for code in codes]
        agreed = sum((Fraction(row.hours) for row in agreements if row), Fraction(0))
        found.append((team, count, norm, count * norm, agreed, count * norm - agreed))
    return found
