"""Why an amount stands where it stands, in Dutch sentences: from the facts to the cent [domain 3.5]. Pure.

Each step is a sentence with its figures; together they lead from what was entered to what a payer pays in a month.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from financing.books.calendar import FAR, Basis, first_day, length
from financing.books.closing import corrected
from financing.books.commitments import DEFAULT_WEEKS, Commitment, CommitmentKind
from financing.books.engine import Engine, Piece
from financing.books.facts import Actual, Appointment, Arrangement, Book, Rate, YearlyCost, days_of
from financing.listing import hours
from financing.money import YearlyAmount
from financing.periods import month_name
from shell.numbers import write_day, write_euro

D = TypeVar("D", Arrangement, Rate)


@dataclass(frozen=True)
class Step:
    """One step of the reasoning: what it is about, and what it says."""

    about: str
    says: str


def explain(book: Book, name: str, month: int, names: Mapping[str, str] | None = None) -> list[Step]:
    """Why this name of the listing has the amounts that it has in this month; empty when the facts do not know it. `book` is
    what `read_commitment` reads: the facts about this commitment alone. `names` is what payers are called."""
    found = corrected(name)
    if found:
        month, name = found
    engine = Engine(book.established())
    commitment = next((one for one in engine.commitments if one.name == name), None)
    if commitment is None:
        return []
    steps = list(_steps(engine, book, commitment, month, names or {}))
    if found:
        text = (
            f"Maand {month_name(month)} is afgesloten. Hieronder staat wat de gegevens nu over die maand zeggen; de correctie "
            "is dat bedrag min wat bij het afsluiten is vastgelegd, en min eerdere correcties."
        )
        steps.insert(0, Step("Correctie", text))
    return steps


def _steps(engine: Engine, book: Book, commitment: Commitment, month: int, names: Mapping[str, str]) -> Iterator[Step]:
    pieces = engine.pieces(commitment, first_day(month), first_day(month + 1))
    yield Step(
        "Wat kost het", "; ".join(dict.fromkeys(_price(book, commitment, piece) for piece in pieces)) or _nothing(month)
    )
    yield Step("Wanneer", _period(commitment, pieces, month))
    for piece in pieces:
        yield Step("Wie betaalt", _sharing(piece, names))
    yield from _rounding(engine, commitment, month, names)
    actual = book.get(Actual, commitment.name, month)
    if actual:
        yield Step(
            "Werkelijk bedrag",
            f"Voor {month_name(month)} is een werkelijk bedrag van {_euro(actual.amount)} ingevoerd. Zodra de maand voorbij is, "
            "telt dat als gerealiseerd. Het is verdeeld naar verhouding van wat er was begroot.",
        )


def _nothing(month: int) -> str:
    return f"In {month_name(month)} is deze verplichting niet van kracht."


def _price(book: Book, commitment: Commitment, piece: Piece) -> str:
    amount = piece.yearly
    if amount is None:
        missing = "bedrag per plaats" if commitment.kind is CommitmentKind.PLACE else "tarief"
        return f"vanaf {_day(piece.first)} is er geen {missing}: deze dagen kosten niets, en dat is gesignaleerd"
    a_year = f"{_exact(amount)} per jaar, dus een twaalfde per maand"
    match commitment.kind:
        case CommitmentKind.HOURS:
            return f"{_hours_of(book, piece)} = {a_year}"
        case CommitmentKind.PLACE:
            terms = _in_force(book.all(Arrangement), piece.first)
            basis = _decision(terms.decision if terms else None)
            return f"een plaats kost {_exact(amount)} per schooljaar, dus een twaalfde per maand{basis}"
        case _:
            cost = book.get(YearlyCost, commitment.name)
            what = f"{cost.description}: " if cost and cost.description else ""
            return f"{what}{a_year}{_decision(cost.decision if cost else None)}"


def _hours_of(book: Book, piece: Piece) -> str:
    appointment = next(iter(book.all(Appointment)))
    rate = _in_force(book.all(Rate), piece.first)
    weeks = rate.weeks if rate and rate.weeks is not None else DEFAULT_WEEKS
    price = _euro(rate.rate) if rate else "geen tarief"
    return f"{_number(appointment.hours)} uur per week × {_number(weeks)} weken × {price} per uur"


def _in_force(rows: Iterable[D], day: int) -> D | None:
    """The row that began last on or before a day."""
    begun = [row for row in rows if days_of(row)[0] <= day]
    return max(begun, key=lambda row: row.start, default=None)


def _period(commitment: Commitment, pieces: list[Piece], month: int) -> str:
    days = sum(piece.end - piece.first for piece in pieces)
    until = "" if commitment.end == FAR else f" tot en met {_day(commitment.end - 1)}"
    whole = length(month)
    told = f"De verplichting geldt vanaf {_day(commitment.first)}{until}."
    if days == whole:
        return f"{told} In {month_name(month)} telt de hele maand."
    return f"{told} In {month_name(month)} {'telt' if days == 1 else 'tellen'} {days} van de {whole} dagen."


def _sharing(piece: Piece, names: Mapping[str, str]) -> str:
    when = f"Van {_day(piece.first)} tot en met {_day(piece.end - 1)}"
    if piece.rule is None:
        return f"{when} past er geen verdeelsleutel bij dit bedrag. Het is niet verdeeld, en dat is gesignaleerd."
    parts = [
        f"{kind} {_part(share)}" for kind, share in zip(piece.rule.kinds, piece.rule.shares.fractions, strict=True)
    ]
    rule = f"{when} geldt verdeelsleutel ‘{piece.rule.code}’: {', '.join(parts)}{_decision(piece.rule.decision)}."
    if piece.problem:
        return f"{rule} Een van die betalers is op deze dagen niet bekend. Het bedrag is niet verdeeld, en dat is gesignaleerd."
    return f"{rule} Dat {'is' if len(piece.payers) == 1 else 'zijn'}: {', '.join(names.get(payer, payer) for payer in piece.payers)}."


def _rounding(engine: Engine, commitment: Commitment, month: int, names: Mapping[str, str]) -> Iterator[Step]:
    year = commitment.basis.year_of(month)
    by_month = engine.month_parts(commitment, range(year.start, month + 1), FAR)
    sums = {one: sum(parts.budget.values()) for one, parts in by_month.items()}
    if month not in sums:
        return
    before = sum(amount for one, amount in sums.items() if one < month)
    kind = "schooljaar" if commitment.basis is Basis.SCHOOL_YEAR else "kalenderjaar"
    yield Step(
        "Hele centen",
        f"In dit {kind} is tot {month_name(month)} samen {_euro(before)} geboekt, en tot en met {month_name(month)} "
        f"{_euro(before + sums[month])}, afgerond op hele centen. Het verschil is het bedrag van de maand: {_euro(sums[month])}.",
    )
    payers = by_month[month].budget
    if len(payers) > 1:
        told = ", ".join(f"{names.get(payer, payer)} {_euro(amount)}" for payer, amount in sorted(payers.items()))
        yield Step(
            "Verdeling",
            f"Ook wat iedere betaler tot en met deze maand betaalt, is steeds in hele centen verdeeld: wat overblijft, gaat naar "
            f"de grootste rest. Zo tellen de delen precies op tot het geheel. Deze maand: {told}.",
        )


def _decision(decision: str | None) -> str:
    return f" (besluit: {decision})" if decision else ""


def _part(share: Fraction) -> str:
    return "alles" if share == 1 else f"{share.numerator}/{share.denominator} deel"


def _number(value: Decimal) -> str:
    return hours(Fraction(value)).replace(".", ",")


def _euro(cents: int) -> str:
    return write_euro(Decimal(cents).scaleb(-2))


def _exact(amount: YearlyAmount) -> str:
    """In euros, with as many decimals as it has up to four of a cent."""
    exact = Fraction(amount.numerator, amount.denominator * 100)
    return write_euro(Decimal(exact.numerator) / Decimal(exact.denominator))


def _day(day: int) -> str:
    return write_day(date.fromordinal(day))
