"""When something may be done with money, hours and places: about the state of things, never about the person."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from financing.books.pools import Pool, Pools
from financing.listing import hours
from financing.models import Placement
from schools.models import ArrangementTerms
from schools.policies import NotPossible
from shell.fields import write_period
from shell.numbers import write_day, write_euro

Day = datetime.date


def check_in_area(pools: Pools, *, team: str, location: str, day: Day) -> None:
    """An agreement is for a school in the wijkteam's own area on its first day [formats]. Raises NotPossible."""
    place = pools.place(location, day)
    if place is None or place.team != team:
        raise NotPossible(f"Deze school hoort op {write_day(day)} niet bij het gebied van dit wijkteam.")


def check_within_pool(pool: Pool, *, day: Day) -> None:
    """All agreements of a wijkteam together never exceed its pool on a day of a new one [domain 3.7]. Raises NotPossible."""
    if pool.free < 0:
        raise NotPossible(
            f"Op {write_day(day)} is dan {_hours(pool.agreed)} uur afgesproken, en dat is {_hours(-pool.free)} uur meer dan de pool "
            f"van {_hours(pool.size)} uur ({pool.locations} scholen × {_hours(pool.norm)} uur). "
            "Verlaag eerst de uren van een andere school."
        )


def check_offered(placement: Placement, *, terms: Sequence[ArrangementTerms]) -> None:
    """A place is asked in what is offered on its first day. Raises NotPossible."""
    if not any(_holds(one.period, placement.first) for one in terms):
        raise NotPossible(
            f"Dit arrangement wordt op {write_day(placement.first)} niet aangeboden. Kies een andere begindatum."
        )


def check_no_other_place(placement: Placement, *, others: Sequence[Placement]) -> None:
    """A pupil has or awaits one place at a time in an arrangement. Raises NotPossible."""
    if others:
        raise NotPossible(
            f"Voor leerling {placement.pupil_code} is er al een plaats of aanvraag vanaf {write_day(others[0].first)}."
        )


def check_waits(placement: Placement) -> None:
    """Decided is about an application that still waits. Raises NotPossible."""
    if placement.is_refused:
        raise NotPossible("Deze aanvraag is al afgewezen. Vraag zo nodig opnieuw een plaats aan.")
    if placement.is_placed:
        raise NotPossible("Deze leerling is al geplaatst. Gaat het niet door? Beëindig dan de plaatsing.")


def check_undecided(day: Day | None, *, by_whom: str) -> None:
    """Each side decides once. Raises NotPossible."""
    if day is not None:
        raise NotPossible(f"{by_whom} heeft op {write_day(day)} al besloten.")


def check_past(day: Day, *, today: Day) -> None:
    """What is recorded has happened. Raises NotPossible."""
    if day > today:
        raise NotPossible(f"{write_day(day)} is nog niet geweest. Vul een dag in tot en met vandaag.")


def check_home_known(placement: Placement) -> None:
    """The municipality where the pupil lives pays [domain 3.9]. Raises NotPossible."""
    if placement.home_id is None:
        raise NotPossible("Vul eerst de woongemeente in: die betaalt de plaats.")


def check_is_placed(placement: Placement) -> None:
    """Both have decided. Raises NotPossible."""
    if not placement.is_placed:
        raise NotPossible("Deze leerling is nog niet geplaatst: school en gemeente besluiten eerst.")


def check_not_before_start(placement: Placement, day: Day) -> None:
    """Raises NotPossible for a day before the placement."""
    if day < placement.first:
        raise NotPossible(f"De plaatsing begint pas op {write_day(placement.first)}.")


def check_place_free(placement: Placement, *, taken: Sequence[DateRange], terms: Sequence[ArrangementTerms]) -> None:
    """On every day of the placement there is a place: the capacity is of simultaneous places [domain 3.9].

    `taken` are the periods of who is placed on one of the same days. More pupils on a day can begin on its first day or on that
    of another, so only those days are looked at. Raises NotPossible with the first full day.
    """
    days = {placement.first, *(_first(one) for one in taken), *(_first(one.period) for one in terms)}
    for day in sorted(day for day in days if _holds(placement.period, day)):
        capacity = next((one.capacity for one in terms if _holds(one.period, day)), None)
        if capacity is not None and sum(_holds(one, day) for one in taken) >= capacity:
            raise NotPossible(
                f"Op {write_day(day)} zijn alle {capacity} plaatsen bezet. De aanvraag blijft op de wachtlijst tot er een plaats "
                "vrij is."
            )


YEARS_OF_PATH = 5


def check_shrinks(whole: Decimal, maxima: Sequence[Decimal]) -> None:
    """A population budget shrinks along a path of five years, from what all parties put in [domain 3.10]. Euros.

    Raises NotPossible.
    """
    if len(maxima) != YEARS_OF_PATH:
        raise NotPossible(f"Een pad is van {YEARS_OF_PATH} jaren, en dit zijn er {len(maxima)}.")
    for before, maximum in zip([whole, *maxima], maxima, strict=False):
        if maximum > before:
            raise NotPossible(
                f"Het pad loopt niet omhoog: {write_euro(maximum)} is meer dan {write_euro(before)}, "
                f"{'de inleg van alle partijen samen' if before is whole else 'het jaar ervoor'}."
            )


def check_as_shown(row: models.Model, version: int) -> None:
    """A row is still as it was when somebody began to change it. Raises NotPossible, so that nothing is overwritten unseen."""
    if getattr(row, "version", None) != version:
        raise NotPossible("Iemand anders heeft dit intussen gewijzigd. Ga terug en bekijk eerst wat er nu staat.")


def check_counts(ended_on: Day | None) -> None:
    """What does not count any more is not changed. Raises NotPossible."""
    if ended_on is not None:
        raise NotPossible(f"Deze aanname is op {write_day(ended_on)} vervallen. Voeg een nieuwe aanname toe.")


def check_within(period: DateRange, day: Day) -> None:
    """Something is changed or ended on one of its own days. Raises NotPossible."""
    if not _holds(period, day):
        raise NotPossible(f"Dit geldt {write_period(period)}. Kies een dag in die periode.")


def check_new_code(code: str, *, taken: bool) -> None:
    """What begins on a later day has a code of its own. Raises NotPossible."""
    if not code:
        raise NotPossible("Vul een nieuwe code in voor wat vanaf die dag geldt; de oude code blijft bij de oude dagen.")
    if taken:
        raise NotPossible(f"Code ‘{code}’ bestaat al. Kies een andere code.")
    if "/" in code:
        raise NotPossible("In een code mag geen schuine streep staan.")


def _holds(period: DateRange, day: Day) -> bool:
    """Whether a half open period has this day."""
    return day in period


def _first(period: DateRange) -> Day:
    day: Day = period.lower  # constraints hold that there is one
    return day


def _hours(amount: Fraction) -> str:
    return hours(amount).replace(".", ",")
