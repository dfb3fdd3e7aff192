"""Hypothesis strategies for books: small ones, full of the hard corners of domain 3."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from financing.books import facts
from financing.books.calendar import Basis
from financing.books.facts import Book
from financing.enums import LocationType, Role, Sector, SourceKind, YearlyKind

LOCATIONS = ("10AB00", "11AB00", "12AB00")
BOARDS = ("41001", "41002")
MUNICIPALITIES = ("GM0193", "GM0175")
TEAMS = ("SWT1", "SWT2")
EDGES = [date(2016, 2, 28), date(2016, 2, 29), date(2016, 3, 1), date(2017, 7, 31), date(2017, 8, 1), date(2017, 1, 1)]
ACTUAL_MONTHS = [2016 * 12 + 6, 2016 * 12 + 11, 2017 * 12 + 1, 2017 * 12 + 7]
ROLES = st.sampled_from([Role.IB, Role.JGW, Role.SMW])

EARLY = date(2015, 8, 1)

days = st.one_of(st.dates(date(2016, 1, 1), date(2017, 12, 31)), st.sampled_from(EDGES))
amounts = st.one_of(st.integers(1, 300), st.integers(10_000, 50_000_000))
hours = st.sampled_from([Decimal(text) for text in ("4", "3.5", "2.25", "0", "1.333", "0.1234567", "36")])


@st.composite
def periods(draw):
    """A first day and the day after the last, often without end and sometimes a single day."""
    start = draw(days)
    length = draw(st.one_of(st.none(), st.integers(1, 3), st.integers(1, 700)))
    return {"start": start, "end": None if length is None else start + timedelta(days=length)}


@st.composite
def long_periods(draw):
    """Mostly everything that the tests ask about."""
    return draw(periods()) if draw(st.integers(0, 2)) == 0 else {"start": EARLY, "end": None}


@st.composite
def shares(draw):
    """Fractions that make 1."""
    weights = draw(st.lists(st.integers(1, 7), min_size=1, max_size=3))
    return [Fraction(weight, sum(weights)) for weight in weights]


@st.composite
def locations(draw):
    code = draw(st.sampled_from(LOCATIONS))
    kind = draw(st.sampled_from(LocationType))
    team = draw(st.sampled_from([*TEAMS, None])) if kind.sector is Sector.PO else None
    board = draw(st.sampled_from([*BOARDS, *BOARDS, None]))
    municipality = draw(st.sampled_from(MUNICIPALITIES))
    return facts.Location(
        location=code, type=kind, board=board, municipality=municipality, team=team, **draw(periods())
    )


KINDS = st.sampled_from(["gemeente", "bestuur", "rsj", "swv:PO2305", "woongemeente"])


def lines_of(fractions, payers, **common):
    """The lines of a rule without a name."""
    return [
        facts.ShareLine(rule="", order=order, payer=payer, fraction=fraction, **common)
        for order, (payer, fraction) in enumerate(zip(payers, fractions, strict=True), start=1)
    ]


@st.composite
def rules(draw):
    fractions = draw(shares())
    scope = {
        "role": draw(st.sampled_from([None, None, Role.IB, Role.JGW])),
        "sector": draw(st.sampled_from([None, None, *Sector])),
        "location": draw(st.sampled_from([None, None, *LOCATIONS])),
        "arrangement": draw(st.sampled_from([None, None, None, "klas", "jaar0", "jaar1"])),
    }
    return lines_of(fractions, [draw(KINDS) for _ in fractions], **scope, **draw(long_periods()))


@st.composite
def rest_rules(draw):
    """Rules for everything that no other rule is for, that follow each other: halves, thirds and the like."""
    payers = draw(st.permutations(["rsj", "gemeente", "bestuur"]))
    fractions = [Fraction(1, 3)] * 3 if draw(st.booleans()) else [Fraction(1, 2)] * 2
    change = draw(st.dates(date(2016, 3, 1), date(2017, 6, 30)))
    first = lines_of(fractions, payers[: len(fractions)], start=EARLY, end=change)
    again = draw(st.sampled_from([Fraction(1, 2), Fraction(1, 4), Fraction(2, 7)]))
    return first, lines_of([again, 1 - again], payers[:2], start=change)


def without_overlap(drawn, same):
    """The rows, one by one, that share no day with an earlier row of the same group."""
    kept = []
    for row in drawn:
        first = row[0] if isinstance(row, list) else row
        others = [other[0] if isinstance(other, list) else other for other in kept]
        if all(same(other) != same(first) or not share_a_day(other, first) for other in others):
            kept.append(row)
    return kept


def share_a_day(one, other):
    return (one.end is None or other.start < one.end) and (other.end is None or one.start < other.end)


@st.composite
def appointments(draw):
    person = draw(st.sampled_from(["a@x.nl", "b@x.nl"]))
    return facts.Appointment(
        location=draw(st.sampled_from(LOCATIONS)),
        role=draw(ROLES),
        person=person,
        hours=draw(hours),
        **draw(long_periods()),
    )


@st.composite
def rates(draw):
    weeks = draw(st.sampled_from([None, Decimal(38), Decimal("39.5")]))
    return facts.Rate(role=draw(ROLES), rate=draw(st.integers(1, 20_000)), weeks=weeks, **draw(periods()))


@st.composite
def yearly_costs(draw):
    return facts.YearlyCost(
        code=draw(st.sampled_from(["jaar0", "jaar1"])),
        kind=draw(st.sampled_from(YearlyKind)),
        amount=draw(amounts),
        basis=draw(st.sampled_from(Basis)),
        role=draw(st.one_of(st.none(), ROLES)),
        sector=draw(st.one_of(st.none(), st.sampled_from(Sector))),
        location=draw(st.one_of(st.none(), st.sampled_from(LOCATIONS))),
        **draw(long_periods()),
    )


@st.composite
def arrangements(draw):
    location = draw(st.one_of(st.none(), st.sampled_from(LOCATIONS)))
    return facts.Arrangement(
        code="klas", location=location, amount_per_place=draw(st.one_of(st.none(), amounts)), **draw(periods())
    )


@st.composite
def placements(draw):
    decided = st.sampled_from([*[date(2017, 1, 1)] * 6, None])
    return facts.Placement(
        arrangement="klas",
        pupil=draw(st.sampled_from(["L1", "L2"])),
        municipality=draw(st.sampled_from([*MUNICIPALITIES, None])),
        decided_by_school=draw(decided),
        decided_by_municipality=draw(decided),
        **draw(long_periods()),
    )


@st.composite
def sources(draw):
    payers = ["gemeente:GM0193", "gemeente:GM0175", "bestuur:41001", "bestuur:*", "rsj"]
    scope = draw(st.sets(st.sampled_from(["IB", "JGW", "klas", "jaar0"]), max_size=2))
    return facts.Source(
        payer=draw(st.sampled_from(payers)),
        year=draw(st.sampled_from([2016, 2017])),
        order=draw(st.integers(1, 3)),
        kind=SourceKind.STRUCTURAL,
        maximum=draw(st.integers(0, 5_000_000)),
        name="bron",
        scope=tuple(sorted(scope)),
    )


@st.composite
def agreements(draw):
    team, location = draw(st.sampled_from(TEAMS)), draw(st.sampled_from(LOCATIONS))
    return facts.Agreement(team=team, location=location, hours=draw(hours), **draw(periods()))


norms = st.builds(
    lambda role, amount, period: facts.HoursNorm(role=role, hours=amount, **period),
    st.sampled_from([Role.JGW, Role.IB]),
    hours,
    periods(),
)


def several(strategy, most, least=0):
    return st.lists(strategy, min_size=least, max_size=most)


def codes(found):
    """What a rule or source may name: arrangements and yearly amounts that are there."""
    return {fact.code for fact in found if isinstance(fact, facts.Arrangement | facts.YearlyCost)}


def with_rules(found, drawn):
    """The rules that may stand side by side, each under a name of its own."""
    known = {None, *codes(found)}
    usable = [lines for lines in drawn if lines[0].arrangement in known]
    apart = without_overlap(usable, lambda line: (line.arrangement, line.location, line.sector, line.role))
    named = [replace(line, rule=f"sleutel{number}") for number, lines in enumerate(apart) for line in lines]
    return [*found, *named]


@st.composite
def books(draw):
    """A whole book that keeps the rules of the format."""
    found = [facts.Municipality(code) for code in MUNICIPALITIES]
    found += [facts.Board(code) for code in BOARDS]
    found += [facts.NeighbourhoodTeam(code, municipality="GM0193") for code in TEAMS]
    found += [facts.Person("a@x.nl"), facts.Person("b@x.nl")]
    early = {"start": EARLY, "board": "41001", "municipality": "GM0193"}
    found += [facts.Location(location=code, type=draw(st.sampled_from(LocationType)), **early) for code in LOCATIONS]
    found += draw(several(locations(), 4))
    found += [facts.Rate(role, EARLY, 6618) for role in (Role.IB, Role.JGW)]
    found += draw(several(rates(), 3))
    appointed = draw(several(appointments(), 2, least=1))
    found += without_overlap(appointed, lambda row: (row.location, row.role, row.person))
    found += draw(several(yearly_costs(), 2, least=1))
    found.append(facts.Arrangement("klas", EARLY, location=LOCATIONS[0], amount_per_place=2_210_533))
    found += draw(several(arrangements(), 2))
    found += draw(several(placements(), 2, least=1))
    found = with_rules(found, [*draw(rest_rules()), *draw(several(rules(), 6, least=2))])
    known = {*Role, *codes(found)}
    found += [source for source in draw(several(sources(), 3)) if known.issuperset(source.scope)]
    found += draw(several(agreements(), 4))
    found += draw(several(norms, 2))
    return Book(found)


@st.composite
def actuals(draw, names):
    """Some actuals for names that are known."""
    one = st.builds(
        facts.Actual, st.sampled_from(sorted(names)), st.sampled_from(ACTUAL_MONTHS), st.integers(0, 1_000_001)
    )
    return draw(several(one, 12, least=4)) if names else []
