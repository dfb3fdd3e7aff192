"""The four ways to steer that the decision names when the cover falls short, with the figures of this payer and year
[domain 3.6; 003 "Risico's" 1]. They are sums to talk about: nothing is changed by them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from urllib.parse import urlencode

from django.urls import reverse

from accounts.roles import ROLES
from financing.books.cover import CoverRow
from financing.enums import SourceKind
from financing.models import BudgetLine, FundingSource, HoursRate
from shell.numbers import write_euro, write_number

DEFAULT_WEEKS = Decimal(40)


@dataclass(frozen=True)
class Way:
    """One way to steer: what it is, what it would take here, and where to work it out."""

    title: str
    says: str
    url: str
    link: str


def ways(payer: str, year: int, sources: Sequence[CoverRow], short: int) -> list[Way]:
    """For a payer with a shortfall, in cents. Three queries."""
    rates = _rates(payer, year)
    what_if = f"{reverse('financing:what_if')}?{urlencode({'periode': str(year)})}"
    return [
        Way(
            "Anders werken",
            "Doe hetzelfde met minder uren, bijvoorbeeld samen op meer scholen. Reken uit wat een ander tarief, een andere norm of "
            "een andere verdeling doet.",
            what_if,
            "Reken het uit",
        ),
        Way(
            "Prioriteiten herschikken",
            _left(sources),
            f"{reverse('financing:cover')}?jaar={year}",
            "Dekking van dit jaar",
        ),
        Way(
            "Langer investeren", _longer(payer, year, short), _new_source(payer, year, short), "Leg als voornemen vast"
        ),
        Way("Minder uren", _fewer(rates, short), reverse("financing:pools"), "Uren van de wijkteams"),
    ]


def _left(sources: Sequence[CoverRow]) -> str:
    """What other sources of this payer still hold, because they are meant for something else."""
    left = [(row.name, row.maximum - row.covered) for row in sources if row.maximum and row.maximum > row.covered]
    if not left:
        return "Alle bronnen van deze betaler zijn op. Zet geld in dat nu ergens anders voor is bedoeld."
    told = ", ".join(f"‘{name}’ heeft nog {_euro(cents)}" for name, cents in left)
    return f"Zet geld dat er al is in voor wat nu het meest nodig is: {told}. Dat geld is nu voor iets anders bedoeld."


def _longer(payer: str, year: int, short: int) -> str:
    found = FundingSource.objects.filter(payer=payer, year=year, kind=SourceKind.INCIDENTAL.value).order_by("order")
    names = ", ".join(f"‘{one.name}’ ({write_euro(one.maximum)})" for one in found)
    now = f"Incidenteel is nu {names}." if names else "Er is nu geen incidentele dekking."
    return f"{now} Met een besluit kan {_euro(short)} erbij, of een jaar langer."


def _fewer(rates: dict[str, Decimal], short: int) -> str:
    if not rates:
        return "Spreek minder uren af. Deze betaler betaalt nu geen uren met een tarief."
    told = ", ".join(
        f"{write_number((Decimal(short) / 100 / a_year).quantize(Decimal('0.1'), ROUND_CEILING), 1)} uur per week minder "
        f"{ROLES[role].label.lower()}"
        for role, a_year in rates.items()
    )
    return f"Spreek met scholen minder uren af. {_euro(short)} is een heel jaar {told.replace(', ', ' of ')}."


def _rates(payer: str, year: int) -> dict[str, Decimal]:
    """Euros a year for one hour a week, of each role of which this payer pays hours; at the end of the year."""
    paid = (
        BudgetLine.objects.filter(payer=payer, month__year=year, kind="uren").values_list("role", flat=True).distinct()
    )
    roles = sorted(paid)
    rates = HoursRate.objects.filter(role__in=roles, period__contains=datetime.date(year, 12, 31), rate__gt=0)
    return {one.role: one.rate * (one.weeks or DEFAULT_WEEKS) for one in rates.order_by("role")}


def _new_source(payer: str, year: int, short: int) -> str:
    """The form of a source, filled in as an intention."""
    told = {
        "payer": payer,
        "year": year,
        "kind": SourceKind.INCIDENTAL.value,
        "maximum": f"{Decimal(short).scaleb(-2)}".replace(".", ","),
        "status": "voorgenomen",
    }
    return f"{reverse('financing:new_fact', args=['dekking'])}?{urlencode(told)}"


def _euro(cents: int) -> str:
    return write_euro(Decimal(cents).scaleb(-2))
